"""Seeded defects against promises: each that a suite tests is broken by one, so that tests bite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from config import requirements
from config.errors import ConfigError, nearest
from config.paths import CHECKOUT
from devices.pool.defects import DEFECTS
from fleet.lint_suites import first_tests

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEEDED: Final = CHECKOUT / "devices" / "virtual" / "app" / "defects.py"


def defect_complaints() -> Iterator[ConfigError]:
    """Defects that break no promise there is, and tested promises that no defect breaks."""
    known = requirements.read()
    for defect in DEFECTS.values():
        if defect.breaks not in known:
            problem = f"{defect.name} breaks no promise there is, {defect.breaks!r}; "
            yield ConfigError(_SEEDED, 0, 0, problem + nearest(defect.breaks, known))
    broken = {defect.breaks for defect in DEFECTS.values()}
    for id_, mark in first_tests().items():
        if id_ in known and id_ not in broken:
            yield mark.complaint(
                f"no seeded defect breaks {id_}, so nothing shows that its tests would notice one; "
                "add it to docs/reference-app.md and the reference app"
            )
