"""PLAT-01: the app installs and starts from Android 8.0 and iOS 15 on; older ones refuse it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fixtures.app import App
    from pages.system import PermissionPrompt


@pytest.mark.promise("PLAT-01")
@pytest.mark.unsupported
def test_an_older_release_refuses_the_install(not_installed: App) -> None:
    """The system says that the release is too old, and nothing is installed."""
    refusal = not_installed.try_install()
    assert refusal, f"{not_installed.installed} is installed on a release that is too old for it"
    assert refusal.reason == "release_too_old", f"refused for another reason: {refusal.words}"
    assert not_installed.installed is None, "refused, and installed all the same"


@pytest.mark.promise("PLAT-01")
def test_a_supported_release_installs_and_starts_it(
    not_installed: App, prompt: PermissionPrompt
) -> None:
    """The system takes the build, and the app comes to the front, opens its form and stays."""
    refusal = not_installed.try_install()
    assert refusal is None, f"the system refuses the build: {refusal}"
    not_installed.start()
    assert not_installed.opens_anew(prompt), "the app opens neither its form nor a question"
    assert not_installed.is_in_front, "the app has gone"
