"""The soft keyboard: where its keys are and what each of them types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.ui.node import Rect

if TYPE_CHECKING:
    from collections.abc import Iterator

HEIGHT_DP: Final = 268.0
DELETE: Final = "⌫"
ENTER: Final = "⏎"

_TOP_DP: Final = 12.0
_ROW_DP: Final = 62.0
# Rows of (label, width in tenths of the keyboard); a lone space indents a row.
_ROWS: Final = (
    tuple((char, 1.0) for char in "qwertyuiop"),
    ((" ", 0.5), *((char, 1.0) for char in "asdfghjkl")),
    (("@", 1.5), *((char, 1.0) for char in "zxcvbnm"), (DELETE, 1.5)),
    ((",", 1.5), ("space", 5.5), (".", 1.5), (ENTER, 1.5)),
)


@dataclass(frozen=True, slots=True)
class Key:
    """A key: what is printed on it and where it lies, in pixels."""

    label: str
    bounds: Rect

    @property
    def text(self) -> str:
        """What the key types; Delete and Enter type nothing themselves."""
        if self.label in {DELETE, ENTER}:
            return ""
        return " " if self.label == "space" else self.label


def panel(screen: Rect, navigation_bar_px: int, scale: float) -> Rect:
    """The part of the screen that the keyboard covers, the navigation bar under it included."""
    top = screen.bottom - navigation_bar_px - round(HEIGHT_DP * scale)
    return Rect(screen.left, top, screen.right, screen.bottom)


def keys(area: Rect, scale: float) -> Iterator[Key]:
    """Every key of the keyboard on its panel."""
    unit = area.width / 10
    for row, labels in enumerate(_ROWS):
        top = area.top + round((_TOP_DP + row * _ROW_DP) * scale)
        left = float(area.left)
        for label, width in labels:
            if label != " ":
                bounds = Rect(
                    round(left), top, round(left + unit * width), top + round(_ROW_DP * scale)
                )
                yield Key(label, bounds)
            left += unit * width
