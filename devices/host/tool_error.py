"""What is wrong with the tools of this host, said so that a person can put it right."""

from __future__ import annotations


class ToolchainError(Exception):
    """A tool is missing, out of date, or could not be installed.

    Attributes:
        what: the tool, and what was tried with it.
        seen: what was found instead.
        advice: what to do.
    """

    def __init__(self, what: str, seen: str, advice: str) -> None:
        super().__init__(what, seen, advice)
        self.what = what
        self.seen = seen
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.what}: {self.seen}\n{self.advice}"


class NodeMissingError(ToolchainError):
    """Neither the system nor the virtual environment has a Node that Appium runs on."""
