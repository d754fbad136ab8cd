"""What the reference app's screens show, and where their controls lead."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from devices.virtual.os.clock import Clock
from devices.virtual.ui.icons import ICONS
from devices.virtual.ui.node import Node, Role

if TYPE_CHECKING:
    from tests.devices.virtual.app.bench.bench import Bench
    from tests.devices.virtual.app.office import Office

_CONTROLS = {Role.BUTTON, Role.IMAGE_BUTTON, Role.INPUT}


def _add_deal(office: Office, contact: dict[str, Any], name: str, value: int, status: str) -> None:
    path = f"/opportunities/pipelines?locationId={office.location_id}"
    pipeline = office.call("GET", path, "2021-07-28")["pipelines"][0]
    body = {
        "pipelineId": pipeline["id"],
        "locationId": office.location_id,
        "contactId": contact["id"],
        "name": name,
        "status": status,
        "monetaryValue": value,
    }
    office.call("POST", "/opportunities/", "2021-07-28", body)


def _book(office: Office, contact: dict[str, Any], title: str, days: int) -> None:
    path = f"/calendars/?locationId={office.location_id}"
    calendar = office.call("GET", path, "2021-04-15")["calendars"][0]
    noon = Clock().now().replace(hour=12, minute=0) + timedelta(days=days)
    body = {
        "calendarId": calendar["id"],
        "locationId": office.location_id,
        "contactId": contact["id"],
        "title": title,
        "startTime": noon.isoformat(),
    }
    office.call("POST", "/calendars/events/appointments", "2021-04-15", body)


def test_dashboard_counts_what_the_account_has(bench: Bench, office: Office) -> None:
    """Conversations, appointments and pipeline are those of the CRM at the last look."""
    person = office.contact("Jonas Weber")
    second = office.conversation(person)
    body = {"locationId": office.location_id, "starred": True}
    office.call("PUT", f"/conversations/{second['id']}", "2021-04-15", body)
    for name, value, status in (("A", 1000, "open"), ("B", 250, "open"), ("C", 9000, "won")):
        _add_deal(office, person, name, value, status)
    for title, days in (("now", 0), ("soon", 6), ("late", 7), ("past", -1)):
        _book(office, person, title, days)
    bench.resume()
    shown = {
        "conversations_open": "2",
        "conversations_unread": "1",
        "conversations_starred": "1",
        "appointments_today": "1",
        "appointments_week": "2",
        "pipeline_open": "2",
        "pipeline_value": "$1,250",
    }
    assert {name: bench.texts(name) for name in shown} == {k: [v] for k, v in shown.items()}


def test_recent_activity_is_newest_first(
    bench: Bench, office: Office, conversation: dict[str, Any]
) -> None:
    """What happened last stands on top, and no more than five things are shown."""
    for number in range(5):
        office.receive(conversation, f"message {number}")
        office.contact(f"Person {number}")
    office.receive(conversation, "the last")
    bench.resume()
    assert bench.texts("activity_text")[0] == "the last"
    assert bench.texts("activity_title")[0] == "Maya Chen"
    assert len(bench.find("activity")) == 5


def test_inbox_shows_contact_preview_and_unread(bench: Bench) -> None:
    """A row is labelled with the contact's name and counts what is unread until it is opened."""
    bench.tap("tab_conversations")
    assert [node.label for node in bench.find("conversation_row")] == ["Maya Chen"]
    assert bench.texts("conversation_preview") == ["Is the slot free?"]
    assert bench.texts("conversation_unread") == ["1"]
    bench.tap("conversation_row")
    assert bench.texts("app_bar_title") == ["Maya Chen"]
    bench.tap("back")
    assert bench.content().id == "conversations"
    assert not bench.find("conversation_unread")


def test_message_can_be_sent_only_once_written(
    bench: Bench, office: Office, conversation: dict[str, Any]
) -> None:
    """Send is disabled while the input is empty; a sent message is the user's own in the CRM."""
    bench.tap("tab_conversations")
    bench.tap("conversation_row")
    assert not bench.find("message_send")[0].enabled
    bench.write("message_input", "  ")
    assert not bench.find("message_send")[0].enabled
    bench.write("message_input", "Yes, it is.")
    bench.tap("message_send")
    assert office.bodies(conversation) == ["Is the slot free?", "Yes, it is."]
    assert bench.texts("message_status") == ["Sent"]
    sent = office.crm.records.conversations[conversation["id"]].messages[-1]
    assert (sent.source, sent.direction) == ("app", "outbound")
    assert office.crm.records.users[sent.user_id].email == "ana@example.test"


@pytest.mark.parametrize(
    ("entry", "screen"),
    [
        ("menu_home", "dashboard"),
        ("menu_conversations", "conversations"),
        ("menu_contacts", "contacts"),
        ("menu_calendars", "calendars"),
        ("menu_opportunities", "opportunities"),
        ("menu_settings", "settings"),
    ],
)
def test_side_menu_leads_to_every_screen(bench: Bench, entry: str, screen: str) -> None:
    """An entry opens its screen and closes the menu; Back then leads to the dashboard."""
    bench.tap("tab_calendars")
    bench.tap("menu")
    assert bench.texts("menu_account") == ["Harbour Studio"]
    bench.tap(entry)
    assert bench.content().id == screen
    assert not bench.find("side_menu")
    if screen != "dashboard":
        bench.back()
        assert bench.content().id == "dashboard"


def test_side_menu_closes_by_back_and_by_a_tap_beside_it(bench: Bench) -> None:
    """Both close the menu and stay on the screen."""
    bench.tap("menu")
    bench.back()
    assert not bench.find("side_menu")
    bench.tap("menu")
    bench.tap("side_menu_close")
    assert not bench.find("side_menu")
    assert bench.content().id == "dashboard"


def test_tabs_mark_the_open_one(bench: Bench) -> None:
    """Exactly the tab of the open screen is selected; on the dashboard none is."""
    bench.tap("tab_contacts")
    tabs = [node for node in bench.content().walk() if node.id.startswith("tab_")]
    assert [node.id for node in tabs if node.selected] == ["tab_contacts"]
    bench.back()
    assert not any(node.selected for node in bench.content().walk())


def test_lists_without_rows_say_so(bench: Bench) -> None:
    """An empty list names what is missing."""
    bench.tap("tab_calendars")
    assert bench.texts("appointments_empty") == ["No upcoming appointments"]
    bench.tap("tab_opportunities")
    assert bench.texts("opportunities_empty") == ["No opportunities yet"]


def test_calendar_and_pipeline_list_what_the_crm_has(bench: Bench, office: Office) -> None:
    """Appointments are shown soonest first with their contact, deals with value and status."""
    person = office.contact("Jonas Weber")
    _book(office, person, "second", 2)
    _book(office, person, "first", 1)
    _add_deal(office, person, "Refit", 500, "won")
    bench.tap("tab_calendars")
    assert bench.texts("appointment_title") == ["first", "second"]
    assert bench.texts("appointment_contact") == ["Jonas Weber"] * 2
    bench.tap("tab_opportunities")
    assert bench.texts("opportunity_value") == ["$500"]
    assert bench.texts("opportunity_status") == ["Won"]


def test_contact_profile(bench: Bench) -> None:
    """A contact's row opens the profile; what the contact does not have is left out."""
    bench.tap("tab_contacts")
    assert bench.texts("contact_name") == ["Maya Chen"]
    bench.tap("contact_row")
    assert bench.texts("contact_full_name") == ["Maya Chen"]
    assert bench.texts("contact_phone")[0].startswith("+1555")
    assert not bench.find("contact_email")


def test_settings_show_the_user_and_the_build(bench: Bench) -> None:
    """My Profile shows who is signed in, About the version and build that are installed."""
    bench.tap("menu")
    bench.tap("menu_settings")
    bench.tap("settings_about")
    assert bench.texts("about_version") == ["Version 3.95.0"]
    assert bench.texts("about_build") == ["Build 39500"]
    bench.tap("back")
    bench.tap("settings_profile")
    assert bench.texts("profile_name") == ["Ana Diaz"]
    assert bench.texts("profile_email") == ["ana@example.test"]


def test_settings_end_with_log_out(bench: Bench) -> None:
    """Log Out is the last control of the settings."""
    bench.tap("menu")
    bench.tap("menu_settings")
    controls = [node for node in bench.content().walk() if node.role is Role.BUTTON]
    assert controls[-1].id == "settings_log_out"


def test_a_refused_load_keeps_what_was_loaded(bench: Bench, office: Office) -> None:
    """When the server refuses, the cached screen stays and the log says why."""
    bench.tap("tab_conversations")
    office.crm.records.locations.pop(office.location_id)
    bench.resume()
    assert bench.texts("conversation_name") == ["Maya Chen"]
    assert ("W", "LeadConnector", "the server answered 400") in bench.context.lines


def _screens(bench: Bench) -> list[Node]:
    ways = (
        (),
        ("menu",),
        ("menu_settings",),
        ("settings_profile",),
        ("back", "settings_about"),
        ("back", "back", "tab_conversations"),
        ("conversation_row",),
        ("back", "tab_contacts"),
        ("contact_row",),
        ("back", "tab_calendars"),
        ("tab_opportunities",),
    )
    found = []
    for way in ways:
        for node_id in way:
            bench.tap(node_id)
        found.append(bench.content())
    return found


def test_every_control_can_be_found_and_heard(bench: Bench) -> None:
    """Whatever can be tapped or written into has an id, and but for the menu's panel a label."""
    for screen in _screens(bench):
        for node in screen.walk():
            if node.on_tap or node.on_text or node.role in _CONTROLS:
                assert node.id, node
                assert node.label or node.id == "side_menu", node


def test_every_icon_exists(bench: Bench) -> None:
    """The renderer knows each icon that a screen names."""
    icons = {node.style.icon for screen in _screens(bench) for node in screen.walk()}
    assert icons - {None} <= set(ICONS)
