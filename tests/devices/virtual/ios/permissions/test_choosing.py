"""Limited access: the user chooses the pictures and the people that an app may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.pool.asking import ASKING_IPA
from devices.virtual.ios.permissions.status import Status
from devices.virtual.ios.wda.elements.snapshot import snapshot
from devices.virtual.ui.node import Role
from tests.devices.virtual.ios.glass import find, seen, words
from tests.devices.virtual.ios.permissions.askers import asker

if TYPE_CHECKING:
    from pathlib import Path

    from devices.virtual.ui.node import Node
    from tests.devices.virtual.ios.permissions.askers import Asker

PROMPT = "com.apple.ContactsUI.LimitedAccessPromptView"
FIRST = "DCIM/100APPLE/IMG_0001.JPG"
SECOND = "DCIM/100APPLE/IMG_0002.JPG"


def _pictures(app: Asker) -> list[Node]:
    return [n for n in seen(app.phone) if n.role is Role.IMAGE and n.label.startswith("Photo, ")]


def _mark(app: Asker, *numbers: int) -> None:
    for number in numbers:
        app.phone.display.tap(*_pictures(app)[number].visible.center)


def test_limited_access_shows_chosen_pictures_alone(tmp_path: Path) -> None:
    """The app sees what was marked; it holds the chosen pictures, and not the library."""
    app = asker(tmp_path)
    app.ask("photos", "photos.selected")
    app.tap("Limit Access…")
    assert app.told == []
    _mark(app, 1)
    app.tap("Done")
    assert app.told == [{"photos": False, "photos.selected": True}]
    assert app.context.belongings.pictures() == [SECOND]


def test_full_access_shows_all_pictures(tmp_path: Path) -> None:
    """With full access the app sees the owner's three, and those that come by the cable."""
    app = asker(tmp_path)
    app.ask("photos", "photos.selected")
    app.tap("Allow Full Access")
    assert app.told == [{"photos": True, "photos.selected": False}]
    assert len(app.context.belongings.pictures()) == 3
    app.phone.media.create("DCIM/100APPLE/fleet-1.jpg")
    app.phone.media.create("DCIM/100APPLE/notes.txt")
    assert app.context.belongings.pictures()[-1] == "DCIM/100APPLE/fleet-1.jpg"


def test_refused_the_app_sees_no_picture(tmp_path: Path) -> None:
    """Refused, there are no pictures for the app."""
    app = asker(tmp_path)
    app.ask("photos", "photos.selected")
    app.tap("Don\u2019t Allow")
    assert app.told == [{"photos": False, "photos.selected": False}]
    assert app.context.belongings.pictures() == []


def test_the_picker_stands_in_the_apps_own_tree(tmp_path: Path) -> None:
    """Pictures are images in a scroll view of the app, and Done is a button of it."""
    app = asker(tmp_path, names="photos")
    app.tap("Limit Access…")
    _mark(app, 0)
    tree = list(snapshot(app.phone, ASKING_IPA).below())
    images = [each for each in tree if each.kind == "Image"]
    assert [each.selected for each in images] == [True, False, False]
    assert any(each.kind == "ScrollView" for each in tree)
    assert [each.label for each in tree if each.kind == "Button"] == ["Cancel", "Done"]


def test_cancelling_leaves_limited_access_to_nothing(tmp_path: Path) -> None:
    """Cancelled, the access is limited all the same, and to no picture."""
    app = asker(tmp_path)
    app.ask("photos")
    app.tap("Limit Access…")
    _mark(app, 0)
    app.tap("Cancel")
    assert app.phone.permissions.status(ASKING_IPA, "photos") is Status.LIMITED
    assert app.context.belongings.pictures() == []


def test_asking_again_lets_the_user_choose_anew(tmp_path: Path) -> None:
    """Asked for again, the picker has the earlier choice marked."""
    app = asker(tmp_path)
    app.ask("photos", "photos.selected")
    app.tap("Limit Access…")
    _mark(app, 1)
    app.tap("Done")
    app.ask("photos", "photos.selected")
    assert app.phone.alerts.current is None
    assert [node.selected for node in _pictures(app)] == [False, True, False]
    _mark(app, 0, 1)
    app.tap("Done")
    assert app.context.belongings.pictures() == [FIRST]
    assert len(app.told) == 2


def test_the_picker_is_away_while_another_app_is_in_front(tmp_path: Path) -> None:
    """It goes with its app to the background, and comes back with it."""
    app = asker(tmp_path, names="photos")
    app.tap("Limit Access…")
    app.phone.apps.to_home()
    assert not _pictures(app)
    app.launch()
    assert len(_pictures(app)) == 3


def test_the_picker_ends_with_its_app(tmp_path: Path) -> None:
    """An app that is ended takes its picker along."""
    app = asker(tmp_path, names="photos")
    app.tap("Limit Access…")
    app.phone.apps.terminate(ASKING_IPA)
    assert not _pictures(app)
    app.launch()
    assert not _pictures(app)


@pytest.mark.parametrize("profile", ["ios-18", "ios-26", "ios-27"])
def test_contacts_have_a_second_step_in_a_process_of_its_own_from_18(
    profile: str, tmp_path: Path
) -> None:
    """Continue leads to a prompt of another application; all are shared by one button."""
    app = asker(tmp_path, profile)
    app.ask("contacts")
    app.tap("Continue")
    assert app.told == []
    tree = snapshot(app.phone, PROMPT)
    labels = [each.label for each in tree.below() if each.kind == "Button"]
    assert labels == ["Select Contacts", "Share All 3 Contacts"]
    assert app.phone.display.active().package == PROMPT
    app.tap("Share All 3 Contacts")
    assert app.told == [{"contacts": True}]
    assert len(app.context.belongings.people()) == 3
    assert app.phone.display.active().package == ASKING_IPA


def test_chosen_people_are_all_that_the_app_sees(tmp_path: Path) -> None:
    """With chosen people the permission is held, for these alone."""
    app = asker(tmp_path, "ios-26")
    app.ask("contacts")
    app.tap("Continue", "Select Contacts", "Otis Grant", "Done")
    assert app.told == [{"contacts": True}]
    assert [each.name for each in app.context.belongings.people()] == ["Otis Grant"]


def test_the_people_picker_leads_back_to_the_question(tmp_path: Path) -> None:
    """Cancel in the picker shows the two answers again."""
    app = asker(tmp_path, "ios-26")
    app.ask("contacts")
    app.tap("Continue", "Select Contacts", "Cancel")
    assert "Share All 3 Contacts" in words(app.phone)


def test_an_app_that_ends_before_the_second_step_can_ask_again(tmp_path: Path) -> None:
    """Nothing was answered, so the next launch asks from the beginning."""
    app = asker(tmp_path, "ios-26")
    app.ask("contacts")
    app.tap("Continue")
    app.phone.apps.terminate(ASKING_IPA)
    app.launch()
    app.ask("contacts")
    assert find(app.phone, "Continue") is not None
