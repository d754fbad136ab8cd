"""POSIX regular expressions, basic and extended, as Python's. Source: POSIX, regex(7)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from devices.virtual.android.toybox.options import Failure

_CLASSES: Final = {
    "alnum": "0-9A-Za-z", "alpha": "A-Za-z", "blank": r" \t", "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9", "graph": r"\x21-\x7e", "lower": "a-z", "print": r"\x20-\x7e",
    "punct": r"!-/:-@\[-`{-~", "space": r"\s", "upper": "A-Z", "xdigit": "0-9A-Fa-f",
}  # fmt: skip
_SWAPPED: Final = "(){}|+?"
_SETS: Final = {"w": r"\w", "W": r"\W", "s": r"\s", "S": r"\S", "b": r"\b", "B": r"\B",
                "<": r"\b(?=\w)", ">": r"\b(?<=\w)"}  # fmt: skip
_LONGEST: Final = 4096


@lru_cache(128)
def compiled(text: str, *, extended: bool, ignores_case: bool = False) -> re.Pattern[str]:
    """The expression.

    Raises:
        Failure: it is none.
    """
    if len(text) > _LONGEST:
        raise Failure("regex too long", 2)
    try:
        return re.compile(_translated(text, extended), re.IGNORECASE if ignores_case else 0)
    except (re.error, RecursionError, OverflowError) as error:
        raise Failure(f"bad regex '{text}': {error.args[0]}", 2) from None


def _translated(text: str, extended: bool) -> str:  # noqa: FBT001 - the one thing it depends on
    found: list[str] = []
    at = 0
    while at < len(text):
        char = text[at]
        at += 1
        if char == "[":
            part, at = _set(text, at)
            found.append(part)
        elif char == "\\" and at < len(text):
            found.append(_escaped(text[at], extended=extended))
            at += 1
        elif char == "\\":
            raise re.error("Trailing backslash")
        elif char in _SWAPPED:
            found.append(char if extended else re.escape(char))
        elif char == "*" and not extended and (not found or found[-1] in {"(", "|", "^"}):
            found.append(r"\*")
        elif char == "^" and not extended and found and found[-1] not in {"(", "|"}:
            found.append(r"\^")
        elif char == "$" and not extended and at < len(text) and not text.startswith(r"\)", at):
            found.append(r"\$")
        elif char in "*.^$":
            found.append({"$": r"(?=\n?\Z)"}.get(char, char))
        else:
            found.append(re.escape(char))
    return "".join(found)


def _escaped(char: str, *, extended: bool) -> str:
    if char in _SWAPPED:
        return re.escape(char) if extended else char
    if char.isdecimal() and char != "0":
        return rf"(?:\{char})"
    if char in "ntfrv":
        return "\\" + char
    return _SETS.get(char, re.escape(char))


def _set(text: str, at: int) -> tuple[str, int]:
    start = at
    negated = text.startswith("^", at)
    at += negated
    parts: list[str] = []
    while at < len(text):
        char = text[at]
        if char == "]" and at > start + negated:
            return f"[{'^' if negated else ''}{''.join(parts)}]", at + 1
        if text.startswith("[:", at):
            end = text.find(":]", at)
            name = text[at + 2 : end] if end > 0 else ""
            if name not in _CLASSES:
                raise re.error("Invalid character class name")
            parts.append(_CLASSES[name])
            at = end + 2
            continue
        parts.append(
            "-" if char == "-" and parts and not text.startswith("]", at + 1) else re.escape(char)
        )
        at += 1
    raise re.error("Unmatched [, [^, [:, [., or [=")
