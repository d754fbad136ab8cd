"""The passcode of an iPhone."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Passcode:
    """What opens the phone beside a finger or a face; a phone may have none.

    Attributes:
        on_entered: called after its user has entered it, wherever the system asks for it.
    """

    def __init__(self) -> None:
        self._digits = ""
        self.on_entered: list[Callable[[], None]] = []

    @property
    def length(self) -> int:
        """How many digits it has; 0 for none."""
        return len(self._digits)

    def set(self, digits: str) -> None:
        """Replace it; empty for none.

        Raises:
            ValueError: it is anything but digits.
        """
        if digits and not (digits.isascii() and digits.isdigit()):
            raise ValueError("a passcode is of digits")
        self._digits = digits

    def enter(self, digits: str) -> bool:
        """Have its user enter it; says whether it is right."""
        if not self._digits or not hmac.compare_digest(self._digits.encode(), digits.encode()):
            return False
        for told in tuple(self.on_entered):
            told()
        return True
