"""A build of the app under test: a file, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path  # noqa: TC003 - a build travels, and pydantic reads its annotations
from typing import Final

from config.platforms import Platform  # noqa: TC001 - the same

REFERENCE: Final = "fleet.reference"
"""What a build of the reference app carries in its metadata."""
DEFECT: Final = "fleet.defect"
"""What one with a seeded defect carries beside it: the defect's name."""


class BuildError(Exception):
    """A file is no build that can be run.

    Attributes:
        path: the file.
        problem: what is wrong with it.
    """

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(path, problem)
        self.path = path
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Build:
    """One build, named so that nobody can mistake it for another.

    Attributes:
        path: the APK or IPA.
        platform: whose phones run it.
        package: its package name; on iOS its bundle id.
        label: its name below its icon.
        version_name: version as users read it.
        number: version as the system tells builds apart: Android's version code, CFBundleVersion.
        sha256: of the file, in hexadecimal.
        reference: whether it is the reference app that virtual phones run.
        defect: the seeded defect it carries, empty for none.
    """

    path: Path
    platform: Platform
    package: str
    label: str
    version_name: str
    number: str
    sha256: str
    reference: bool
    defect: str
