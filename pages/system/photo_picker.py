"""The system's photo picker, in which a user chooses what an app may see."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Final, Self

from config.deadlines import DEADLINES
from pages.system.system_page import SystemPage

_BACK: Final = 4  # Source: AOSP android.view.KeyEvent.KEYCODE_BACK


class PhotoPicker(SystemPage):
    """The grid of photos and videos, and the button that gives those which are marked."""

    NAME: ClassVar = "system/photo_picker"

    def select(self, count: int) -> Self:
        """Mark the first so many; none must be marked before.

        Raises:
            ElementMissing: the phone has not so many.
            StepFailed: one cannot be marked.
        """
        self.wait_until_open()
        for index in range(count):
            self._one("photo", values={"index": str(index)})
            self._tap_until("photo", partial(self._has_marked, index + 1), index=str(index))
        return self

    def done(self) -> None:
        """Give the app those that are marked.

        Raises:
            StepFailed: the picker stays.
        """
        self._tap_until("done", lambda: not self.is_open)

    def cancel(self) -> None:
        """Go back without giving any.

        Raises:
            ElementMissing: it is not there.
        """
        self.wait_until_open()
        self._session.execute("mobile: pressKey", keycode=_BACK)
        self._goes(self.SCREEN, DEADLINES.find_s)

    def _has_marked(self, count: int) -> bool:
        """Whether the button says that it would give so many."""
        return self._texts("done") == [str(count)]
