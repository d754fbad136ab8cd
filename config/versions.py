"""Versions as a matrix writes them: ``14``, ``latest-1``, ``8.0..12L``, ``10..``, ``all``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field

from config.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

_ONE: Final = r"(?:latest(?:-[1-9][0-9]?)?|[0-9]{1,3}(?:\.[0-9]{1,3}){0,2}[A-Z]?)"
_RANGE: Final = rf"all|{_ONE}|(?:{_ONE})?\.\.{_ONE}|{_ONE}\.\."
_LATEST: Final = re.compile(r"latest(?:-([0-9]+))?")


def _text(value: object) -> object:
    """YAML takes 14 and 8.1 for numbers."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _written_right(value: str) -> str:
    if not re.fullmatch(_RANGE, value):
        ways = "14, latest, latest-1, 8.0..12L, 10.., ..9 or all"
        raise ValueError(f"{value!r} is no version; write {ways}")
    return value


VersionRange = Annotated[
    str,
    BeforeValidator(_text, json_schema_input_type=str | int | float),
    AfterValidator(_written_right),
    Field(json_schema_extra={"pattern": f"^(?:{_RANGE})$"}),
]


class UnknownVersionError(ValueError):
    """A version that there is not; the message says which there are."""


def expand(written: str, known: Sequence[str]) -> tuple[str, ...]:
    """The versions that a range stands for.

    Args:
        written: a `VersionRange`.
        known: every version there is, oldest first.

    Raises:
        UnknownVersionError: one that is not known, or a range that holds none.
    """
    if written == "all":
        return tuple(known)
    if ".." not in written:
        return (known[_index(written, known)],)
    first, last = written.split("..")
    begin = _index(first, known) if first else 0
    end = _index(last, known) if last else len(known) - 1
    found = tuple(known[begin : end + 1])
    if not found:
        raise UnknownVersionError(f"{written!r} holds no version: {first} is newer than {last}")
    return found


def _index(written: str, known: Sequence[str]) -> int:
    if latest := _LATEST.fullmatch(written):
        back = int(latest[1] or 0)
        if back >= len(known):
            raise UnknownVersionError(f"{written!r}: only {len(known)} versions are known")
        return len(known) - 1 - back
    if written not in known:
        raise UnknownVersionError(f"there is no version {written!r}; {nearest(written, known)}")
    return known.index(written)
