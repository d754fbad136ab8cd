"""What a bench's user answers to requests for permissions, and what is on the bench's phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.os.belongings import FIRST_PICTURES, MOUNTAIN_VIEW, PEOPLE
from devices.virtual.os.permission_names import COARSE, FINE, SELECTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from devices.virtual.os.belongings import Person

_ALL_PICTURES: Final = {"android.permission.READ_MEDIA_IMAGES", "photos"}
_CHOSEN: Final = {SELECTED, "photos.selected"}


class BenchPermissions:
    """A system that asks; a test answers with `allow` and `deny`.

    Args:
        bears: how many refusals of the same it bears: after the last of them it asks no more.

    Attributes:
        held: full names of what the app holds.
        asked: what was asked for, question by question.
        question: what is asked for now; empty for nothing.
    """

    def __init__(self, bears: int) -> None:
        self._bears = bears
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
        """Whether it was denied, and not for good."""
        return name not in self.held and 0 < self._denials.get(name, 0) < self._bears

    def on_result(self, key: str, callback: Callable[[Mapping[str, bool]], None]) -> None:
        """Call back with what became of the requests of a key."""
        self._callbacks[key] = callback

    def request(self, key: str, names: Iterable[str]) -> None:
        """Ask, unless all is held or was denied for good."""
        wanted = tuple(names)
        self._key = key
        if self.held.issuperset(wanted) or any(map(self._is_final, wanted)):
            self._answer(wanted)
            return
        self.question = wanted
        self.asked.append(wanted)

    def _is_final(self, name: str) -> bool:
        return self._denials.get(name) == self._bears

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
        if held & _ALL_PICTURES:
            return list(FIRST_PICTURES)
        return [FIRST_PICTURES[0]] if held & _CHOSEN else []

    def place(self) -> tuple[float, float] | None:
        """Where the bench stands, for whoever may know."""
        if not self._permissions.held & {FINE, COARSE, "location"}:
            return None
        return MOUNTAIN_VIEW.latitude, MOUNTAIN_VIEW.longitude
