"""The settings provider: string values by namespace and key."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Watcher = Callable[[str, str, str | None], None]

NAMESPACES: Final = ("system", "secure", "global")


class Settings:
    """The three tables of values. Writing one switches nothing: a radio follows no setting.

    Args:
        defaults: values after the first boot, by namespace; `reset` goes back to them.
    """

    def __init__(self, defaults: Mapping[str, Mapping[str, str]]) -> None:
        self._defaults = defaults
        self._tables = {space: dict(defaults.get(space, {})) for space in NAMESPACES}
        self._ids: dict[tuple[str, str], int] = {}
        self._numbers = count(1)
        self._watchers: list[Watcher] = []

    def get(self, space: str, key: str) -> str | None:
        """The value, or None where there is none."""
        return self._tables[space].get(key)

    def put(self, space: str, key: str, value: str) -> None:
        """Write a value."""
        self._tables[space][key] = value
        self._tell(space, key, value)

    def delete(self, space: str, key: str) -> bool:
        """Remove a value; says whether there was one."""
        found = self._tables[space].pop(key, None) is not None
        if found:
            self._tell(space, key, None)
        return found

    def items(self, space: str) -> list[tuple[str, str]]:
        """Keys and values of a table, sorted by key."""
        return sorted(self._tables[space].items())

    def reset(self, space: str, *, remove_others: bool) -> None:
        """Give a table its defaults back; what has none is kept or removed."""
        defaults = self._defaults.get(space, {})
        for key, value in self.items(space):
            if key in defaults and value != defaults[key]:
                self.put(space, key, defaults[key])
            elif key not in defaults and remove_others:
                self.delete(space, key)

    def row_id(self, space: str, key: str) -> int:
        """The number of a row in its table, which it keeps for good."""
        found = self._ids.get((space, key))
        if found is None:
            found = self._ids[space, key] = next(self._numbers)
        return found

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Call back after each write with namespace, key and value; None is a removal.

        Returns the call that ends it.
        """
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def _tell(self, space: str, key: str, value: str | None) -> None:
        for watcher in tuple(self._watchers):
            watcher(space, key, value)
