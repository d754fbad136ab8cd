"""Where the parts of a checkout are."""

from __future__ import annotations

from pathlib import Path
from typing import Final

CONFIG: Final = Path(__file__).resolve().parent
CHECKOUT: Final = CONFIG.parent
OUTPUT: Final = CHECKOUT / "reports" / "out"
GOLDEN: Final = CHECKOUT / "tests" / "golden"
