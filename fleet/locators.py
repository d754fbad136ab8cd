"""``fleet locators check``: which locators find something on a running phone, screen by screen."""

from __future__ import annotations

import re
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.table import Table
from rich.text import Text

from config import app, locators
from config.deadlines import DEADLINES
from devices.android.device import AndroidDevice
from devices.facts import DeviceFacts
from devices.host.client import LabHost
from devices.host.spec import AdbAddress, HostSpec
from devices.host.toolchain import locate
from fleet.lint_pages import regions
from pages.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rich.console import Console

    from config.locators import Locator
    from devices.appium.session import Session

_PLACE: Final = re.compile(r"\{[a-z_]+\}")  # what a step fills in
_NONE: Final[Mapping[str, str]] = {}
_STYLES: Final = {"none": "yellow", "one": "green", "many": "cyan", "needs a value": "dim"}


@dataclass(frozen=True, slots=True)
class Look:
    """One locator on the screen that is open.

    Attributes:
        found: how many elements it finds; None where its selector waits for a value.
    """

    page: str
    element: str
    locator: Locator
    found: int | None

    @property
    def word(self) -> str:
        """None, one or many."""
        if self.found is None:
            return "needs a value"
        return "none" if self.found == 0 else "one" if self.found == 1 else "many"


def look(session: Session, values: Mapping[str, str] = _NONE) -> dict[str, list[Look]]:
    """Every locator of every page that is open now, by page.

    A page is open when the element that it is known by is there; a region, when any of its is.

    Args:
        session: on the phone to look at.
        values: for the ``{name}`` places of selectors; one without its value is not looked for.

    Raises:
        CommandFailed: the phone or its servers got in the way, or a selector is none.
    """
    found: dict[str, list[Look]] = {}
    for name, kind in sorted(regions().items()):
        if issubclass(kind, Page) and not kind(session).is_open:
            continue
        looks = list(_looks(session, name, values))
        if any(each.found for each in looks):
            found[name] = looks
    return found


def table(looks: dict[str, list[Look]]) -> Table:
    """What was seen on one screen, a line a locator."""
    shown = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in ("page", "element", "locator", "finds"):
        shown.add_column(column, overflow="fold")
    for page, lines in looks.items():
        for line in lines:
            locator = f"{line.locator.strategy}: {line.locator.selector}"
            number = f" ({line.found})" if line.word == "many" else ""
            word = Text(f"{line.word}{number}", style=_STYLES[line.word])
            shown.add_row(Text(page), Text(line.element), Text(locator), word)
    return shown


def check_serial(serial: str, port: int, skin: str, console: Console) -> int:
    """Look at a phone of the user's adb server, at each screen that the user brings up.

    Returns:
        The exit code: 1 when no page of the app was ever open.

    Raises:
        HostError: Appium did not come up.
        DeviceError: the phone could not be driven.
    """
    seen: set[str] = set()
    with attached_session(serial, port, skin) as session:
        while True:
            looks = look(session)
            show(console, looks)
            seen |= set(looks)
            if not console.is_terminal or not _next_screen(console):
                return 0 if seen else 1


def show(console: Console, looks: dict[str, list[Look]]) -> None:
    """Print what was seen on one screen."""
    if not looks:
        console.print("no page is open: the element that a page is known by is nowhere to be found")
        return
    console.print(table(looks))


@contextmanager
def attached_session(serial: str, port: int, skin: str) -> Iterator[Session]:
    """A session on a phone of somebody else's adb server, by an Appium server of its own.

    Raises:
        HostError: Appium did not come up.
        SessionFailed: no session could be opened.
    """
    folder = Path(tempfile.mkdtemp(prefix="fleet-"))
    logs = Path(tempfile.mkdtemp(prefix="fleet-logs-"))
    spec = HostSpec((), folder, logs, adb_server=AdbAddress("127.0.0.1", port))
    with LabHost.start(spec, locate(), deadline_s=DEADLINES.appium_start_s) as host:
        facts = DeviceFacts(serial, "real", "android", "", 0, "cable", serial, skin)
        url = host.endpoints.appium_url
        assert url is not None
        device = AndroidDevice(facts, url, port, app.read().android)
        try:
            yield device.session
        finally:
            device.close()


def _looks(session: Session, page: str, values: Mapping[str, str]) -> Iterator[Look]:
    facts = session.facts
    for element, ways in locators.read(page, facts.skin).elements.items():
        for locator in ways.on(facts.platform):
            filled = locator.filled(values)
            waits = _PLACE.search(filled.selector)
            number = None if waits else len(session.find_all(filled))
            yield Look(page, element, locator, number)


def _next_screen(console: Console) -> bool:
    """Whether the user has brought up another screen."""
    try:
        console.input("bring up the next screen and press Enter, or end with Ctrl-D ")
    except (EOFError, KeyboardInterrupt):
        return False
    return True


def summary(seen: Iterable[Mapping[str, list[Look]]]) -> list[str]:
    """What is worth a second look: locators that found nothing on any screen.

    Args:
        seen: what was seen on each screen, by page.
    """
    most: dict[tuple[str, str, str], int] = {}
    for line in (line for looks in seen for lines in looks.values() for line in lines):
        if line.found is not None:
            key = (line.page, line.element, line.locator.selector)
            most[key] = max(most.get(key, 0), line.found)
    return [
        f"{page}: {element}: {selector!r} found nothing on any screen"
        for (page, element, selector), number in most.items()
        if number == 0
    ]
