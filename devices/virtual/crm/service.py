"""The virtual CRM: one object that answers HTTP requests, in process or over a socket."""

from __future__ import annotations

import secrets
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlsplit

from devices.virtual.crm.call import ApiError, Call
from devices.virtual.crm.push import Pushes
from devices.virtual.crm.records import Location, new_id
from devices.virtual.crm.reminders import Reminders
from devices.virtual.crm.routes import ROUTES
from devices.virtual.crm.store import Records
from devices.virtual.crm.timelines import Timelines, place_of
from devices.virtual.os.process import Offline, Reply

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from devices.virtual.crm.records import Session, User
    from devices.virtual.crm.routes import Route
    from devices.virtual.crm.timelines import PhoneLine
    from devices.virtual.os.clock import Clock

_LOG_LENGTH: Final = 5_000
_KEPT_REPLIES: Final = 5_000
_BEARER: Final = "bearer "


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One request as the log keeps it: no headers, no value of query or body, so no secret.

    Attributes:
        fields: names of what its query and its body held, those inside others as ``outer.inner``.
    """

    time: datetime
    method: str
    path: str
    status: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Asker:
    """Who asks: an app's session, or the integration; and the phone, if it is one."""

    session: Session | None
    token: str
    line: PhoneLine | None


class VirtualCrm:
    """A CRM with one agency, and a first sub-account of the brand's name.

    Attributes:
        token: bearer token of the integration, which may see and change everything. A secret.
        brand: the name that the agency shows inside the app.
        company_id: the agency's id.
        records: what it holds.
        requests: the last requests, oldest first.
        timelines: what time it is in it.
        pushes: what is on its way to phones, and reminders: what is due at some time.
        lost_replies: how many replies to apps are still to be lost on their way.
    """

    def __init__(self, clock: Clock, *, brand: str = "HoopAI") -> None:
        self.token = secrets.token_urlsafe(32)
        self.brand = brand
        self.company_id = new_id()
        self.records = Records()
        self.requests: deque[LoggedRequest] = deque(maxlen=_LOG_LENGTH)
        self.timelines = Timelines(clock)
        self.pushes = Pushes(self.records)
        self.reminders = Reminders(self.records, self.pushes)
        self.lost_replies = 0
        self._last = clock.now()
        self._answered: dict[tuple[str, str], Reply] = {}
        first = Location(brand, self.company_id)
        self.records.locations[first.id] = first

    def handle(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: object = None,
        *,
        line: PhoneLine | None = None,
    ) -> Reply:
        """Answer one request; whatever a caller may send gets a reply.

        Args:
            method: HTTP method in capitals.
            path: path with query string.
            headers: names in any case.
            body: decoded JSON.
            line: the phone that asks, if one does.

        Raises:
            Offline: the reply to an app is lost on its way, as `lost_replies` asks.
        """
        known = {name.lower(): value for name, value in headers.items()}
        reply, plain, from_app = self._reply(method, path, known, body, line)
        fields = (*_query_names(path), *_names(body))
        self.requests.append(LoggedRequest(self._last, method, plain, reply.status, fields))
        self.pushes.leave()
        if from_app and self.lost_replies:
            self.lost_replies -= 1
            raise Offline
        return reply

    def _reply(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: object,
        line: PhoneLine | None,
    ) -> tuple[Reply, str, bool]:
        """The reply, the path without its query, and whether an app's session asked."""
        plain, from_app = path.partition("?")[0].rstrip("/"), False
        try:
            parts = urlsplit(path)
            plain = parts.path.rstrip("/")
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            route, parameters = _find(method, plain)
            session, token = (None, "") if route.public else self._authorise(headers)
            from_app = session is not None
            _check_version(route, headers)
            call = self._call(parameters, query, _fields(body), _Asker(session, token, line))
            reply = self._once(route, call, headers.get("idempotency-key", ""))
        except ApiError as refusal:
            reply = Reply(refusal.status, refusal.body)
        except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as wrong:
            # A field of the wrong type, found where it was used.
            reply = Reply(422, ApiError(422, [f"A field has the wrong type: {wrong}"]).body)
        return reply, plain, from_app

    def _call(
        self,
        parameters: tuple[str, ...],
        query: Mapping[str, str],
        body: Mapping[str, Any],
        asker: _Asker,
    ) -> Call:
        session, user = asker.session, self._user_of(asker.session)
        if user and asker.line:
            self.timelines.seen(asker.line, user.location_ids)
        words = (*parameters, *query.values(), *body.values())
        place = session.location_id if session else place_of(self.records, words)
        self._last = self.timelines.now(place, asker.line)
        return Call(
            records=self.records,
            now=self._last,
            parameters=parameters,
            query=query,
            body=body,
            user=user,
            session=session,
            token=asker.token,
            company_id=self.company_id,
            brand=self.brand,
            crm=self,
            line=asker.line,
        )

    def _user_of(self, session: Session | None) -> User | None:
        return self.records.users[session.user_id] if session else None

    def _once(self, route: Route, call: Call, key: str) -> Reply:
        """Do what is asked, unless a request with the same key has done it: then its reply."""
        if not key:
            return route.handler(call)
        caller = call.user.id if call.user else ""
        if (caller, key) not in self._answered:
            reply = route.handler(call)
            while len(self._answered) >= _KEPT_REPLIES:
                del self._answered[next(iter(self._answered))]
            self._answered[caller, key] = reply
        return self._answered[caller, key]

    def _authorise(self, headers: Mapping[str, str]) -> tuple[Session | None, str]:
        given = headers.get("authorization", "")
        if not given.lower().startswith(_BEARER):
            raise ApiError(401, "Invalid token: access token is missing")
        token = given[len(_BEARER) :].strip()
        if secrets.compare_digest(token.encode(), self.token.encode()):
            return None, ""
        session = self.records.sessions.get(token)
        if session is None:
            raise ApiError(401, "Invalid token: access token is invalid")
        return session, token


def _find(method: str, path: str) -> tuple[Route, tuple[str, ...]]:
    for route in ROUTES:
        parameters = route.match(method, path)
        if parameters is not None:
            return route, parameters
    raise ApiError(404, f"Cannot {method} {path}")


def _fields(body: object) -> dict[str, Any]:
    if body is not None and not isinstance(body, dict):
        raise ApiError(400, "The body must be a JSON object")
    return body or {}


def _query_names(path: str) -> list[str]:
    return [name for name, _ in parse_qsl(path.partition("?")[2], keep_blank_values=True)]


def _names(body: object, prefix: str = "") -> Iterator[str]:
    """The names of all fields, those of records in a list once for each record."""
    if isinstance(body, list):
        for item in body:
            yield from _names(item, prefix)
    elif isinstance(body, dict):
        for name, value in body.items():
            yield f"{prefix}{name}"
            yield from _names(value, f"{prefix}{name}.")


def _check_version(route: Route, headers: Mapping[str, str]) -> None:
    if route.version is None:
        return
    given = headers.get("version")
    if given is None:
        raise ApiError(401, "version header was not found.")
    if given != route.version:
        raise ApiError(401, f"version header is invalid: this path wants {route.version}")
