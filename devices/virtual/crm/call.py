"""One call of the API as its handlers see it, and how they refuse it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from devices.virtual.crm.records import Location, Records, User

_T = TypeVar("_T")

_ERROR_NAMES: Final = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    422: "Unprocessable Entity",
}


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
        session: the app session's token, empty for the integration's.
        company_id: the agency that owns all sub-accounts.
        brand: the name that the agency shows inside the app.
    """

    records: Records
    now: datetime
    parameters: tuple[str, ...]
    query: Mapping[str, str]
    body: Mapping[str, Any]
    user: User | None
    session: str
    company_id: str
    brand: str

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
        if self.user is not None and location_id not in self.user.location_ids:
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
        if not text.isdecimal():
            raise ApiError(422, [f"{name} must be a number"])
        return int(text)

    def integration_only(self) -> None:
        """Refuse a user of the app: the call is the integration's.

        Raises:
            ApiError: 403.
        """
        if self.user is not None:
            raise ApiError(403, "The token is not authorized for this scope.")


def _refuse_missing(given: Mapping[str, Any], names: tuple[str, ...]) -> None:
    missing = [f"{name} should not be empty" for name in names if given.get(name) in (None, "", [])]
    if missing:
        raise ApiError(422, missing)
