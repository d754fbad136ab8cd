"""Commands about the alert that is open. Source: WebDriverAgent 16.12.9, FBAlertViewCommands.m."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios.wda import alerts
from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.routing import Route

if TYPE_CHECKING:
    from devices.virtual.ios.wda.alerts import Action
    from devices.virtual.ios.wda.routing import Call, Command

_NONE: Final = "An attempt was made to operate on a modal dialog when one was not open"


def _read(call: Call) -> alerts.Alert:
    """The alert, for commands that ask what it says.

    Raises:
        WdaError: there is none.
    """
    alert = alerts.find(call.agent, call.active())
    if alert is None:
        raise WdaError(Fault.NO_SUCH_ALERT, _NONE)
    return alert


def _text(call: Call) -> str:
    return _read(call).text


def _buttons(call: Call) -> list[str]:
    return _read(call).buttons


def _type(call: Call) -> None:
    value = call.arguments.get("value")
    if value is None:
        raise WdaError(Fault.INVALID_ARGUMENT, "Missing 'value' parameter")
    text = "".join(map(str, value)) if isinstance(value, list) else str(value)
    alerts.opened(call.agent, call.active()).type(text)


def _press(action: Action) -> Command:
    def press(call: Call) -> None:
        alert = alerts.opened(call.agent, call.active())
        name = call.arguments.get("name")
        if name is None:
            alert.press(action)
        else:
            alert.click(str(name))

    return press


ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", "/alert/text", _text, bare=True),
    Route("POST", "/alert/text", _type),
    Route("POST", "/alert/accept", _press("accept"), bare=True),
    Route("POST", "/alert/dismiss", _press("dismiss"), bare=True),
    Route("GET", "/wda/alert/buttons", _buttons),
)
