"""Every seeded defect breaks its promise, and a sound build keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from devices.virtual.app.defects import DEFECTS
from tests.devices.virtual.app import biometric_looks, permission_looks, push_looks

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.devices.virtual.app.bench.bench import Bench
    from tests.devices.virtual.app.office import Office


def _go(bench: Bench, *ways: str) -> None:
    for node_id in ways:
        bench.tap(node_id)


def _write(bench: Bench, *texts: str) -> None:
    for text in texts:
        bench.write("message_input", text)
        bench.tap("message_send")


def _sent(office: Office) -> list[str]:
    (row,) = office.crm.records.conversations.values()
    return [message.body for message in row.messages if message.direction == "outbound"]


def _hidden(office: Office, defect: str) -> object:
    bench = office.signed_in(defect)
    bench.network.set(connected=False)
    return len(bench.find("offline_banner"))


def _sticks(office: Office, defect: str) -> object:
    bench = office.signed_in(defect)
    bench.network.set(connected=False)
    bench.network.set(connected=True)
    return len(bench.find("offline_banner"))


def _readable(office: Office, defect: str) -> object:
    bench = office.signed_in(defect)
    _go(bench, "tab_conversations", "conversation_row")
    bench.network.set(connected=False)
    return bench.texts("message")


def _queue(office: Office, defect: str) -> object:
    bench = office.signed_in(defect)
    _go(bench, "tab_conversations", "conversation_row")
    bench.network.set(connected=False)
    _write(bench, "one", "two")
    bench.relaunch()
    bench.network.set(connected=True)
    return _sent(office)


def _booking(office: Office, defect: str) -> object:
    bench = office.signed_in(defect)
    _go(bench, "tab_contacts", "contact_row")
    bench.network.set(connected=False)
    bench.tap("contact_book")
    if bench.content().id == "booking":
        bench.tap("booking_save")
    return bench.texts("snackbar")


def _mobile(office: Office, defect: str) -> object:
    bench = office.signed_in(defect)
    bench.network.set(connected=True, wifi=False)
    return len(bench.find("offline_banner"))


def _flapping(office: Office, defect: str) -> object:
    bench = office.signed_in(defect)
    _go(bench, "tab_conversations", "conversation_row")
    bench.network.set(connected=False)
    _write(bench, "once")
    for connected in (True, False, True, False, True):
        bench.network.set(connected=connected)
    return _sent(office)


def _dashboard(node_id: str) -> Callable[[Office, str], object]:
    def look(office: Office, defect: str) -> object:
        person = office.contact("Jonas Weber")
        office.conversation(person)
        office.book(person, "today", 0)
        office.book(person, "soon", 3)
        office.deal(person, 1000)
        office.deal(person, 500, "lost")
        return office.signed_in(defect).texts(node_id)

    return look


def _desktop(office: Office, defect: str) -> object:
    office.deal(office.contact("Jonas Weber"), 1000)
    (user,) = office.crm.records.users.values()
    user.desktop_filters = {"status": "won"}
    return office.signed_in(defect).texts("pipeline_open")


def _activity(office: Office, defect: str) -> object:
    office.deal(office.contact("Jonas Weber"), 1000)
    return office.signed_in(defect).texts("activity_text")[0]


def _home(office: Office, defect: str) -> object:
    bench = office.signed_in(defect)
    _go(bench, "tab_contacts", "menu", "menu_home")
    return bench.content().id


def _log_out(office: Office, defect: str) -> object:
    bench = office.signed_in(defect)
    _go(bench, "menu", "menu_settings", "settings_log_out")
    assert bench.content().id == "login"
    bench.relaunch()
    return bench.content().id


def _log_out_of_all(office: Office, defect: str) -> object:
    office.join("Elm Street")
    return _log_out(office, defect)


def _switch(office: Office, defect: str) -> object:
    office.join("Elm Street")
    bench = office.signed_in(defect)
    _go(bench, "menu", "menu_switch")
    bench.tap("account_row", 1)
    return bench.texts("conversations_open")


def _about(office: Office, defect: str) -> object:
    bench = office.signed_in(defect)
    _go(bench, "menu", "menu_settings", "settings_about")
    return bench.texts("about_version") + bench.texts("about_build")


_LOOKS: dict[str, tuple[Callable[[Office, str], object], object, object]] = {
    "offline-banner-hidden": (_hidden, 1, 0),
    "offline-banner-sticks": (_sticks, 0, 1),
    "offline-data-hidden": (_readable, ["Is the slot free?"], []),
    "queue-lost-on-restart": (_queue, ["one", "two"], []),
    "queue-reversed": (_queue, ["one", "two"], ["two", "one"]),
    "queue-sends-twice": (_queue, ["one", "two"], ["one", "one", "two", "two"]),
    "offline-booking-claimed": (
        _booking,
        ["Booking needs a connection."],
        ["Appointment booked."],
    ),
    "banner-needs-wifi": (_mobile, 0, 1),
    "flapping-resends": (_flapping, ["once"], ["once", "once"]),
    "dashboard-unread-wrong": (_dashboard("conversations_unread"), ["1"], ["2"]),
    "dashboard-week-short": (_dashboard("appointments_week"), ["2"], ["1"]),
    "pipeline-counts-lost": (_dashboard("pipeline_value"), ["$1,000"], ["$1,500"]),
    "activity-oldest-first": (_activity, "Opportunity: Deal 1000", "Contact added"),
    "home-opens-conversations": (_home, "dashboard", "conversations"),
    "dashboard-follows-desktop": (_desktop, ["1"], ["0"]),
    "logout-keeps-session": (_log_out, "login", "dashboard"),
    "logout-keeps-other-accounts": (_log_out_of_all, "login", "dashboard"),
    "switch-keeps-figures": (_switch, ["0"], ["1"]),
    "about-shows-old-version": (
        _about,
        ["Version 3.95.0", "Build 39500"],
        ["Version 3.90.0", "Build 39000"],
    ),
    **biometric_looks.LOOKS,
    **push_looks.LOOKS,
    **permission_looks.LOOKS,
}


# The others are of the package, and show before the app runs: tests/devices/virtual/builds.
_OF_THE_APP = [name for name, defect in DEFECTS.items() if not defect.of_package]


@pytest.mark.parametrize("defect", _OF_THE_APP)
def test_defect_is_seen_where_its_promise_is_looked_at(
    office: Office,
    conversation: dict[str, Any],  # noqa: ARG001 - made first
    defect: str,
) -> None:
    """A build with the defect shows what it is said to do."""
    look, _, broken = _LOOKS[defect]
    assert look(office, defect) == broken


@pytest.mark.parametrize("defect", _OF_THE_APP)
def test_sound_build_keeps_the_promise(
    office: Office,
    conversation: dict[str, Any],  # noqa: ARG001 - made first
    defect: str,
) -> None:
    """A build without any defect shows what the promise says, looked at in the same way."""
    look, sound, _ = _LOOKS[defect]
    assert look(office, "") == sound


def test_one_loss_does_not_show_the_flapping_defect(
    office: Office,
    conversation: dict[str, Any],  # noqa: ARG001 - made first
) -> None:
    """A build with the defect of OFF-07 keeps OFF-04: one loss sends once."""
    assert _queue(office, "flapping-resends") == ["one", "two"]


def test_one_sub_account_does_not_show_the_defect_of_several(
    office: Office,
    conversation: dict[str, Any],  # noqa: ARG001 - made first
) -> None:
    """A build with the defect of SES-02 keeps SES-01 for a user of one sub-account."""
    assert _log_out(office, "logout-keeps-other-accounts") == "login"
