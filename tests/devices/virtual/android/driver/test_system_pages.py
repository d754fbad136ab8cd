"""Page objects of the system's Settings and launcher, against the pages of each release."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

import pytest

from pages import ChoiceMissing
from pages.system import AppSettings, Launcher
from tests.devices.virtual.android.driver.cells import CELLS
from tests.devices.virtual.android.driver.driven import PACKAGE

if TYPE_CHECKING:
    from devices.pool.plan import Cell
    from tests.devices.virtual.android.driver.driven import Driven

# Settings do not depend on how a phone is attached.
_ID = attrgetter("id")
_PHONES = [cell for cell in CELLS if cell.attach == "emulator"]

pytestmark = pytest.mark.e2e


def _on(oldest: int, newest: int = 99) -> list[Cell]:
    """The phones of these releases."""
    return [cell for cell in _PHONES if oldest <= cell.api_level <= newest]


_ALL = pytest.mark.parametrize("driven", _PHONES, ids=_ID, indirect=True)
_APP = "LeadConnector"
_CAMERA = "android.permission.CAMERA"


@pytest.fixture
def settings(driven: Driven) -> AppSettings:
    """What Settings say of the reference app, as after its installation."""
    driven("clearApp", appId=PACKAGE)
    driven.allow_notifications()
    return AppSettings(driven.device.session, PACKAGE, _APP)


def _granted(driven: Driven, name: str) -> bool:
    return driven.device.permissions.of(PACKAGE)[name].granted


@_ALL
def test_every_way_leads_to_the_same_page_of_the_app(driven: Driven, settings: AppSettings) -> None:
    """By tapping through Settings, by the icon's menu and by intent; each leads to the switch."""
    launcher = Launcher(driven.device.session)
    for come in (
        settings.walk,
        lambda: launcher.go_home().long_press(_APP).app_info(),
        settings.open,
    ):
        page = come()
        assert page.app == _APP
        assert page.open_notifications().allowed
    settings.open_notifications().allow(on=False)
    assert not settings.walk().open_notifications().allowed
    settings.allow_notifications()
    assert settings.notifications_allowed


@_ALL
def test_a_group_is_listed_as_it_stands_and_can_be_changed(
    driven: Driven, settings: AppSettings
) -> None:
    """Allowed, it is among the allowed ones and the system says so; denied again, neither."""
    page = settings.open_permissions()
    given = page.permit("camera")
    assert _granted(driven, _CAMERA)
    assert page.choice("camera") == given
    groups = page.groups
    assert (groups["camera"], groups["microphone"]) == ("allowed", "denied")
    page.set("camera", "deny")
    assert not _granted(driven, _CAMERA)
    assert page.groups["camera"] == "denied"


@pytest.mark.parametrize("driven", _on(34), ids=_ID, indirect=True)
def test_photos_are_allowed_all_or_some(driven: Driven, settings: AppSettings) -> None:
    """The button that allows says so in other words where some can be allowed; it is that one."""
    page = settings.open_permissions()
    assert page.permit("photos") == "allow"
    assert _granted(driven, "android.permission.READ_MEDIA_IMAGES")
    page.set("photos", "allow_limited")
    assert page.choice("photos") == "allow_limited"
    assert not _granted(driven, "android.permission.READ_MEDIA_IMAGES")


@pytest.mark.parametrize("driven", _on(30), ids=_ID, indirect=True)
def test_asking_every_time_can_be_chosen(settings: AppSettings) -> None:
    """Android offers it from release 11 on."""
    page = settings.open_permissions()
    page.set("camera", "ask")
    assert page.groups["camera"] == "ask"


@pytest.mark.parametrize("driven", _on(26, 29), ids=_ID, indirect=True)
def test_what_a_release_does_not_offer_is_told_with_what_it_does(
    driven: Driven, settings: AppSettings
) -> None:
    """The error names the choice, the release, and the two choices that there are."""
    release = driven.device.facts.version
    with pytest.raises(ChoiceMissing, match="ask on") as missing:
        settings.open_permissions().set("camera", "ask")
    assert f"on Android {release}: " in str(missing.value)
    assert str(missing.value).endswith("allow, deny")
