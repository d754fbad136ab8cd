"""Looks for alerts time and again, and does what the session wants done about them.

Source: WebDriverAgent 16.12.9, Utilities/FBAlertsMonitor.m; Routing/FBSession.m, didDetectAlert.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from devices.virtual.ios.wda import alerts, windows
from devices.virtual.ios.wda.errors import WdaError
from devices.virtual.ios.wda.runner import log

if TYPE_CHECKING:
    from devices.virtual.ios.wda.agent import Agent

INTERVAL: Final = timedelta(seconds=2)


class AlertMonitor:
    """One that looks from now on until it is stopped; must be made in a running event loop."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent
        self._cancel = agent.phone.clock.schedule(timedelta(), self._look)

    def stop(self) -> None:
        """Look no more."""
        self._cancel()

    def _look(self) -> None:
        self._cancel = self._agent.phone.clock.schedule(INTERVAL, self._look)
        for application in windows.shown(self._agent.phone):
            alert = alerts.find(self._agent, application)
            if alert is not None:
                self._answer(alert)
                return

    def _answer(self, alert: alerts.Alert) -> None:
        settings = self._agent.settings
        selector, action = (
            settings.text(name) for name in ("autoClickAlertSelector", "defaultAlertAction")
        )
        try:
            if selector:
                alert.click_matching(selector)
            elif action in alerts.ACTIONS:
                alert.press(alerts.ACTIONS[action])
            elif action:
                log(self._agent.phone, f"'{action}' default alert action is unsupported")
        except WdaError as error:
            log(self._agent.phone, f"Cannot answer the alert. Original error: {error.message}")
