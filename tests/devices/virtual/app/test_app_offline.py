"""What the reference app does without a connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.devices.virtual.app.bench.bench import Bench
    from tests.devices.virtual.app.office import Office


WAYS = {
    "dashboard": (),
    "conversations": ("tab_conversations",),
    "thread": ("tab_conversations", "conversation_row"),
    "contacts": ("tab_contacts",),
    "contact": ("tab_contacts", "contact_row"),
    "calendars": ("tab_calendars",),
    "opportunities": ("tab_opportunities",),
    "settings": ("menu", "menu_settings"),
    "profile": ("menu", "menu_settings", "settings_profile"),
    "about": ("menu", "menu_settings", "settings_about"),
}


def _go(bench: Bench, screen: str) -> None:
    for node_id in WAYS[screen]:
        bench.tap(node_id)
    assert bench.content().id == screen


@pytest.mark.parametrize("screen", WAYS)
def test_banner_is_on_every_screen(bench: Bench, screen: str) -> None:
    """The banner is the topmost node of every screen while offline, and goes with the loss."""
    _go(bench, screen)
    assert not bench.find("offline_banner")
    bench.network.set(connected=False)
    assert bench.content().children[0].id == "offline_banner"
    assert bench.texts("offline_banner") == ["No connection"]
    bench.network.set(connected=True)
    assert not bench.find("offline_banner")


def test_banner_is_on_the_form_and_over_the_menu(bench: Bench, office: Office) -> None:
    """The sign-in form and the open side menu have the banner too."""
    bench.tap("menu")
    bench.network.set(connected=False)
    assert bench.find("side_menu")
    assert bench.find("offline_banner")
    fresh = office.bench()
    fresh.network.set(connected=False)
    assert fresh.find("offline_banner")


def test_a_change_of_network_asks_for_a_new_picture(bench: Bench) -> None:
    """The window is told to build its content anew at each change."""
    before = bench.context.invalidated
    bench.network.set(connected=False)
    assert bench.context.invalidated > before


def test_killed_app_no_longer_listens(bench: Bench) -> None:
    """A relaunch leaves one subscription to the network, not two."""
    bench.relaunch()
    before = bench.context.invalidated
    bench.network.set(connected=False)
    assert bench.context.invalidated == before + 1


@pytest.mark.parametrize(
    ("defect", "while_offline", "afterwards"),
    [("offline-banner-hidden", 0, 0), ("offline-banner-sticks", 1, 1)],
)
def test_banner_defects(office: Office, defect: str, while_offline: int, afterwards: int) -> None:
    """A build with a seeded defect hides the banner, or keeps it; before a loss there is none."""
    bench = office.bench(defect)
    assert len(bench.find("offline_banner")) == 0
    bench.network.set(connected=False)
    assert len(bench.find("offline_banner")) == while_offline
    bench.network.set(connected=True)
    assert len(bench.find("offline_banner")) == afterwards


def test_loaded_thread_stays_readable(bench: Bench) -> None:
    """Messages that were loaded are there offline, even after the process has ended."""
    _go(bench, "thread")
    bench.network.set(connected=False)
    bench.relaunch()
    _go(bench, "thread")
    assert bench.texts("message") == ["Is the slot free?"]


def test_never_loaded_thread_says_that_it_needs_a_connection(bench: Bench) -> None:
    """What was never loaded names its reason instead of looking empty, and loads by itself."""
    bench.network.set(connected=False)
    _go(bench, "thread")
    assert bench.texts("notice") == ["Connect to the internet to load this."]
    assert not bench.find("message_list")
    bench.network.set(connected=True)
    assert bench.texts("message") == ["Is the slot free?"]


def test_messages_queue_in_order_and_are_sent_once(
    bench: Bench, office: Office, conversation: dict[str, Any]
) -> None:
    """Written offline, messages are pending; back online they arrive once, in order."""
    _go(bench, "thread")
    bench.network.set(connected=False)
    for text in ("one", "two", "three"):
        bench.write("message_input", text)
        bench.tap("message_send")
    assert bench.texts("message_status") == ["Pending"] * 3
    assert bench.texts("message_input") == [""]
    for connected in (True, False, True):
        bench.network.set(connected=connected)
    assert office.bodies(conversation) == ["Is the slot free?", "one", "two", "three"]
    assert bench.texts("message_status") == ["Sent"] * 3
    assert bench.texts("message") == ["Is the slot free?", "one", "two", "three"]


def test_queue_survives_the_process(
    bench: Bench, office: Office, conversation: dict[str, Any]
) -> None:
    """A message written offline is sent by a later process, wherever the user is then."""
    _go(bench, "thread")
    bench.network.set(connected=False)
    bench.write("message_input", "later")
    bench.tap("message_send")
    bench.relaunch()
    assert bench.content().id == "dashboard"
    bench.network.set(connected=True)
    assert office.bodies(conversation)[-1] == "later"


def test_refused_message_is_marked_and_does_not_hold_up_the_next(
    bench: Bench, office: Office, conversation: dict[str, Any]
) -> None:
    """A message that the CRM refuses reads Not sent; those behind it are sent."""
    _go(bench, "thread")
    bench.network.set(connected=False)
    for text in ("bad", "good"):
        bench.write("message_input", text)
        bench.tap("message_send")
    bench.storage["outbox"][0]["body"] = ""
    bench.network.set(connected=True)
    assert office.bodies(conversation)[-1] == "good"
    assert bench.texts("message") == ["Is the slot free?", "good", ""]
    assert bench.texts("message_status") == ["Sent", "Not sent"]
