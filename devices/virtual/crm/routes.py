"""Which path is answered by what, and the API version that it wants to be asked in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.crm import business, messaging, people, sign_in

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
    Route("POST", "/oauth/app/sign-out", None, sign_in.sign_out),
    Route("GET", "/locations/search", _JULY, people.search_locations),
    Route("POST", "/locations", _JULY, people.create_location),
    Route("GET", "/locations/*", _JULY, people.get_location),
    Route("DELETE", "/locations/*", _JULY, people.delete_location),
    Route("GET", "/users", _JULY, people.list_users),
    Route("POST", "/users", _JULY, people.create_user),
    Route("GET", "/users/*", _JULY, people.get_user),
    Route("DELETE", "/users/*", _JULY, people.delete_user),
    Route("POST", "/contacts/search", _JULY, people.search_contacts),
    Route("GET", "/contacts", _JULY, people.list_contacts),
    Route("POST", "/contacts", _JULY, people.create_contact),
    Route("GET", "/contacts/*", _JULY, people.get_contact),
    Route("DELETE", "/contacts/*", _JULY, people.delete_contact),
    Route("GET", "/conversations/search", _APRIL, messaging.search_conversations),
    Route("POST", "/conversations/messages/inbound", _APRIL, messaging.add_inbound_message),
    Route("POST", "/conversations/messages", _APRIL, messaging.send_message),
    Route("GET", "/conversations/*/messages", _APRIL, messaging.list_messages),
    Route("POST", "/conversations", _APRIL, messaging.create_conversation),
    Route("GET", "/conversations/*", _APRIL, messaging.get_conversation),
    Route("PUT", "/conversations/*", _APRIL, messaging.update_conversation),
    Route("DELETE", "/conversations/*", _APRIL, messaging.delete_conversation),
    Route("GET", "/opportunities/pipelines", _JULY, business.list_pipelines),
    Route("GET", "/opportunities/search", _JULY, business.search_opportunities),
    Route("POST", "/opportunities", _JULY, business.create_opportunity),
    Route("GET", "/calendars", _APRIL, business.list_calendars),
    Route("GET", "/calendars/events", _APRIL, business.list_events),
    Route("POST", "/calendars/events/appointments", _APRIL, business.create_appointment),
)
