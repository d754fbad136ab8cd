"""One call of the API as its handlers see it, and how they refuse it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from devices.virtual.crm.push import Pushes
    from devices.virtual.crm.records import Location, Session, User
    from devices.virtual.crm.reminders import Reminders
    from devices.virtual.crm.store import Records
    from devices.virtual.crm.timelines import PhoneLine, Timelines

_T = TypeVar("_T")

MOST_ROWS: Final = 100
"""Rows that one reply carries at most."""

_DIGITS: Final = 15  # of a number in a query: as many as milliseconds since 1970 take, and some
_ERROR_NAMES: Final = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    422: "Unprocessable Entity",
}


class LoggedRequest(Protocol):
    """One request that was answered."""

    @property
    def time(self) -> datetime:
        """When."""

    @property
    def method(self) -> str:
        """HTTP method."""

    @property
    def path(self) -> str:
        """Path without its query."""

    @property
    def status(self) -> int:
        """Of the reply."""

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of what its query and its body held."""


class Service(Protocol):
    """What the paths of a virtual CRM set and read of it; see `VirtualCrm`."""

    lost_replies: int

    @property
    def timelines(self) -> Timelines:
        """What time it is in it."""

    @property
    def requests(self) -> Iterable[LoggedRequest]:
        """The last requests, oldest first."""

    @property
    def pushes(self) -> Pushes:
        """What is on its way to phones."""

    @property
    def reminders(self) -> Reminders:
        """What is due at some time."""


class ApiError(Exception):
    """A refusal, in the shape of the public API's error bodies.

    Attributes:
        status: HTTP status code.
        message: one sentence, or for 422 a list of them.
    """

    def __init__(self, status: int, message: str | list[str]) -> None:
        super().__init__(status, message)
        self.status = status
        self.message = message

    @property
    def body(self) -> dict[str, Any]:
        """The JSON body of the reply."""
        return {
            "statusCode": self.status,
            "message": self.message,
            "error": _ERROR_NAMES[self.status],
        }


@dataclass(frozen=True, slots=True)
class Call:
    """One authorised request.

    Attributes:
        records: what the CRM holds.
        now: the CRM's time.
        parameters: the variable parts of the path, in order.
        query: the query string.
        body: the decoded JSON body, empty for none.
        user: who is signed in on the phone that asks; None for the integration's token, which may
            see every sub-account.
        session: of the app that asks; None for the integration.
        token: the session's, empty for the integration.
        company_id: the agency that owns all sub-accounts.
        brand: the name that the agency shows inside the app.
        crm: the service itself: what goes on in it beside its records.
        line: the phone that asks, if one does.
    """

    records: Records
    now: datetime
    parameters: tuple[str, ...]
    query: Mapping[str, str]
    body: Mapping[str, Any]
    user: User | None
    session: Session | None
    token: str
    company_id: str
    brand: str
    crm: Service
    line: PhoneLine | None

    def require(self, *names: str) -> None:
        """Refuse the call unless its body has all these fields.

        Raises:
            ApiError: 422 with one sentence for each that is missing.
        """
        _refuse_missing(self.body, names)

    def require_query(self, *names: str) -> None:
        """Refuse the call unless its query string has all these fields.

        Raises:
            ApiError: 422 with one sentence for each that is missing.
        """
        _refuse_missing(self.query, names)

    def location(self, location_id: str) -> Location:
        """The sub-account, when there is one and the caller may see it.

        Raises:
            ApiError: 400 for an unknown one, 403 for one that is not the caller's.
        """
        found = self.record(self.records.locations, location_id, "Location")
        if self.session is not None and location_id != self.session.location_id:
            raise ApiError(403, "The token does not have access to this location.")
        return found

    def record(self, table: Mapping[str, _T], record_id: str, kind: str) -> _T:
        """The record of this id.

        Raises:
            ApiError: 400, since the API's reference lists no 404 for these paths.
        """
        if record_id not in table:
            raise ApiError(400, f"{kind} with id {record_id} not found")
        return table[record_id]

    def number(self, name: str, default: int) -> int:
        """A whole number of the query string.

        Raises:
            ApiError: 422 when it is none.
        """
        text = self.query.get(name, str(default))
        if not (text.isascii() and text.isdecimal()) or len(text) > _DIGITS:
            raise ApiError(422, [f"{name} must be a number"])
        return int(text)

    def limit(self, default: int = 20) -> int:
        """How many rows are asked for, at most 100.

        Raises:
            ApiError: 422 for more, or for none.
        """
        return bounded("limit", self.number("limit", default))

    def signed_in(self) -> tuple[User, Session]:
        """Who asks with an app's session.

        Raises:
            ApiError: 403 for the integration's token.
        """
        if self.user is None or self.session is None:
            raise ApiError(403, "The token is not one of an app session.")
        return self.user, self.session

    def integration_only(self) -> None:
        """Refuse a user of the app: the call is the integration's.

        Raises:
            ApiError: 403.
        """
        if self.user is not None:
            raise ApiError(403, "The token is not authorized for this scope.")


def bounded(name: str, number: int) -> int:
    """A number of rows, when the API would give that many.

    Raises:
        ApiError: 422 below 1 and above 100.
    """
    if number > MOST_ROWS:
        raise ApiError(422, [f"{name} must not be greater than {MOST_ROWS}"])
    if number < 1:
        raise ApiError(422, [f"{name} must not be less than 1"])
    return number


def _refuse_missing(given: Mapping[str, Any], names: tuple[str, ...]) -> None:
    missing = [f"{name} should not be empty" for name in names if given.get(name) in (None, "", [])]
    if missing:
        raise ApiError(422, missing)
