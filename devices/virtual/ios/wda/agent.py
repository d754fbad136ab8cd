"""What WebDriverAgent's process holds: its settings, the one session, and which app is active.

Source: WebDriverAgent 16.12.9, Routing/FBSession.m, Categories/XCUIApplication+FBHelpers.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.ios.wda import windows
from devices.virtual.ios.wda.queries import class_chain
from devices.virtual.ios.wda.recording import Recordings
from devices.virtual.ios.wda.session import Session
from devices.virtual.ios.wda.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.ios.phone import IPhone
    from devices.virtual.ios.wda.elements.element import Element


class Agent:
    """One phone's agent.

    Args:
        phone: where it runs.
        on_kill: called with the identifier of a session that ends, before anything else happens.

    Attributes:
        settings: those of the process, which hold the session's too.
        session: the one that is open.
        ended: identifiers of all that were.
        recordings: of the screen.
        terminates: whether the tested application ends with its session.
        picture: PNG that the agent has put on the pasteboard.
        voice_over: whether it is on; ``spoken`` is the element that it spoke of last.
    """

    def __init__(self, phone: IPhone, *, on_kill: Callable[[str], None]) -> None:
        self.phone, self._on_kill = phone, on_kill
        bounds = phone.display.bounds
        shorter = min(bounds.width, bounds.height) / phone.display.scale
        self.settings = Settings(shorter, self._watch_alerts)
        self.session: Session | None = None
        self.ended: set[str] = set()
        self.recordings = Recordings(phone)
        self.terminates = True
        self.picture = b""
        self.voice_over = False
        self.spoken: Element | None = None

    @property
    def session_id(self) -> str | None:
        """Identifier of the session that is open."""
        return self.session.id if self.session else None

    def open(self, tested: str | None, alert_action: str | None) -> Session:
        """Begin a session in the place of the one that is open.

        Args:
            tested: bundle identifier of the application under test, if there is one.
            alert_action: what is done about every alert, if anything.
        """
        self.kill()
        self.session = Session(self, tested)
        if alert_action is not None:
            self.settings.update({"defaultAlertAction": alert_action})
            self.session.watch_alerts(on=True)
        return self.session

    def kill(self) -> None:
        """End the session, if one is open, and what belongs to it."""
        session, self.session = self.session, None
        if session is None:
            return
        self.ended.add(session.id)
        self._on_kill(session.id)
        self.recordings.stop()
        session.close(terminate=self.terminates)

    # -- which application is active

    def active(self) -> str:
        """Bundle identifier of the active application, as it is without a session."""
        return self.active_or(None)

    def active_or(self, wanted: str | None) -> str:
        """The active application; the wanted one if it is among those that are."""
        phone = self.phone
        x, y = map(float, self.settings.text("activeAppDetectionPoint").split(","))
        touched, shown = windows.at(phone.display, x, y), windows.shown(phone)
        if wanted is not None and wanted in {touched, *shown}:
            return wanted
        return touched if touched in shown else shown[0]

    def _watch_alerts(self, selector: str) -> None:
        if selector:
            class_chain.parse(selector)
        if self.session is not None:
            self.session.watch_alerts(on=bool(selector))
