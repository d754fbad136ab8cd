"""The colours that several parts of iOS share, in its light appearance.

Source: Apple, Human Interface Guidelines, Color, as far as they name one; the others look like it.
"""

from __future__ import annotations

from typing import Final

INK: Final = "#000000"
PAPER: Final = "#FFFFFF"
BLUE: Final = "#007AFF"
FAINT: Final = "#8A8A8E"
GROUND: Final = "#F2F2F7"
LINE: Final = "#D8D8DC"
TILE: Final = "#0A84FF"
WALLPAPER: Final = "#1B2A4A"
BLURRED_WALLPAPER: Final = "#22335A"
