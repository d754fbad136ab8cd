"""A device's verbs do what they say, on every release and in both attachments."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from devices.errors import CommandFailed
from devices.facts import Connectivity
from tests.devices.virtual.android.driver.driven import PACKAGE

if TYPE_CHECKING:
    from tests.devices.virtual.android.driver.driven import Driven

pytestmark = pytest.mark.e2e

_FIRST_AIRPLANE_COMMAND = 30  # before, a shell may not switch it
SETTINGS = "com.android.settings"
OFFLINE = Connectivity(wifi=False, data=False, airplane=False, carried=False)
ONLINE = Connectivity(wifi=True, data=True, airplane=False, carried=True)


def test_apps_start_stop_and_start_again(login_form: Driven) -> None:
    """Each state is what the phone says, and the driver sees the new process's screen at once."""
    apps = login_form.device.apps
    assert apps.state(PACKAGE) == "front"
    before = login_form.find(accessibility_id="Email").id
    apps.relaunch(PACKAGE)
    assert login_form.find(accessibility_id="Email").id != before
    apps.start(SETTINGS)
    assert (apps.state(PACKAGE), apps.state(SETTINGS)) == ("background", "front")
    assert not login_form.shows(accessibility_id="Email")
    apps.stop(PACKAGE)
    assert apps.state(PACKAGE) == "stopped"
    apps.start(PACKAGE)
    assert login_form.shows(accessibility_id="Email")


def test_clearing_forgets_what_was_typed_and_chosen(login_form: Driven) -> None:
    """Permissions are as after the installation, and the app begins anew when it is started."""
    apps, camera = login_form.device.apps, "android.permission.CAMERA"
    login_form("changePermissions", permissions=camera, appPackage=PACKAGE)
    apps.clear(PACKAGE)
    assert apps.state(PACKAGE) == "stopped"
    granted = login_form("getPermissions", type="granted", appPackage=PACKAGE)
    assert camera not in granted
    login_form.allow_notifications()
    apps.start(PACKAGE)
    assert login_form.find(accessibility_id="Email").text in {"", "Email"}


def test_a_removed_app_is_gone_and_comes_back(driven: Driven) -> None:
    """What is not installed has no version and cannot be started; it can be installed again."""
    apps = driven.device.apps
    version = apps.version(PACKAGE)
    apps.remove(PACKAGE)
    apps.remove(PACKAGE)
    assert (apps.state(PACKAGE), apps.version(PACKAGE)) == ("absent", None)
    for verb in (apps.start, apps.relaunch, apps.clear):
        with pytest.raises(CommandFailed):
            verb(PACKAGE)
    apps.install(driven.build, PACKAGE)
    assert (apps.state(PACKAGE), apps.version(PACKAGE)) == ("stopped", version)


def test_radios_are_switched_and_the_driver_agrees(driven: Driven) -> None:
    """Off, one of both, and on, also from airplane mode: the driver reads the same settings."""
    network = driven.device.network
    network.go_offline()
    assert network.state() == OFFLINE
    assert driven("getConnectivity") == {"wifi": False, "data": False, "airplaneMode": False}
    network.use_only("data")
    assert network.state() == Connectivity(wifi=False, data=True, airplane=False)
    network.use_only("wifi")
    assert network.state() == Connectivity(wifi=True, data=False, airplane=False)
    if driven.api_level >= _FIRST_AIRPLANE_COMMAND:
        driven("setConnectivity", airplaneMode=True)
        assert not network.state().carried
    network.go_online()
    assert network.state() == ONLINE
    assert driven("getConnectivity") == {"wifi": True, "data": True, "airplaneMode": False}


def test_the_app_notices_a_lost_signal(login_form: Driven) -> None:
    """Without a word in the settings the app is offline; coming online brings the signal back."""
    network = login_form.device.network
    network.lose_signal()
    assert network.state() == Connectivity(wifi=True, data=True, airplane=False, carried=False)
    assert login_form.find(id=f"{PACKAGE}:id/offline_banner").text == "No connection"
    network.go_online()
    assert network.state() == ONLINE
    assert not login_form.shows(id=f"{PACKAGE}:id/offline_banner")


def test_time_passes_for_the_phone(driven: Driven) -> None:
    """A day later the phone's clock is a day on, and the session is as it was."""
    clock = driven.device.time
    before = clock.now()
    clock.pass_(timedelta(days=1))
    assert timedelta(days=1) <= clock.now() - before < timedelta(days=1, minutes=5)
    assert driven.device.session.is_alive()
