"""What WebDriverAgent answers when it cannot do what it was asked.

Source: WebDriverAgent 16.12.9, Routing/FBCommandStatus.m and FBExceptionHandler.m.
"""

from __future__ import annotations

from enum import Enum


class Fault(Enum):
    """An error by its W3C name, with its HTTP status."""

    NO_SUCH_ELEMENT = "no such element", 404
    STALE_ELEMENT = "stale element reference", 404
    INVALID_ELEMENT_STATE = "invalid element state", 400
    ELEMENT_NOT_VISIBLE = "element not visible", 400
    INVALID_ARGUMENT = "invalid argument", 400
    INVALID_SELECTOR = "invalid selector", 400
    INVALID_COORDINATES = "invalid coordinates", 400
    NO_SUCH_ALERT = "no such alert", 404
    UNEXPECTED_ALERT = "unexpected alert open", 500
    INVALID_SESSION = "invalid session id", 404
    UNKNOWN_COMMAND = "unknown command", 404
    UNKNOWN_METHOD = "unknown method", 405
    TIMEOUT = "timeout", 408
    SESSION_NOT_CREATED = "session not created", 500
    UNKNOWN_ERROR = "unknown error", 500
    UNSUPPORTED_OPERATION = "unsupported operation", 500
    NO_SCREEN = "unable to capture screen", 500

    @property
    def error(self) -> str:
        """Its name on the wire."""
        return self.value[0]

    @property
    def status(self) -> int:
        """Its HTTP status."""
        return self.value[1]


class WdaError(Exception):
    """A command that failed.

    Attributes:
        fault: how.
        message: WebDriverAgent's own words.
    """

    def __init__(self, fault: Fault, message: str) -> None:
        super().__init__(fault, message)
        self.fault, self.message = fault, message

    def __str__(self) -> str:
        return f"{self.fault.error}: {self.message}"
