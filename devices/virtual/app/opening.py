"""What a notification leads to: the screen of what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from devices.virtual.app import resources
from devices.virtual.app.screens.calendars import Appointment, Calendars
from devices.virtual.app.screens.contact import Contact
from devices.virtual.app.screens.incoming_call import IncomingCall
from devices.virtual.app.screens.thread import Thread

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.app.screens.screen import App, Screen

_WHAT = "Opening this"


def open_event(app: App, event: Mapping[str, str]) -> None:
    """Show what an event is about, in the sub-account that it is of."""
    place_id = event["locationId"]
    if place_id not in {place["id"] for place in app.account.places}:
        return
    if place_id != app.account.chosen["id"]:
        app.account.switch(place_id)
    if event["event"] == "call":
        _call(app, event)
    elif event["event"] == "task":
        app.switch(Contact(app, {"id": event["contactId"], "name": event["name"]}))
    elif event["event"] == "appointment":
        _appointment(app, event)
    else:
        _thread(app, event)


def is_thread(screen: Screen | None, event: Mapping[str, str]) -> bool:
    """Whether a screen is the thread that an event is of."""
    return isinstance(screen, Thread) and screen.conversation_id == event["conversationId"]


def close_call(app: App, call_id: str) -> None:
    """Leave the screen of an incoming call, if it is shown: the call is over."""
    if isinstance(app.showing, IncomingCall) and app.showing.call_id == call_id:
        app.back()


def _call(app: App, event: Mapping[str, str]) -> None:
    screen = IncomingCall(app, event)
    app.switch(screen)
    if event.get("action") == "answer":
        screen.answer()
    elif event.get("action") == "decline":
        screen.decline()


def _thread(app: App, event: Mapping[str, str]) -> None:
    found: list[dict[str, Any]] = []
    if app.context.network.connected:
        app.attempt(_WHAT, lambda: found.extend(_conversations(app, event["contactId"])))
    else:
        inbox = app.account.cached(resources.conversations(app.account.place)) or {}
        rows = inbox.get("conversations", [])
        found = [row for row in rows if row["id"] == event["conversationId"]]
    if found:
        app.switch(Thread(app, found[0]))
    else:
        app.online(_WHAT)


def _conversations(app: App, contact_id: str) -> list[dict[str, Any]]:
    place_id = app.account.place["id"]
    path = f"/conversations/search?locationId={place_id}&contactId={contact_id}"
    return list(app.account.send("GET", path, resources.APRIL)["conversations"])


def _appointment(app: App, event: Mapping[str, str]) -> None:
    resource = resources.contact_appointments(event["contactId"])
    app.switch(Calendars(app))
    if app.attempt(_WHAT, lambda: app.account.fetch(resource)):
        rows = (app.account.cached(resource) or {})["events"]
        found = [row for row in rows if row["id"] == event["id"]]
        if found:
            app.open(Appointment(app, found[0], event["name"]))
