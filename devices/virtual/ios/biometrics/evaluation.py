"""One question of an app's: what stands on the screen meanwhile, and how it ends.

Sources: see ``profiles/ios/biometrics.yaml``.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from devices.virtual.ios.biometrics.policy import LAError
from devices.virtual.ios.biometrics.scanning import scanning
from devices.virtual.ios.springboard.alerts import Alert, Button

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.ios.biometrics.policy import Reply, Request
    from devices.virtual.ios.biometrics.service import Biometrics
    from devices.virtual.ios.springboard.alerts import Shown
    from devices.virtual.os.window import Window


class Evaluation:
    """A question that stands.

    Args:
        service: whose sensor is asked.
        request: what the app asks with.
        reply: is told how it ends, once.
        row: the facts of this sensor and release.
    """

    def __init__(
        self, service: Biometrics, request: Request, reply: Reply, row: Mapping[str, Any]
    ) -> None:
        self._service, self.request, self._row = service, request, row
        self._reply = reply
        self._failures = 0
        self._begun = False
        self._alert: Shown | None = None

    def begin(self) -> None:
        """Come up, and look for a finger or a face."""
        self._begun = True
        self._show()

    @abstractmethod
    def _show(self) -> None:
        """Put up what stands there while nothing has failed."""

    @abstractmethod
    def _failed(self) -> None:
        """What it looked at did not match."""

    @abstractmethod
    def _close(self) -> None:
        """Leave the screen."""

    @property
    @abstractmethod
    def _looks(self) -> bool:
        """Whether what does not match counts now; what matches always does."""

    def scanned(self, *, match: bool) -> None:
        """A finger or a face is there; nothing happens before it has come up."""
        if not self._begun:
            return
        if match:
            self._service.forgive()
            self.end(None)
        elif self._looks:
            self._failures += 1
            if self._service.count():
                self.end(LAError.BIOMETRY_LOCKOUT)
            else:
                self._failed()

    def end(self, error: LAError | None) -> None:
        """Go, and tell the app."""
        if self._service.release(self):
            self._close()
            self._reply(error)

    def drop(self) -> None:
        """Go; there is no app any more to tell."""
        if self._service.release(self):
            self._close()

    def _cancel(self) -> Button:
        return Button(
            self._row["cancel"],
            lambda: self.end(LAError.USER_CANCEL),
            id=self._row.get("cancel_id", ""),
        )

    def _fallback(self) -> tuple[Button, ...]:
        """The button that leads to something else, once it is offered."""
        title = self.request.fallback
        title = self._row["fallback"] if title is None else title
        if not title or self._failures < self._row["fallback_after"]:
            return ()
        return (Button(title, lambda: self.end(LAError.USER_FALLBACK)),)

    def _put_up(self, alert: Alert) -> None:
        if self._alert is None:
            self._alert = self._service.alerts.show(alert)
        else:
            self._alert.replace(alert)

    def _take_down(self) -> None:
        shown, self._alert = self._alert, None
        if shown is not None:
            shown.dismiss()


class FaceEvaluation(Evaluation):
    """With Face ID: nothing but a glyph while it looks, and an alert after a failure.

    The app hears of no failure: it is its user who leaves the alert, or has it look again.
    """

    _window: Window | None = None

    @property
    def _looks(self) -> bool:
        """See `Evaluation`."""
        return self._alert is None

    def _show(self) -> None:
        """See `Evaluation`."""
        self._alert = None
        self._window = scanning(self._row["scanning"])
        self._service.display.show(self._window)

    def _failed(self) -> None:
        self._leave_glyph()
        row, message = self._row, self.request.reason
        again = Button(row["again"], self._show, id=row["again_id"], bold=True)
        self._put_up(
            Alert(
                row["title"],
                message,
                (again, *self._fallback(), self._cancel()),
                id=row["alert"],
                value=row["value"].format(title=row["title"], message=message),
            )
        )

    def _close(self) -> None:
        self._take_down()
        self._leave_glyph()

    def _leave_glyph(self) -> None:
        window, self._window = self._window, None
        if window is not None:
            self._service.display.remove(window)


class FingerEvaluation(Evaluation):
    """With Touch ID: an alert from the beginning."""

    _looks = True

    def _show(self) -> None:
        """See `Evaluation`."""
        self._say(self._row["title"].format(app=self.request.label))

    def _failed(self) -> None:
        if self._failures >= self._row["tries"]:
            self.end(LAError.AUTHENTICATION_FAILED)
        else:
            self._say(self._row["again"])

    def _say(self, title: str) -> None:
        buttons = (*self._fallback(), self._cancel())
        self._put_up(Alert(title, self.request.reason, buttons))

    def _close(self) -> None:
        self._take_down()
