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
            self._one("photo", values={"index": str(index)})
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
        self._tap_until("photo", lambda: self._marked != before, index=str(index))
        return self._marked

    @property
    def _marked(self) -> int:
        """How many the button says that it would give."""
        return sum(map(int, self._texts("done")))
