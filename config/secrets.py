"""Secrets: values that may be used but never shown."""

from __future__ import annotations

import os
from typing import Annotated, Final, final

from pydantic import Field

SecretReference = Annotated[str, Field(pattern=r"^env:[A-Z][A-Z0-9_]*$")]
"""Where a secret stands, as a user writes it: ``env:NAME``, a variable of the environment."""

_MASK: Final = "****"


@final
class Secret:
    """A value whose text appears only where `reveal` is called.

    ``repr``, ``str``, formatting and pickling by accident all give the mask, so that a secret in a
    parameter, a traceback or a log line stays one.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself, for the one call that needs it."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret({_MASK})"

    def __str__(self) -> str:
        return _MASK

    def __format__(self, format_spec: str) -> str:
        return _MASK

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __reduce__(self) -> str:
        raise TypeError("A Secret is not pickled: hand over its reference instead.")


class SecretMissing(LookupError):  # noqa: N818 - what is wrong, in the field's words
    """A secret reference names something that is not there.

    Attributes:
        reference: the reference as written, e.g. ``env:FLEET_PASSWORD``.
    """

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference

    def __str__(self) -> str:
        name = self.reference.removeprefix("env:")
        return f"the secret {self.reference} is not set: export {name} and run again"


class SecretTooShort(SecretMissing):
    """A secret is so short that it could not be kept out of what a run writes.

    Attributes:
        shortest: characters that it should have at least.
    """

    def __init__(self, reference: str, shortest: int) -> None:
        super().__init__(reference)
        self.args = (reference, shortest)
        self.shortest = shortest

    def __str__(self) -> str:
        return (
            f"the secret {self.reference} has fewer than {self.shortest} characters, so that it "
            "cannot be kept out of reports: choose a longer one"
        )


def resolve(reference: str) -> Secret:
    """The secret that a reference names.

    Args:
        reference: ``env:NAME``, a variable of the environment.

    Raises:
        SecretMissing: the variable is unset or empty.
    """
    value = os.environ.get(reference.removeprefix("env:"), "")
    if not value:
        raise SecretMissing(reference)
    return Secret(value)
