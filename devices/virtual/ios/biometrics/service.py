"""Face ID or Touch ID of one phone: whom it knows, who asks, and how often it has failed.

Sources: see ``profiles/ios/biometrics.yaml``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios.biometrics.evaluation import FaceEvaluation, FingerEvaluation
from devices.virtual.ios.biometrics.policy import LAError

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.ios.biometrics.consent import Consent
    from devices.virtual.ios.biometrics.evaluation import Evaluation
    from devices.virtual.ios.biometrics.policy import Reply, Request
    from devices.virtual.ios.display import IosDisplay
    from devices.virtual.ios.profile import IosProfile
    from devices.virtual.ios.springboard.alerts import Alerts

_KINDS: Final = {"face_id": FaceEvaluation, "touch_id": FingerEvaluation}


class Biometrics:
    """The sensor.

    Attributes:
        enrolled: whether it knows its user.
        failures: those in a row, over all apps.
        idle: has what the sensor sees while no app asks: the lock screen.
    """

    def __init__(
        self, profile: IosProfile, display: IosDisplay, alerts: Alerts, consent: Consent
    ) -> None:
        self.sensor = profile.sensor
        self.display, self.alerts = display, alerts
        self._consent = consent
        self._bears: int = profile.rows["biometrics"]["bears"]
        self._make = _KINDS[profile.sensor]
        self._row = profile.rows[profile.sensor]
        self._asked: Evaluation | None = None
        self.enrolled, self.failures = False, 0
        self.idle: Callable[[bool], None] = lambda _: None

    @property
    def shut(self) -> bool:
        """Whether too many failures have shut it, until the passcode is entered."""
        return self.failures >= self._bears

    # -- what is done to it

    def enrol(self, *, known: bool) -> None:
        """Know its user from now on, or nobody any more."""
        self.enrolled = known
        self.forgive()

    def touch(self, *, match: bool) -> None:
        """A finger lies on it, or a face is before it: the user's, or another's.

        What ``com.apple.BiometricKit_Sim`` is notified of on a simulator.
        """
        if self._asked is not None:
            self._asked.scanned(match=match)
        else:
            self.idle(match)

    def forgive(self) -> None:
        """Have no failures: the user was recognized, or has entered the passcode."""
        self.failures = 0

    def count(self) -> bool:
        """Count a failure; says whether that has shut the sensor."""
        self.failures += 1
        return self.shut

    # -- what apps ask

    def can_evaluate(self, bundle_id: str) -> LAError | None:
        """Why an app cannot ask now; None where it can. Source: canEvaluatePolicy."""
        if self.sensor == "face_id" and self._consent.denied(bundle_id):
            return LAError.BIOMETRY_NOT_AVAILABLE
        if not self.enrolled:
            return LAError.BIOMETRY_NOT_ENROLLED
        return LAError.BIOMETRY_LOCKOUT if self.shut else None

    def evaluate(self, request: Request, reply: Reply) -> Evaluation | None:
        """Ask; None where that cannot be, and the app was told why.

        The first question of an app with Face ID has its user asked whether it may.

        Raises:
            NoPurposeError: the build does not say what it wants Face ID for.
        """
        error = self.can_evaluate(request.bundle_id)
        if error is not None:
            reply(error)
            return None
        if self._asked is not None:
            self._asked.end(LAError.SYSTEM_CANCEL)
        made = self._asked = self._make(self, request, reply, self._row)
        if self.sensor == "face_id":
            self._consent.ask(request.bundle_id, lambda given: self._begin(made, given=given))
        else:
            made.begin()
        return made

    def _begin(self, asked: Evaluation, *, given: bool) -> None:
        if asked is not self._asked:
            return  # it was withdrawn while its user was asked
        if given:
            asked.begin()
        else:
            asked.end(LAError.BIOMETRY_NOT_AVAILABLE)

    def release(self, asked: Evaluation) -> bool:
        """A question ends; says whether it stood."""
        stood = self._asked is asked
        if stood:
            self._asked = None
        return stood

    def keep_for(self, bundle_id: str) -> None:
        """This app is in front, or none: another's question is taken back."""
        if self._asked is not None and self._asked.request.bundle_id != bundle_id:
            self._asked.end(LAError.SYSTEM_CANCEL)
