"""The driver's commands about permissions, and its alerts on a permission prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from devices import wait
from devices.virtual.builds import AppSpec, make_app
from tests.devices.virtual.android.driver.cells import CELLS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.devices.virtual.android.driver.driven import Driven

pytestmark = pytest.mark.e2e

_APP: Final = "com.example.asks"
_P: Final = "android.permission."
_NAMES: Final = "android.content.pm.extra.REQUEST_PERMISSIONS_NAMES"
_LEVELS: Final = (26, 29, 30, 33, 34, 36, 37)
_SOME: Final = [c for c in CELLS if c.api_level in _LEVELS and c.attach == "cable"]
_PICKER_SINCE: Final = 34
_COMES_IN_S: Final = 5.0
_ON_SOME: Final = pytest.mark.parametrize("driven", _SOME, indirect=True, ids=lambda c: c.id)


@pytest.fixture
def asking(driven: Driven, tmp_path: Path) -> Iterator[Driven]:
    """The phone with an app that asks for what it is started with."""
    names = ("CAMERA", "READ_CONTACTS", "READ_MEDIA_IMAGES", "READ_MEDIA_VISUAL_USER_SELECTED")
    spec = AppSpec(_APP, "Asks", permissions={_P + name: 0 for name in names})
    build = make_app(tmp_path / "asks.apk", spec)
    driven("installApp", appPath=str(build))
    yield driven
    driven("removeApp", appId=_APP)


def _ask(driven: Driven, *names: str) -> None:
    listed = ",".join(_P + name for name in names)
    driven.shell(f"am start -W -f 0x10008000 -n {_APP}/.MainActivity --esa {_NAMES} {listed}")


def _answer(driven: Driven, answer: str) -> None:
    """Accept or dismiss the alert until it is gone: from 16 QPR2 on early taps are lost."""
    session = driven.device.session

    def act() -> None:
        session.call(answer, getattr(session._driver.switch_to.alert, answer))

    _until_gone(driven, act)


def _until_gone(driven: Driven, answer: Callable[[], object]) -> None:
    def gone() -> bool:
        if "GrantPermissions" not in driven("getCurrentActivity"):
            return True
        answer()
        return False

    assert wait.until(gone, _COMES_IN_S)


@_ON_SOME
def test_alerts_answer_a_prompt(asking: Driven) -> None:
    """The text is the prompt's; accept takes the first button that allows, dismiss denies."""
    _ask(asking, "CAMERA")
    session = asking.device.session
    text = session.call("alert text", lambda: session._driver.switch_to.alert.text)
    assert text.startswith("Allow Asks to take pictures and record video?")
    _answer(asking, "dismiss")
    assert f"{_P}CAMERA: granted=false, flags=[ USER_SET" in asking.shell(f"dumpsys package {_APP}")
    _ask(asking, "CAMERA")
    _answer(asking, "accept")
    dump = asking.shell(f"dumpsys package {_APP}")
    assert f"{_P}CAMERA: granted=true" in dump
    assert "ONE_TIME" not in dump
    assert _P + "CAMERA" in asking("getPermissions", type="granted", appPackage=_APP)


@_ON_SOME
def test_alert_commands_answer_a_prompt(asking: Driven) -> None:
    """`acceptAlert` and `dismissAlert` choose by what the buttons mean, or by an exact label."""
    asking.shell("input keyevent HOME")
    for command in ("acceptAlert", "dismissAlert"):
        assert "alert" in asking.refusal(command).lower()
    _ask(asking, "CAMERA")
    said = asking.refusal("acceptAlert", buttonLabel="Perhaps")
    assert "cannot be detected on the alert" in said
    _until_gone(asking, lambda: asking("dismissAlert"))
    assert f"{_P}CAMERA: granted=false, flags=[ USER_SET" in asking.shell(f"dumpsys package {_APP}")
    _ask(asking, "CAMERA")
    _until_gone(asking, lambda: asking("acceptAlert"))
    assert f"{_P}CAMERA: granted=true" in asking.shell(f"dumpsys package {_APP}")


@_ON_SOME
def test_permissions_are_changed_past_the_user(asking: Driven) -> None:
    """What was granted is not asked; what is revoked is."""
    asking("changePermissions", permissions="all", appPackage=_APP, action="grant")
    granted = asking("getPermissions", type="granted", appPackage=_APP)
    assert {_P + "CAMERA", _P + "READ_CONTACTS"} <= set(granted)
    _ask(asking, "CAMERA", "READ_CONTACTS")
    assert asking("getCurrentPackage") == _APP
    asking("changePermissions", permissions=[_P + "CAMERA"], appPackage=_APP, action="revoke")
    assert _P + "CAMERA" in asking("getPermissions", type="denied", appPackage=_APP)
    assert asking("queryAppState", appId=_APP) == 1
    operation = {"permissions": "CAMERA", "appPackage": _APP, "action": "deny", "target": "appops"}
    # Appium counts this one as a shell, which a server does not open by default.
    assert "adb_shell" in asking.refusal("changePermissions", **operation)
    _ask(asking, "CAMERA")
    assert "GrantPermissions" in asking("getCurrentActivity")
    asking.shell(f"am force-stop {_APP}")


@pytest.mark.parametrize(
    "driven",
    [cell for cell in _SOME if cell.api_level >= _PICKER_SINCE],
    indirect=True,
    ids=lambda cell: cell.id,
)
def test_accepting_a_prompt_for_pictures_opens_the_picker(asking: Driven) -> None:
    """The first button that allows is the one for some pictures."""
    _ask(asking, "READ_MEDIA_IMAGES", "READ_MEDIA_VISUAL_USER_SELECTED")
    _answer(asking, "accept")
    assert "providers.media" in asking("getCurrentPackage")
    asking.shell("input keyevent 4")
    assert asking("getCurrentPackage") == _APP
