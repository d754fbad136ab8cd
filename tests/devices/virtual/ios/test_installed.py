"""What an iPhone takes for an app, what it refuses, and what an update keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.virtual.ios.apps.running_app import AppState
from devices.virtual.ios.usbmux.handset import InstallError
from tests.devices.virtual.ios.iphones import APP, SETTINGS, build, iphone

if TYPE_CHECKING:
    from pathlib import Path


def test_an_installed_build_is_listed_with_its_version(tmp_path: Path) -> None:
    """An installed build is listed with its version."""
    phone = iphone()
    phone.installed.install(build(tmp_path, version_name="3.95.0"))
    assert phone.handset.bundles[APP].attributes["CFBundleShortVersionString"] == "3.95.0"
    assert phone.handset.bundles[APP].attributes["ApplicationType"] == "User"


def test_a_build_for_a_newer_ios_is_refused_and_leaves_the_one_that_is_there(
    tmp_path: Path,
) -> None:
    """A build for a newer iOS is refused and leaves the one that is there."""
    phone = iphone("ios-14")
    with pytest.raises(InstallError) as refusal:
        phone.installed.install(build(tmp_path, minimum_os="15.0"))
    assert refusal.value.code == "DeviceOSVersionTooLow"
    assert APP not in phone.handset.bundles


def test_an_app_that_came_with_the_phone_can_be_neither_replaced_nor_removed(
    tmp_path: Path,
) -> None:
    """An app that came with the phone can be neither replaced nor removed."""
    phone = iphone()
    with pytest.raises(InstallError):
        phone.installed.install(build(tmp_path, bundle_id=SETTINGS))
    with pytest.raises(InstallError) as refusal:
        phone.installed.remove(SETTINGS)
    assert refusal.value.code == "UninstallProhibited"


def test_an_update_keeps_the_data_and_ends_the_process(tmp_path: Path) -> None:
    """An update keeps the data and ends the process."""
    phone = iphone()
    phone.installed.install(build(tmp_path, version_name="3.95.0"))
    phone.apps.launch(APP)
    kept = phone.installed.get(APP)
    assert kept is not None
    kept.storage["draft"] = "hello"
    phone.installed.install(build(tmp_path, version_name="3.96.0"))
    updated = phone.installed.get(APP)
    assert updated is not None
    assert updated.storage["draft"] == "hello"
    assert updated.identity.version_name == "3.96.0"
    assert phone.apps.state(APP) is AppState.NOT_RUNNING


def test_removing_an_app_takes_its_data_along(tmp_path: Path) -> None:
    """Removing an app takes its data along."""
    phone = iphone()
    phone.installed.install(build(tmp_path))
    first = phone.installed.get(APP)
    assert first is not None
    first.storage["draft"] = "hello"
    phone.installed.remove(APP)
    assert phone.installed.get(APP) is None
    phone.installed.install(build(tmp_path))
    second = phone.installed.get(APP)
    assert second is not None
    assert second.storage == {}
