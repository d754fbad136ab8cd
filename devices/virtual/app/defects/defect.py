"""One seeded defect."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Defect:
    """One seeded defect: the promise it breaks, and what the build does."""

    name: str
    breaks: str
    does: str
