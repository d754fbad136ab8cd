"""Where a build with a seeded defect of notifications shows it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.devices.virtual.app.bench.bench import Bench
    from tests.devices.virtual.app.office import Office

    Look = Callable[[Office, str], object]


def own(office: Office) -> dict[str, Any]:
    """The first conversation, from now on Ana's, as the API writes it."""
    (user,) = office.crm.records.users.values()
    row = next(iter(office.crm.records.conversations.values()))
    row.assigned_to = user.id
    return {"id": row.id, "contactId": row.contact_id}


def titles(bench: Bench) -> list[str]:
    """Titles of what is shown."""
    return [posted.title for posted in bench.notifications.posted.values()]


def noted_down(status: str) -> Look:
    """A call of that status is noted down."""

    def look(office: Office, defect: str) -> object:
        bench = office.signed_in(defect)
        office.receive(own(office), "", type="Call", call={"status": status})
        return titles(bench)

    return look


def email(office: Office, defect: str) -> object:
    """An e-mail arrives."""
    bench = office.signed_in(defect)
    office.receive(own(office), "Hi", type="Email")
    return titles(bench)


def call(office: Office, defect: str) -> object:
    """A contact calls."""
    bench = office.signed_in(defect)
    office.ring(own(office))
    return titles(bench)


def task(office: Office, defect: str) -> object:
    """A task becomes due."""
    bench = office.signed_in(defect)
    office.task(own(office)["contactId"], bench.clock.now() + timedelta(minutes=1))
    bench.clock.advance(timedelta(minutes=1))
    return titles(bench)


def appointment(office: Office, defect: str) -> object:
    """An appointment comes near."""
    bench = office.signed_in(defect)
    office.crm.records.contacts[own(office)["contactId"]].assigned_to = next(
        iter(office.crm.records.users)
    )
    contact = {"locationId": office.location_id, "id": own(office)["contactId"]}
    office.book(contact, "Visit", 2)
    bench.clock.advance(timedelta(days=3))
    return titles(bench)


def background(office: Office, defect: str) -> object:
    """A message arrives while the app is in the background."""
    bench = office.signed_in(defect)
    bench.pause()
    office.receive(own(office), "Hi")
    return titles(bench)


def interrupts(office: Office, defect: str) -> object:
    """How far the kinds of notifications interrupt, least first."""
    bench = office.signed_in(defect)
    return sorted(importance for _, importance in bench.notifications.channels.values())


def tap(office: Office, defect: str) -> object:
    """A message's notification is tapped."""
    bench = office.signed_in(defect)
    office.receive(own(office), "Hi")
    (posted,) = bench.notifications.posted.values()
    bench.notifications.open(posted.extras)
    return bench.content().id


def allowed_again(office: Office, defect: str) -> object:
    """Notifications are forbidden, then allowed again."""
    bench = office.signed_in(defect)
    for bench.notifications.enabled in (False, True):
        office.receive(own(office), "Hi")
    return titles(bench)


def unassigned(office: Office, defect: str) -> object:
    """A message arrives in nobody's conversation."""
    bench = office.signed_in(defect)
    office.receive(office.conversation(office.contact("Jonas Weber")), "Hi")
    return titles(bench)


def without_number(office: Office, defect: str) -> object:
    """A user has neither number nor inbox."""
    bench = office.signed_in(defect)
    (user,) = office.crm.records.users.values()
    user.has_number = user.has_inbox = False
    office.receive(own(office), "Hi")
    return titles(bench)


def switched_off(office: Office, defect: str) -> object:
    """New messages are switched off in the app."""
    bench = office.signed_in(defect)
    for node_id in ("menu", "menu_settings", "settings_notifications", "notify_message"):
        bench.tap(node_id)
    office.receive(own(office), "Hi")
    return titles(bench)


def other_account(office: Office, defect: str) -> object:
    """A message arrives in the sub-account that is not shown."""
    office.join("Elm Street")
    bench = office.signed_in(defect)
    for node_id in ("menu", "menu_switch"):
        bench.tap(node_id)
    bench.tap("account_row", 1)
    office.receive(own(office), "Hi")
    return titles(bench)


def logged_out(office: Office, defect: str) -> object:
    """A message arrives after logging out."""
    bench = office.signed_in(defect)
    for node_id in ("menu", "menu_settings", "settings_log_out"):
        bench.tap(node_id)
    office.receive(own(office), "Hi")
    return titles(bench)


_MESSAGE = ["New message"]
LOOKS: dict[str, tuple[Look, object, object]] = {
    "push-email-silent": (email, _MESSAGE, []),
    "push-call-silent": (call, ["Inbound call"], []),
    "push-missed-call-silent": (noted_down("no-answer"), ["Missed call"], []),
    "push-voicemail-silent": (noted_down("voicemail"), ["Voicemail"], []),
    "push-task-silent": (task, ["Task reminder"], []),
    "push-appointment-silent": (appointment, ["Appointment reminder"], []),
    "push-needs-open-app": (background, _MESSAGE, []),
    "push-tap-opens-dashboard": (tap, "thread", "dashboard"),
    "push-stays-off": (allowed_again, _MESSAGE, []),
    "push-without-banner": (interrupts, [3, 4, 4], [2, 2, 2]),
    "push-of-unassigned": (unassigned, [], _MESSAGE),
    "push-without-number": (without_number, [], _MESSAGE),
    "push-ignores-preferences": (switched_off, [], _MESSAGE),
    "push-of-all-accounts": (other_account, [], _MESSAGE),
    "logout-keeps-push": (logged_out, [], _MESSAGE),
}
