"""What a bench's user answers to requests for permissions, and what is on the bench's phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.os.belongings import FIRST_PICTURES, MOUNTAIN_VIEW, PEOPLE
from devices.virtual.os.permission_names import COARSE, FINE, SELECTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from devices.virtual.os.belongings import Person


class BenchPermissions:
    """A system that asks; a test answers with `allow` and `deny`.

    Attributes:
        held: full names of what the app holds.
        asked: what was asked for, question by question.
        question: what is asked for now; empty for nothing.
    """

    def __init__(self) -> None:
        self.held: set[str] = set()
        self.asked: list[tuple[str, ...]] = []
        self.question: tuple[str, ...] = ()
        self._denials: dict[str, int] = {}
        self._key = ""
        self._callbacks: dict[str, Callable[[Mapping[str, bool]], None]] = {}

    def granted(self, name: str) -> bool:
        """Whether the app holds a permission."""
        return name in self.held

    def should_explain(self, name: str) -> bool:
        """Whether it was denied once."""
        return name not in self.held and self._denials.get(name) == 1

    def on_result(self, key: str, callback: Callable[[Mapping[str, bool]], None]) -> None:
        """Call back with what became of the requests of a key."""
        self._callbacks[key] = callback

    def request(self, key: str, names: Iterable[str]) -> None:
        """Ask, unless all is held or was denied twice."""
        wanted = tuple(names)
        self._key = key
        if self.held.issuperset(wanted) or any(self._denials.get(name) == 2 for name in wanted):
            self._answer(wanted)
            return
        self.question = wanted
        self.asked.append(wanted)

    def allow(self, *names: str) -> None:
        """Answer the question by giving all that is asked for, or these alone."""
        wanted, self.question = self.question, ()
        self.held |= set(names or wanted)
        self._answer(wanted)

    def deny(self) -> None:
        """Answer it by giving nothing."""
        wanted, self.question = self.question, ()
        for name in wanted:
            self._denials[name] = self._denials.get(name, 0) + 1
        self._answer(wanted)

    def _answer(self, names: tuple[str, ...]) -> None:
        callback = self._callbacks.get(self._key)
        if callback is not None:
            callback({name: name in self.held for name in names})


class BenchBelongings:
    """See `devices.virtual.os.process.Belongings`; of three pictures one can be chosen."""

    def __init__(self, permissions: BenchPermissions) -> None:
        self._permissions = permissions

    def people(self) -> tuple[Person, ...]:
        """The address book."""
        return PEOPLE

    def pictures(self) -> list[str]:
        """All, the first alone, or none."""
        held = self._permissions.held
        if "android.permission.READ_MEDIA_IMAGES" in held:
            return list(FIRST_PICTURES)
        return [FIRST_PICTURES[0]] if SELECTED in held else []

    def place(self) -> tuple[float, float] | None:
        """Where the bench stands, for whoever may know."""
        if not self._permissions.held & {FINE, COARSE}:
            return None
        return MOUNTAIN_VIEW.latitude, MOUNTAIN_VIEW.longitude
