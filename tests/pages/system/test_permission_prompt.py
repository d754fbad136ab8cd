"""Prompts are answered on every release through the real driver, and proved by what is granted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import pytest

from config import app as app_config
from devices.pool.asking import make_asking_apps
from devices.pool.labs import device_of, releases
from devices.pool.plan import Cell
from pages import ChoiceMissing, ElementMissing
from pages.system import PermissionPrompt
from tests.labs import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from devices.android.device import AndroidDevice
    from devices.facts import PermissionState
    from devices.host.spec import Endpoints

pytestmark = pytest.mark.e2e

_ASKER: Final = "app.fleet.asks"
_PICTURES: Final = ("READ_MEDIA_IMAGES", "READ_MEDIA_VIDEO", "READ_MEDIA_VISUAL_USER_SELECTED")
_LOCATION: Final = ("ACCESS_FINE_LOCATION", "ACCESS_COARSE_LOCATION")
_CELLS: Final = tuple(
    Cell(
        f"{release.version}-prompts",
        f"android-{release.version}",
        "virtual",
        "android",
        release.version,
        release.api_level,
        "emulator",
        required=True,
    )
    for release in releases()["android"]
    if release.api_level >= 26
)
_TWO: Final = ("allow", "deny")
_FOUR: Final = ("allow", "allow_while_using", "allow_once", "deny")


def _since(api_level: int) -> pytest.MarkDecorator:
    """Only on phones from this release on."""
    return _on([cell for cell in _CELLS if cell.api_level >= api_level])


def _before(api_level: int) -> pytest.MarkDecorator:
    """Only on phones before this release."""
    return _on([cell for cell in _CELLS if cell.api_level < api_level])


def _on(cells: list[Cell]) -> pytest.MarkDecorator:
    ids = [cell.version for cell in cells]
    return pytest.mark.parametrize("installed", cells, indirect=True, ids=ids)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoints]:
    """A phone of each release that the app supports."""
    with running(_CELLS, tmp_path_factory.mktemp("logs")) as endpoints:
        yield endpoints


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An app that asks for what it is started with."""
    return make_asking_apps(tmp_path_factory.mktemp("apps"))[_ASKER]


class Asking:
    """A phone with an app that asks."""

    def __init__(self, device: AndroidDevice) -> None:
        self.device = device
        self.level = device.facts.api_level
        self.prompt = PermissionPrompt(device.session)

    def ask(self, *names: str) -> PermissionPrompt:
        """Have the app ask."""
        full = ",".join(f"android.permission.{name}" for name in names)
        extra = f"--esa android.content.pm.extra.REQUEST_PERMISSIONS_NAMES {full}"
        self.device.adb.shell(f"am start -W -f 0x10008000 -n {_ASKER}/.MainActivity {extra}")
        return self.prompt

    def state(self, name: str) -> PermissionState:
        """How a permission stands."""
        return self.device.permissions.of(_ASKER)[f"android.permission.{name}"]


@pytest.fixture(scope="module", params=_CELLS, ids=[cell.version for cell in _CELLS])
def installed(
    request: pytest.FixtureRequest, lab: Endpoints, asker: Path
) -> Iterator[AndroidDevice]:
    """A phone with that app."""
    device = cast("AndroidDevice", device_of(request.param, lab, app_config.read()))
    try:
        device.apps.install(asker, _ASKER)
        yield device
    finally:
        device.close()


@pytest.fixture
def phone(installed: AndroidDevice) -> Asking:
    """The phone, and nothing asked yet."""
    installed.apps.clear(_ASKER)
    return Asking(installed)


def test_a_denial_can_be_made_final_and_nobody_is_asked_again(phone: Asking) -> None:
    """The first prompt offers no final denial; the second does, and there is no third."""
    # Source: AOSP GrantPermissionsActivity of each release, as for all that is offered here.
    offered = _FOUR if phone.level >= 30 else _TWO
    prompt = phone.ask("CAMERA")
    assert prompt.choices == offered
    assert "take pictures and record video?" in prompt.message
    release = phone.device.facts.version
    with pytest.raises(
        ChoiceMissing, match=f"deny_for_good on Android {release}: .* allow, .*deny"
    ):
        prompt.deny_for_good()
    prompt.deny()
    assert prompt.goes()
    assert (phone.state("CAMERA").granted, phone.state("CAMERA").asked) == (False, True)
    assert phone.ask("CAMERA").choices == (*offered, "deny_for_good")
    prompt.deny_for_good()
    assert phone.state("CAMERA").fixed
    assert not phone.ask("CAMERA").appears(0.3)


def test_one_prompt_follows_another(phone: Asking) -> None:
    """An answer is taken once, also where the next question has the same buttons."""
    prompt = phone.ask("READ_CONTACTS", "RECORD_AUDIO")
    first = prompt.message
    prompt.allow()
    granted = [name for name in ("READ_CONTACTS", "RECORD_AUDIO") if phone.state(name).granted]
    assert len(granted) == 1
    assert prompt.message != first
    prompt.deny()
    assert prompt.goes()
    states = [phone.state(name).granted for name in ("READ_CONTACTS", "RECORD_AUDIO")]
    assert sorted(states) == [False, True]


@_before(30)
def test_nothing_is_allowed_once_before_android_11(phone: Asking) -> None:
    """What there is instead is told."""
    with pytest.raises(ChoiceMissing, match=r"allow_once .* offers allow, deny$"):
        phone.ask("RECORD_AUDIO").allow_once()


@_since(30)
def test_what_is_allowed_once_is_granted_for_that_use(phone: Asking) -> None:
    """The system marks it."""
    phone.ask("RECORD_AUDIO").allow_once()
    state = phone.state("RECORD_AUDIO")
    assert (state.granted, state.asked, state.one_time) == (True, True, True)


@_since(29)
def test_the_location_is_allowed_while_the_app_is_used(phone: Asking) -> None:
    """The precise one, unless the other is chosen."""
    phone.ask(*_LOCATION).allow_while_using()
    assert [phone.state(name).granted for name in _LOCATION] == [True, True]


@_before(31)
def test_no_location_is_approximate_before_android_12(phone: Asking) -> None:
    """It is allowed in full or not at all."""
    prompt = phone.ask(*_LOCATION)
    with pytest.raises(ChoiceMissing, match="an approximate location"):
        prompt.allow_approximate()
    prompt.allow()
    assert phone.state(_LOCATION[0]).granted


@_since(31)
def test_the_location_can_be_approximate(phone: Asking) -> None:
    """Then the precise one is not granted."""
    phone.ask(*_LOCATION).allow_approximate()
    assert [phone.state(name).granted for name in _LOCATION] == [False, True]


@_since(34)
def test_photos_can_be_chosen(phone: Asking) -> None:
    """The app is given those alone, and may ask again."""
    phone.device.adb.shell("mkdir -p /sdcard/DCIM; touch /sdcard/DCIM/a.jpg /sdcard/DCIM/b.jpg")
    prompt = phone.ask(*_PICTURES)
    prompt.select_photos().select(2).done()
    assert not prompt.is_shown
    assert [phone.state(name).granted for name in _PICTURES] == [False, False, True]
    assert phone.ask(*_PICTURES).choices == ("allow", "select_photos")


@_since(34)
def test_photos_can_be_allowed_all(phone: Asking) -> None:
    """No picker comes then."""
    phone.ask(*_PICTURES).allow()
    assert phone.state(_PICTURES[0]).granted


def test_a_prompt_that_does_not_come_says_what_is_there_instead(
    phone: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Package, activity and what it says."""
    phone.device.adb.shell(f"am start -W -n {_ASKER}/.MainActivity")
    monkeypatch.setattr(PermissionPrompt, "wait_until_open", lambda page: page._one("screen", 0.1))
    with pytest.raises(ElementMissing, match=r"in front is app\.fleet\.asks/\.MainActivity.*Asker"):
        phone.prompt.allow()
