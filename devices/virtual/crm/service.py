"""The virtual CRM: one object that answers HTTP requests, in process or over a socket."""

from __future__ import annotations

import secrets
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlsplit

from devices.virtual.crm.call import ApiError, Call
from devices.virtual.crm.records import Location, Records, new_id
from devices.virtual.crm.routes import ROUTES
from devices.virtual.os.process import Reply

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from devices.virtual.crm.records import User
    from devices.virtual.crm.routes import Route
    from devices.virtual.os.clock import Clock

_LOG_LENGTH: Final = 5_000
_BEARER: Final = "bearer "


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One request as the log keeps it: neither headers nor body nor query, so no secret."""

    time: datetime
    method: str
    path: str
    status: int


class VirtualCrm:
    """A CRM with one agency, and a first sub-account of the brand's name.

    Attributes:
        token: bearer token of the integration, which may see and change everything. A secret.
        brand: the name that the agency shows inside the app.
        company_id: the agency's id.
        records: what it holds.
        requests: the last requests, oldest first.
    """

    def __init__(self, clock: Clock, *, brand: str = "HoopAI") -> None:
        self._clock = clock
        self.token = secrets.token_urlsafe(32)
        self.brand = brand
        self.company_id = new_id()
        self.records = Records()
        self.requests: deque[LoggedRequest] = deque(maxlen=_LOG_LENGTH)
        first = Location(brand, self.company_id)
        self.records.locations[first.id] = first

    def handle(
        self, method: str, path: str, headers: Mapping[str, str], body: object = None
    ) -> Reply:
        """Answer one request; whatever a caller may send gets a reply, never an exception.

        Args:
            method: HTTP method in capitals.
            path: path with query string.
            headers: names in any case.
            body: decoded JSON.
        """
        parts = urlsplit(path)
        plain = parts.path.rstrip("/")
        try:
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            reply = self._answer(method, plain, query, headers, body)
        except ApiError as refusal:
            reply = Reply(refusal.status, refusal.body)
        except (AttributeError, TypeError, ValueError) as wrong:
            # A field of the wrong type, found where it was used.
            reply = Reply(422, ApiError(422, [f"A field has the wrong type: {wrong}"]).body)
        self.requests.append(LoggedRequest(self._clock.now(), method, plain, reply.status))
        return reply

    def _answer(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        body: object,
    ) -> Reply:
        known = {name.lower(): value for name, value in headers.items()}
        route, parameters = _find(method, path)
        user, session = (None, "") if route.public else self._authorise(known)
        _check_version(route, known)
        if body is not None and not isinstance(body, dict):
            raise ApiError(400, "The body must be a JSON object")
        return route.handler(
            Call(
                records=self.records,
                now=self._clock.now(),
                parameters=parameters,
                query=query,
                body=body or {},
                user=user,
                session=session,
                company_id=self.company_id,
                brand=self.brand,
            )
        )

    def _authorise(self, headers: Mapping[str, str]) -> tuple[User | None, str]:
        given = headers.get("authorization", "")
        if not given.lower().startswith(_BEARER):
            raise ApiError(401, "Invalid token: access token is missing")
        token = given[len(_BEARER) :].strip()
        if secrets.compare_digest(token.encode(), self.token.encode()):
            return None, ""
        owner = self.records.sessions.get(token)
        if owner is None:
            raise ApiError(401, "Invalid token: access token is invalid")
        return self.records.users[owner], token


def _find(method: str, path: str) -> tuple[Route, tuple[str, ...]]:
    for route in ROUTES:
        parameters = route.match(method, path)
        if parameters is not None:
            return route, parameters
    raise ApiError(404, f"Cannot {method} {path}")


def _check_version(route: Route, headers: Mapping[str, str]) -> None:
    if route.version is None:
        return
    given = headers.get("version")
    if given is None:
        raise ApiError(401, "version header was not found.")
    if given != route.version:
        raise ApiError(401, f"version header is invalid: this path wants {route.version}")
