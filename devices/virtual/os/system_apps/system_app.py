"""A running app of the system image: which page its activity in front shows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from devices.virtual.os.intents import Intent
from devices.virtual.os.window import Window, WindowKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.os.system_apps.privileged import Privileged
    from devices.virtual.ui.node import Node


class SystemApp(ABC):
    """See `devices.virtual.os.process.AppProcess`.

    Attributes:
        phone: what the app may reach.
        activity: class of the activity in front.
        intent: what that was started with.
    """

    def __init__(self, phone: Privileged) -> None:
        self.phone = phone
        self.activity = ""
        self.intent = Intent()
        self._dialog: Window | None = None
        self._ends = [
            phone.notifications.on_change(phone.app.invalidate),
            phone.settings.watch(lambda *_: phone.app.invalidate()),
        ]

    def resume(self, activity: str) -> None:
        """Come to the foreground with an activity, which is closed where it has no page."""
        self.activity, self.intent = activity, self.phone.intent
        if not self.shows():
            self.phone.app.finish()

    @abstractmethod
    def shows(self) -> bool:
        """Whether the activity in front has a page."""

    @abstractmethod
    def content(self) -> Node:
        """Build the page of the activity in front."""

    def pause(self) -> None:
        """Leave the foreground; a question that was not answered is withdrawn."""
        self.dismiss()

    def back(self) -> None:
        """Close the activity in front."""
        self.phone.app.finish()

    def stop(self) -> None:
        """Be killed."""
        self.dismiss()
        for end in self._ends:
            end()

    def ask(self, build: Callable[[], Node], *, package: str) -> None:
        """Show a dialog over the page."""
        self.dismiss()
        self._dialog = Window(package, self.activity, WindowKind.DIALOG, build, self.dismiss)
        self.phone.display.show(self._dialog)

    def dismiss(self) -> None:
        """Take the dialog away, where one is shown."""
        if self._dialog is not None:
            self.phone.display.remove(self._dialog)
            self._dialog = None
