"""A virtual iPhone in a lab of its own: found by usbmuxd, driven by the real driver."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config import app
from config.locators import Locator
from devices.ios.usbmuxd import listed
from devices.pool.builds import reference_build
from devices.pool.labs import device_of
from devices.pool.plan import Cell
from tests.labs import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from devices.device import Device
    from devices.host.spec import Endpoints

pytestmark = pytest.mark.e2e

_WITHIN_S = 5
_CELL = Cell(
    "ios-17-cable", "ios-17", "virtual", "ios", "17", 17, "cable", required=True, transport="usb"
)


@pytest.fixture(scope="module")
def endpoints(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoints]:
    """A lab of one iPhone with Appium."""
    with running((_CELL,), tmp_path_factory.mktemp("logs")) as ends:
        yield ends


@pytest.fixture
def iphone(endpoints: Endpoints) -> Iterator[Device]:
    """That iPhone, as a run has it."""
    device = device_of(_CELL, endpoints, app.read())
    yield device
    device.close()


def test_the_lab_is_an_agent_and_a_cable(endpoints: Endpoints, iphone: Device) -> None:
    """No adb server is there; the phone is on the cable by its own UDID, its release in full."""
    assert endpoints.adb_server_port == 0
    assert endpoints.usbmuxd
    assert listed(endpoints.usbmuxd, within_s=_WITHIN_S) == {iphone.facts.serial}
    assert (iphone.facts.platform, iphone.facts.transport) == ("ios", "usb")
    assert iphone.facts.version.startswith("17.")
    assert iphone.is_attached()


def test_a_build_comes_and_goes_over_the_cable(iphone: Device, tmp_path: Path) -> None:
    """The driver installs it, starts it, finds what is on its screen, and takes it away."""
    build = reference_build(_CELL, tmp_path)
    assert iphone.apps.version(build.package) is None
    iphone.apps.install(build.path, build.package)
    assert iphone.apps.version(build.package) == (build.version_name, build.number)
    iphone.apps.start(build.package)
    assert iphone.apps.state(build.package) == "front"
    assert iphone.session.find_all(Locator(accessibility_id="login_email"))
    iphone.apps.remove(build.package)
    assert iphone.apps.state(build.package) == "absent"


def test_sessions_open_again_and_again(iphone: Device) -> None:
    """An agent serves one at a time: the next one takes over, and is as good as the first."""
    for _ in range(3):
        assert iphone.session.is_alive()
        iphone.close()
