"""What ``fleet lab up`` shows: phones, how to reach them, and what becomes of them."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console

    from devices.host.spec import Endpoints, HostSpec, PhoneEndpoint


class LabScreen:
    """Writes to a terminal that may be closed at any time: that is the lab's end, no trouble."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def starting(self, spec: HostSpec) -> None:
        """Say what is being brought up."""
        number = len(spec.phones)
        adb = ["an adb server"] if "android" in spec.platforms else []
        parts = [f"{number} phone{'s' * (number > 1)}", *adb, "a CRM", *["Appium"] * spec.appium]
        self._print(f"bringing up {', '.join(parts[:-1])} and {parts[-1]} ...")

    def ready(self, endpoints: Endpoints) -> None:
        """Show where everything is and how to use it."""
        self._print(phone_table(endpoints))
        self._print(_facts(endpoints))
        for phone in _first_of_each(endpoints):
            self._print(_way_in(phone, endpoints))
        if endpoints.appium_url is not None:
            self._print(inspector(endpoints))
        self._print(Text("\nCtrl-C ends the phones and everything with them.", style="bold"))

    def said(self, news: str) -> None:
        """Say what happened, and when."""
        self._print(Text(f"{datetime.now().astimezone():%H:%M:%S} {news}"))

    def ending(self) -> None:
        """Say that the end was heard."""
        self._print("ending ...")

    def ended(self) -> None:
        """Say that nothing is left."""
        self._print("all phones are down")

    def failed(self, reason: str) -> None:
        """Say why there are no phones any more, or never were."""
        self._print(Text(reason, style="red"))

    def _print(self, shown: str | Text | Table) -> None:
        try:
            # A command must come out in one piece to be copied: the terminal wraps it, we do not.
            self._console.print(shown, soft_wrap=not isinstance(shown, Table))
            self._console.file.flush()
        except OSError:
            _forget_terminal()


def _forget_terminal() -> None:
    """The terminal is gone: what it was still to be told must not fail the end of the process."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def phone_table(endpoints: Endpoints) -> Table:
    """The phones of a lab."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in ("phone", "system", "attached as", "serial"):
        table.add_column(column, no_wrap=True)
    for phone in endpoints.phones:
        table.add_row(phone.name, _system(phone), phone.attach, phone.serial)
    return table


def _system(phone: PhoneEndpoint) -> str:
    if phone.platform == "ios":
        return f"iOS {phone.version}"
    return f"Android {phone.version}, API {phone.api_level}"


def _first_of_each(endpoints: Endpoints) -> list[PhoneEndpoint]:
    """The first phone of each platform."""
    firsts: dict[str, PhoneEndpoint] = {}
    for phone in endpoints.phones:
        firsts.setdefault(phone.platform, phone)
    return list(firsts.values())


def _way_in(phone: PhoneEndpoint, endpoints: Endpoints) -> Text:
    """How a phone is reached by hand."""
    if phone.platform == "ios":
        return Text.assemble(
            ("\nWebDriverAgent", "bold"),
            f"\n  curl {phone.wda_url}/status",
            ("\nusbmuxd", "bold"),
            f"\n  USBMUXD_SOCKET_ADDRESS=UNIX:{endpoints.usbmuxd} idevice_id -l",
        )
    port = endpoints.adb_server_port
    return Text.assemble(
        ("\nadb", "bold"),
        f"\n  ANDROID_ADB_SERVER_PORT={port} adb devices"
        f"\n  adb -P {port} -s {phone.serial} shell getprop ro.build.version.release",
    )


def inspector(endpoints: Endpoints) -> Text:
    """What to type into Appium Inspector to see the first phone."""
    url = urlsplit(endpoints.appium_url or "")
    capabilities = _capabilities(endpoints.phones[0], endpoints)
    return Text.assemble(
        ("\nAppium Inspector", "bold"),
        f"\n  Remote Host {url.hostname}   Remote Port {url.port}   Remote Path {url.path or '/'}",
        "\n  JSON Representation:\n",
        json.dumps(capabilities, indent=2).replace("\n", "\n  ").join(("  ", "")),
    )


def _capabilities(phone: PhoneEndpoint, endpoints: Endpoints) -> dict[str, object]:
    """The least that opens a session on a phone."""
    if phone.platform == "ios":
        return {
            "platformName": "iOS",
            "appium:automationName": "XCUITest",
            "appium:udid": phone.serial,
            "appium:platformVersion": phone.version,
            "appium:webDriverAgentUrl": phone.wda_url,
        }
    return {
        "platformName": "Android",
        "appium:automationName": "UiAutomator2",
        "appium:udid": phone.serial,
        "appium:adbPort": endpoints.adb_server_port,
        "appium:suppressKillServer": True,
        "appium:noReset": True,
    }


def _facts(endpoints: Endpoints) -> Text:
    port = endpoints.adb_server_port
    lines = [("adb server port", str(port))] if port else []
    lines += [
        (f"WDA of {phone.name}", phone.wda_url) for phone in endpoints.phones if phone.wda_url
    ]
    if endpoints.usbmuxd:
        lines.append(("usbmuxd", str(endpoints.usbmuxd)))
    lines.append(("CRM", endpoints.crm_url))
    if endpoints.appium_url is not None:
        lines += [("Appium", endpoints.appium_url), ("Appium's log", str(endpoints.appium_log))]
    width = max(len(name) for name, _ in lines)
    return Text("\n" + "\n".join(f"{name:<{width}} {value}" for name, value in lines))
