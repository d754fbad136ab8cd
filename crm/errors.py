"""What goes wrong between us and the CRM.

CrmError: the CRM refused a call, answered nonsense, or did not answer in time
SendRefused: we refused, since it could reach somebody who is no allowed recipient
AccountError
├── LeaseError: no user of a role came free in time
└── InboxError: an inbox cannot be read, or has no code
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class CrmError(Exception):
    """The CRM refused a call, answered nonsense, or did not answer in time.

    Attributes:
        operation: what was tried, e.g. ``create contact (POST /contacts/)``; never a secret.
        status: HTTP status of the reply, None when there was none.
        message: what the CRM said, or why it said nothing.
    """

    def __init__(self, operation: str, status: int | None, message: str) -> None:
        super().__init__(operation, status, message)
        self.operation = operation
        self.status = status
        self.message = message

    def __str__(self) -> str:
        seen = "no reply" if self.status is None else f"status {self.status}"
        return f"crm: {self.operation}: {seen}: {self.message}"


class SendRefused(Exception):  # noqa: N818 - what was done, in the field's words
    """Something was not asked of the CRM, since it could reach who must not be reached.

    Attributes:
        operation: what was to be done, e.g. ``create contact``.
        reason: why it was not.
        instead: what to do.
    """

    def __init__(self, operation: str, reason: str, instead: str) -> None:
        super().__init__(operation, reason, instead)
        self.operation = operation
        self.reason = reason
        self.instead = instead

    def __str__(self) -> str:
        return f"crm: {self.operation}: refused: {self.reason}; instead: {self.instead}"


class AccountError(Exception):
    """A user cannot be had, or cannot be signed in."""


class LeaseError(AccountError):
    """All users of a role, or a sub-account of the one to be had, stayed taken.

    Attributes:
        role: of ``config/accounts.yaml``.
        waited_s: how long.
        holders: a line for each of them: who has it.
    """

    def __init__(self, role: str, waited_s: float, holders: Sequence[str]) -> None:
        super().__init__(role, waited_s, holders)
        self.role = role
        self.waited_s = waited_s
        self.holders = holders

    def __str__(self) -> str:
        return (
            f"accounts: no user of the role {self.role!r} came free in {self.waited_s:g} s: "
            f"{'; '.join(self.holders)}. List as many users in config/accounts.yaml as cells that "
            "run at once, no two of them in the same sub-account"
        )


class InboxError(AccountError):
    """An inbox could not be read, or no code came to it.

    Attributes:
        inbox: which one.
        tried: what was asked of it.
        seen: what came of it; never a code.
        advice: what to do.
    """

    def __init__(self, inbox: str, tried: str, seen: str, advice: str) -> None:
        super().__init__(inbox, tried, seen, advice)
        self.inbox = inbox
        self.tried = tried
        self.seen = seen
        self.advice = advice

    def __str__(self) -> str:
        return f"inbox {self.inbox}: {self.tried}: {self.seen}. {self.advice}"
