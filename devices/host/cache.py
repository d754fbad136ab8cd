"""The user's cache, shared by all checkouts: entries appear whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from devices.host.tool_error import ToolchainError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from filelock import BaseFileLock

WAIT_S: Final = 30 * 60.0  # longer than the deadline of what a neighbour may be installing

_NO_SPACE: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def cache_root(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder that everything downloaded goes to: ``FLEET_CACHE``, or the platform's."""
    if chosen := environ.get("FLEET_CACHE"):
        return Path(chosen).expanduser().absolute()
    import platformdirs  # noqa: PLC0415 - `locate` imports this module and never comes here

    return platformdirs.user_cache_path("fleet")


def no_space(folder: Path) -> ToolchainError:
    """Return the error for a disk that is full, or over its quota, below ``folder``."""
    return ToolchainError(
        f"writing to {folder}",
        "no space left (or over the disk quota)",
        "Free some space, or set FLEET_CACHE to a folder with 1 GB to spare, and run it again.",
    )


def ensure_entry(
    folder: Path,
    name: str,
    fill: Callable[[Path, Path], None],
    waiting: Callable[[], None] = lambda: None,
) -> Path:
    """Return the cache entry ``folder/name``, made by ``fill`` when it is not there.

    One process fills; the others wait for it and use what it made. An entry that could not be
    filled is removed.

    Args:
        folder: is made when missing.
        name: a file name; changes with whatever the content depends on.
        fill: is given the folder to fill, and the path that it will have in the end.
        waiting: is called once when another process is filling the entry.

    Raises:
        ToolchainError: no space, no permission, a neighbour that never ends, or raised by ``fill``.
    """
    final = folder / name
    if final.exists():
        return final
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _only_one(folder, name, waiting):
            _sweep(folder, name)
            if not final.exists():
                _fill(folder, name, fill)
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise no_space(folder) from error
        raise ToolchainError(
            f"writing to {folder}",
            f"{error.strerror}: {error.filename}",
            "Make the folder writable, or set FLEET_CACHE to one that is.",
        ) from error
    return final


def write_atomically(path: Path, text: str) -> None:
    """Replace a file's text; readers see the old or the new, never a part."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(temporary).replace(path)
    except BaseException:  # an interrupt too must leave nothing behind
        Path(temporary).unlink(missing_ok=True)
        raise


def _fill(folder: Path, name: str, fill: Callable[[Path, Path], None]) -> None:
    part = Path(tempfile.mkdtemp(dir=folder, prefix=f".{name}.", suffix=".part"))
    try:
        fill(part, folder / name)
        part.chmod(0o755)  # mkdtemp makes it private
        part.rename(folder / name)
    except BaseException:  # an interrupt too must leave nothing behind
        shutil.rmtree(part, ignore_errors=True)
        raise


@contextmanager
def _only_one(folder: Path, name: str, waiting: Callable[[], None]) -> Iterator[None]:
    from filelock import Timeout  # noqa: PLC0415 - 90 ms that `locate` need not pay

    lock = _lock(folder, name)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        waiting()
        try:
            lock.acquire(timeout=WAIT_S)
        except Timeout as error:
            raise ToolchainError(
                f"waiting for another set-up to finish {name}",
                f"it still holds {lock.lock_file} after {WAIT_S / 60:.0f} minutes",
                "End that process and run this again.",
            ) from error
    try:
        yield
    finally:
        lock.release()


def _lock(folder: Path, name: str) -> BaseFileLock:
    from filelock import FileLock  # noqa: PLC0415 - 90 ms that `locate` need not pay

    return FileLock(folder / f".{name}.lock")


def _sweep(folder: Path, mine: str) -> None:
    """Remove what killed installs left; whoever holds an entry's lock is the only one alive."""
    from filelock import Timeout  # noqa: PLC0415 - 90 ms that `locate` need not pay

    for part in folder.glob(".*.part"):
        name = part.name[1:].rsplit(".", 2)[0]
        if name == mine:
            shutil.rmtree(part, ignore_errors=True)
            continue
        try:
            with _lock(folder, name).acquire(timeout=0):
                shutil.rmtree(part, ignore_errors=True)
        except Timeout:
            continue  # its owner lives and is filling it
