"""A session: the application under test, the elements that were found, and the alerts' watch.

Source: WebDriverAgent 16.12.9, Routing/FBSession.m.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

from devices.virtual.ios.apps.running import SPRINGBOARD, AppNotInstalledError
from devices.virtual.ios.apps.running_app import AppState
from devices.virtual.ios.wda import windows
from devices.virtual.ios.wda.alert_monitor import AlertMonitor
from devices.virtual.ios.wda.elements.cache import Elements
from devices.virtual.ios.wda.errors import Fault, WdaError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from devices.virtual.ios.wda.agent import Agent

_AUTO: Final = "auto"


class Session:
    """The one session of an agent.

    Attributes:
        id: an upper-case UUID.
        agent: whose it is.
        settings: the agent's.
        elements: those that were found.
        tested: bundle identifier of the application under test; None where there is none.
    """

    def __init__(self, agent: Agent, tested: str | None) -> None:
        self.id = str(uuid.uuid4()).upper()
        self.agent, self.settings, self.tested = agent, agent.settings, tested
        self.elements = Elements(agent.phone)
        self._apps = agent.phone.apps
        self._expected = tested is not None and self._runs(tested)
        self._monitor: AlertMonitor | None = None

    def close(self, *, terminate: bool) -> None:
        """End it, and the tested application with it unless that is SpringBoard."""
        self.watch_alerts(on=False)
        if terminate and self.tested not in {None, SPRINGBOARD}:
            self._apps.terminate(str(self.tested))

    def watch_alerts(self, *, on: bool) -> None:
        """Look for alerts from now on, or no more."""
        if not on and self._monitor is not None:
            self._monitor.stop()
            self._monitor = None
        elif on and self._monitor is None:
            self._monitor = AlertMonitor(self.agent)

    def active(self) -> str:
        """Bundle identifier of the active application.

        Raises:
            WdaError: the tested application is gone, and nobody ended it.
        """
        chosen = self.settings.text("defaultActiveApplication")
        wanted = None if chosen == _AUTO else chosen
        if wanted is not None and windows.state(self.agent.phone, wanted) >= AppState.FOREGROUND:
            return wanted
        if self.tested is not None:
            state = windows.state(self.agent.phone, self.tested)
            if state >= AppState.FOREGROUND:
                return SPRINGBOARD if self._interrupted() else self.tested
            if self._expected and state <= AppState.NOT_RUNNING:
                raise WdaError(
                    Fault.INVALID_ELEMENT_STATE,
                    f"The application under test with bundle id '{self.tested}' is not running,"
                    " possibly crashed",
                )
        return self.agent.active_or(wanted)

    # -- applications

    def launch(
        self, bundle_id: str, arguments: Sequence[str], environment: Mapping[str, str]
    ) -> None:
        """Bring an application to the front, starting it where it does not run.

        Raises:
            WdaError: it is not installed.
        """
        launch(self.agent, bundle_id, arguments, environment)
        if bundle_id == self.tested:
            self._expected = True

    def terminate(self, bundle_id: str) -> bool:
        """End an application; says whether it ran."""
        if bundle_id == self.tested:
            self._expected = False
        return self._apps.terminate(bundle_id)

    def _interrupted(self) -> bool:
        respected = self.settings.on("respectSystemAlerts")
        return respected and windows.interrupted(self.agent.phone.display)

    def _runs(self, bundle_id: str) -> bool:
        return self._apps.state(bundle_id) >= AppState.SUSPENDED


def launch(
    agent: Agent,
    bundle_id: str,
    arguments: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> None:
    """Bring an application to the front, starting it where it does not run.

    Raises:
        WdaError: it is not installed.
    """
    if bundle_id == SPRINGBOARD:
        agent.phone.apps.to_home()
        return
    try:
        agent.phone.apps.launch(bundle_id, arguments, environment)
    except AppNotInstalledError as error:
        raise WdaError(
            Fault.INVALID_ARGUMENT,
            f"The application '{bundle_id}' is not installed on the device under test",
        ) from error
