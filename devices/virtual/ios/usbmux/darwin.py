"""Darwin notifications: names that a phone's processes post and observe, without any content."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class DarwinNotifications:
    """Those of one phone."""

    def __init__(self) -> None:
        self._observers: dict[str, list[Callable[[str], None]]] = {}

    def observe(self, name: str, told: Callable[[str], None]) -> Callable[[], None]:
        """Have a callable told whenever this name is posted.

        Returns:
            What ends it.
        """
        observers = self._observers.setdefault(name, [])
        observers.append(told)
        return lambda: observers.remove(told)

    def post(self, name: str) -> None:
        """Tell everyone who observes this name."""
        for told in list(self._observers.get(name, ())):
            told(name)
