"""How a platform looks: what paints its controls, and what the system paints over every window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from devices.virtual.ui.chrome import Chrome
from devices.virtual.ui.cupertino import CupertinoChrome, CupertinoPainter
from devices.virtual.ui.painter import Painter


@dataclass(frozen=True, slots=True)
class Look:
    """What paints views, and bars, keyboard and messages."""

    painter: type[Painter]
    chrome: type[Chrome]


MATERIAL: Final = Look(Painter, Chrome)
CUPERTINO: Final = Look(CupertinoPainter, CupertinoChrome)
