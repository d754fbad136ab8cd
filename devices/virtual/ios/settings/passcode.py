"""Settings' page of the passcode, and of the finger or the face that stand in for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.ios.settings.page import Page
from devices.virtual.ios.settings.root import title_of
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from devices.virtual.ios.settings.settings_app import SettingsApp


def passcode(settings: SettingsApp, argument: str) -> Page:
    """The page, which asks for the passcode each time it is opened, where there is one."""
    del argument  # there is one
    return Page(title_of(settings, "passcode"), _PasscodePage(settings).groups)


class _PasscodePage:
    def __init__(self, settings: SettingsApp) -> None:
        self._settings, self._phone = settings, settings.phone
        self._words = settings.phone.profile.rows["passcode_page"]
        self._open = not settings.phone.passcode.length
        self._typed, self._wrong = "", False

    def groups(self) -> list[Node]:
        """What it shows now."""
        if self._open:
            return [self._enrolment(), self._switching()]
        return [self._settings.views.group(self._field(), footer=self._footer())]

    # -- the passcode

    def _field(self) -> Node:
        return Node(
            Role.INPUT,
            label=self._words["ask"],
            hint=self._words["ask"],
            text=self._typed,
            secure=True,
            max_length=self._phone.passcode.length,
            on_text=self._type,
            style=Style(height=48, padding=(16, 12, 16, 12), text_size=17),
        )

    def _footer(self) -> str:
        return str(self._words["wrong"]) if self._wrong else ""

    def _type(self, text: str) -> None:
        """The field's new text; the last digit enters it."""
        self._typed = text
        if len(text) < self._phone.passcode.length:
            return
        self._open = self._phone.passcode.enter(text)
        self._typed, self._wrong = "", not self._open
        self._phone.display.hide_keyboard()
        self._settings.redraw()

    # -- what it opens

    def _enrolment(self) -> Node:
        known = self._phone.biometrics.enrolled
        title = self._words["known" if known else "unknown"][self._phone.profile.sensor]
        forget = self._forget if known else self._settings.redraw
        return self._settings.views.group(
            self._settings.views.button("", title, forget, destructive=known)
        )

    def _switching(self) -> Node:
        has_one = bool(self._phone.passcode.length)
        title = self._words["passcode_off" if has_one else "passcode_on"]
        off = self._off if has_one else self._settings.redraw
        return self._settings.views.group(self._settings.views.button("", title, off))

    def _forget(self) -> None:
        self._phone.biometrics.enrol(known=False)
        self._settings.redraw()

    def _off(self) -> None:
        """Without a passcode there is no finger or face either."""
        self._phone.enrol("")
        self._settings.redraw()
