"""What goes wrong between us and the CRM.

CrmError
└── one class: no caller does different things about different refusals yet.
"""

from __future__ import annotations


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
