"""Users of a CRM, and their sub-accounts, as leases: each is one holder's at a time on this host.

A lease is a locked file, so that the operating system ends it with its holder, whichever way that
dies. A note beside it says who holds it, and what of a dead holder's is still to be cleaned up.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from crm.errors import LeaseError
from devices import wait

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Note:
    """Who holds a user or a sub-account.

    Attributes:
        pid: the process.
        holder: what it is, as ``run 20261123-022044-1a2b, cell android-14``.
        since: when it began.
        tags: run tags of what may stand in the sub-accounts.
    """

    pid: int
    holder: str
    since: datetime
    tags: tuple[str, ...]


_NOTE: Final = TypeAdapter(Note)


class Lease:
    """A user or a sub-account that nobody else has until `release`.

    Attributes:
        name: the user's e-mail address, or the sub-account's name.
        tags: run tags to clean up by: one's own, and those of holders that died.
    """

    def __init__(self, name: str, tags: tuple[str, ...], lock: FileLock, note: Path) -> None:
        self.name = name
        self.tags = tags
        self._lock = lock
        self._note = note

    def release(self, *, clean: bool) -> None:
        """Give it back; what is not clean is noted for the next holder."""
        if clean:
            self._note.unlink(missing_ok=True)
        self._lock.release()


class Leases:
    """The users and sub-accounts of one CRM, to be taken one at a time.

    Args:
        folder: where locks and notes are kept, the same for all runs; is made when missing.
        crm_url: whose they are.
        holder: says who takes them, for whoever finds them taken.
        run_tag: of what the holder arranges.
    """

    def __init__(self, folder: Path, crm_url: str, holder: str, run_tag: str) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder
        self._crm_url = crm_url.rstrip("/")
        self._holder = holder
        self._run_tag = run_tag

    def take(self, role: str, names: Sequence[str], within_s: float) -> Lease:
        """Take the first of these that is free, or comes free.

        Args:
            role: what it is wanted for.
            names: e-mail addresses of users, or names of sub-accounts.
            within_s: how long one is waited for.

        Raises:
            LeaseError: none did in time; names who holds them.
        """
        lease = wait.until(lambda: self._first_free(names), within_s)
        if lease is None:
            raise LeaseError(role, within_s, tuple(map(self._taken_by, names)))
        return lease

    def _first_free(self, names: Sequence[str]) -> Lease | None:
        return next((lease for name in names if (lease := self._try(name))), None)

    def _try(self, name: str) -> Lease | None:
        path = self._path(name)
        lock = FileLock(path.with_suffix(".lock"), mode=0o600)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return None
        left = _read(path)
        tags = tuple(dict.fromkeys((*(left.tags if left else ()), self._run_tag)))
        note = Note(os.getpid(), self._holder, datetime.now(UTC), tags)
        _write(path, note)
        return Lease(name, tags, lock, path)

    def _taken_by(self, name: str) -> str:
        note = _read(self._path(name))
        if note is None:
            return f"{name} is being given back"
        return f"{name} is held by process {note.pid} ({note.holder}) since {note.since:%H:%M} UTC"

    def _path(self, name: str) -> Path:
        key = f"{self._crm_url}\n{name.lower()}"
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.json"


def _read(path: Path) -> Note | None:
    try:
        return _NOTE.validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):  # free, or written by another version
        return None


def _write(path: Path, note: Note) -> None:
    """Replace the note, so that whoever reads without the lock sees a whole one."""
    aside = path.with_suffix(".part")
    aside.write_bytes(_NOTE.dump_json(note))
    aside.replace(path)
