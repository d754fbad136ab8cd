"""Permission verbs of an iPhone go by the app's page in Settings, and bring back what was there."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from devices.errors import CommandFailed, EffectMissing
from devices.facts import DeviceFacts, PermissionState
from devices.ios.permissions import IosPermissions
from tests.devices.ios.settings_fake import APP, ASKS, NAME, Phone

if TYPE_CHECKING:
    from devices.appium.session import Session
    from devices.ios.apps import IosApps
    from devices.ios.springboard import Springboard

pytestmark = pytest.mark.usefixtures("impatience")

UNASKED = PermissionState(granted=False)
ALLOWED = PermissionState(granted=True, asked=True)
REFUSED = PermissionState(granted=False, asked=True, fixed=True)


def verbs(phone: Phone, release: int = 17) -> IosPermissions:
    """The verbs on it."""
    facts = DeviceFacts("cell", "virtual", "ios", "x", release, "cable", "UDID", transport="usb")
    return IosPermissions(
        facts,
        lambda: cast("Session", phone),
        cast("IosApps", phone),
        cast("Springboard", phone),
    )


@pytest.mark.parametrize("release", [17, 18])
def test_rows_of_the_apps_page_say_what_it_may_do(release: int) -> None:
    """What has no row nobody was asked about; what the build has no purpose for it never asks."""
    rows = {
        "Location": "While Using",
        "Contacts": "0",
        "Photos": "None",
        "Camera": "1",
        "Notifications": "Banners, Sounds",
    }
    phone = Phone(rows)
    assert verbs(phone, release).of(APP) == {
        "camera": ALLOWED,
        "contacts": REFUSED,
        "location": ALLOWED,
        "notifications": ALLOWED,
        "photos": REFUSED,
    }
    assert (phone.pages, phone.state_) == ([], "front"), "Settings are left, the app is back"
    assert verbs(Phone(), release).of(APP)["camera"] == UNASKED


def test_what_is_asked_each_time_is_no_answer() -> None:
    """The page says so in other words than those of a refusal."""
    phone = Phone({"Location": "Ask Next Time Or When I Share", "Notifications": "Off"})
    found = verbs(phone).of(APP)
    assert found["location"] == UNASKED
    assert found["notifications"] == REFUSED


@pytest.mark.parametrize("page", [NAME, "Photos"])
def test_another_page_is_not_read_for_the_one_that_was_wanted(page: str) -> None:
    """That a page lacks a row says something of that page alone."""
    phone = Phone({"Photos": "None"}, strays=page)
    with pytest.raises(EffectMissing, match="another page is open"):
        verbs(phone).grant(APP, "photos")
    assert phone.rows == {"Photos": "None"}


def test_a_row_that_says_nothing_allows_nothing() -> None:
    """Only notifications' may stand alone; adding photos is not seeing them."""
    phone = Phone({"Photos": "Add Photos Only", "Notifications": ""})
    found = verbs(phone).of(APP)
    assert (found["photos"], found["notifications"]) == (REFUSED, ALLOWED)
    with pytest.raises(EffectMissing, match="reading 'Location': its row says nothing"):
        verbs(Phone({"Location": ""})).of(APP)


def test_an_app_that_was_never_started_has_nothing() -> None:
    """Settings say so as well as of any other; of one that is not there nobody does."""
    phone = Phone(untouched=True, state_="stopped")
    assert set(verbs(phone).of(APP).values()) == {UNASKED}
    with pytest.raises(CommandFailed, match="it is not installed; install it first"):
        verbs(phone).of("com.not.there")


def test_a_first_question_is_answered() -> None:
    """An app that was just installed is started, and may notify; that it never asks is told."""
    phone = Phone(untouched=True, state_="stopped")
    verbs(phone).grant(APP, "notifications", "no.such.thing")
    assert (phone.question, phone.state_, phone.rows) == ("", "front", {"Notifications": ""})
    silent = Phone(untouched=True, asks_at_start=False)
    with pytest.raises(EffectMissing, match="it has not asked at its first start"):
        verbs(silent).grant(APP, "notifications")


def test_what_was_asked_is_given_and_taken_in_settings() -> None:
    """By switches, by choices and by a page of its own; what stands so already is let be."""
    rows = {"Camera": "0", "Location": "Never", "Photos": "None", "Notifications": "Off"}
    names = ("camera", "location", "photos", "notifications")
    phone = Phone(dict(rows), state_="stopped")
    verbs(phone).grant(APP, *names)
    assert phone.rows == {
        "Camera": "1",
        "Location": "While Using",
        "Photos": "Full Access",
        "Notifications": "",
    }
    taps = len(phone.taps)
    verbs(phone).grant(APP, *names)
    assert len(phone.taps) == taps
    verbs(phone).revoke(APP, *names)
    assert phone.rows == rows


def test_a_switch_is_tapped_at_its_right_end() -> None:
    """The element spans the row, and a tap on its middle does nothing."""
    phone = Phone({"Camera": "0"})
    verbs(phone).grant(APP, "camera")
    assert phone.taps == [(330 - 39, 40 + 22)]


def test_a_revocation_ends_the_app_and_leaves_it_so() -> None:
    """The system ends it; notifications and the place are told to one that runs on."""
    phone = Phone({"Camera": "1", "Notifications": ""})
    verbs(phone).revoke(APP, "notifications")
    assert phone.state_ == "front"
    verbs(phone).revoke(APP, "camera", "contacts")
    assert phone.state_ == "stopped"


def test_what_was_not_asked_cannot_be_given() -> None:
    """Nothing on iOS does that, and the error says what does."""
    with pytest.raises(CommandFailed, match="has not asked for it yet; have the app ask"):
        verbs(Phone({"Photos": "None"})).grant(APP, "camera")


def test_settings_that_do_not_obey_are_found_out() -> None:
    """A switch that stands as before, a choice that is not taken: INFRA."""
    for rows, name in (({"Camera": "0"}, "camera"), ({"Photos": "None"}, "photos")):
        with pytest.raises(EffectMissing, match=r"in Settings|Settings say otherwise"):
            verbs(Phone(rows, obeys=False)).grant(APP, name)


def test_nothing_is_tapped_below_a_question() -> None:
    """A tap on what a question covers would be taken for its answer."""
    phone = Phone({"Camera": "1"}, question=ASKS)
    with pytest.raises(CommandFailed, match="Would Like to Send You Notifications' is up"):
        verbs(phone).of(APP)
    assert phone.pages == []


def test_a_reset_has_nobody_asked() -> None:
    """The app is in front for each; what XCTest cannot reset is said, with what does it."""
    phone = Phone({"Camera": "0", "Contacts": "1", "Notifications": ""})
    verbs(phone).reset(APP, "camera", "contacts")
    assert phone.rows == {"Notifications": ""}
    with pytest.raises(CommandFailed, match=r"no resource for notifications; `apps\.clear`"):
        verbs(phone).reset(APP, "notifications")
    with pytest.raises(EffectMissing, match="Settings still have camera"):
        verbs(Phone({"Camera": "0"}, obeys=False)).reset(APP, "camera")
