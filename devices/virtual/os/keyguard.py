"""The lock screen: when it comes up, and what opens it.

Source: AOSP KeyguardViewMediator, KeyguardUpdateMonitor, KeyguardSecurityContainer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.os import keyguard_views, system_ui
from devices.virtual.os.biometrics.outcome import Event
from devices.virtual.os.pattern import dots_hit
from devices.virtual.os.window import Window, WindowKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from devices.virtual.os.biometrics.reader import Reader
    from devices.virtual.os.clock import Clock
    from devices.virtual.os.credentials import CredentialKind, Credentials
    from devices.virtual.os.display import Display
    from devices.virtual.os.settings import Settings
    from devices.virtual.ui.node import Node, Rect

_DISABLED: Final = ("secure", "lockscreen.disabled")


class Keyguard:
    """The lock screen of one phone.

    Attributes:
        row: the facts of this release.
        typed: what is in the field.
        listed: makes what stands below the date: the list of notifications.
        restarted: whether only the credential opens it, since the phone was started.
    """

    def __init__(
        self,
        rows: Mapping[str, Mapping[str, Any]],
        display: Display,
        credentials: Credentials,
        reader: Reader,
        *,
        settings: Settings,
        clock: Clock,
    ) -> None:
        self.row = rows["keyguard_bouncer"]
        self._words = rows["biometrics"]
        self._display = display
        self._credentials = credentials
        self._reader = reader
        self._settings = settings
        self._clock = clock
        self._asking = False
        self._then: Callable[[], None] = _nothing
        self.listed: Callable[[], list[Node]] = list
        self.restarted = credentials.secure
        self._wrong = False
        self._indication = ""
        self.typed = ""
        self._window = Window(
            system_ui.PACKAGE,
            system_ui.KEYGUARD_TITLE,
            WindowKind.KEYGUARD,
            build=self._build,
            on_back=self._rest,
        )
        display.on_dismiss = self.ask
        display.locks = self._locks
        reader.idle = self._touched

    @property
    def kind(self) -> CredentialKind:
        """What it asks for."""
        return self._credentials.kind

    @property
    def message(self) -> str:
        """The line above the field."""
        seconds = self._credentials.throttled_s
        if seconds:
            return str(self.row["throttled"].format(seconds=seconds))
        words = self.row[self.kind.upper()]
        if self._wrong:
            return str(words["wrong"])
        return str(words["restarted" if self.restarted else "ask"])

    # -- coming and going

    def power_changed(self) -> None:
        """The screen went on or off, or the phone was locked or unlocked."""
        if not self._display.locked:
            self._display.remove(self._window)
            then, self._then = self._then, _nothing
            then()
        elif not self._display.screen_on or self._window not in self._display.windows():
            self._reset()
            self._reader.reclaim()
            self._display.show(self._window)

    def pass_to(self, then: Callable[[], None]) -> None:
        """Do something beyond the lock screen: at once, or when it has been opened for it."""
        if not self._display.locked:
            then()
            return
        self._then = then
        self.ask()

    def changed(self) -> None:
        """What it shows has changed."""
        self._display.invalidate(self._window)

    def ask(self) -> None:
        """Open: at once without a credential, else by asking for it."""
        if not self._credentials.secure:
            self._display.unlock()
        elif self._display.screen_on:
            self._asking = True
            self.changed()

    def _rest(self) -> None:
        """Go back from the question to the lock screen."""
        self._reset()
        self.changed()

    def _reset(self) -> None:
        self._asking = self._wrong = False
        self._then = _nothing
        self.typed = self._indication = ""

    def _locks(self) -> bool:
        return self._credentials.secure or self._settings.get(*_DISABLED) != "1"

    def _build(self) -> Node:
        if self._asking and self._credentials.secure:
            return keyguard_views.bouncer(self)
        return system_ui.keyguard(self._clock.now(), self._indication, self.listed())

    # -- the credential

    def press(self, digit: str) -> None:
        """A key of the PIN pad."""
        self.type(self.typed + digit)
        self.changed()

    def erase(self) -> None:
        """The key that takes the last digit back."""
        self.type(self.typed[:-1])
        self.changed()

    def type(self, text: str) -> None:
        """The field's new text; what was said of the last attempt goes."""
        self.typed, self._wrong = text, False

    def draw(self, area: Rect, path: Sequence[tuple[float, float]]) -> None:
        """A finger went over the pattern."""
        self.typed = dots_hit(area, path)
        self.submit()

    def submit(self) -> None:
        """Try what was entered."""
        typed, self.typed = self.typed, ""
        if typed and self._credentials.enter(typed):
            self.restarted = False
            self._display.unlock()
            return
        self._wrong = bool(typed)
        self.changed()

    # -- the finger

    def _touched(self, finger: int) -> None:
        """A finger opens a locked phone, once the credential was entered after a restart."""
        listens = self._display.locked and self._credentials.secure and not self.restarted
        refusal = self._reader.refusal()
        if not listens or not self._reader.fingers.names:
            return
        outcome = refusal or self._reader.match(finger)[-1]
        if outcome.event is Event.SUCCEEDED:
            self._display.wake()
            self._display.unlock()
            return
        self._indication = outcome.text or self._words["not_recognized"]
        self.changed()


def _nothing() -> None:
    """What is to be done beyond the lock screen where nothing was asked for."""
