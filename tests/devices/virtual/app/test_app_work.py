"""Working in the app: inbox tabs, contacts, calendar, two-factor authentication, settings."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.devices.virtual.app.office import EMAIL, PASSWORD

if TYPE_CHECKING:
    from tests.devices.virtual.app.bench.bench import Bench
    from tests.devices.virtual.app.office import Office


def _go(bench: Bench, *ways: str) -> None:
    for node_id in ways:
        bench.tap(node_id)


def test_inbox_tabs_and_search(bench: Bench, office: Office) -> None:
    """Each tab shows its conversations, and the search those whose name contains it."""
    office.conversation(office.contact("Jonas Weber"))
    _go(bench, "tab_conversations")
    assert bench.texts("conversation_name") == ["Jonas Weber", "Maya Chen"]
    bench.tap("inbox_unread")
    assert bench.texts("conversation_name") == ["Maya Chen"]
    bench.tap("inbox_starred")
    assert bench.texts("conversations_empty") == ["No starred conversations"]
    bench.tap("inbox_recent")
    assert len(bench.find("conversation_row")) == 2
    bench.write("conversation_search", "MAYA")
    assert bench.texts("conversation_name") == ["Maya Chen"]
    assert [n.id for n in bench.content().walk() if n.selected] == [
        "inbox_recent",
        "tab_conversations",
    ]


def test_star_unread_and_assign_reach_the_crm(bench: Bench, office: Office) -> None:
    """What is done to a conversation in the app is so in the CRM."""
    (row,) = office.crm.records.conversations.values()
    (user,) = office.crm.records.users.values()
    _go(bench, "tab_conversations", "conversation_row")
    assert row.unread == 0
    bench.tap("thread_star")
    assert row.starred
    assert [n.label for n in bench.find("thread_star")] == ["Unstar"]
    bench.tap("thread_assign")
    bench.tap("assignee_row", 1)
    assert row.assigned_to == user.id
    bench.tap("thread_unread")
    assert row.unread == 1
    assert bench.content().id == "conversations"
    assert bench.find("conversation_star")


def test_every_page_is_read(office: Office) -> None:
    """More than the hundred rows of one reply count and are worth what they are."""
    for number in range(101):
        person = office.contact(f"Person {number:03d}")
        office.conversation(person)
        office.deal(person, 1)
    bench = office.signed_in()
    assert bench.texts("pipeline_value") == ["$101"]
    assert bench.texts("conversations_open") == ["101"]
    _go(bench, "tab_conversations")
    assert len(set(bench.texts("conversation_name"))) == 101
    _go(bench, "tab_contacts")
    assert len(bench.find("contact_row")) == 101


def test_cancelled_appointments_do_not_count(bench: Bench, office: Office) -> None:
    """What is called off is in neither figure nor list."""
    person = office.contact("Jonas Weber")
    office.book(person, "kept", 0, "confirmed")
    office.book(person, "dropped", 0, "cancelled")
    bench.tap("refresh")
    assert bench.texts("appointments_today") == ["1"]
    bench.tap("tab_calendars")
    assert bench.texts("appointment_title") == ["kept"]


def test_calendar_by_day_and_one_alone(bench: Bench, office: Office) -> None:
    """The day view goes through the next seven days, and a row opens its appointment."""
    office.book(office.contact("Jonas Weber"), "visit", 1, "confirmed")
    _go(bench, "tab_calendars", "calendar_day")
    assert bench.texts("day_title") == ["Today"]
    assert bench.texts("appointments_empty") == ["Nothing on this day"]
    assert not bench.find("day_previous")[0].enabled
    _go(bench, "day_next", "appointment_row")
    assert bench.texts("appointment_detail_title") == ["visit"]
    assert bench.texts("appointment_detail_contact") == ["Jonas Weber"]
    assert bench.texts("appointment_detail_status") == ["Confirmed"]
    bench.tap("back")
    for _ in range(5):
        bench.tap("day_next")
    assert not bench.find("day_next")[0].enabled


def test_booking_lands_in_the_crm(bench: Bench, office: Office) -> None:
    """Contact, title, day and time are those chosen, and the calendar shows it."""
    _go(bench, "tab_calendars", "calendar_book", "booking_contact_row")
    bench.write("booking_title", "Viewing")
    bench.tap("booking_day", 2)
    bench.tap("booking_time", 1)
    bench.tap("booking_save")
    assert bench.texts("snackbar") == ["Appointment booked."]
    assert bench.texts("appointment_title") == ["Viewing"]
    (meeting,) = office.crm.records.appointments.values()
    wanted = bench.context.clock.now() + timedelta(days=2)
    assert (meeting.start.day, meeting.start.hour) == (wanted.day, 10)


def test_tasks_are_added_and_completed(bench: Bench, office: Office) -> None:
    """A task written in the app is in the CRM, and ticking it completes it there."""
    _go(bench, "tab_contacts", "contact_row", "task_add")
    bench.write("task_input", "Send plan")
    _go(bench, "task_due_tomorrow", "task_save")
    assert bench.texts("task_title") == ["Send plan"]
    bench.tap("task_done")
    (task,) = office.crm.records.tasks.values()
    assert task.completed
    assert bench.find("task_done")[0].checked


def test_calls_are_in_thread_and_activity(bench: Bench) -> None:
    """A call that was made is noted down as one."""
    bench.permissions.held.add("android.permission.RECORD_AUDIO")
    _go(bench, "tab_contacts", "contact_row", "contact_call")
    assert bench.texts("call_name") == ["Maya Chen"]
    _go(bench, "call_end", "contact_message")
    assert bench.texts("message")[-1] == "Outgoing call"
    bench.relaunch()
    assert bench.texts("activity_text")[0] == "Outgoing call"


def _challenged(office: Office, phone: str = "+15550123") -> Bench:
    (user,) = office.crm.records.users.values()
    user.two_factor, user.phone = True, phone
    return office.signed_in()


def _code(office: Office) -> str:
    return office.crm.records.letters[-1].body.removesuffix(".").split()[-1]


@pytest.mark.parametrize(("way", "channel"), [("email", "email"), ("phone", "sms")])
def test_two_factor_signs_in_with_the_code(office: Office, way: str, channel: str) -> None:
    """The code goes where it was chosen, and opens the dashboard."""
    bench = _challenged(office)
    assert bench.content().id == "two_factor"
    _go(bench, f"two_factor_{way}", "two_factor_continue")
    assert office.crm.records.letters[-1].channel == channel
    bench.write("two_factor_code", _code(office))
    bench.tap("two_factor_verify")
    assert bench.content().id == "dashboard"


def test_two_factor_refuses_wrong_and_old_codes(office: Office) -> None:
    """A wrong, a replaced and an expired code are refused, each with its reason."""
    bench = _challenged(office, phone="")
    assert not bench.find("two_factor_phone")
    bench.tap("two_factor_continue")
    first = _code(office)
    bench.write("two_factor_code", "x")
    bench.tap("two_factor_verify")
    assert bench.texts("two_factor_error") == ["Incorrect code"]
    bench.tap("two_factor_resend")
    if _code(office) != first:
        bench.write("two_factor_code", first)
        bench.tap("two_factor_verify")
        assert bench.texts("two_factor_error") == ["Incorrect code"]
    office.crm.timelines.ahead += timedelta(minutes=11)
    bench.write("two_factor_code", _code(office))
    bench.tap("two_factor_verify")
    assert bench.texts("two_factor_error") == ["This code has expired. Ask for a new one."]
    bench.tap("two_factor_cancel")
    assert bench.content().id == "login"
    assert not {"session", "cache", "outbox"} & bench.storage.keys()


def test_new_password_ends_the_other_phones(bench: Bench, office: Office) -> None:
    """After a change this phone goes on, another one has to sign in, with the new password."""
    other = office.signed_in()
    _go(bench, "menu", "menu_settings", "settings_password")
    fields = {"password_current": "wrong", "password_new": "another-password"}
    for name, content in (fields | {"password_confirm": "another-password"}).items():
        bench.write(name, content)
    bench.tap("password_update")
    assert bench.texts("password_error") == ["The current password is incorrect"]
    bench.write("password_current", PASSWORD)
    bench.tap("password_update")
    assert bench.texts("snackbar") == ["Password updated."]
    other.resume()
    assert other.content().id == "login"
    bench.tap("back")
    assert bench.content().id == "dashboard"
    other.sign_in(EMAIL, PASSWORD)
    assert other.texts("login_error") == ["Incorrect email or password"]


def test_preferences_follow_the_user(bench: Bench, office: Office) -> None:
    """A switch that was set is as it was after logging out, on any phone."""
    _go(bench, "menu", "menu_settings", "settings_notifications")
    assert all(n.checked for n in bench.content().walk() if n.checkable)
    bench.tap("notify_task")
    other = office.signed_in()
    _go(other, "menu", "menu_settings", "settings_notifications")
    assert [n.id for n in other.content().walk() if n.checkable and not n.checked] == [
        "notify_task"
    ]


def test_profile_can_be_changed(bench: Bench, office: Office) -> None:
    """Name and phone are stored in the CRM and shown from then on."""
    _go(bench, "menu", "menu_settings", "settings_profile", "profile_edit")
    bench.write("profile_first_name_input", "Anna")
    bench.write("profile_phone_input", "+15550199")
    bench.tap("profile_save")
    (user,) = office.crm.records.users.values()
    assert (user.name, user.phone) == ("Anna Diaz", "+15550199")
    assert bench.texts("profile_name") == ["Anna Diaz"]


def test_log_out_ends_every_sub_account(office: Office, conversation: dict[str, Any]) -> None:
    """No session of any sub-account is left in the CRM."""
    assert conversation
    office.join("Elm Street")
    bench = office.signed_in()
    assert len(office.crm.records.sessions) == 2
    _go(bench, "menu", "menu_settings", "settings_log_out")
    assert office.crm.records.sessions == {}
