"""Regular expressions of Java and of ICU in the spelling of the regex module.

Source: the documentation of java.util.regex.Pattern; ICU User Guide, Regular Expressions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

if TYPE_CHECKING:
    from collections.abc import Mapping

DEADLINE_S: Final = 0.2
"""One match of a pattern that backtracks without end is given up after this long."""
RENAMED: Final = {"z": r"\Z", "Z": r"(?=\n?\Z)", "e": r"\x1b", "k": r"\g"}
"""Escapes of both that the module spells otherwise, without their backslash."""
_QUOTE: Final = regex.compile(r"\\Q(.*?)(?:\\E|$)", regex.DOTALL)
_ESCAPE: Final = regex.compile(r"\\(?:x\{([0-9A-Fa-f]+)\}|(.))", regex.DOTALL)


def translated(expression: str, renamed: Mapping[str, str] = RENAMED) -> str:
    r"""An expression for the regex module: quoting with \Q and \E and some escapes differ.

    Args:
        expression: as Java or ICU has it.
        renamed: its escapes of another spelling, without their backslash.

    Raises:
        ValueError: an escape names a character that there is not.
        OverflowError: likewise.
    """

    def put(found: regex.Match[str]) -> str:
        if found[1] is not None:
            return str(regex.escape(chr(int(found[1], 16))))
        return renamed.get(found[2], found[0])

    quoted = _QUOTE.sub(lambda found: regex.escape(found[1]), expression)
    return str(_ESCAPE.sub(put, quoted))
