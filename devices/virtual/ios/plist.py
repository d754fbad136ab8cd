"""Property lists from outside, which may hold anything."""

from __future__ import annotations

import plistlib


class MalformedPlistError(Exception):
    """No property list with a dictionary at its root."""


def load_plist(data: bytes, *, binary: bool = True) -> dict[str, object]:
    """A dictionary from its form on the wire.

    Args:
        data: a list in XML, or in binary.
        binary: whether the binary form is taken as well.

    Raises:
        MalformedPlistError: it is none.
    """
    try:
        found = plistlib.loads(data, fmt=None if binary else plistlib.FMT_XML)
    except Exception as error:
        # Broken lists lead plistlib to almost any error: expat's, TypeError, RecursionError ...
        raise MalformedPlistError(f"{type(error).__name__}: {error}") from error
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found):
        raise MalformedPlistError("no dictionary")
    return found
