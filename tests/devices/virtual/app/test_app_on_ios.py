"""The same app on an iPhone: what it asks for, what it takes for an answer, what it is told as."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.virtual.app import skins
from tests.devices.virtual.app.bench.bench import Bench
from tests.devices.virtual.app.office import EMAIL, PASSWORD
from tests.devices.virtual.app.permission_looks import CONTACT, PHOTO, THREAD, UPLOAD, VOICE

if TYPE_CHECKING:
    from devices.virtual.ui.node import Node
    from tests.devices.virtual.app.office import Office

pytestmark = pytest.mark.usefixtures("conversation")


def _signed_in(office: Office, *ways: str) -> Bench:
    """The app on its dashboard or further on, allowed to notify."""
    bench = Bench(office.crm, platform="ios")
    bench.permissions.allow()
    bench.permissions.asked.clear()
    bench.sign_in(EMAIL, PASSWORD)
    for node_id in ways:
        bench.tap(node_id)
    return bench


def _kinds(tree: Node) -> dict[str, str]:
    """What iOS calls each view that it is told of, by its label."""
    return {node.label: node.kind for node in tree.walk() if node.label and not node.silent}


def test_first_launch_asks_to_notify_once(office: Office) -> None:
    """Every release asks; a later launch does not."""
    bench = Bench(office.crm, platform="ios")
    assert bench.permissions.question == ("notifications",)
    bench.permissions.deny()
    bench.relaunch()
    assert len(bench.permissions.asked) == 1


@pytest.mark.parametrize(
    ("way", "asked"),
    [
        (("tab_contacts", "contact_scan"), ("camera",)),
        ((*CONTACT, "contact_call"), ("microphone",)),
        (VOICE, ("microphone",)),
        (("tab_contacts", "contact_add", "contact_from_address_book"), ("contacts",)),
        (UPLOAD, ("photos", "photos.selected")),
    ],
)
def test_features_ask_by_the_names_of_ios(
    office: Office, way: tuple[str, ...], asked: tuple[str, ...]
) -> None:
    """A feature asks for one thing, in the words that iPhones know."""
    assert _signed_in(office, *way).permissions.asked == [asked]


def test_one_refusal_is_final(office: Office) -> None:
    """The first says why; at the next use nobody is asked, and the way to the settings is there."""
    bench = _signed_in(office, *PHOTO)
    bench.permissions.deny()
    assert bench.texts("snackbar") == ["Taking a photo needs the camera."]
    bench.tap("attach_camera")
    assert len(bench.permissions.asked) == 1
    bench.tap("permission_settings")
    assert bench.context.settings_opened == 1


def test_final_refusal_is_known_after_a_relaunch(office: Office) -> None:
    """The system's answer counts, not what the app remembers."""
    bench = _signed_in(office, *PHOTO)
    bench.permissions.deny()
    bench.relaunch()
    for node_id in PHOTO:
        bench.tap(node_id)
    assert bench.find("permission_settings")


def test_selected_photos_are_all_there_is(office: Office) -> None:
    """With chosen photos alone the grid holds these, and the choice can be changed."""
    bench = _signed_in(office, *UPLOAD)
    bench.permissions.allow("photos.selected")
    assert [node.label for node in bench.find("photo_item")] == ["IMG_0001.jpg"]
    assert bench.texts("photos_access") == ["You gave access to some photos."]
    bench.tap("photos_change_access")
    assert bench.permissions.question == ("photos", "photos.selected")


def test_bars_and_rows_are_those_of_ios(office: Office) -> None:
    """A navigation bar above, a tab bar below, cells in a table."""
    bench = _signed_in(office, THREAD[0])
    kinds = {node.id: node.kind for node in bench.content().walk() if node.id}
    assert kinds["app_bar"] == "NavigationBar"
    assert kinds["bottom_bar"] == "TabBar"
    assert kinds["conversation_row"] == "Cell"


def test_merged_build_tells_words_and_buttons(office: Office) -> None:
    """A card that opens something is a button, a row that does nothing a static text."""
    bench = _signed_in(office)
    tree = skins.dressed(bench.content(), {skins.METADATA: "merged"})
    kinds = _kinds(tree)
    assert kinds["Conversations\n1\nOpen\n1\nUnread\n0\nStarred"] == "Button"
    assert kinds["Contacts\nTab 3 of 4"] == "Button"
    rows = {kind for label, kind in kinds.items() if label.startswith("Maya Chen\n")}
    assert rows == {"StaticText"}


def test_merged_row_with_a_control_is_no_single_view(office: Office) -> None:
    """A task's row holds its check box, so that it is more than a text."""
    bench = _signed_in(office, "tab_contacts", "contact_row", "task_add")
    bench.write("task_input", "Send plan")
    bench.tap("task_save")
    tree = skins.dressed(bench.content(), {skins.METADATA: "merged"})
    assert _kinds(tree)["Send plan\nDue Today"] == "Other"
