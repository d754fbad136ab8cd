"""A verb asks the ledger before it touches the device."""

from __future__ import annotations

from functools import update_wrapper
from typing import TYPE_CHECKING, Concatenate, Final, ParamSpec, Protocol, TypeVar

from devices.ledger import require

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.facts import DeviceFacts

NAMES: Final = "verbs"
"""Attribute of a verb's method: the ledger's names that it asks for."""


class _OfDevice(Protocol):
    facts: DeviceFacts


P = ParamSpec("P")
S = TypeVar("S", bound=_OfDevice)
T = TypeVar("T")


def verb(
    *names: str,
) -> Callable[[Callable[Concatenate[S, P], T]], Callable[Concatenate[S, P], T]]:
    """Name a method after entries of the ledger, all of which must allow it.

    The method raises `VerbRefused`, with the device as it was, where one of them refuses.
    """

    def named(method: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
        def asked(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
            for name in names:
                require(name, self.facts)
            return method(self, *args, **kwargs)

        update_wrapper(asked, method)
        setattr(asked, NAMES, names)
        return asked

    return named
