"""What is kept of an attempt for the one who has to find out why: one folder an attempt.

A folder is made aside while the attempt runs, and kept or dropped once the verdict is known, so
that a reader never meets half of one. Its name comes from the test, the cell and the attempt.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reports.atomic import write_atomic
from reports.errors import WriteFailed

if TYPE_CHECKING:
    from reports.secrets import Scrubber

MANIFEST: Final = "evidence.json"
_ASIDE: Final = ".open-"
_LONGEST_NAME: Final = 120
"""Characters: file systems allow 255 bytes, other tools add to it."""
_FILE_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def folder_name(test: str, cell: str, attempt: int) -> str:
    """The name of an attempt's evidence folder, in any process the same.

    A hash keeps apart what slugs and the cap on the length would make equal.
    """
    digest = hashlib.sha256(f"{test}\0{cell}\0{attempt}".encode()).hexdigest()[:8]
    area, _, rest = test.partition("::")
    slug = re.sub(r"[^A-Za-z0-9]+", "-", f"{cell} {Path(area).stem} {rest}").strip("-")
    tail = f"-{attempt}-{digest}"
    return f"{slug[: _LONGEST_NAME - len(tail)].rstrip('-')}{tail}"


class EvidenceFolder:
    """The folder of one attempt while it is being filled. Made by `EvidenceStore.open`."""

    def __init__(self, store: EvidenceStore, test: str, cell: str, attempt: int) -> None:
        self.name = folder_name(test, cell, attempt)
        self._about = {"test": test, "cell": cell, "attempt": attempt}
        self._scrubber = store.scrubber
        self._kept = store.root / self.name
        self.path = store.root / f"{_ASIDE}{self.name}"
        _fresh(self.path)

    def write_text(self, name: str, text: str) -> Path:
        """Write a text without the secrets in it.

        Raises:
            ValueError: the name is not that of a plain file.
            WriteFailed: it cannot be written; no half file is left.
        """
        return self.write_bytes(name, self._scrubber.scrub(text).encode(errors="replace"))

    def write_json(self, name: str, value: Any) -> Path:  # noqa: ANN401 - JSON has no narrower type
        """Write JSON-like data without the secrets in it; the same errors as `write_text`."""
        text = json.dumps(self._scrubber.scrub_value(value), indent=2, ensure_ascii=False)
        return self.write_bytes(name, text.encode(errors="replace"))

    def write_bytes(self, name: str, data: bytes) -> Path:
        """Write what is not text, a picture; the same errors as `write_text`."""
        if not _FILE_NAME.fullmatch(name) or name == MANIFEST:
            raise ValueError(f"{name!r} cannot be the name of a file of evidence")
        path = self.path / name
        write_atomic(path, data)
        return path

    def keep(self) -> str:
        """Move the folder to its place and return its name.

        Raises:
            WriteFailed: the manifest cannot be written or the folder cannot be moved.
        """
        return _keep(self.path, self._kept, {**self._about, "complete": True})

    def drop(self) -> None:
        """Forget it."""
        shutil.rmtree(self.path, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class EvidenceStore:
    """All evidence of a run.

    Attributes:
        root: folder that holds one folder an attempt; workers share it.
        scrubber: keeps secrets out of texts.
    """

    root: Path
    scrubber: Scrubber

    def open(self, test: str, cell: str, attempt: int) -> EvidenceFolder:
        """Begin the folder of an attempt, empty.

        Raises:
            WriteFailed: it cannot be made.
        """
        return EvidenceFolder(self, test, cell, attempt)

    def left_open(self, test: str, cell: str, attempt: int) -> str | None:
        """The folder's name of an attempt that nobody finished, which `salvage` will keep."""
        name = folder_name(test, cell, attempt)
        return name if (self.root / f"{_ASIDE}{name}").is_dir() else None

    def salvage(self) -> list[str]:
        """Keep what attempts had collected whose worker died, and return the folders' names.

        To be called when no worker runs any more. Their manifests say ``"complete": false``.

        Raises:
            WriteFailed: a manifest cannot be written or a folder cannot be moved.
        """
        opened = sorted(self.root.glob(f"{_ASIDE}*"))
        for path in (path for path in opened if not any(path.iterdir())):
            path.rmdir()
        return [
            _keep(path, self.root / path.name.removeprefix(_ASIDE), {"complete": False})
            for path in opened
            if path.exists()
        ]


def _fresh(path: Path) -> None:
    try:
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
    except OSError as error:
        raise WriteFailed.of(path, error) from error


def _keep(path: Path, place: Path, about: dict[str, Any]) -> str:
    files = [
        {"name": file.name, "bytes": file.stat().st_size}
        for file in sorted(path.iterdir())
        if not file.name.startswith(".")
    ]
    write_atomic(path / MANIFEST, json.dumps({**about, "files": files}, indent=2).encode())
    try:
        shutil.rmtree(place, ignore_errors=True)
        path.rename(place)
    except OSError as error:
        raise WriteFailed.of(place, error) from error
    return place.name
