"""An app asks; its user answers; the app is told, and holds it or not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from devices.pool.asking import ASKING_IPA
from devices.virtual.builds.ipa import ALL_PURPOSES, make_ipa
from devices.virtual.ios.ipa import read_ipa
from devices.virtual.ios.permissions.status import Status
from devices.virtual.os.belongings import PEOPLE, NotPermittedError
from tests.devices.virtual.ios.glass import words
from tests.devices.virtual.ios.permissions.askers import asker

if TYPE_CHECKING:
    from pathlib import Path

    from devices.virtual.ios.phone import IPhone

REFUSE = "Don\u2019t Allow"


def test_an_app_that_is_allowed_is_told_so_and_holds_it(tmp_path: Path) -> None:
    """Allowed, the app is told so and holds the permission."""
    app = asker(tmp_path)
    app.ask("camera")
    assert app.told == []
    app.tap("Allow")
    assert app.told == [{"camera": True}]
    assert app.context.permissions.granted("camera")


def test_a_refusal_is_final(tmp_path: Path) -> None:
    """Refused once, the app is answered at once from then on, and nobody is asked."""
    app = asker(tmp_path)
    app.ask("camera")
    app.tap(REFUSE)
    app.ask("camera")
    assert app.told == [{"camera": False}] * 2
    assert app.phone.alerts.current is None
    assert not app.context.permissions.should_explain("camera")


def test_several_are_asked_for_one_after_the_other(tmp_path: Path) -> None:
    """The second question comes when the first is answered; the app is told of both at once."""
    app = asker(tmp_path)
    app.ask("camera", "microphone")
    app.tap("Allow")
    assert app.told == []
    app.tap(REFUSE)
    assert app.told == [{"camera": True, "microphone": False}]


def test_asking_twice_about_the_same_puts_one_question(tmp_path: Path) -> None:
    """While a question is up, asking again adds no other; both are answered by it."""
    app = asker(tmp_path)
    app.ask("camera")
    app.ask("camera")
    app.tap("Allow")
    assert app.told == [{"camera": True}] * 2
    assert app.phone.alerts.current is None


def test_an_app_that_has_gone_is_told_nothing(tmp_path: Path) -> None:
    """The question stays when the app ends; the answer is kept, and nobody is told."""
    app = asker(tmp_path)
    app.ask("camera")
    app.phone.apps.terminate(ASKING_IPA)
    app.tap("Allow")
    assert app.told == []
    assert app.phone.permissions.status(ASKING_IPA, "camera") is Status.AUTHORIZED


def test_a_build_that_does_not_say_what_for_is_ended(tmp_path: Path) -> None:
    """Without the purpose in Info.plist the app is ended, and the log says which is missing."""
    app = asker(tmp_path)
    purposes = {k: v for k, v in ALL_PURPOSES.items() if k != "NSCameraUsageDescription"}
    _install(app.phone, tmp_path, purposes)
    app.launch("camera")
    assert app.phone.apps.get(ASKING_IPA) is None
    assert app.phone.alerts.current is None
    installed = app.phone.installed.get(ASKING_IPA)
    assert installed is not None
    assert "NSCameraUsageDescription" in installed.last_exit


def test_a_build_without_a_purpose_for_the_location_is_not_ended(tmp_path: Path) -> None:
    """For the location the question is passed over, and the app holds nothing."""
    app = asker(tmp_path)
    _install(app.phone, tmp_path, {})
    app.launch()
    app.ask("location")
    assert app.told == [{"location": False}]
    assert app.phone.alerts.current is None


def test_precise_can_be_switched_off_in_the_question(tmp_path: Path) -> None:
    """Precise: Off leaves the question up; the app is told a rough place then."""
    app = asker(tmp_path)
    app.phone.place = (52.520008, 13.404954)
    app.ask("location")
    app.tap("Precise: On", "Precise: Off", "Precise: On", "Allow While Using App")
    assert app.context.belongings.place() == (52.52, 13.4)


def test_an_exact_place_is_told_when_precise_is_left_on(tmp_path: Path) -> None:
    """Without a change the app is told the place as it was simulated."""
    app = asker(tmp_path)
    app.phone.place = (52.520008, 13.404954)
    assert app.context.belongings.place() is None
    app.ask("location")
    app.tap("Allow While Using App")
    assert app.context.belongings.place() == (52.520008, 13.404954)


def test_allow_once_ends_with_the_process(tmp_path: Path) -> None:
    """Allowed once, the app is asked for again after it was ended."""
    app = asker(tmp_path)
    app.ask("location")
    app.tap("Allow Once")
    assert app.told == [{"location": True}]
    app.phone.apps.terminate(ASKING_IPA)
    app.launch()
    assert not app.context.permissions.granted("location")
    app.ask("location")
    assert app.phone.alerts.current is not None


def test_allow_once_ends_when_the_app_was_left_for_long(tmp_path: Path) -> None:
    """A short while away changes nothing, a long one ends it, though the process goes on."""
    app = asker(tmp_path)
    app.ask("location")
    app.tap("Allow Once")
    pid = app.phone.apps.get(ASKING_IPA)
    app.phone.apps.to_home()
    app.phone.clock.advance(timedelta(seconds=5))
    app.launch()
    app.phone.clock.advance(timedelta(days=1))
    assert app.context.permissions.granted("location")
    app.phone.apps.to_home()
    app.phone.clock.advance(timedelta(minutes=10))
    assert app.phone.apps.get(ASKING_IPA) is pid
    assert not app.context.permissions.granted("location")


def test_while_using_lasts(tmp_path: Path) -> None:
    """Allowed while using, nothing ends it."""
    app = asker(tmp_path)
    app.ask("location")
    app.tap("Allow While Using App")
    app.phone.apps.terminate(ASKING_IPA)
    app.phone.clock.advance(timedelta(days=1))
    app.launch()
    assert app.context.permissions.granted("location")


def test_always_is_a_second_question(tmp_path: Path) -> None:
    """Always comes after while using, by a question of its own."""
    app = asker(tmp_path)
    app.ask("location")
    app.tap("Allow While Using App")
    app.ask("location.always")
    assert "Change to Always Allow" in words(app.phone)
    app.tap("Change to Always Allow")
    assert app.told[-1] == {"location.always": True}


def test_location_services_that_are_off_are_said_so(tmp_path: Path) -> None:
    """With Location Services off the alert leads to Settings, and nothing is granted."""
    app = asker(tmp_path)
    app.phone.permissions.location_services = False
    app.ask("location")
    alert = app.phone.alerts.current
    assert alert is not None
    assert alert.title == "Turn On Location Services to Allow “Asker” to Determine Your Location"
    app.tap("Settings")
    assert app.told == [{"location": False}]
    assert app.phone.apps.front == "com.apple.Preferences"
    assert "Location Services" in words(app.phone)


def test_notifications_are_kept_by_the_notifications_themselves(tmp_path: Path) -> None:
    """The answer is what the notifications' own settings say."""
    app = asker(tmp_path)
    app.ask("notifications")
    app.tap("Allow")
    assert app.context.notifications.enabled
    assert app.context.permissions.granted("notifications")


def test_a_removed_app_is_forgotten(tmp_path: Path) -> None:
    """An app that comes back after it was removed is asked for anew."""
    app = asker(tmp_path)
    app.ask("camera")
    app.tap(REFUSE)
    app.phone.installed.remove(ASKING_IPA)
    _install(app.phone, tmp_path, ALL_PURPOSES)
    assert app.phone.permissions.status(ASKING_IPA, "camera") is Status.NOT_DETERMINED


@pytest.mark.parametrize(("resource", "service"), [(6, "camera"), (-0x40000002, "location")])
def test_a_reset_makes_the_app_ask_again(resource: int, service: str, tmp_path: Path) -> None:
    """By XCTest's number an answer is forgotten."""
    app = asker(tmp_path)
    app.ask(service)
    app.tap(REFUSE)
    app.phone.permissions.reset(ASKING_IPA, resource)
    app.launch()
    app.ask(service)
    assert app.phone.alerts.current is not None


@pytest.mark.parametrize("resource", [5, 99])
def test_a_reset_of_what_was_never_asked_for_changes_nothing(resource: int, tmp_path: Path) -> None:
    """Neither another service nor a number that is none ends the app."""
    app = asker(tmp_path)
    app.ask("camera")
    app.tap("Allow")
    app.phone.permissions.reset(ASKING_IPA, resource)
    assert app.phone.apps.get(ASKING_IPA) is not None
    assert app.context.permissions.granted("camera")


@pytest.mark.parametrize(
    ("status", "reason"), [(Status.DENIED, "revoked"), (Status.AUTHORIZED, "")]
)
def test_a_change_in_settings_ends_the_running_app(
    status: Status, reason: str, tmp_path: Path
) -> None:
    """Taking a permission away ends the app, and is why it ended; no change ends nothing."""
    app = asker(tmp_path)
    app.ask("camera")
    app.tap("Allow")
    app.phone.permissions.change(ASKING_IPA, "camera", status)
    assert (app.phone.apps.get(ASKING_IPA) is None) is bool(reason)
    app.launch()
    assert app.context.last_exit == ("permissions revoked" if reason else "")


def test_a_change_of_the_location_ends_nothing(tmp_path: Path) -> None:
    """The location is taken away from an app that runs on."""
    app = asker(tmp_path)
    app.ask("location")
    app.tap("Allow While Using App")
    app.phone.permissions.change(ASKING_IPA, "location", Status.DENIED)
    assert not app.context.permissions.granted("location")


def test_people_are_all_or_none_before_18(tmp_path: Path) -> None:
    """Allowed, the app has the whole address book; before, asking for it is an error."""
    app = asker(tmp_path)
    with pytest.raises(NotPermittedError):
        app.context.belongings.people()
    app.ask("contacts")
    app.tap("Allow")
    assert app.context.belongings.people() == PEOPLE


def _install(phone: IPhone, folder: Path, purposes: dict[str, str]) -> None:
    path = make_ipa(folder / "other.ipa", bundle_id=ASKING_IPA, reference=False, purposes=purposes)
    with path.open("rb") as file:
        phone.installed.install(read_ipa(file))
