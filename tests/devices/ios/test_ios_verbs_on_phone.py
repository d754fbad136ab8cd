"""Every verb of an iPhone, on virtual ones with and without a home button."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

import pytest

from config import app
from devices.errors import CommandFailed, VerbRefused
from devices.facts import Connectivity, PermissionState
from devices.pool.builds import reference_build
from devices.pool.labs import device_of
from devices.pool.plan import Cell
from tests.labs import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.build import Build
    from devices.ios.device import IosDevice

pytestmark = pytest.mark.e2e

APP = "com.LeadConnector"
CELLS = tuple(
    Cell(
        *(f"ios-{release}", f"ios-{release}", "virtual", "ios", str(release), release, "cable"),
        required=True,
        transport="usb",
    )
    for release in (15, 26)
)


@pytest.fixture(scope="module")
def phones(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, IosDevice]]:
    """The oldest rows with a home button, the newest ones without."""
    with running(CELLS, tmp_path_factory.mktemp("logs")) as ends:
        made = {c.id: cast("IosDevice", device_of(c, ends, app.read())) for c in CELLS}
        yield made
        for device in made.values():
            device.close()


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The reference app."""
    return reference_build(CELLS[0], tmp_path_factory.mktemp("build"))


@pytest.fixture(params=[cell.id for cell in CELLS])
def phone(request: pytest.FixtureRequest, phones: dict[str, IosDevice], build: Build) -> IosDevice:
    """One of them, with the app just installed."""
    device = phones[request.param]
    device.uncover()
    device.apps.remove(APP)
    device.apps.install(build.path, APP)
    return device


def test_apps_come_run_and_go(phone: IosDevice, build: Build) -> None:
    """Each state is what the phone says, and data go with the app alone."""
    apps = phone.apps
    assert apps.version(APP) == (build.version_name, build.number)
    assert apps.state(APP) == "stopped"
    apps.start(APP)
    assert apps.state(APP) == "front"
    apps.to_background(APP)
    assert apps.state(APP) == "background"
    apps.kill(APP)
    assert apps.state(APP) == "stopped"
    apps.relaunch(APP)
    apps.clear(APP)
    assert apps.state(APP) == "stopped"
    assert "exited" in phone.log()
    apps.remove(APP)
    assert apps.state(APP) == "absent"


def test_radios_go_and_come_over_the_app(phone: IosDevice) -> None:
    """The app stays in front of it all."""
    phone.permissions.grant(APP, "notifications")
    network = phone.network
    network.go_offline()
    assert network.state() == Connectivity(wifi=False, data=False, airplane=False, carried=False)
    network.use_only("data")
    assert network.state() == Connectivity(wifi=False, data=True, airplane=False)
    network.lose_signal()
    network.go_online()
    assert network.state() == Connectivity(wifi=True, data=True, airplane=False)
    assert phone.apps.state(APP) == "front"


def test_permissions_are_what_settings_say(phone: IosDevice) -> None:
    """Allowed at the first start, refused and allowed again; what was not asked cannot be given."""
    permissions = phone.permissions
    assert not any(each.granted for each in permissions.of(APP).values())
    permissions.grant(APP, "notifications")
    assert permissions.of(APP)["notifications"] == PermissionState(granted=True, asked=True)
    permissions.revoke(APP, "notifications")
    refused = PermissionState(granted=False, asked=True, fixed=True)
    assert permissions.of(APP)["notifications"] == refused
    permissions.grant(APP, "notifications")
    assert permissions.of(APP)["notifications"].granted
    with pytest.raises(CommandFailed, match="the app has not asked for it yet"):
        permissions.grant(APP, "camera")
    assert phone.apps.state(APP) == "front", "Settings were left for the app"


def test_lists_are_pulled_down_and_pushed_up(phone: IosDevice) -> None:
    """An empty list is read; the app is in front again afterwards."""
    phone.permissions.grant(APP, "notifications")
    assert phone.notifications.of(APP) == []
    assert phone.notifications.arrives(APP, "New message", deadline_s=0.1) is None
    phone.notifications.open_shade()
    phone.notifications.close_shade()
    phone.notifications.clear(APP)
    assert phone.apps.state(APP) == "front"


def test_time_place_and_pictures(phone: IosDevice) -> None:
    """Time is the phone's own; its place moves from iOS 16.4 on; pictures come and go."""
    before = phone.time.now()
    phone.time.pass_(timedelta(hours=3))
    assert phone.time.now() - before >= timedelta(hours=3)
    if phone.facts.api_level < CELLS[-1].api_level:
        with pytest.raises(VerbRefused, match=r"iOS 16\.4 or later"):
            phone.place.set(41.88, -87.63)
    else:
        phone.place.set(41.88, -87.63)
        phone.place.forget()
    phone.photos.add("one.jpg", "two.jpg")
    phone.photos.remove("one.jpg", "two.jpg")


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # the library's own
def test_the_agent_is_asked_past_the_session(phone: IosDevice) -> None:
    """Whether it is well, whether the phone is locked, and what is on its screen."""
    assert phone.wda.is_ready()
    assert not phone.wda.is_locked()
    assert phone.wda.screenshot().startswith(b"\x89PNG")
