"""An iPhone asks for a session that any phone can give, and is attached by what reaches it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from config.app import IosApp
from devices.errors import CommandFailed, VerbRefused
from devices.facts import DeviceFacts
from devices.ios.device import IosDevice
from devices.ios.installer import Installer
from devices.virtual.builds.ipa import make_ipa
from tests.devices.virtual.ios.handsets import UDID, FakeHandset
from tests.devices.virtual.ios.usbmux.cable import plugged

if TYPE_CHECKING:
    from pathlib import Path

FACTS = DeviceFacts("cell", "real", "ios", "17.5", 17, "cable", UDID, transport="usb")
NOBODY = "http://127.0.0.1:1"


def phone(socket: Path | None) -> IosDevice:
    """A phone whose servers are not there."""
    app = IosApp(bundle_id="com.LeadConnector")
    return IosDevice(FACTS, NOBODY, app, wda_url=NOBODY, usbmuxd=socket)


def test_a_session_names_the_app_where_it_is_installed(tmp_path: Path) -> None:
    """The driver opens none for an app that is not there; without a cable it cannot tell."""
    build = make_ipa(tmp_path / "one.ipa")
    with plugged(tmp_path, FakeHandset()) as mux:
        device = phone(mux.path)
        assert "appium:bundleId" not in device.capabilities()
        Installer(device._cable).install(build, "com.LeadConnector")
        assert device.capabilities()["appium:bundleId"] == "com.LeadConnector"
    assert "appium:bundleId" not in phone(None).capabilities()


def test_a_session_launches_nothing_and_resets_nothing() -> None:
    """What is in front is found by the agent; the app's data is the start states' business."""
    capabilities = phone(None).capabilities()
    assert capabilities["appium:platformVersion"] == "17.5"
    assert capabilities["appium:udid"] == UDID
    assert capabilities["appium:autoLaunch"] is False
    assert capabilities["appium:noReset"] is True


def test_it_is_attached_by_its_cable_and_else_by_its_agent(tmp_path: Path) -> None:
    """A plug that is pulled is seen; an agent that does not answer is an error."""
    with plugged(tmp_path, FakeHandset()) as mux:
        device = phone(mux.path)
        assert device.is_attached()
        mux.detach(UDID)
        assert not device.is_attached()
    with pytest.raises(CommandFailed, match="asking WebDriverAgent at"):
        phone(None).is_attached()


def test_nobodys_hand_is_at_a_real_phone() -> None:
    """It is refused before anything is asked of the phone, and it has no log without a cable."""
    device = phone(None)
    with pytest.raises(VerbRefused, match=r"time\.jump"):
        device.time.pass_(timedelta(days=1))
    assert device.log() == ""
    device.close()
