"""``fleet conform``: hold a phone against the golden rows, and say what differs."""

from __future__ import annotations

import asyncio
import fnmatch
import json
import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, Protocol

from rich.table import Table
from rich.text import Text

from devices.conform.android_phone import AndroidPhone
from devices.conform.builds import ASKING_APP, AppiumBuilds
from devices.conform.fidelity import FIDELITY, fidelity
from devices.conform.golden import read_rows, read_unobserved, read_virtual
from devices.conform.iphone import IPhone
from devices.conform.phone import Options
from devices.conform.runner import chosen, conform, count
from devices.host.toolchain import locate
from devices.ios.usbmuxd import user_socket
from devices.pool.asking import make_asking_apps, make_asking_ipa

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from devices.conform.observer import Result
    from devices.conform.phone import Phone
    from devices.conform.rows import Row

ADB_PORT: Final = 5037  # adb's own default (AOSP packages/modules/adb, adb.h, DEFAULT_ADB_PORT)
_DRIVER: Final = "node_modules/appium-uiautomator2-driver/node_modules"
_URLS: Final = ("http://", "https://")
_STYLES: Final = {"agree": "green", "differ": "red", "not observable": "yellow"}


class BadWishError(Exception):
    """What was asked for makes no sense; the message says what would."""


class Where(Protocol):
    """Where a phone is."""

    async def read(self) -> Phone:
        """Ask it what it is.

        Raises:
            WireError: nobody answers there, or not as a phone does.
        """

    def equipped(self, options: Options, folder: Path) -> Options:
        """The options, with the builds that such phones are given.

        Args:
            options: without any.
            folder: for those that are made.

        Raises:
            ToolchainError: Appium's are wanted, and set-up has not run.
        """


@dataclass(frozen=True, slots=True)
class OnAdb:
    """An Android phone: its serial, and the port of the adb server that lists it."""

    serial: str
    port: int

    async def read(self) -> AndroidPhone:
        """See `Where`."""
        return await AndroidPhone.read(self.serial, self.port)

    def equipped(self, options: Options, folder: Path) -> Options:
        """See `Where`. Appium's, and apps that ask for permissions."""
        return replace(options, appium=shipped_builds(), asking=make_asking_apps(folder))


@dataclass(frozen=True, slots=True)
class OnWda:
    """An iPhone: the URL of its WebDriverAgent, and its cable where one is named."""

    url: str
    udid: str
    usbmuxd: Path | None

    async def read(self) -> IPhone:
        """See `Where`."""
        return await IPhone.read(self.url, self.udid, self.usbmuxd)

    def equipped(self, options: Options, folder: Path) -> Options:
        """See `Where`. The app that asks for permissions."""
        return replace(options, asking={ASKING_APP: make_asking_ipa(folder)})


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be looked at, and how.

    Attributes:
        where: the phone is.
        rows: all there are.
        pattern: over the ids of those to be taken.
        options: what may be done to the phone.
        helpers: whether Appium's builds and ours may be installed.
    """

    where: Where
    rows: tuple[Row, ...]
    pattern: str
    options: Options
    helpers: bool


def adb_port() -> int:
    """Where the user's adb server answers, by the variable that adb itself reads.

    Raises:
        BadWishError: the variable holds no port.
    """
    said = os.environ.get("ANDROID_ADB_SERVER_PORT", "") or str(ADB_PORT)
    if not re.fullmatch("[0-9]{1,5}", said) or not 0 < int(said) < 1 << 16:
        raise BadWishError(f"ANDROID_ADB_SERVER_PORT is {said!r}, which is no port")
    return int(said)


def shipped_builds() -> AppiumBuilds:
    """Appium's builds, as the installed driver has them.

    Raises:
        ToolchainError: set-up has not run.
    """
    tree = locate().appium_home / _DRIVER
    server = tree / "appium-uiautomator2-server/apks"
    return AppiumBuilds(
        settings_app=max((tree / "io.appium.settings/apks").glob("*.apk")),
        server=max(server.glob("*-v*.apk")),
        server_test=max(server.glob("*-androidTest.apk")),
    )


def place(serial: str, wda: str = "", udid: str = "", usbmuxd: Path | None = None) -> Where:
    """Where a phone is that a user named.

    Raises:
        BadWishError: there is no such place, or none or two are named.
    """
    if bool(serial) == bool(wda):
        raise BadWishError(
            "name one phone: by --serial, `fleet devices` lists them; or an iPhone by --wda URL"
        )
    if serial:
        return OnAdb(serial, adb_port())
    if not wda.startswith(_URLS):
        raise BadWishError(f"--wda {wda}: expected a URL, e.g. http://127.0.0.1:8100")
    return OnWda(wda.rstrip("/"), udid, usbmuxd or user_socket())


def wish(where: Where, pattern: str, *, helpers: bool, appium: str | None, lasting: bool) -> Wish:
    """What a user typed, checked before a phone is touched.

    Raises:
        BadWishError: a row or a server that cannot be.
        ConfigError: a row is wrong.
    """
    rows = read_rows()
    if not fnmatch.filter([row.id for row in rows], pattern):
        subjects = ", ".join(dict.fromkeys(f"{row.subject}.*" for row in rows))
        raise BadWishError(f"--rows {pattern}: no row has such an id; there are {subjects}")
    if appium is not None and not appium.startswith(_URLS):
        raise BadWishError(f"--appium {appium}: expected a URL, e.g. http://127.0.0.1:4723")
    return Wish(where, rows, pattern, Options(appium_url=appium, lasting=lasting), helpers)


def run(wish: Wish, console: Console | None) -> tuple[Phone, list[Result]]:
    """Observe the rows that are about the phone; names each on the console, if one is given.

    Raises:
        ToolchainError: Appium's builds are wanted, and set-up has not run.
        WireError: there is no server, no such phone, or it was lost.
    """

    def tell(result: Result) -> None:
        if console is not None:
            _print_result(console, result)

    async def observed(options: Options) -> tuple[Phone, list[Result]]:
        phone = await wish.where.read()
        results = await conform(phone, chosen(wish.rows, phone, wish.pattern), options, tell)
        await wish.where.read()  # of a phone that has gone nothing was learned
        return phone, results

    with TemporaryDirectory(prefix="fleet-") as folder:
        options = wish.options
        if wish.helpers:
            options = wish.where.equipped(options, Path(folder))
        return asyncio.run(observed(options))


def write_fidelity() -> None:
    """Write docs/fidelity.md from the rows.

    Raises:
        ConfigError: a row is wrong.
        OSError: the page cannot be written.
    """
    FIDELITY.write_text(fidelity(read_rows(), read_unobserved(), read_virtual()), encoding="utf-8")


def _print_result(console: Console, result: Result) -> None:
    """One line for a row that was looked at."""
    line = Text(f"{result.outcome:>14} ", style=_STYLES[result.outcome])
    line.append(result.row.id, style="default")
    console.print(line, soft_wrap=True)


def print_report(console: Console, phone: Phone, results: Sequence[Result]) -> int:
    """Print what differs, why rows were not observable, and the count; returns the exit code."""
    console.print(Text(f"{phone}; {len(results)} rows"), soft_wrap=True)
    differing = [result for result in results if result.outcome == "differ"]
    if differing:
        console.print(_differences(differing))
    for why, number in _reasons(results).items():
        console.print(Text(f"not observable: {number} {_rows(number)}: {why}"), soft_wrap=True)
    console.print(Text(count(results)), soft_wrap=True)
    return 1 if differing else 0


def write_json(path: Path, phone: Phone, results: Sequence[Result]) -> None:
    """Write what was seen, row by row.

    Raises:
        OSError: the file cannot be written.
    """
    report = {
        "serial": phone.name,
        "platform": phone.platform,
        "release": phone.release,
        "api_level": phone.level[0],
        "attach": phone.attach,
        "rows": [
            {
                "id": result.row.id,
                "says": result.row.says,
                "source": result.row.source,
                "outcome": result.outcome,
                "expected": result.expected,
                "seen": result.seen,
            }
            for result in results
        ],
    }
    path.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _differences(results: Sequence[Result]) -> Table:
    table = Table(show_lines=True, title="rows that differ", title_justify="left", expand=True)
    table.add_column("row", overflow="fold", ratio=3)
    table.add_column("expected", overflow="fold", ratio=4)
    table.add_column("seen", overflow="fold", ratio=4)
    for result in results:
        row = Text(f"{result.row.id}\n", style="bold")
        row.append(result.row.says, style="not bold")
        table.add_row(row, Text(result.expected), Text(result.seen))
    return table


def _reasons(results: Sequence[Result]) -> dict[str, int]:
    reasons: dict[str, int] = {}
    for result in results:
        if result.outcome == "not observable":
            reasons[result.seen] = reasons.get(result.seen, 0) + 1
    return reasons


def _rows(number: int) -> str:
    return "row" if number == 1 else "rows"
