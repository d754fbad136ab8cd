"""PLAT-01: the app installs and starts from Android 8.0 on; an older release refuses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from devices.device import Device
    from fixtures.app import App


@pytest.mark.promise("PLAT-01")
@pytest.mark.unsupported
def test_an_older_release_refuses_the_install(not_installed: App) -> None:
    """The package manager says that the release is too old, and nothing is installed."""
    refusal = not_installed.offer()
    assert refusal, f"{not_installed.installed} is installed on a release that is too old for it"
    assert refusal.startswith("INSTALL_FAILED_OLDER_SDK"), f"refused for another reason: {refusal}"
    assert not_installed.installed is None, "refused, and installed all the same"


@pytest.mark.promise("PLAT-01")
def test_a_supported_release_installs_and_starts_it(not_installed: App, device: Device) -> None:
    """The package manager takes the build, and the app comes to the front and stays there."""
    refusal = not_installed.offer()
    assert not refusal, f"the package manager refuses the build: {refusal}"
    device.apps.start(not_installed.package)
    assert device.apps.state(not_installed.package) == "front", "the app is not in front"
