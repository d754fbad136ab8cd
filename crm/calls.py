"""What every group of calls to the CRM's API stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

from crm import replies
from crm.errors import CrmError
from crm.guard import VIRTUAL, Guard
from crm.transport import Transport

if TYPE_CHECKING:
    from types import TracebackType

    from config.secrets import Secret
    from crm.rate import RateLimit

JULY: Final = "2021-07-28"
APRIL: Final = "2021-04-15"
"""Versions of the API; each path has its own."""

_NO_PROVIDER: Final = (
    "no conversation provider is known, by which contacts write: add provider to the lab's crm"
)

PAGE: Final = 100
"""How many rows of a list are asked for at once."""


class Calls:
    """A connection to the API, whom it may write to, and whose contacts are its own."""

    def __init__(
        self,
        base_url: str,
        token: Secret,
        timeout_s: float,
        *,
        guard: Guard = VIRTUAL,
        rate: RateLimit | None = None,
        provider_id: str = "",
    ) -> None:
        self._http = Transport(base_url, token, timeout_s, rate)
        self._guard = guard
        self._provider_id = provider_id
        self._known_company_id: str | None = None
        self._own_contacts: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the kept connections."""
        self._http.close()

    def _check_sending(self, what: str, contact_id: str) -> None:
        """Refuse what a real CRM may answer by writing to a contact: an automation, a reminder."""
        self._guard.check_sending(what, ours=contact_id in self._own_contacts)

    def _provider(self, what: str) -> str:
        """By whom what a contact sends comes to the CRM; a virtual one takes any.

        Raises:
            CrmError: none is known.
        """
        if self._guard.kind == "virtual":
            return self._provider_id or "fleet"
        if not self._provider_id:
            raise CrmError(what, None, _NO_PROVIDER)
        return self._provider_id

    def _company_id(self) -> str:
        if self._known_company_id is None:
            what = "find the company"
            query = {"limit": "1"}
            reply = self._http.call(what, "GET", "/locations/search", JULY, query=query)
            self._known_company_id = replies.read(
                what, reply, lambda row: str(row["locations"][0]["companyId"])
            )
        return self._known_company_id
