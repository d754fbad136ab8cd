"""What a page could not do.

PageError
├── ElementMissing      an element that the step needs did not show in time
├── ValueUnreadable     an element says what its locator's pattern does not fit
├── ChoiceMissing       the release does not offer what was to be chosen
└── StepFailed          the step was done, and what it is for did not come about
"""

from __future__ import annotations


class PageError(Exception):
    """A step on a page could not be done.

    Attributes:
        device: cell and serial.
        page: the page's name.
        tried: the step.
        seen: what was there instead.
    """

    def __init__(self, device: str, page: str, tried: str, seen: str) -> None:
        super().__init__(device, page, tried, seen)
        self.device = device
        self.page = page
        self.tried = tried
        self.seen = seen

    def __str__(self) -> str:
        return f"{self.device}: {self.page} page: {self.tried}: {self.seen}"


class ElementMissing(PageError):  # noqa: N818 - reads as what happened
    """An element that the step needs did not show within the deadline."""


class ValueUnreadable(PageError):  # noqa: N818 - reads as what happened
    """An element is there, and the pattern of its locator does not fit what it says."""


class ChoiceMissing(PageError):  # noqa: N818 - reads as what happened
    """The release does not offer what was to be chosen; what was seen is what it offers."""


class StepFailed(PageError):  # noqa: N818 - reads as what happened
    """The step was done, and what it is for did not come about within the deadline."""
