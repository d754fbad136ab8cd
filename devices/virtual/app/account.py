"""Who is signed in, and what the app knows from the server: sessions and cache.

Both live in the app's private storage, so they survive the end of the process and are lost by
clearing the app's data.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from devices.virtual.app.defects import carries
from devices.virtual.os.process import Offline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.app.resources import Place, Resource
    from devices.virtual.os.process import AppContext, Reply

_SESSION: Final = "session"
_CACHE: Final = "cache"
_SIGNED: Final = "signed"
_UNAUTHORIZED: Final = 401
_FORBIDDEN: Final = 403
_ERROR: Final = 400


class SignInRefused(Exception):  # noqa: N818 - the condition's own name
    """E-mail and password do not belong together, or a one-time code is not the right one.

    Attributes:
        expired: whether the code was right once.
    """

    def __init__(self, *, expired: bool = False) -> None:
        super().__init__(expired)
        self.expired = expired


class SessionEnded(Exception):  # noqa: N818 - the condition's own name
    """The server no longer knows the session."""


class RequestFailed(Exception):  # noqa: N818 - the condition's own name
    """The server refused a request, or failed.

    Attributes:
        status: of the reply.
    """

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class Challenge:
    """A sign-in that wants a one-time code.

    Attributes:
        ticket: names the sign-in.
        email: where a code can be sent, made unreadable.
        phone: the same; empty when the user has none.
    """

    ticket: str
    email: str
    phone: str


class Account:
    """The sessions and the cache of one installed app."""

    def __init__(self, context: AppContext) -> None:
        self._network = context.network
        self._storage = context.storage
        self._metadata = context.metadata
        self._clock = context.clock

    @property
    def signed_in(self) -> bool:
        """Whether the phone holds a session."""
        return _SESSION in self._storage

    @property
    def user(self) -> dict[str, Any]:
        """The user who is signed in, as the API writes users."""
        return dict(self._storage[_SESSION]["user"])

    @property
    def places(self) -> list[Place]:
        """The user's sub-accounts."""
        return [dict(place) for place in self._storage[_SESSION]["locations"]]

    @property
    def place(self) -> Place:
        """The sub-account that is shown."""
        return self.places[0] if carries(self._metadata, "switch-keeps-figures") else self.chosen

    @property
    def chosen(self) -> Place:
        """The sub-account that the user has switched to, at first the first."""
        wanted, rows = self._storage[_SESSION].get("chosen", ""), self.places
        return next((place for place in rows if place["id"] == wanted), rows[0])

    @property
    def brand(self) -> str:
        """The name that the account gives the app."""
        return str(self._storage[_SESSION]["brand"])

    def sign_in(self, email: str, password: str) -> Challenge | None:
        """Open the sessions; what is returned is asked for before they are.

        Raises:
            Offline: nothing is connected.
            SignInRefused: wrong e-mail or password.
            RequestFailed: the server failed.
        """
        body = {"email": email, "password": password}
        reply = self._sign_in_reply("/oauth/app/sign-in", body)
        wanted = reply.get("twoFactor")
        if wanted:
            return Challenge(wanted["ticket"], wanted["email"], wanted["phone"])
        self._storage[_SESSION] = reply
        return None

    def send_code(self, challenge: Challenge, method: str) -> None:
        """Have a one-time code sent by ``email`` or ``phone``.

        Raises:
            Offline, RequestFailed: as `sign_in`.
        """
        body = {"ticket": challenge.ticket, "method": method}
        self._sign_in_reply("/oauth/app/two-factor/send", body)

    def verify(self, challenge: Challenge, code: str) -> None:
        """Open the sessions with a one-time code.

        Raises:
            Offline, SignInRefused, RequestFailed: as `sign_in`.
        """
        body = {"ticket": challenge.ticket, "code": code}
        self._storage[_SESSION] = self._sign_in_reply("/oauth/app/two-factor/verify", body)

    def switch(self, place_id: str) -> None:
        """Show another of the user's sub-accounts."""
        self._storage[_SESSION] = self._storage[_SESSION] | {"chosen": place_id}

    def set_user(self, user: Mapping[str, Any]) -> None:
        """Keep what the server now knows of the user."""
        self._storage[_SESSION] = self._storage[_SESSION] | {"user": dict(user)}

    def sign_out(self) -> None:
        """End the sessions in all sub-accounts, and forget what was read.

        The server is told when it can be reached; else its half stays until it expires there.
        """
        if carries(self._metadata, "logout-keeps-other-accounts") and len(self.places) > 1:
            self._sign_out_of_one()
            return
        with suppress(Offline):
            for place in self.places:
                self._request("POST", "/oauth/app/sign-out", None, place_id=place["id"])
        self.forget()

    def forget(self) -> None:
        """Drop sessions and cache from the phone."""
        self._storage.pop(_SESSION, None)
        self._storage.pop(_CACHE, None)
        self._storage.pop(_SIGNED, None)

    def has_signed(self, contact_id: str) -> bool:
        """Whether a contact has signed."""
        return contact_id in self._storage.get(_SIGNED, ())

    def sign(self, contact_id: str) -> None:
        """Keep that a contact has signed."""
        self._storage[_SIGNED] = [*self._storage.get(_SIGNED, ()), contact_id]

    def cached(self, resource: Resource) -> dict[str, Any] | None:
        """The last reply for a resource, or None when it was never loaded."""
        entry = self._storage.get(_CACHE, {}).get(self._key(resource))
        return None if entry is None else dict(entry["reply"])

    def loaded_at(self, resource: Resource) -> datetime | None:
        """When a resource was loaded last."""
        entry = self._storage.get(_CACHE, {}).get(self._key(resource))
        return None if entry is None else datetime.fromisoformat(entry["time"])

    def fetch(self, resource: Resource) -> None:
        """Read a resource from the server into the cache, with all its pages.

        Raises:
            Offline, SessionEnded, RequestFailed: as `send`.
        """
        reply = self.send("GET", resource.path, resource.version)
        page = reply
        while resource.following and (more := resource.following(page)):
            page = self.send("GET", f"{resource.path}&{urlencode(more)}", resource.version)
            rows = [*reply[resource.rows], *page[resource.rows]]
            reply = {**reply, resource.rows: rows}
        # Written as a new value: storage keeps what is assigned, not what is changed inside.
        entry = {"reply": reply, "time": self._clock.now().isoformat()}
        self._storage[_CACHE] = {**self._storage.get(_CACHE, {}), self._key(resource): entry}

    def send(
        self,
        method: str,
        path: str,
        version: str | None,
        body: Mapping[str, Any] | None = None,
        *,
        place_id: str = "",
        key: str = "",
    ) -> dict[str, Any]:
        """Ask the server for something; gives its reply.

        Args:
            method: HTTP method.
            path: with its query string.
            version: of the API, None for the paths that are not public.
            body: JSON body.
            place_id: sub-account to ask in; empty for the one that is shown.
            key: of a change that the server must not make twice, however often it is asked.

        Raises:
            Offline: nothing is connected, or the reply was lost.
            SessionEnded: the server no longer knows the session.
            RequestFailed: the server refused or failed.
        """
        reply = self._request(method, path, version, body=body, place_id=place_id, key=key)
        if reply.status == _UNAUTHORIZED:
            raise SessionEnded
        if reply.status >= _ERROR:
            raise RequestFailed(reply.status)
        return dict(reply.body)

    def _request(
        self,
        method: str,
        path: str,
        version: str | None,
        *,
        body: Mapping[str, Any] | None = None,
        place_id: str = "",
        key: str = "",
    ) -> Reply:
        wanted = place_id or self.place["id"]
        tokens = [place["token"] for place in self.places if place["id"] == wanted]
        if not tokens:
            raise RequestFailed(_FORBIDDEN)  # the user has no such sub-account any more
        headers = {"Authorization": f"Bearer {tokens[0]}"}
        headers |= {"Version": version} if version else {}
        headers |= {"Idempotency-Key": key} if key else {}
        return self._network.request(method, path, body=body, headers=headers)

    def _sign_in_reply(self, path: str, body: Mapping[str, str]) -> dict[str, Any]:
        reply = self._network.request("POST", path, body=body)
        if reply.status == _UNAUTHORIZED:
            raise SignInRefused(expired="expired" in str(reply.body.get("message")))
        if reply.status >= _ERROR:
            raise RequestFailed(reply.status)
        return dict(reply.body)

    def _sign_out_of_one(self) -> None:
        """What a build with a seeded defect does instead."""
        left = [place for place in self.places if place["id"] != self.place["id"]]
        session = self._storage[_SESSION]
        self._storage[_SESSION] = {**session, "locations": left, "chosen": left[0]["id"]}

    def _key(self, resource: Resource) -> str:
        return f"{self.place['id']}/{resource.key}"
