"""Page objects of the system's Settings and launcher, against the pages of each release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pages import ChoiceMissing
from pages.system import AppSettings, Launcher
from tests.devices.virtual.android.driver.cells import CELLS
from tests.devices.virtual.android.driver.driven import PACKAGE

if TYPE_CHECKING:
    from tests.devices.virtual.android.driver.driven import Driven

# Settings do not depend on how a phone is attached.
_PHONES = [cell for cell in CELLS if cell.attach == "emulator"]

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.parametrize("driven", _PHONES, ids=lambda cell: cell.id, indirect=True),
]

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


def test_a_group_is_listed_as_it_stands_and_can_be_changed(
    driven: Driven, settings: AppSettings
) -> None:
    """Allowed, it is among the allowed ones and the system says so; denied again, neither."""
    given = settings.permit("camera")
    assert _granted(driven, _CAMERA)
    assert settings.permission("camera") == given
    groups = settings.permissions
    assert (groups["camera"], groups["microphone"]) == ("allowed", "denied")
    settings.set_permission("camera", "deny")
    assert not _granted(driven, _CAMERA)
    assert settings.permissions["camera"] == "denied"


def test_what_a_release_does_not_offer_is_told_with_what_it_does(
    driven: Driven, settings: AppSettings
) -> None:
    """Asking every time is offered from Android 11 on; before, the error lists what is."""
    if driven.api_level >= 30:
        settings.set_permission("camera", "ask")
        assert settings.permissions["camera"] == "ask"
    else:
        with pytest.raises(
            ChoiceMissing, match=r"Android \d.*ask.*offers? .*allow.*deny|ask.*deny"
        ):
            settings.set_permission("camera", "ask")


def test_the_precise_location_has_a_switch_where_the_release_has_it(
    driven: Driven, settings: AppSettings
) -> None:
    """From Android 12 on it is taken and given alone."""
    fine = "android.permission.ACCESS_FINE_LOCATION"
    if driven.api_level < 31:
        return
    settings.permit("location")
    settings.set_precise_location(on=False)
    assert not _granted(driven, fine)
    settings.set_precise_location(on=True)
    assert _granted(driven, fine)
