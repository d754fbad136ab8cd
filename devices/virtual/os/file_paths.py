"""Paths: how they are walked in a phone's own tree, and what stands in the way."""

from __future__ import annotations

import errno
import os
import posixpath
import stat
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final

from devices.virtual.os.file_tree import LINKS, entries
from devices.virtual.os.inode import ROOT, File

if TYPE_CHECKING:
    from datetime import datetime

    from devices.virtual.os.file_tree import Entry, Storage
    from devices.virtual.os.inode import Credentials

_MAX_LINKS: Final = 40
_NAME_MAX: Final = 255
_PATH_MAX: Final = 4096


@dataclass(frozen=True, slots=True)
class Place:
    """Where a path leads: the folder that holds the name, and what bears it, if anything."""

    path: str
    parent: File
    name: str
    file: File | None


def refusal(number: int, path: str) -> OSError:
    """The error that a phone answers, by its errno, with the path that was asked for."""
    return OSError(number, os.strerror(number), path)


class Paths:
    """A tree of files as it stands after boot, and the ways through it.

    Attributes:
        root: the folder that every absolute path begins at.
    """

    def __init__(self, now: datetime, storage: Storage) -> None:
        self._inodes = count(2)
        self.root = File(stat.S_IFDIR | 0o755, now, inode=1, entries={}, links=2)
        for entry in entries(storage):
            self._lay(entry, now)
        for link, target in LINKS.items():
            self._lay_link(link, target, now)

    def get(self, path: str) -> File | None:
        """What a path leads to, or None."""
        try:
            return self.locate(path).file
        except OSError:
            return None

    def need(
        self, path: str, cwd: str = "/", who: Credentials = ROOT, *, follow: bool = True
    ) -> File:
        """What a path leads to."""
        found = self.locate(path, cwd, who, follow=follow).file
        if found is None:
            raise refusal(errno.ENOENT, path)
        return found

    def locate(
        self, path: str, cwd: str = "/", who: Credentials = ROOT, *, follow: bool = True
    ) -> Place:
        """Walk to a path; its last name need not be there."""
        if not path:
            raise refusal(errno.ENOENT, path)
        if len(path) > _PATH_MAX:
            raise refusal(errno.ENAMETOOLONG, path)
        return self._walk(path, cwd, who, follow=follow)

    def _walk(self, path: str, cwd: str, who: Credentials, *, follow: bool) -> Place:
        todo = _steps(path)
        if not path.startswith("/"):
            todo += _steps(cwd)
        # A working folder is a folder, though a link led to it.
        folder_wanted = path == "." or path.endswith(("/", "/."))
        trail: list[tuple[str, File]] = [("", self.root)]
        followed = 0
        while todo:
            name = todo.pop()
            if name == "..":
                del trail[max(1, len(trail) - 1) :]
                continue
            file = _entry(trail[-1][1], name, path, who)
            if file is None:
                if todo:
                    raise refusal(errno.ENOENT, path)
                return Place(_join(trail, name), trail[-1][1], name, None)
            if not file.is_link or not (todo or follow or folder_wanted):
                trail.append((name, file))
                continue
            followed += 1
            if followed > _MAX_LINKS:
                raise refusal(errno.ELOOP, path)
            todo += _steps(file.target)
            if file.target.startswith("/"):
                del trail[1:]
        name, file = trail[-1]
        if folder_wanted and not file.is_folder:
            raise refusal(errno.ENOTDIR, path)
        parent = trail[-2][1] if len(trail) > 1 else self.root
        return Place(_join(trail[:-1], name) or "/", parent, name, file)

    def real(self, path: str, cwd: str = "/", who: Credentials = ROOT) -> str:
        """The absolute path without dots and links; its last name need not be there."""
        return self.locate(path, cwd, who).path

    def children(self, path: str, cwd: str = "/", who: Credentials = ROOT) -> dict[str, File]:
        """Entries of a folder by name, sorted."""
        folder = self.need(path, cwd, who)
        if folder.entries is None:
            raise refusal(errno.ENOTDIR, path)
        if not folder.allows(who, 4):
            raise refusal(errno.EACCES, path)
        return {name: folder.entries[name] for name in sorted(folder.entries)}

    def read(self, path: str, cwd: str = "/", who: Credentials = ROOT) -> bytes:
        """The whole content of a file."""
        file = self.need(path, cwd, who)
        if file.is_folder:
            raise refusal(errno.EISDIR, path)
        if not file.allows(who, 4):
            raise refusal(errno.EACCES, path)
        return file.data()

    def _lay(self, entry: Entry, now: datetime) -> None:
        parent = self.need(posixpath.dirname(entry.path))
        assert isinstance(parent.entries, dict)
        folder = File(stat.S_IFDIR | entry.mode, now, entries={}, links=2, inode=next(self._inodes))
        folder.uid, folder.gid = entry.uid, entry.gid
        folder.mount = entry.mount or parent.mount
        parent.entries[posixpath.basename(entry.path)] = folder
        parent.links += 1

    def _lay_link(self, path: str, target: str, now: datetime) -> None:
        parent = self.need(posixpath.dirname(path))
        assert isinstance(parent.entries, dict)
        link = File(stat.S_IFLNK | 0o777, now, target=target, inode=next(self._inodes))
        link.mount = parent.mount
        parent.entries[posixpath.basename(path)] = link


def _steps(path: str) -> list[str]:
    """The names of a path, the first one last."""
    return [name for name in reversed(path.split("/")) if name and name != "."]


def _entry(folder: File, name: str, path: str, who: Credentials) -> File | None:
    """What a folder holds under a name, for someone who walks through it."""
    if folder.entries is None:
        raise refusal(errno.ENOTDIR, path)
    if not folder.allows(who, 1):
        raise refusal(errno.EACCES, path)
    if len(name) > _NAME_MAX:
        raise refusal(errno.ENAMETOOLONG, path)
    return folder.entries.get(name)


def _join(trail: list[tuple[str, File]], name: str) -> str:
    return "/".join([*(part for part, _ in trail), name])
