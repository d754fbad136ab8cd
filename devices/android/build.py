"""A build of the app under test: an APK and what its manifest says."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path  # noqa: TC003 - a build travels, and pydantic reads its annotations
from typing import Final

from pyaxmlparser import APK

_ANDROID: Final = "{http://schemas.android.com/apk/res/android}"
_REFERENCE: Final = "fleet.reference"
_DEFECT: Final = "fleet.defect"


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
        path: the APK.
        package: its package name.
        label: its name on the launcher.
        version_name: version as users read it.
        version_code: version as the package manager compares it.
        sha256: of the file, in hexadecimal.
        reference: whether it is the reference app that virtual phones run.
        defect: the seeded defect it carries, empty for none.
    """

    path: Path
    package: str
    label: str
    version_name: str
    version_code: int
    sha256: str
    reference: bool
    defect: str


def read_build(path: Path) -> Build:
    """Read what an APK says of itself.

    Raises:
        BuildError: it cannot be read, or is no APK.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BuildError(path, f"cannot be read: {error.strerror}") from error
    try:
        apk = APK(str(path))
        manifest = apk.get_android_manifest_xml()
        metadata = {
            item.get(f"{_ANDROID}name"): item.get(f"{_ANDROID}value", "")
            for item in manifest.iter("meta-data")
        }
        return Build(
            path=path.resolve(),
            package=str(apk.package),
            label=str(apk.application),
            version_name=str(apk.version_name),
            version_code=int(apk.version_code),
            sha256=hashlib.sha256(content).hexdigest(),
            reference=_REFERENCE in metadata,
            defect=str(metadata.get(_DEFECT, "")),
        )
    except Exception as error:  # the parser raises whatever a broken file makes it stumble over
        raise BuildError(path, f"is no APK: {error}") from error
