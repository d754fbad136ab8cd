"""What apps ask of fingerprints, and the one prompt that the phone shows at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.os.authentication import Answer
from devices.virtual.os.biometrics.outcome import Availability, ErrorCode, Event, error
from devices.virtual.os.biometrics.prompt import Prompt, PromptInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from config.platforms import SensorKind
    from devices.virtual.os.authentication import Question
    from devices.virtual.os.biometrics.outcome import Outcome, Told
    from devices.virtual.os.biometrics.reader import Reader
    from devices.virtual.os.clock import Clock
    from devices.virtual.os.credentials import Credentials
    from devices.virtual.os.display import Display
    from devices.virtual.os.window import Window

_EVENTS: Final = {Event.SUCCEEDED: Answer.MATCHED, Event.FAILED: Answer.FAILED}
_ERRORS: Final = {
    ErrorCode.LOCKOUT: Answer.SHUT,
    ErrorCode.LOCKOUT_PERMANENT: Answer.SHUT,
    ErrorCode.NEGATIVE_BUTTON: Answer.FALLBACK,
    ErrorCode.NO_BIOMETRICS: Answer.UNAVAILABLE,
    ErrorCode.USER_CANCELED: Answer.DECLINED,
}


class Biometrics:
    """The biometric service of one phone.

    Attributes:
        rows: the facts of this release.
        reader: the fingerprint reader.
    """

    def __init__(
        self,
        rows: Mapping[str, Mapping[str, Any]],
        reader: Reader,
        credentials: Credentials,
        display: Display,
        clock: Clock,
    ) -> None:
        self.rows = rows
        self.reader = reader
        self.credentials = credentials
        self.display = display
        self.clock = clock
        self._prompt: Prompt | None = None

    @property
    def asking(self) -> str:
        """The app whose prompt is up; empty for none."""
        return self._prompt.package if self._prompt else ""

    def authenticate(self, package: str, info: PromptInfo, on_outcome: Told) -> Prompt | None:
        """Ask for a finger with a prompt; None where it cannot be asked, and the app was told why.

        Only one prompt is shown: another app's is withdrawn.
        """
        accepts = info.device_credential and bool(self.rows["biometric_prompt"]["credential"])
        refusal = self.reader.refusal()
        if refusal is not None and not (accepts and self.credentials.secure):
            words = self.rows["biometrics"]
            none = accepts and not self.credentials.secure
            missing = error(ErrorCode.NO_DEVICE_CREDENTIAL, words["no_credential"])
            on_outcome(missing if none else refusal)
            return None
        if self._prompt is not None:
            self._prompt.withdraw()
        prompt = Prompt(self, package, replace(info, device_credential=accepts), on_outcome)
        self._prompt = prompt
        prompt.show(finger=refusal is None)
        return prompt

    def closed(self, prompt: Prompt) -> None:
        """A prompt is gone."""
        if self._prompt is prompt:
            self._prompt = None

    # -- what happens around a prompt

    def window_shown(self, window: Window) -> None:
        """Another window comes up: a prompt is not left behind by its app."""
        prompt = self._prompt
        if prompt is not None and window.kind.is_task and window.package != prompt.package:
            prompt.leave()

    def screen_off(self) -> None:
        """The screen goes dark, which nobody answers a prompt on."""
        if self._prompt is not None:
            self._prompt.cancel()


class AppFingerprints:
    """What one app gets of the service. See `devices.virtual.os.process.AppBiometrics`.

    Args:
        service: of the phone.
        package: the app's name.
        label: what a prompt calls it.
        at_end: takes a call for when the app's process is gone.
    """

    def __init__(
        self,
        service: Biometrics,
        package: str,
        label: str,
        at_end: Callable[[Callable[[], None]], None],
    ) -> None:
        self._service = service
        self._package, self._label = package, label
        self._at_end = at_end

    @property
    def sensor(self) -> SensorKind:
        """Which sensor it is."""
        return "fingerprint"

    @property
    def available(self) -> bool:
        """Whether the app can ask; a lockout does not count."""
        return self.availability is Availability.SUCCESS

    def ask(self, question: Question, told: Callable[[Answer], None]) -> Callable[[], None]:
        """Ask for a finger with the prompt; returns the call that withdraws it."""
        info = PromptInfo(question.reason, negative=question.fallback)
        return self.authenticate(info, lambda outcome: told(_answer(outcome)))

    @property
    def availability(self) -> Availability:
        """Whether an authentication can begin; a lockout does not count."""
        return self._service.reader.availability

    def authenticate(self, info: PromptInfo, on_outcome: Told) -> Callable[[], None]:
        """Ask for a finger as androidx.biometric does; returns the call that withdraws it.

        The prompt is the system's from Android 9 on, and a dialog of the app before. Where it
        cannot begin (nothing enrolled, locked out), `on_outcome` is told before this returns.
        """
        prompt = self._service.authenticate(
            self._package, replace(info, app=self._label), on_outcome
        )
        if prompt is None:
            return lambda: None
        self._at_end(prompt.drop)
        return prompt.withdraw

    def scan(self, on_outcome: Told) -> Callable[[], None]:
        """Ask for a finger without any window, as FingerprintManager does.

        Returns the call that withdraws it.
        """
        scan = self._service.reader.scan(on_outcome)
        self._at_end(scan.drop)
        return scan.cancel


def _answer(outcome: Outcome) -> Answer:
    """What an outcome comes to for apps of any platform."""
    if outcome.code is None:
        return _EVENTS[outcome.event]
    return _ERRORS.get(outcome.code, Answer.WITHDRAWN)
