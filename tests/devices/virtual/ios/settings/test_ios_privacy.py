"""Privacy & Security and the apps' pages: what apps may do, and changing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.pool.asking import ASKING_IPA
from devices.virtual.builds.ipa import PURPOSES, make_ipa
from devices.virtual.ios.ipa import read_ipa
from devices.virtual.ios.permissions.status import Status
from tests.devices.virtual.ios.glass import find, flip, switch, tap, words
from tests.devices.virtual.ios.iphones import SETTINGS
from tests.devices.virtual.ios.permissions.askers import asker

if TYPE_CHECKING:
    from pathlib import Path

    from tests.devices.virtual.ios.permissions.askers import Asker

ALL = ("ios-15", "ios-16", "ios-17", "ios-18", "ios-26", "ios-27")
NEWER = ("ios-18", "ios-26", "ios-27")


def _decided(folder: Path, profile: str, service: str, status: Status) -> Asker:
    app = asker(folder, profile)
    app.phone.permissions.answer(ASKING_IPA, service, status)
    return app


def _category(app: Asker, title: str) -> None:
    """Open a category of Privacy & Security."""
    app.phone.apps.launch(SETTINGS)
    root = app.phone.profile.rows["settings_root"]["titles"]
    tap(app.phone, root["privacy"])
    tap(app.phone, title)


@pytest.mark.parametrize("profile", ALL)
@pytest.mark.parametrize("title", ["Camera", "Microphone"])
def test_a_category_lists_the_app_with_its_state_and_changes_it(
    profile: str, title: str, tmp_path: Path
) -> None:
    """The category has a switch for the app: it says what holds, and changes that."""
    app = _decided(tmp_path, profile, title.lower(), Status.AUTHORIZED)
    _category(app, title)
    assert switch(app.phone, "Asker").checked
    flip(app.phone, "Asker")
    assert not switch(app.phone, "Asker").checked
    assert app.phone.permissions.status(ASKING_IPA, title.lower()) is Status.DENIED


def test_a_category_does_not_list_an_app_that_never_asked(tmp_path: Path) -> None:
    """An app is listed once it has asked."""
    app = asker(tmp_path)
    _category(app, "Camera")
    assert "Asker" not in words(app.phone)


def test_a_permission_taken_away_in_settings_ends_the_app(tmp_path: Path) -> None:
    """The app in the background is ended, and is told why at its next launch."""
    app = _decided(tmp_path, "ios-17", "camera", Status.AUTHORIZED)
    _category(app, "Camera")
    flip(app.phone, "Asker")
    assert app.phone.apps.get(ASKING_IPA) is None
    app.launch()
    assert app.context.last_exit == "permissions revoked"
    assert not app.context.permissions.granted("camera")


@pytest.mark.parametrize("profile", ALL)
def test_the_location_is_chosen_from_a_list(profile: str, tmp_path: Path) -> None:
    """Location Services tell what was chosen for the app, and a tap chooses anew."""
    app = _decided(tmp_path, profile, "location", Status.WHILE_USING)
    _category(app, "Location Services")
    assert "While Using" in words(app.phone)
    tap(app.phone, "Asker")
    tap(app.phone, "Never")
    assert app.phone.permissions.status(ASKING_IPA, "location") is Status.DENIED
    tap(app.phone, "BackButton")
    assert (
        find(app.phone, "BackButton").label
        == app.phone.profile.rows["settings_root"]["titles"]["privacy"]
    )
    assert "Never" in words(app.phone)


def test_ask_next_time_has_the_app_ask_again(tmp_path: Path) -> None:
    """The app stays in the list, and its next request puts the question."""
    app = _decided(tmp_path, "ios-17", "location", Status.DENIED)
    _category(app, "Location Services")
    tap(app.phone, "Asker")
    tap(app.phone, "Ask Next Time Or When I Share")
    app.launch()
    app.ask("location")
    assert app.phone.alerts.current is not None


def test_precise_location_is_switched_below_the_choices(tmp_path: Path) -> None:
    """Precise Location is there for an app that may know where the phone is."""
    app = _decided(tmp_path, "ios-17", "location", Status.WHILE_USING)
    _category(app, "Location Services")
    tap(app.phone, "Asker")
    flip(app.phone, "Precise Location")
    assert not app.phone.permissions.grant(ASKING_IPA).precise
    tap(app.phone, "Never")
    assert "Precise Location" not in words(app.phone)


def test_always_is_offered_where_the_build_asks_for_it(tmp_path: Path) -> None:
    """Always is a choice only where the build says what for."""
    app = _decided(tmp_path, "ios-17", "location", Status.WHILE_USING)
    _category(app, "Location Services")
    tap(app.phone, "Asker")
    assert "Always" in words(app.phone)
    path = make_ipa(
        tmp_path / "b.ipa", bundle_id=ASKING_IPA, label="Asker", reference=False, purposes=PURPOSES
    )
    with path.open("rb") as file:
        app.phone.installed.install(read_ipa(file))
    tap(app.phone, "Never")
    assert "Always" not in words(app.phone)


def test_location_services_are_switched_off_for_all(tmp_path: Path) -> None:
    """Off, no app is listed and none knows the place."""
    app = _decided(tmp_path, "ios-17", "location", Status.WHILE_USING)
    _category(app, "Location Services")
    flip(app.phone, "Location Services")
    assert not app.phone.permissions.location_services
    assert "Asker" not in words(app.phone)
    assert not app.context.permissions.granted("location")
    assert app.context.belongings.place() is None


@pytest.mark.parametrize(
    ("profile", "limited", "full"),
    [
        ("ios-16", "Selected Photos", "All Photos"),
        ("ios-17", "Limited Access", "Full Access"),
        ("ios-26", "Limited Access", "Full Access"),
    ],
)
def test_photos_are_all_chosen_or_none(
    profile: str, limited: str, full: str, tmp_path: Path
) -> None:
    """The three answers about photos, by the release's words; chosen ones can be changed."""
    app = _decided(tmp_path, profile, "photos", Status.AUTHORIZED)
    _category(app, "Photos")
    assert full in words(app.phone)
    tap(app.phone, "Asker")
    tap(app.phone, limited)
    assert app.phone.permissions.status(ASKING_IPA, "photos") is Status.LIMITED
    tap(app.phone, "Edit Selected Photos")
    tap(app.phone, "Done")
    tap(app.phone, "None")
    assert app.phone.permissions.status(ASKING_IPA, "photos") is Status.DENIED


@pytest.mark.parametrize("profile", NEWER)
def test_contacts_may_be_limited_from_18(profile: str, tmp_path: Path) -> None:
    """From 18 contacts are chosen from a list; before they have a switch."""
    app = _decided(tmp_path, profile, "contacts", Status.LIMITED)
    _category(app, "Contacts")
    assert "Limited Access" in words(app.phone)
    tap(app.phone, "Asker")
    tap(app.phone, "Full Access")
    assert app.phone.permissions.status(ASKING_IPA, "contacts") is Status.AUTHORIZED


@pytest.mark.parametrize("profile", ALL)
def test_an_app_opens_its_own_page(profile: str, tmp_path: Path) -> None:
    """The app's page lists what it has asked for, and changes it; the way back leads up."""
    app = _decided(tmp_path, profile, "microphone", Status.DENIED)
    app.context.open_settings()
    assert app.phone.apps.front == SETTINGS
    assert "Camera" not in words(app.phone)
    flip(app.phone, "Microphone")
    assert app.phone.permissions.status(ASKING_IPA, "microphone") is Status.AUTHORIZED
    above = "Apps" if profile in NEWER else "Settings"
    assert find(app.phone, "BackButton").label == above


@pytest.mark.parametrize("profile", ["ios-18", "ios-26"])
def test_the_apps_page_leads_to_its_notifications(profile: str, tmp_path: Path) -> None:
    """Once the app has asked, NOTIFICATIONS is a row of its page."""
    app = asker(tmp_path, profile)
    app.ask("notifications")
    app.tap("Allow")
    app.context.open_settings()
    tap(app.phone, "NOTIFICATIONS")
    assert switch(app.phone, "ALLOW_NOTIFICATIONS_ID").checked


def test_an_app_that_asked_for_nothing_has_an_empty_page(tmp_path: Path) -> None:
    """There is nothing to change for an app that never asked."""
    app = asker(tmp_path)
    app.context.open_settings()
    assert [w for w in words(app.phone) if w.isupper()] == []
