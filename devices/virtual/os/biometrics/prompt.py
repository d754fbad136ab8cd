"""One prompt for a finger: what it shows, and how it ends.

Source: AOSP BiometricService, AuthSession, AuthController; before Android 10 AuthenticationClient
and FingerprintDialogImpl; androidx.biometric FingerprintDialogFragment before Android 9.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.os.biometrics import prompt_views
from devices.virtual.os.biometrics.outcome import SUCCEEDED, ErrorCode, Event, error
from devices.virtual.os.window import Window, WindowKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.os.biometrics.outcome import Outcome, Told
    from devices.virtual.os.biometrics.service import Biometrics

_SYSTEM_UI: Final = "com.android.systemui"


@dataclass(frozen=True, slots=True)
class PromptInfo:
    """What an app asks with.

    Attributes:
        negative: label of the button that declines; not shown where the credential will do.
        device_credential: whether the lock screen's credential will do as well, from Android 10 on.
        app: label of the app, filled in by the system.
    """

    title: str
    subtitle: str = ""
    description: str = ""
    negative: str = "Cancel"
    device_credential: bool = False
    app: str = ""


class Prompt:
    """A prompt that is shown.

    Args:
        service: whose prompt it is.
        package: the app that asks.
        info: what it asks with.
        on_outcome: is told every outcome.

    Attributes:
        row: the facts of this release.
        says: the line below the icon.
        failing: whether that is of a failure.
        asks_credential: whether the credential is asked for, and not a finger.
        typed, wrong: what is in the field then, and what is said of the last attempt.
    """

    def __init__(
        self, service: Biometrics, package: str, info: PromptInfo, on_outcome: Told
    ) -> None:
        self._service = service
        self.package, self.info = package, info
        self._on_outcome = on_outcome
        self.row: Mapping[str, Any] = service.rows["biometric_prompt"]
        self._words: Mapping[str, Any] = service.rows["biometrics"]
        self.says, self.failing = self._words["touch"], False
        self.asks_credential, self.typed, self.wrong = False, "", ""
        self._stop_scan: Callable[[], None] = lambda: None
        self._stop_timer: Callable[[], None] = lambda: None
        self._told = self._over = False
        self._window = self._make_window(package)

    def _make_window(self, package: str) -> Window:
        if not self.row["system"]:
            return Window(
                package,
                "androidx.biometric.FingerprintDialogFragment",
                WindowKind.DIALOG,
                lambda: prompt_views.androidx_dialog(self),
                self.cancel,
            )
        return Window(
            _SYSTEM_UI,
            self.row["window"],
            WindowKind.PANEL,
            lambda: prompt_views.system_prompt(self),
            self.cancel,
            secure=self.row["secure"],
        )

    @property
    def credential_words(self) -> Mapping[str, str]:
        """What is said of the kind of credential that the phone has."""
        words: Mapping[str, Mapping[str, str]] = self._service.rows["credential_prompt"]
        return words[self._service.credentials.kind.upper()]

    def show(self, *, finger: bool) -> None:
        """Come up and wait for a finger, or at once for the credential."""
        if finger:
            self._stop_scan = self._service.reader.scan(self._scanned).cancel
        else:
            self.asks_credential = True
        self._service.display.show(self._window)

    # -- what ends it

    @property
    def outside_tap(self) -> Callable[[], None] | None:
        """What a touch outside of the sheet does: nothing while the credential is asked for.

        Source: AOSP AuthContainerView.addCredentialView.
        """
        return None if self.asks_credential else self.cancel

    def decline(self) -> None:
        """The button was touched."""
        self._end(error(ErrorCode.NEGATIVE_BUTTON, self.info.negative))

    def cancel(self) -> None:
        """The user goes back, touches what lies around it, or darkens the screen."""
        self._end(error(ErrorCode.USER_CANCELED, self._words["user_canceled"]))

    def leave(self) -> None:
        """Another app comes to the front."""
        self._end(error(ErrorCode(self._words["left_code"]), self._words["left"]))

    def withdraw(self) -> None:
        """The app takes its question back."""
        self._end(error(ErrorCode.CANCELED, self._words["canceled"]))

    def drop(self) -> None:
        """The app is gone: nobody is told."""
        self._told = True
        self._close()

    def _scanned(self, outcome: Outcome) -> None:
        if self._over or self.asks_credential:
            return
        if outcome.event is Event.SUCCEEDED:
            self._end(outcome)
        elif outcome.event is Event.FAILED:
            self._hint(self._words["not_recognized"], self._recover)
            self._on_outcome(outcome)
        elif outcome.code is ErrorCode.CANCELED:
            self._end(outcome)
        else:
            self._shut(outcome)

    def _shut(self, outcome: Outcome) -> None:
        """Show an error, then go; where the credential will do, ask for that."""
        if self.info.device_credential:
            self._hint(outcome.text, self.use_credential)
            return
        if self._words["at_once"]:
            self._tell(outcome)
        self._hint(outcome.text, lambda: self._end(outcome))

    def _hint(self, text: str, then: Callable[[], None]) -> None:
        """Show what went wrong for a moment."""
        self._stop_timer()
        self.says, self.failing = text, True
        delay = timedelta(seconds=self._words["hint_s"])
        self._stop_timer = self._service.clock.schedule(delay, then)
        self._service.display.invalidate(self._window)

    def _recover(self) -> None:
        self.says, self.failing = self._words["touch"], False
        self._service.display.invalidate(self._window)

    def _tell(self, outcome: Outcome) -> None:
        if not self._told:
            self._told = True
            self._on_outcome(outcome)

    def _end(self, outcome: Outcome) -> None:
        if not self._over:
            self._close()
            self._tell(outcome)

    def _close(self) -> None:
        self._over = True
        self._stop_timer()
        self._stop_scan()
        self._service.closed(self)
        self._service.display.remove(self._window)

    # -- the credential in place of a finger

    def use_credential(self) -> None:
        """Ask for the credential from now on."""
        self.asks_credential = True
        self._stop_timer()
        self._stop_scan()
        self._service.display.invalidate(self._window)

    def type(self, text: str) -> None:
        """The field's new text."""
        self.typed = text

    def submit(self) -> None:
        """Try what was typed."""
        credentials = self._service.credentials
        if credentials.matches(self.typed):
            self._end(SUCCEEDED)
            return
        seconds = credentials.throttled_s
        locked = self._service.rows["credential_prompt"]["locked_out"].format(seconds=seconds)
        self.wrong = locked if seconds else self.credential_words["wrong"]
        self.typed = ""
        self._service.display.invalidate(self._window)
