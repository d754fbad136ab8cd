"""The settings provider: string values by namespace and key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMESPACES: Final = ("system", "secure", "global")


class Settings:
    """The three tables of values. Writing one changes nothing else: a radio follows no setting."""

    def __init__(self, defaults: Mapping[str, Mapping[str, str]]) -> None:
        self._tables = {space: dict(defaults.get(space, {})) for space in NAMESPACES}

    def get(self, space: str, key: str) -> str | None:
        """The value, or None where there is none."""
        return self._tables[space].get(key)

    def put(self, space: str, key: str, value: str) -> None:
        """Write a value."""
        self._tables[space][key] = value

    def delete(self, space: str, key: str) -> bool:
        """Remove a value; says whether there was one."""
        return self._tables[space].pop(key, None) is not None

    def items(self, space: str) -> list[tuple[str, str]]:
        """Keys and values of a table, sorted by key."""
        return sorted(self._tables[space].items())
