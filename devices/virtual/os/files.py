"""The phone's own files, all in memory; only installed archives lie in an unnamed file of the host.

Nothing here can reach a file of the host: paths are walked in a tree of the phone's own.
"""

from __future__ import annotations

import errno
import os
import posixpath
import stat
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final

from devices.virtual.os.content import Bytes, Content
from devices.virtual.os.file_tree import LINKS, Entry, Storage, entries
from devices.virtual.os.inode import ROOT, SHELL, Credentials, File

if TYPE_CHECKING:
    from datetime import datetime

    from devices.virtual.os.clock import Clock

__all__ = ["ROOT", "SHELL", "Bytes", "Content", "Credentials", "File", "Files", "Place"]

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


class Files:
    """The tree of a phone's files.

    Methods take any path; a relative one starts at ``cwd`` where there is such an argument, else at
    the root. Without ``who`` everything is allowed, and what is created belongs to the owner of its
    folder. They raise ``OSError`` with the errno and path that a phone would answer.

    Attributes:
        capacity: bytes that the data partition holds.
        used: bytes of them that files take.
    """

    def __init__(self, clock: Clock, storage: Storage | None = None) -> None:
        self._clock = clock
        self._inodes = count(2)
        self.storage = storage or Storage()
        self.capacity, self.used = self.storage.capacity, 0
        now = clock.now()
        self.root = File(stat.S_IFDIR | 0o755, now, inode=1, entries={}, links=2)
        for entry in entries(self.storage):
            self._lay(entry, now)
        for link, target in LINKS.items():
            self._lay_link(link, target, now)

    @property
    def free(self) -> int:
        """Bytes that can still be written."""
        return max(0, self.capacity - self.used)

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
            raise _error(errno.ENOENT, path)
        return found

    def locate(
        self, path: str, cwd: str = "/", who: Credentials = ROOT, *, follow: bool = True
    ) -> Place:
        """Walk to a path; its last name need not be there."""
        if not path:
            raise _error(errno.ENOENT, path)
        if len(path) > _PATH_MAX:
            raise _error(errno.ENAMETOOLONG, path)
        return self._walk(path, cwd, who, follow=follow)

    def _walk(self, path: str, cwd: str, who: Credentials, *, follow: bool) -> Place:
        todo = _steps(path)
        if not path.startswith("/"):
            todo += _steps(cwd)
        folder_wanted = path.endswith(("/", "/."))
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
                    raise _error(errno.ENOENT, path)
                return Place(_join(trail, name), trail[-1][1], name, None)
            if not file.is_link or not (todo or follow or folder_wanted):
                trail.append((name, file))
                continue
            followed += 1
            if followed > _MAX_LINKS:
                raise _error(errno.ELOOP, path)
            todo += _steps(file.target)
            if file.target.startswith("/"):
                del trail[1:]
        name, file = trail[-1]
        if folder_wanted and not file.is_folder:
            raise _error(errno.ENOTDIR, path)
        parent = trail[-2][1] if len(trail) > 1 else self.root
        return Place(_join(trail[:-1], name) or "/", parent, name, file)

    def real(self, path: str, cwd: str = "/", who: Credentials = ROOT) -> str:
        """The absolute path without dots and links; its last name need not be there."""
        return self.locate(path, cwd, who).path

    def children(self, path: str, cwd: str = "/", who: Credentials = ROOT) -> dict[str, File]:
        """Entries of a folder by name, sorted."""
        folder = self.need(path, cwd, who)
        if folder.entries is None:
            raise _error(errno.ENOTDIR, path)
        if not folder.allows(who, 4):
            raise _error(errno.EACCES, path)
        return {name: folder.entries[name] for name in sorted(folder.entries)}

    def read(self, path: str, cwd: str = "/", who: Credentials = ROOT) -> bytes:
        """The whole content of a file."""
        file = self.need(path, cwd, who)
        if file.is_folder:
            raise _error(errno.EISDIR, path)
        if not file.allows(who, 4):
            raise _error(errno.EACCES, path)
        return file.data()

    def write(
        self,
        path: str,
        content: Content,
        *,
        mode: int = 0o644,
        changed: datetime | None = None,
        cwd: str = "/",
        who: Credentials | None = None,
    ) -> File:
        """Create or replace a file; its folder must be there."""
        file = self.create(path, cwd, who, mode=mode)
        if not stat.S_ISREG(file.mode):
            return file
        self.put(file, content, path)
        file.changed = changed or self._clock.now()
        if who is None and not file.mount.fixed:
            file.mode = stat.S_IFREG | mode
        return file

    def create(
        self, path: str, cwd: str = "/", who: Credentials | None = None, *, mode: int = 0o666
    ) -> File:
        """The file to write to: the one that is there, or a new and empty one."""
        place = self.locate(path, cwd, who or ROOT)
        if place.file is not None:
            self._check_open(place.file, path, who or ROOT)
            return place.file
        if path.endswith("/"):
            raise _error(errno.EISDIR, path)
        file = self._node(place.parent, stat.S_IFREG | mode, who)
        file.content = Bytes()
        self._link(place, file, path, who or ROOT)
        return file

    def put(self, file: File, content: Content, path: str = "") -> None:
        """Give a file other bytes."""
        self._claim(file, len(content) - file.size, path)
        file.content = content
        file.changed = self._clock.now()

    def append(self, file: File, data: bytes, path: str = "") -> None:
        """Add bytes to a file; to a device they are lost."""
        self.write_at(file, file.size, data, path)

    def write_at(self, file: File, offset: int, data: bytes, path: str = "") -> None:
        """Put bytes into a file at an offset; a full disk takes as many as it can."""
        if not stat.S_ISREG(file.mode):
            return
        if not isinstance(file.content, Bytes):
            file.content = Bytes(file.data())
        growth = max(0, offset + len(data) - file.size)
        room = max(0, len(data) - max(0, growth - self.free)) if file.links else len(data)
        taken = data if growth <= self.free or not file.links else data[:room]
        if taken:
            before = len(file.content)
            if offset == before:
                file.content.append(taken)
            else:
                file.content.write(offset, taken)
            if file.links:
                self.used += len(file.content) - before
            file.changed = self._clock.now()
        if len(taken) < len(data):
            raise _error(errno.ENOSPC, path)

    def make_folders(
        self, path: str, cwd: str = "/", who: Credentials | None = None, *, mode: int = 0o777
    ) -> None:
        """Create a folder and those above it; nothing happens where it is there."""
        if not path:
            raise _error(errno.ENOENT, path)
        steps = path.strip("/").split("/")
        start = "/" if path.startswith("/") else ""
        for end in range(1, len(steps) + 1):
            step = start + "/".join(steps[:end])
            place = self.locate(step or "/", cwd, who or ROOT)
            if place.file is None:
                self.make_folder(step, cwd, who, mode=mode)
            elif not place.file.is_folder:
                raise _error(errno.ENOTDIR if end < len(steps) else errno.EEXIST, path)

    def make_folder(
        self, path: str, cwd: str = "/", who: Credentials | None = None, *, mode: int = 0o777
    ) -> None:
        """Create one folder in one that is there."""
        place = self.locate(path.rstrip("/") or "/", cwd, who or ROOT)
        if place.file is not None:
            raise _error(errno.EEXIST, path)
        folder = self._node(place.parent, stat.S_IFDIR | mode, who)
        folder.entries, folder.links = {}, 2
        self._link(place, folder, path, who or ROOT)
        place.parent.links += 1

    def make_link(
        self, path: str, target: str, cwd: str = "/", who: Credentials | None = None
    ) -> None:
        """Create a symbolic link; its target need not be there."""
        place = self.locate(path, cwd, who or ROOT, follow=False)
        if place.file is not None:
            raise _error(errno.EEXIST, path)
        if place.parent.mount.fixed:
            raise _error(errno.EPERM, path)
        link = self._node(place.parent, stat.S_IFLNK | 0o777, who)
        link.target = target
        self._link(place, link, path, who or ROOT)

    def add_name(
        self, path: str, file: File, cwd: str = "/", who: Credentials | None = None
    ) -> None:
        """Give a file one more name, a hard link."""
        place = self.locate(path, cwd, who or ROOT, follow=False)
        if place.file is not None:
            raise _error(errno.EEXIST, path)
        if file.is_folder or place.parent.mount.fixed:
            raise _error(errno.EPERM, path)
        if place.parent.mount is not file.mount:
            raise _error(errno.EXDEV, path)
        self._link(place, file, path, who or ROOT)
        file.links += 1

    def remove(self, path: str) -> None:
        """Remove an entry and all below it."""
        place = self.locate(path, follow=False)
        if place.file is None:
            raise _error(errno.ENOENT, path)
        self._forget(place.file)
        self._unlink(place, path, ROOT)

    def unlink(
        self, path: str, cwd: str = "/", who: Credentials = ROOT, *, folder: bool = False
    ) -> None:
        """Remove a file, or an empty folder where that is what is asked for."""
        place = self.locate(path, cwd, who, follow=False)
        file = place.file
        if file is None:
            raise _error(errno.ENOENT, path)
        if file.is_folder is not folder:
            raise _error(errno.EISDIR if file.is_folder else errno.ENOTDIR, path)
        self._check_change(place, path, who)
        if file.entries:
            raise _error(errno.ENOTEMPTY, path)
        self._forget(file)
        self._unlink(place, path, who)

    def rename(self, source: str, target: str, cwd: str = "/", who: Credentials = ROOT) -> None:
        """Move an entry to another name; a file there is replaced."""
        old = self.locate(source, cwd, who, follow=False)
        new = self.locate(target, cwd, who, follow=False)
        if old.file is None:
            raise _error(errno.ENOENT, source)
        if old.file is new.file:
            return
        if f"{new.path}/".startswith(f"{old.path}/"):
            raise _error(errno.EINVAL, target)
        self._check_change(old, source, who)
        self._check_change(new, target, who)
        if old.parent.mount is not new.parent.mount:
            raise _error(errno.EXDEV, source)
        if new.file is not None:
            self._check_replace(old.file, new.file, target)
            self._forget(new.file)
            self._unlink(new, target, who)
        self._unlink(old, source, who)
        self._link(new, old.file, target, who)
        if old.file.is_folder:
            new.parent.links += 1

    def change_mode(self, file: File, mode: int, path: str, who: Credentials = ROOT) -> None:
        """Set the permission bits; shared storage takes the call and keeps its own."""
        self._check_owner(file, path, who)
        if not file.mount.fixed:
            file.mode = stat.S_IFMT(file.mode) | mode & 0o7777

    def change_owner(
        self, file: File, uid: int, gid: int, path: str, who: Credentials = ROOT
    ) -> None:
        """Set owner and group, -1 for neither: only root may give a file away."""
        self._check_owner(file, path, who)
        keeps_group = gid in (-1, file.gid) or gid in who.groups
        if who.uid != 0 and not (uid in (-1, file.uid) and keeps_group):
            raise _error(errno.EPERM, path)
        if not file.mount.fixed:
            file.uid = file.uid if uid == -1 else uid
            file.gid = file.gid if gid == -1 else gid

    def change_time(self, file: File, when: datetime, path: str, who: Credentials = ROOT) -> None:
        """Set the time of the last change."""
        if file.mount.read_only:
            raise _error(errno.EROFS, path)
        if who.uid not in (0, file.uid) and not file.allows(who, 2):
            raise _error(errno.EACCES, path)
        file.changed = when

    def check_writable(self, path: str, who: Credentials = SHELL) -> None:
        """Raise what someone gets where they may not create or replace; folders may be missing."""
        place = self._nearest(path, who)
        held = place.file or place.parent
        if held.mount.read_only:
            raise _error(errno.EROFS, path)
        if not held.allows(who, 2):
            raise _error(errno.EACCES, path)

    def _nearest(self, path: str, who: Credentials) -> Place:
        while True:
            try:
                return self.locate(path, who=who)
            except OSError as error:
                if error.errno != errno.ENOENT or not path:
                    raise
            path = posixpath.dirname(path.rstrip("/"))

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

    def _node(self, parent: File, mode: int, who: Credentials | None) -> File:
        """A new node as the file system of its folder makes it."""
        mount = parent.mount
        file = File(mode, self._clock.now(), inode=next(self._inodes), mount=mount)
        if mount.fixed:
            kind = stat.S_IFMT(mode)
            file.mode = kind | (mount.folder_mode if stat.S_ISDIR(mode) else mount.file_mode)
            file.uid, file.gid = mount.uid, mount.gid
        elif who is None:
            file.uid, file.gid = parent.uid, parent.gid
        else:
            file.uid, file.gid = who.uid, who.gid
        return file

    def _link(self, place: Place, file: File, path: str, who: Credentials) -> None:
        self._check_change(place, path, who)
        assert isinstance(place.parent.entries, dict)
        place.parent.entries[place.name] = file
        place.parent.changed = self._clock.now()

    def _unlink(self, place: Place, path: str, who: Credentials) -> None:
        self._check_change(place, path, who)
        assert isinstance(place.parent.entries, dict)
        assert place.file is not None
        del place.parent.entries[place.name]
        place.parent.changed = self._clock.now()
        if place.file.is_folder:
            place.parent.links -= 1

    def _forget(self, file: File) -> None:
        """Count a name less, and everything below a folder."""
        for child in list((file.entries or {}).values()):
            self._forget(child)
        if not file.is_folder:
            file.links -= 1
            if file.links == 0 and stat.S_ISREG(file.mode):
                self.used -= file.size

    def check_room(self, growth: int, path: str) -> None:
        """Raise what a full disk answers to so many bytes more."""
        if growth > self.free:
            raise _error(errno.ENOSPC, path)

    def _claim(self, file: File, growth: int, path: str) -> None:
        if not file.links:
            return
        self.check_room(growth, path)
        self.used += growth

    def _check_change(self, place: Place, path: str, who: Credentials) -> None:
        """Raise unless someone may add to the folder and take from it."""
        folder = place.parent
        if place.file is self.root:
            raise _error(errno.EBUSY, path)
        if who.uid != 0:
            if folder.mount.read_only:
                raise _error(errno.EROFS, path)
            if not folder.allows(who, 3):
                raise _error(errno.EACCES, path)
        if not isinstance(folder.entries, dict):
            raise _error(errno.EPERM, path)

    def _check_open(self, file: File, path: str, who: Credentials) -> None:
        if file.is_folder:
            raise _error(errno.EISDIR, path)
        if file.mount.read_only and who.uid != 0 and stat.S_ISREG(file.mode):
            raise _error(errno.EROFS, path)
        if not file.allows(who, 2):
            raise _error(errno.EACCES, path)

    def _check_owner(self, file: File, path: str, who: Credentials) -> None:
        if file.mount.read_only:
            raise _error(errno.EROFS, path)
        if who.uid not in (0, file.uid) and not file.mount.fixed:
            raise _error(errno.EPERM, path)

    def _check_replace(self, old: File, new: File, path: str) -> None:
        if new.is_folder and not old.is_folder:
            raise _error(errno.EISDIR, path)
        if old.is_folder and not new.is_folder:
            raise _error(errno.ENOTDIR, path)
        if new.entries:
            raise _error(errno.ENOTEMPTY, path)


def _steps(path: str) -> list[str]:
    """The names of a path, the first one last."""
    return [name for name in reversed(path.split("/")) if name and name != "."]


def _entry(folder: File, name: str, path: str, who: Credentials) -> File | None:
    """What a folder holds under a name, for someone who walks through it."""
    if folder.entries is None:
        raise _error(errno.ENOTDIR, path)
    if not folder.allows(who, 1):
        raise _error(errno.EACCES, path)
    if len(name) > _NAME_MAX:
        raise _error(errno.ENAMETOOLONG, path)
    return folder.entries.get(name)


def _join(trail: list[tuple[str, File]], name: str) -> str:
    return "/".join([*(part for part, _ in trail), name])


def _error(number: int, path: str) -> OSError:
    return OSError(number, os.strerror(number), path)
