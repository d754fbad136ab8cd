"""Which app is in front, and what becomes of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.virtual.ios.apps.running import SPRINGBOARD, AppNotInstalledError
from devices.virtual.ios.apps.running_app import AppState
from tests.devices.virtual.ios.iphones import APP, SETTINGS, build, iphone

if TYPE_CHECKING:
    from pathlib import Path

    from devices.virtual.ios.phone import IPhone

MESSAGES = "com.apple.MobileSMS"


def _shown(phone: IPhone) -> list[str]:
    return [window.package for window in phone.display.windows()]


def test_a_launched_app_stands_in_front_of_the_home_screen() -> None:
    """A launched app stands in front of the home screen."""
    phone = iphone()
    phone.apps.launch(MESSAGES)
    assert phone.apps.front == MESSAGES
    assert _shown(phone)[-1] == MESSAGES
    assert phone.apps.state(MESSAGES) is AppState.FOREGROUND


def test_an_app_that_was_left_goes_on_in_the_background_with_its_process() -> None:
    """An app that was left goes on in the background with its process."""
    phone = iphone()
    pid = phone.apps.launch(MESSAGES).pid
    phone.apps.to_home()
    assert phone.apps.front == SPRINGBOARD
    assert phone.apps.state(MESSAGES) is AppState.BACKGROUND
    assert MESSAGES not in _shown(phone)
    assert phone.apps.launch(MESSAGES).pid == pid


def test_a_terminated_app_gets_a_new_process_at_its_next_launch() -> None:
    """A terminated app gets a new process at its next launch."""
    phone = iphone()
    pid = phone.apps.launch(MESSAGES).pid
    assert phone.apps.terminate(MESSAGES)
    assert phone.apps.state(MESSAGES) is AppState.NOT_RUNNING
    assert phone.apps.front == SPRINGBOARD
    assert not phone.apps.terminate(MESSAGES)
    assert phone.apps.launch(MESSAGES).pid != pid


def test_only_one_app_is_in_front() -> None:
    """Only one app is in front."""
    phone = iphone()
    phone.apps.launch(MESSAGES)
    phone.apps.launch(SETTINGS)
    assert phone.apps.front == SETTINGS
    assert phone.apps.state(MESSAGES) is AppState.BACKGROUND


def test_what_comes_for_an_app_that_does_not_run_does_not_start_it(tmp_path: Path) -> None:
    """What comes for an app that does not run goes to its service, and does not start it."""
    phone = iphone()
    phone.installed.install(build(tmp_path))
    phone.apps.serve(APP, "something", {})
    assert phone.apps.state(APP) is AppState.NOT_RUNNING
    assert phone.apps.front == SPRINGBOARD


def test_launching_what_is_not_installed_is_an_error() -> None:
    """Launching what is not installed is an error."""
    with pytest.raises(AppNotInstalledError):
        iphone().apps.launch("com.example.nothing")


def test_an_icon_on_the_home_screen_opens_its_app() -> None:
    """An icon on the home screen opens its app."""
    phone = iphone()
    icon = next(node for node in phone.display.root().walk() if node.label == "Messages")
    phone.display.tap(*icon.visible.center)
    assert phone.apps.front == MESSAGES


def test_an_app_that_crashes_leaves_the_home_screen_and_a_line_in_the_log(tmp_path: Path) -> None:
    """An app that crashes leaves the home screen and a line in the log."""
    phone = iphone()
    phone.installed.install(build(tmp_path))
    lines: list[str] = []
    phone.handset.follow_log(lines.append)
    phone.apps.launch(APP).context.crash("out of luck")
    assert phone.apps.front == SPRINGBOARD
    assert any("Terminating app: out of luck" in line for line in lines)
