"""Any build that is not the reference app: it opens one window that shows its label."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.os.app_permissions import NAMES
from devices.virtual.os.biometrics.prompt import PromptInfo
from devices.virtual.os.intents import Intent
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.os.biometrics.outcome import Outcome
    from devices.virtual.os.biometrics.service import AppFingerprints
    from devices.virtual.os.process import AppContext

_ASKED: Final = "asked"
_CHANNEL: Final = "plain"
_HIGH: Final = 4
# What a notification of Android's has its texts under. Source: AOSP Notification.EXTRA_*.
_TITLE: Final = "android.title"
_TEXT: Final = "android.text"
_BUTTON: Final = "android.actions"
_TAPPED: Final = "tapped"
# What a prompt for a finger is asked with. Source: AOSP BiometricPrompt.KEY_*.
_PROMPT: Final = "title"
_DECLINE: Final = "negative_text"
_CREDENTIAL: Final = "allow_device_credential"


class PlainApp:
    """A running app without behaviour. See `devices.virtual.os.process.AppProcess`.

    It asks for what it is started with: the extra that lists permissions in Android's own request
    does so here, too, and its window tells what became of them. It posts what it is started with:
    a notification's title and text by Android's own keys, and the words of a button; its window
    tells which one was tapped. It asks for a finger with what it is started with, again by
    Android's own keys, and its window tells what came of it.

    Args:
        context: what the operating system gives.
        intent: tells what the activity in front was started with.
        fingerprints: what the system gives beside that.
    """

    def __init__(
        self,
        context: AppContext,
        intent: Callable[[], Intent],
        fingerprints: AppFingerprints,
    ) -> None:
        self._context = context
        self._fingerprints = fingerprints
        self._intent = intent
        self._asked = self._posted = self._scanned = Intent()
        self._results: Mapping[str, bool] = {}
        self._opened = self._finger = ""
        context.permissions.on_result(_ASKED, self._answered)
        context.notifications.on_open(self._tapped)

    def resume(self, activity: str) -> None:  # noqa: ARG002 - all look the same
        """Come to the foreground, and ask, once for each start."""
        intent = self._intent()
        if _TITLE in intent.extras and intent is not self._posted:
            self._posted = intent
            self._post(intent.extras)
        if _DECLINE in intent.extras and intent is not self._scanned:
            self._scanned = intent
            self._scan(intent.extras)
        names = intent.extras.get(NAMES, "")
        if names and intent is not self._asked:
            self._asked = intent
            self._context.permissions.request(_ASKED, names.split(","))

    def pause(self) -> None:
        """Leave the foreground."""

    def content(self) -> Node:
        """The label in the middle of an empty screen, and what was granted or not."""
        style = Style(padding=(24, 320, 24, 24), align="center", background="#FFFFFF")
        text = Style(text_size=24, text_align="center")
        lines = [Node(Role.TEXT, text=self._context.label, style=text)]
        lines += [
            Node(Role.TEXT, text=f"{name}: {'granted' if granted else 'denied'}")
            for name, granted in self._results.items()
        ]
        lines += [Node(Role.TEXT, id="opened", text=self._opened)] if self._opened else []
        lines += [Node(Role.TEXT, id="finger", text=self._finger)] if self._finger else []
        return Node(Role.GROUP, style=style, children=lines)

    def back(self) -> None:
        """Leave the app."""
        self._context.finish()

    def stop(self) -> None:
        """Nothing is held."""

    def _post(self, extras: Mapping[str, str]) -> None:
        title, button = extras[_TITLE], extras.get(_BUTTON)
        posts = self._context.notifications
        posts.create_channel(_CHANNEL, self._context.label, _HIGH)
        posts.post(
            0,
            _CHANNEL,
            title=title,
            text=extras.get(_TEXT, ""),
            tag=title,
            extras={_TAPPED: title},
            actions=[(button, {_TAPPED: f"{button} of {title}"})] if button else [],
        )

    def _scan(self, extras: Mapping[str, str]) -> None:
        self._finger = ""
        info = PromptInfo(
            extras.get(_PROMPT, ""),
            negative=extras[_DECLINE],
            device_credential=_CREDENTIAL in extras,
        )
        self._fingerprints.authenticate(info, self._told)

    def _told(self, outcome: Outcome) -> None:
        code = f" {outcome.code.value}: {outcome.text}" if outcome.code is not None else ""
        self._finger = f"{outcome.event}{code}"
        self._context.invalidate()

    def _tapped(self, extras: Mapping[str, str]) -> None:
        self._opened = extras[_TAPPED]
        self._context.invalidate()

    def _answered(self, results: Mapping[str, bool]) -> None:
        self._asked, self._results = self._intent(), results
        self._context.invalidate()
