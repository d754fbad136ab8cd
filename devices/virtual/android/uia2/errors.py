"""The errors that the UiAutomator2 server answers with.

UiaError
├── NoSuchElement           404  nothing matches, or the element id is not known
├── StaleElement            404  the element was there and is gone
├── InvalidSession          404  another session, or none
├── NoAlert                 404  no dialog is recognised
├── UnknownCommand          404  no such route, or no such attribute
├── InvalidArgument         400  the body is malformed
├── InvalidSelector         400  the locator cannot be read
├── InvalidElementState     400  the element cannot do that
├── UnableToCaptureScreen   500  the screen must not be photographed
└── SessionNotCreated       500  the capabilities are malformed

Source: appium-uiautomator2-server, common/exceptions.
"""
# ruff: noqa: N818 - the protocol names its errors without the word

from __future__ import annotations

from typing import ClassVar


class UiaError(Exception):
    """An error with its WebDriver code and HTTP status.

    Attributes:
        java: the exception that the server has for it.
    """

    java: ClassVar[str] = "UiAutomator2Exception"
    code: ClassVar[str] = "unknown error"
    status: ClassVar[int] = 500
    default: ClassVar[str] = "An unknown server-side error occurred while processing the command"

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.default)
        self.message = message or self.default

    def __reduce__(self) -> tuple[type[UiaError], tuple[str]]:
        return type(self), (self.message,)


class NoSuchElement(UiaError):
    """Nothing matches, or the element id is not known."""

    java = "ElementNotFoundException"
    code = "no such element"
    status = 404
    default = "An element could not be located on the page using the given search parameters"


class StaleElement(UiaError):
    """The element was on the screen and is gone."""

    java = "StaleElementReferenceException"
    code = "stale element reference"
    status = 404
    default = "The referenced element is no longer attached to the DOM"


class InvalidSession(UiaError):
    """The session in the address is not the one that is open."""

    java = "NoSuchDriverException"
    code = "invalid session id"
    status = 404


class NoAlert(UiaError):
    """No dialog is recognised on the screen."""

    java = "NoAlertOpenException"
    code = "no such alert"
    status = 404
    default = "No alert is present on the screen"


class UnknownCommand(UiaError):
    """The route, or the attribute, does not exist."""

    java = "UnknownCommandException"
    code = "unknown command"
    status = 404
    default = (
        "The requested resource could not be found, or a request was received "
        "using an HTTP method that is not supported by the mapped resource"
    )


class InvalidArgument(UiaError):
    """The body is malformed or lacks a field."""

    java = "InvalidArgumentException"
    code = "invalid argument"
    status = 400
    default = "The arguments passed to the command are either invalid or malformed"


class InvalidSelector(UiaError):
    """The locator's strategy or expression cannot be read."""

    java = "InvalidSelectorException"
    code = "invalid selector"
    status = 400


class InvalidElementState(UiaError):
    """The element cannot do what was asked."""

    java = "InvalidElementStateException"
    code = "invalid element state"
    status = 400


class UnableToCaptureScreen(UiaError):
    """The screen must not be photographed, or has nothing where it was asked for."""

    java = "TakeScreenshotException"
    code = "unable to capture screen"
    status = 500
    default = "Failed to capture a screenshot. Does the current view have 'secure' flag set?"


class SessionNotCreated(UiaError):
    """The capabilities are missing or malformed."""

    java = "SessionNotCreatedException"
    code = "session not created"
    status = 500
