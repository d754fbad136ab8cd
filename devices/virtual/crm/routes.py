"""Which path is answered by what, and the API version that it wants to be asked in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.crm import (
    business,
    calls,
    controls,
    messaging,
    notes,
    people,
    registration,
    sign_in,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.crm.call import Call
    from devices.virtual.os.process import Reply

_JULY: Final = "2021-07-28"
_APRIL: Final = "2021-04-15"


@dataclass(frozen=True, slots=True)
class Route:
    """One row of the table.

    Attributes:
        method: HTTP method.
        path: without the last slash; ``*`` stands for one variable part.
        version: value of the ``Version`` header that the public API asks for; None for our own.
        handler: answers the call.
        public: True when no token is needed.
    """

    method: str
    path: str
    version: str | None
    handler: Callable[[Call], Reply]
    public: bool = False

    def match(self, method: str, path: str) -> tuple[str, ...] | None:
        """The path's variable parts when the route is meant, else None."""
        if method != self.method:
            return None
        found = re.fullmatch(re.escape(self.path).replace(r"\*", "([^/]+)"), path)
        return found.groups() if found else None


# Order matters: a fixed last part stands before a variable one.
ROUTES: Final = (
    Route("POST", "/oauth/app/sign-in", None, sign_in.sign_in, public=True),
    Route("POST", "/oauth/app/two-factor/send", None, sign_in.send_code, public=True),
    Route("POST", "/oauth/app/two-factor/verify", None, sign_in.verify_code, public=True),
    Route("PUT", "/oauth/app/two-factor", None, sign_in.set_two_factor),
    Route("POST", "/oauth/app/sign-out", None, sign_in.sign_out),
    Route("POST", "/oauth/app/password", None, sign_in.change_password),
    Route("GET", "/oauth/app/preferences", None, sign_in.get_preferences),
    Route("PUT", "/oauth/app/preferences", None, sign_in.set_preferences),
    Route("GET", "/oauth/app/desktop-filters", None, sign_in.get_desktop_filters),
    Route("PUT", "/oauth/app/device", None, registration.register),
    Route("POST", "/oauth/app/calls/*/answer", None, calls.answer),
    Route("POST", "/oauth/app/calls/*/decline", None, calls.decline),
    Route("POST", "/oauth/app/calls/*/end", None, calls.hang_up),
    Route("GET", "/virtual/outbox", None, controls.list_letters),
    Route("GET", "/virtual/requests", None, controls.list_requests),
    Route("GET", "/virtual/clock", None, controls.get_clock),
    Route("POST", "/virtual/clock", None, controls.advance_clock),
    Route("POST", "/virtual/lost-replies", None, controls.lose_replies),
    Route("POST", "/virtual/calls", None, calls.start_call),
    Route("GET", "/virtual/calls/*", None, calls.get_call),
    Route("PUT", "/virtual/calls/*", None, calls.end_call),
    Route("PUT", "/virtual/users/*/lines", None, controls.set_lines),
    Route("PUT", "/virtual/users/*/two-factor", None, controls.set_two_factor),
    Route("PUT", "/virtual/users/*/desktop-filters", None, controls.set_desktop_filters),
    Route("GET", "/virtual/users/*/sessions", None, controls.list_sessions),
    Route("DELETE", "/virtual/users/*/sessions", None, controls.end_sessions),
    Route("GET", "/locations/search", _JULY, people.search_locations),
    Route("POST", "/locations", _JULY, people.create_location),
    Route("GET", "/locations/*", _JULY, people.get_location),
    Route("DELETE", "/locations/*", _JULY, people.delete_location),
    Route("GET", "/users", _JULY, people.list_users),
    Route("POST", "/users", _JULY, people.create_user),
    Route("GET", "/users/*", _JULY, people.get_user),
    Route("PUT", "/users/*", _JULY, people.update_user),
    Route("DELETE", "/users/*", _JULY, people.delete_user),
    Route("POST", "/contacts/search", _JULY, people.search_contacts),
    Route("GET", "/contacts", _JULY, people.list_contacts),
    Route("POST", "/contacts", _JULY, people.create_contact),
    Route("GET", "/contacts/*", _JULY, people.get_contact),
    Route("PUT", "/contacts/*", _JULY, people.update_contact),
    Route("GET", "/contacts/*/notes", _JULY, notes.list_notes),
    Route("POST", "/contacts/*/notes", _JULY, notes.create_note),
    Route("GET", "/contacts/*/tasks", _JULY, notes.list_tasks),
    Route("POST", "/contacts/*/tasks", _JULY, notes.create_task),
    Route("PUT", "/contacts/*/tasks/*/completed", _JULY, notes.complete_task),
    Route("GET", "/contacts/*/appointments", _JULY, notes.list_appointments),
    Route("DELETE", "/contacts/*", _JULY, people.delete_contact),
    Route("GET", "/conversations/search", _APRIL, messaging.search_conversations),
    Route("POST", "/conversations/messages/inbound", _APRIL, messaging.add_inbound_message),
    Route("POST", "/conversations/messages/outbound", _APRIL, messaging.add_outbound_call),
    Route("POST", "/conversations/messages/upload", _APRIL, messaging.upload_attachment),
    Route("POST", "/conversations/messages", _APRIL, messaging.send_message),
    Route("GET", "/conversations/*/messages", _APRIL, messaging.list_messages),
    Route("POST", "/conversations", _APRIL, messaging.create_conversation),
    Route("GET", "/conversations/*", _APRIL, messaging.get_conversation),
    Route("PUT", "/conversations/*", _APRIL, messaging.update_conversation),
    Route("DELETE", "/conversations/*", _APRIL, messaging.delete_conversation),
    Route("GET", "/opportunities/pipelines", _JULY, business.list_pipelines),
    Route("GET", "/opportunities/search", _JULY, business.search_opportunities),
    Route("POST", "/opportunities", _JULY, business.create_opportunity),
    Route("PUT", "/opportunities/*/status", _JULY, business.set_status),
    Route("GET", "/calendars", _APRIL, business.list_calendars),
    Route("GET", "/calendars/events", _APRIL, business.list_events),
    Route("POST", "/calendars/events/appointments", _APRIL, business.create_appointment),
)
