"""The system's photo picker, in which a user chooses what an app may see."""

from __future__ import annotations

from typing import ClassVar, Self

from pages.system.system_page import SystemPage


class PhotoPicker(SystemPage):
    """The grid of photos and videos, and the button that gives those which are marked."""

    NAME: ClassVar = "system/photo_picker"

    def select(self, count: int) -> Self:
        """Mark the first so many, where they are not: a picker may know an earlier choice.

        Raises:
            ElementMissing: the phone has not so many.
            StepFailed: one cannot be marked.
        """
        self.wait_until_open()
        for index in range(count):
            self._one("photo", values=_at(index))
            before = self._marked
            if self._turned(index, before) < before:  # it was marked
                self._turned(index, before - 1)
        return self

    def done(self) -> None:
        """Give the app those that are marked.

        Raises:
            StepFailed: the picker stays.
        """
        self._tap_until("done", lambda: not self.is_open)

    def _turned(self, index: int, before: int) -> int:
        """Tap one until another number is marked than before; returns it."""
        self._tap_until("photo", lambda: self._marked != before, **_at(index))
        return self._marked

    @property
    def _marked(self) -> int:
        """How many are marked; on Android the button says how many it would give."""
        if self._is_known("marked"):
            return len(self._all("marked"))
        return sum(map(int, self._texts("done")))


def _at(index: int) -> dict[str, str]:
    """What fills a locator: selectors count from nothing on Android, from one on iOS."""
    return {"index": str(index), "number": str(index + 1)}
