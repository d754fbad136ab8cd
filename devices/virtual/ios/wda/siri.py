"""What Siri does when it is told to: switch a radio, or open an app. It shows nothing of itself.

Source: the driver's documentation, troubleshooting, "turn off wifi"; what else it understands, and
what it says, is unsure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.ios.phone import IPhone
    from devices.virtual.os.radios import Radios

_SWITCH: Final = re.compile(r"turn (?P<state>on|off) (?P<what>.+)", re.IGNORECASE)
_OPEN: Final = re.compile(r"open (?P<what>.+)", re.IGNORECASE)
_RADIOS: Final[Mapping[str, Callable[[Radios, bool], None]]] = {
    "airplane mode": lambda radios, on: radios.set_airplane(on=on),
    "bluetooth": lambda radios, on: radios.set_bluetooth(on=on),
    "cellular data": lambda radios, on: radios.set_data(on=on),
    "mobile data": lambda radios, on: radios.set_data(on=on),
    "wi-fi": lambda radios, on: radios.set_wifi(on=on),
    "wifi": lambda radios, on: radios.set_wifi(on=on),
}


def ask(phone: IPhone, text: str) -> None:
    """Do what is said, if it is understood."""
    switch, opening = _SWITCH.fullmatch(text.strip()), _OPEN.fullmatch(text.strip())
    if switch is not None:
        radio = _RADIOS.get(switch["what"].lower())
        if radio is not None:
            radio(phone.radios, switch["state"].lower() == "on")
    elif opening is not None:
        named = [
            app for app in phone.installed.all() if app.label.lower() == opening["what"].lower()
        ]
        if named:
            phone.apps.launch(named[0].bundle_id)
