"""Files that are either whole or not there."""

from __future__ import annotations

import contextlib
import os
import uuid
from typing import TYPE_CHECKING

from reports.errors import WriteFailed

if TYPE_CHECKING:
    from pathlib import Path


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte to a file descriptor: one ``write`` may take less than all."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file so that a reader, or a later run, finds all of it or the file as it was.

    Raises:
        WriteFailed: the disk is full, or the folder is gone or not ours; nothing is left behind.
    """
    aside = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        try:
            write_all(descriptor, data)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        aside.replace(path)
    except OSError as error:
        raise WriteFailed.of(path, error) from error
    finally:
        with contextlib.suppress(OSError):  # it is gone when all went well
            aside.unlink()
