"""How a build's skin tells the app's views."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.virtual.android.uia2.classes import class_name
from devices.virtual.app import skins
from tests.devices.virtual.app.bench.bench import Bench

if TYPE_CHECKING:
    from devices.virtual.ui.node import Node
    from tests.devices.virtual.app.office import Office


def _told(bench: Bench) -> list[Node]:
    """What accessibility services hear of a screen, as a merged build tells it."""
    tree = skins.dressed(bench.content(), {skins.METADATA: "merged"})
    return [node for node in tree.walk() if not node.silent]


def test_merged_build_tells_no_id(office: Office) -> None:
    """A build with the metadata has no ids on its first screen, any other has."""
    merged = Bench(office.crm, {skins.METADATA: "merged"})
    assert not [node for node in merged.content().walk() if node.id]
    assert office.bench().content().id == "login"


def test_rows_and_cards_are_one_view(bench: Bench) -> None:
    """A card is one label with all its words, and nothing inside is told again."""
    labels = [node.label for node in _told(bench)]
    assert "Conversations\n1\nOpen\n1\nUnread\n0\nStarred" in labels
    assert "Unread" not in labels
    assert "Contacts\nTab 3 of 4" in labels


def test_texts_are_labels_of_plain_views(bench: Bench) -> None:
    """A text is a plain view with the words as its label; controls keep generic classes."""
    found = {node.label: class_name(node) for node in _told(bench)}
    assert found["Hello, Ana"] == "android.view.View"
    assert found["Menu"] == "android.widget.Button"
    bench.tap("tab_conversations")
    bench.tap("conversation_row")
    classes = {class_name(node) for node in _told(bench)}
    assert classes == {
        "android.view.View",
        "android.widget.Button",
        "android.widget.EditText",
        "android.widget.ScrollView",
    }


def test_check_box_inside_a_row_stays_a_control(bench: Bench) -> None:
    """A task's row is one view and its box another, which can be tapped."""
    for node_id in ("tab_contacts", "contact_row", "task_add"):
        bench.tap(node_id)
    bench.write("task_input", "Send plan")
    bench.tap("task_save")
    found = {class_name(node): node for node in _told(bench) if node.label.startswith("Send")}
    assert set(found) == {"android.widget.CheckBox", "android.view.View"}
    assert found["android.view.View"].label == "Send plan\nDue Today"
    assert found["android.widget.CheckBox"].on_tap is not None


def test_unknown_skin_is_refused() -> None:
    """A name that no skin has is named in the complaint, with those there are."""
    with pytest.raises(skins.UnknownSkinError, match=r"'plain': there are native, merged"):
        skins.check_skin("plain")
