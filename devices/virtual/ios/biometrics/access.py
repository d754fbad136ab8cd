"""Biometrics as a running app sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios.biometrics.policy import LAError, Request
from devices.virtual.ios.permissions.asking import NoPurposeError
from devices.virtual.os.authentication import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from config.platforms import SensorKind
    from devices.virtual.ios.biometrics.policy import Reply
    from devices.virtual.ios.biometrics.service import Biometrics
    from devices.virtual.os.authentication import Question
    from devices.virtual.os.context import Context

_ANSWERS: Final[Mapping[LAError | None, Answer]] = {
    None: Answer.MATCHED,
    LAError.AUTHENTICATION_FAILED: Answer.EXHAUSTED,
    LAError.USER_CANCEL: Answer.DECLINED,
    LAError.USER_FALLBACK: Answer.FALLBACK,
    LAError.SYSTEM_CANCEL: Answer.WITHDRAWN,
    LAError.APP_CANCEL: Answer.WITHDRAWN,
    LAError.BIOMETRY_LOCKOUT: Answer.SHUT,
    LAError.BIOMETRY_NOT_AVAILABLE: Answer.UNAVAILABLE,
    LAError.BIOMETRY_NOT_ENROLLED: Answer.UNAVAILABLE,
}


class AppBiometrics:
    """What one app gets of the sensor. See `devices.virtual.os.process.AppBiometrics`."""

    def __init__(self, service: Biometrics, context: Context) -> None:
        self._service, self._context = service, context

    @property
    def sensor(self) -> SensorKind:
        """Which sensor it is."""
        return self._service.sensor

    @property
    def available(self) -> bool:
        """Whether the app can ask; too many failures do not count."""
        error = self._service.can_evaluate(self._context.package)
        return error in {None, LAError.BIOMETRY_LOCKOUT}

    def ask(self, question: Question, told: Callable[[Answer], None]) -> Callable[[], None]:
        """Ask with Face ID or Touch ID; returns the call that withdraws the question."""
        return self.evaluate(
            question.reason, question.fallback, lambda error: told(_ANSWERS[error])
        )

    def evaluate(self, reason: str, fallback: str | None, reply: Reply) -> Callable[[], None]:
        """Ask as LAContext.evaluatePolicy does; returns the call that invalidates the context."""
        request = Request(self._context.package, self._context.label, reason, fallback)
        try:
            asked = self._service.evaluate(request, reply)
        except NoPurposeError as error:
            self._context.crash(str(error))
            return _nothing
        if asked is None:
            return _nothing
        self._context.at_end(asked.drop)
        return lambda: asked.end(LAError.APP_CANCEL)


def _nothing() -> None:
    """Withdraws a question that was never asked."""
