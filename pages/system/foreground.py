"""What stands in front, told where something else was expected there."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from devices.errors import CommandFailed
from pages.driving import driving

if TYPE_CHECKING:
    from devices.appium.session import Session

_TEXT: Final = re.compile(r'\b(?:text|content-desc|label)="([^"]+)"')
_MOST: Final = 5  # texts; enough to know a screen by


def foreground(session: Session) -> str:
    """What is in front, and its first texts; nothing that could fail is let out."""
    try:
        front = driving(session).in_front()
        texts = dict.fromkeys(unescape(text) for text in _TEXT.findall(session.source()))
    except CommandFailed as error:
        return f"what is in front could not be seen: {error}"
    said = ", ".join(repr(text) for text in list(texts)[:_MOST]) or "nothing"
    return f"in front is {front}, which says {said}"
