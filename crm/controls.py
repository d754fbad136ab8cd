"""What can be asked of a virtual CRM alone, and has no path in the public API."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from crm import replies

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from crm.records import Conversation, Letter, LoggedRequest, User
    from crm.transport import Transport

_NO_VERSION: Final = ""


class VirtualControls:
    """A virtual CRM's clock, outbox, log, faults and calls, and what it keeps about users.

    That is: sessions, two-factor sign-in, lines, filters of the desktop. A real CRM has none of
    these: there each method raises `CrmError` with status 404.
    """

    def __init__(self, transport: Transport) -> None:
        self._http = transport

    def letters(self, to: str) -> list[Letter]:
        """E-mails and SMS that the CRM itself has sent to an address, oldest first."""
        what = "read the outbox"
        reply = self._call(what, "GET", "/virtual/outbox", query={"to": to})
        return replies.read(what, reply, lambda row: [replies.letter(r) for r in row["letters"]])

    def requests(self) -> list[LoggedRequest]:
        """The last requests that the CRM has answered, oldest first."""
        what = "read the request log"
        reply = self._call(what, "GET", "/virtual/requests")
        return replies.read(
            what, reply, lambda row: [replies.logged_request(one) for one in row["requests"]]
        )

    def now(self) -> datetime:
        """The CRM's time."""
        what = "read the clock"
        reply = self._call(what, "GET", "/virtual/clock")
        return replies.read(what, reply, lambda row: datetime.fromisoformat(row["now"]))

    def pass_time(self, step: timedelta) -> None:
        """Let the CRM's time pass; phones have clocks of their own."""
        body = {"seconds": step.total_seconds()}
        self._call("advance the clock", "POST", "/virtual/clock", body=body)

    def lose_replies(self, count: int) -> None:
        """Let the next replies to apps be lost after what they asked for has been done."""
        self._call("lose replies", "POST", "/virtual/lost-replies", body={"count": count})

    def set_two_factor(self, user: User, *, enabled: bool) -> None:
        """Switch two-factor authentication on or off for a user."""
        path = f"/virtual/users/{user.id}/two-factor"
        self._call("set two-factor", "PUT", path, body={"enabled": enabled})

    def set_desktop_filters(self, user: User, filters: Mapping[str, str]) -> None:
        """Narrow the user's dashboard in a desktop browser.

        Args:
            user: whose dashboard.
            filters: ``status`` of opportunities, ``startDate`` and ``endDate`` in ISO 8601; none
                of them shows everything again.
        """
        path = f"/virtual/users/{user.id}/desktop-filters"
        self._call("set desktop filters", "PUT", path, body=dict(filters))

    def set_lines(self, user: User, *, number: bool, inbox: bool) -> None:
        """Say what a user can be reached by.

        Args:
            user: the user.
            number: whether an active phone number is assigned.
            inbox: whether an inbox is.
        """
        path, body = f"/virtual/users/{user.id}/lines", {"number": number, "inbox": inbox}
        self._call("set lines", "PUT", path, body=body)

    def start_call(self, conversation: Conversation) -> str:
        """Let the contact call; returns the call's id.

        It rings on the phones of whom the conversation is assigned to, and is missed after 30
        seconds of their time; it is noted down in the conversation when it is over.
        """
        what, body = "start call", {"conversationId": conversation.id}
        reply = self._call(what, "POST", "/virtual/calls", body=body)
        return replies.read(what, reply, lambda row: str(row["call"]["id"]))

    def call_status(self, call_id: str) -> str:
        """``ringing``, ``answered``, ``ended``, ``missed``, ``declined`` or ``voicemail``."""
        what = "read call"
        reply = self._call(what, "GET", f"/virtual/calls/{call_id}")
        return replies.read(what, reply, lambda row: str(row["call"]["status"]))

    def end_call(self, call_id: str, status: str) -> None:
        """End a call from the contact's side.

        Args:
            call_id: of a call that rings, or was answered.
            status: ``missed`` or ``voicemail`` while it rings, ``ended`` once it was answered.
        """
        self._call("end call", "PUT", f"/virtual/calls/{call_id}", body={"status": status})

    def signed_in_locations(self, user: User) -> list[str]:
        """Ids of the sub-accounts that the user's apps are signed in to, once for each phone."""
        what = "list sessions"
        reply = self._call(what, "GET", f"/virtual/users/{user.id}/sessions")
        return replies.read(
            what, reply, lambda row: [str(one["locationId"]) for one in row["sessions"]]
        )

    def end_sessions(self, user: User) -> None:
        """End all of the user's sessions from the server's side."""
        self._call("end sessions", "DELETE", f"/virtual/users/{user.id}/sessions")

    def _call(
        self,
        operation: str,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        return self._http.call(operation, method, path, _NO_VERSION, query=query, body=body)
