"""The bench's biometric sensor: a finger or a face that is presented by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.os.authentication import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.platforms import SensorKind
    from devices.virtual.os.authentication import Question


class BenchBiometrics:
    """What the app gets of a phone's sensor. See `devices.virtual.os.process.AppBiometrics`.

    Attributes:
        sensor: which it is.
        enrolled: whether the phone knows its user.
        shut: whether too many failures have locked the sensor.
        asked: what the app asks with now; None while it does not ask.
        failed: scans that did not match since the app asked.
    """

    def __init__(self, sensor: SensorKind = "fingerprint") -> None:
        self.sensor: SensorKind = sensor
        self.enrolled = self.shut = False
        self.asked: Question | None = None
        self.failed = 0
        self._tell: Callable[[Answer], None] = lambda _: None

    @property
    def available(self) -> bool:
        """Whether the app can ask."""
        return self.enrolled

    def ask(self, question: Question, told: Callable[[Answer], None]) -> Callable[[], None]:
        """Keep the question; refused at once while the sensor is shut."""
        if self.shut:
            told(Answer.SHUT)
            return lambda: None
        self.asked, self.failed, self._tell = question, 0, told
        return lambda: self.end(Answer.WITHDRAWN)

    def match(self) -> None:
        """Present the user's own."""
        self.end(Answer.MATCHED)

    def mismatch(self) -> None:
        """Present another one; what the app hears of that depends on the sensor."""
        self.failed += 1
        if self.sensor == "fingerprint":
            self._tell(Answer.FAILED)
        elif self.sensor == "touch_id" and self.failed == _TOUCH_ID_BEARS:
            self.end(Answer.EXHAUSTED)

    def end(self, answer: Answer) -> None:
        """End the question; one that is over stays so."""
        if self.asked is not None:
            self.asked = None
            self._tell(answer)

    def drop(self) -> None:
        """End it without a word, as when the app's process is gone."""
        self.asked = None


_TOUCH_ID_BEARS = 3
