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

    from devices.host.spec import Endpoints


class LabScreen:
    """Writes to a terminal that may be closed at any time: that is the lab's end, no trouble."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def starting(self, phones: int, *, appium: bool) -> None:
        """Say what is being brought up."""
        what = f"{phones} phone{'s' * (phones > 1)}, an adb server"
        self._print(f"bringing up {what}{', a CRM and Appium' if appium else ' and a CRM'} ...")

    def ready(self, endpoints: Endpoints) -> None:
        """Show where everything is and how to use it."""
        port = endpoints.adb_server_port
        self._print(phone_table(endpoints))
        self._print(_facts(endpoints))
        first = endpoints.phones[0].serial
        self._print(
            Text.assemble(
                ("\nadb", "bold"),
                f"\n  ANDROID_ADB_SERVER_PORT={port} adb devices"
                f"\n  adb -P {port} -s {first} shell getprop ro.build.version.release",
            )
        )
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
    for column in ("phone", "android", "api", "attached as", "serial"):
        table.add_column(column, no_wrap=True)
    for phone in endpoints.phones:
        table.add_row(phone.name, phone.version, str(phone.api_level), phone.attach, phone.serial)
    return table


def inspector(endpoints: Endpoints) -> Text:
    """What to type into Appium Inspector to see the first phone."""
    url = urlsplit(endpoints.appium_url or "")
    capabilities = {
        "platformName": "Android",
        "appium:automationName": "UiAutomator2",
        "appium:udid": endpoints.phones[0].serial,
        "appium:adbPort": endpoints.adb_server_port,
        "appium:suppressKillServer": True,
        "appium:noReset": True,
    }
    return Text.assemble(
        ("\nAppium Inspector", "bold"),
        f"\n  Remote Host {url.hostname}   Remote Port {url.port}   Remote Path {url.path or '/'}",
        "\n  JSON Representation:\n",
        json.dumps(capabilities, indent=2).replace("\n", "\n  ").join(("  ", "")),
    )


def _facts(endpoints: Endpoints) -> Text:
    lines = [("adb server port", str(endpoints.adb_server_port)), ("CRM", endpoints.crm_url)]
    if endpoints.appium_url is not None:
        lines += [("Appium", endpoints.appium_url), ("Appium's log", str(endpoints.appium_log))]
    return Text("\n" + "\n".join(f"{name:<16} {value}" for name, value in lines))
