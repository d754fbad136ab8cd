"""How Foundation writes objects: what WebDriverAgent puts into messages with ``%@``.

Source: Apple, NSError and NSDictionary ``description``; a client's sample of such a message,
facebook-wda, wda/exceptions.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

_DOMAIN: Final = "com.facebook.WebDriverAgent"
_INDENT: Final = "    "


def ns_error(description: str, *, domain: str = _DOMAIN, code: int = 1) -> str:
    """An NSError with nothing but a description."""
    return (
        f'Error Domain={domain} Code={code} "{description}"'
        f" UserInfo={{NSLocalizedDescription={description}}}"
    )


def described(value: object, depth: int = 0) -> str:
    """A value as a property list in the old style."""
    inner, outer = _INDENT * (depth + 1), _INDENT * depth
    if isinstance(value, Mapping):
        rows = "".join(
            f"{inner}{_word(key)} = {_inside(item, depth + 1)};\n"
            for key, item in sorted(value.items())
        )
        return f"{{\n{rows}{outer}}}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        rows = ",\n".join(f"{inner}{_inside(item, depth + 1)}" for item in value)
        return f"(\n{rows}\n{outer})"
    return plain(value)


def plain(value: object) -> str:
    """A number, a string or nothing, standing by itself."""
    if isinstance(value, bool):
        return str(int(value))
    return "(null)" if value is None else str(number(value))


def number(value: object) -> object:
    """A number without a fraction that is zero; anything else as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _inside(value: object, depth: int) -> str:
    if isinstance(value, Mapping | list | tuple):
        return described(value, depth)
    return '"<null>"' if value is None else _word(plain(value))


def _word(text: str) -> str:
    if text and text.isascii() and text.isalnum():
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{"".join(map(_ascii, escaped))}"'


def _ascii(character: str) -> str:
    if character.isascii():
        return character
    units = character.encode("utf-16-be")
    return "".join(f"\\U{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
