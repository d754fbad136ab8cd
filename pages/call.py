"""A call that the user makes."""

from __future__ import annotations

import re
from typing import ClassVar

from pages.page import Page


class CallPage(Page):
    """Who is called, from which number, and how to end it."""

    NAME: ClassVar = "call"

    @property
    def number(self) -> str:
        """The account's number that the call is made from, in E.164."""
        return re.sub(r"[^+0-9]", "", self._text("number"))

    def end(self) -> None:
        """End the call; where it was begun follows."""
        self._tap("end")
