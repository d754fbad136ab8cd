"""Sessions and commands: ours beside a bare Appium client, on one virtual phone of each platform.

Prints figures and ratios; asserts nothing about them, since a machine's speed is not the code's.
"""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Any, Final

import psutil
import pytest
from appium import webdriver
from appium.options.common import AppiumOptions
from appium.webdriver.common.appiumby import AppiumBy
from rich.console import Console
from rich.table import Table

from config import app
from config.locators import Locator
from devices.android.device import AndroidDevice
from devices.ios.device import IosDevice
from devices.pool.builds import reference_build
from devices.pool.labs import device_of
from devices.pool.plan import Cell
from tests.labs import running

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from devices.host.spec import Endpoints

_ANDROID: Final = Cell(
    "android-14-emulator", "android-14", "virtual", "android", "14", 34, "emulator", required=True
)
_IPHONE: Final = Cell(
    "ios-17-cable", "ios-17", "virtual", "ios", "17", 17, "cable", required=True, transport="usb"
)
_COMMANDS: Final = 300
_PICTURES: Final = 20
_SESSIONS: Final = 7
_EMAIL: Final = {"android": "Email", "ios": "login_email"}


@pytest.mark.parametrize("phone", [_ANDROID, _IPHONE], ids=["android", "ios"])
def test_sessions_and_commands_beside_a_bare_client(tmp_path: Path, phone: Cell) -> None:
    """Both clients do the same on the same phone, one after the other."""
    build = reference_build(phone, tmp_path)
    with running((phone,), tmp_path) as endpoints:
        bench = _Bench(phone, endpoints, build.package)
        bench.first_session(build.path)
        bench.sessions()
        bench.commands()
    Console(width=110).print(bench.table)


class _Bench:
    """One phone, a bare client and ours."""

    def __init__(self, cell: Cell, endpoints: Endpoints, package: str) -> None:
        assert endpoints.appium_url
        self._url = endpoints.appium_url
        self._package = package
        self._email = _EMAIL[cell.platform]
        self._notifying = app.read().on(cell.platform).notifying
        self._phone = psutil.Process(endpoints.lab_pid)
        device = device_of(cell, endpoints, app.read())
        assert isinstance(device, AndroidDevice | IosDevice)
        self._device = device
        self.table = Table("what, median", "bare client", "fleet", "fleet / bare", "phone CPU")

    def first_session(self, build: Path) -> None:
        """The phone is new: Android's driver installs its helpers, and the app is not there."""
        seconds = _timed(lambda: self._device.session)
        self.table.add_row("session on a new phone", "", _ms(seconds), "", "")
        self._device.apps.install(build, self._package)
        # A prompt over the form would be what is looked at.
        self._device.permissions.grant(self._package, *self._notifying)
        self._device.close()

    def sessions(self) -> None:
        """Open sessions in turn, nothing skipped."""
        bare: list[float] = []
        ours: list[float] = []
        for _ in range(_SESSIONS):
            opened: list[Any] = []
            bare.append(_timed(lambda: opened.append(self._bare())))  # noqa: B023 - called at once
            opened[0].quit()
            ours.append(_timed(lambda: self._device.session))
            self._device.close()
        self._row("session", bare, ours, "")

    def commands(self) -> None:
        """The same commands, by the bare client and then by ours."""
        driver = self._bare()
        field = driver.find_element(AppiumBy.ACCESSIBILITY_ID, self._email)
        bare = [
            self._measure(lambda: driver.find_elements(AppiumBy.ACCESSIBILITY_ID, self._email)),
            self._measure(lambda: field.text),
            self._measure(field.click),
            self._measure(lambda: driver.page_source),
            self._measure(driver.get_screenshot_as_png, _PICTURES),
        ]
        driver.quit()
        session, email = self._device.session, Locator(accessibility_id=self._email)
        ours_field = session.find_all(email)[0]
        ours = [
            self._measure(lambda: session.find_all(email)),
            self._measure(lambda: session.call("reading", lambda: ours_field.text)),
            self._measure(lambda: session.call("tapping", ours_field.click)),
            self._measure(session.source),
            self._measure(session.screenshot, _PICTURES),
        ]
        self._device.close()
        names = ("find", "text", "click", "source", "screenshot")
        for name, (bare_s, _), (ours_s, cpu_s) in zip(names, bare, ours, strict=True):
            self._row(name, bare_s, ours_s, _ms(cpu_s))

    def _measure(
        self, command: Callable[[], object], times: int = _COMMANDS
    ) -> tuple[list[float], float]:
        """Seconds of each call, and seconds of the phones' process a call."""
        before = sum(self._phone.cpu_times()[:2])
        seconds = [_timed(command) for _ in range(times)]
        return seconds, (sum(self._phone.cpu_times()[:2]) - before) / times

    def _row(self, name: str, bare: list[float], ours: list[float], cpu: str) -> None:
        a, b = statistics.median(bare), statistics.median(ours)
        self.table.add_row(name, _ms(a), _ms(b), f"{b / a:.2f}", cpu)

    def _bare(self) -> webdriver.Remote:
        options = AppiumOptions().load_capabilities(_capabilities(self._device))
        driver = webdriver.Remote(self._url, options=options)
        driver.activate_app(self._package)
        return driver


def _capabilities(device: AndroidDevice | IosDevice) -> dict[str, Any]:
    """Those of our own sessions; an iPhone's depend on what is installed by then."""
    return device.capabilities() if isinstance(device, IosDevice) else device.capabilities


def _timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"
