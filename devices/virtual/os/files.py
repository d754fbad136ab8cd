"""The phone's own files, all in memory; only installed archives lie in an unnamed file of the host.

Nothing here can reach a file of the host: paths are walked in a tree of the phone's own.
"""

from __future__ import annotations

import errno
import stat
from typing import TYPE_CHECKING

from devices.virtual.os.content import Bytes, Content
from devices.virtual.os.file_paths import Paths, Place, refusal
from devices.virtual.os.file_tree import Storage
from devices.virtual.os.inode import ROOT, SHELL, Credentials, File

if TYPE_CHECKING:
    from datetime import datetime

    from devices.virtual.os.clock import Clock

__all__ = ["ROOT", "SHELL", "Bytes", "Content", "Credentials", "File", "Files", "Place"]


class Files(Paths):
    """The tree of a phone's files.

    Methods take any path; a relative one starts at ``cwd`` where there is such an argument, else at
    the root. Without ``who`` everything is allowed, and what is created belongs to the owner of its
    folder. They raise ``OSError`` with the errno and path that a phone would answer.

    Attributes:
        capacity: bytes that the data partition holds.
        used: bytes of them that files take.
    """

    def __init__(self, clock: Clock, storage: Storage | None = None) -> None:
        self.storage = storage or Storage()
        super().__init__(clock.now(), self.storage)
        self._clock = clock
        self.capacity, self.used = self.storage.capacity, 0

    @property
    def free(self) -> int:
        """Bytes that can still be written."""
        return max(0, self.capacity - self.used)

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
            raise refusal(errno.EISDIR, path)
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
            raise refusal(errno.ENOSPC, path)

    def make_folders(
        self, path: str, cwd: str = "/", who: Credentials | None = None, *, mode: int = 0o777
    ) -> None:
        """Create a folder and those above it; nothing happens where it is there."""
        if not path:
            raise refusal(errno.ENOENT, path)
        steps = path.strip("/").split("/")
        start = "/" if path.startswith("/") else ""
        for end in range(1, len(steps) + 1):
            step = start + "/".join(steps[:end])
            place = self.locate(step or "/", cwd, who or ROOT)
            if place.file is None:
                self.make_folder(step, cwd, who, mode=mode)
            elif not place.file.is_folder:
                raise refusal(errno.ENOTDIR if end < len(steps) else errno.EEXIST, path)

    def make_folder(
        self, path: str, cwd: str = "/", who: Credentials | None = None, *, mode: int = 0o777
    ) -> None:
        """Create one folder in one that is there."""
        place = self.locate(path.rstrip("/") or "/", cwd, who or ROOT)
        if place.file is not None:
            raise refusal(errno.EEXIST, path)
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
            raise refusal(errno.EEXIST, path)
        if place.parent.mount.fixed:
            raise refusal(errno.EPERM, path)
        link = self._node(place.parent, stat.S_IFLNK | 0o777, who)
        link.target = target
        self._link(place, link, path, who or ROOT)

    def add_name(
        self, path: str, file: File, cwd: str = "/", who: Credentials | None = None
    ) -> None:
        """Give a file one more name, a hard link."""
        place = self.locate(path, cwd, who or ROOT, follow=False)
        if place.file is not None:
            raise refusal(errno.EEXIST, path)
        if file.is_folder or place.parent.mount.fixed:
            raise refusal(errno.EPERM, path)
        if place.parent.mount is not file.mount:
            raise refusal(errno.EXDEV, path)
        self._link(place, file, path, who or ROOT)
        file.links += 1

    def remove(self, path: str) -> None:
        """Remove an entry and all below it."""
        place = self.locate(path, follow=False)
        if place.file is None:
            raise refusal(errno.ENOENT, path)
        self._forget(place.file)
        self._unlink(place, path, ROOT)

    def unlink(
        self, path: str, cwd: str = "/", who: Credentials = ROOT, *, folder: bool = False
    ) -> None:
        """Remove a file, or an empty folder where that is what is asked for."""
        place = self.locate(path, cwd, who, follow=False)
        file = place.file
        if file is None:
            raise refusal(errno.ENOENT, path)
        if file.is_folder is not folder:
            raise refusal(errno.EISDIR if file.is_folder else errno.ENOTDIR, path)
        self._check_change(place, path, who)
        if file.entries:
            raise refusal(errno.ENOTEMPTY, path)
        self._forget(file)
        self._unlink(place, path, who)

    def rename(self, source: str, target: str, cwd: str = "/", who: Credentials = ROOT) -> None:
        """Move an entry to another name; a file there is replaced."""
        old = self.locate(source, cwd, who, follow=False)
        new = self.locate(target, cwd, who, follow=False)
        if old.file is None:
            raise refusal(errno.ENOENT, source)
        if old.file is new.file:
            return
        if f"{new.path}/".startswith(f"{old.path}/"):
            raise refusal(errno.EINVAL, target)
        self._check_change(old, source, who)
        self._check_change(new, target, who)
        if old.parent.mount is not new.parent.mount:
            raise refusal(errno.EXDEV, source)
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
            raise refusal(errno.EPERM, path)
        if not file.mount.fixed:
            file.uid = file.uid if uid == -1 else uid
            file.gid = file.gid if gid == -1 else gid

    def change_time(self, file: File, when: datetime, path: str, who: Credentials = ROOT) -> None:
        """Set the time of the last change."""
        if file.mount.read_only:
            raise refusal(errno.EROFS, path)
        if who.uid not in (0, file.uid) and not file.allows(who, 2):
            raise refusal(errno.EACCES, path)
        file.changed = when

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
            raise refusal(errno.ENOSPC, path)

    def _claim(self, file: File, growth: int, path: str) -> None:
        if not file.links:
            return
        self.check_room(growth, path)
        self.used += growth

    def _check_change(self, place: Place, path: str, who: Credentials) -> None:
        """Raise unless someone may add to the folder and take from it."""
        folder = place.parent
        if place.file is self.root:
            raise refusal(errno.EBUSY, path)
        if who.uid != 0:
            if folder.mount.read_only:
                raise refusal(errno.EROFS, path)
            if not folder.allows(who, 3):
                raise refusal(errno.EACCES, path)
        if not isinstance(folder.entries, dict):
            raise refusal(errno.EPERM, path)

    def _check_open(self, file: File, path: str, who: Credentials) -> None:
        if file.is_folder:
            raise refusal(errno.EISDIR, path)
        if file.mount.read_only and who.uid != 0 and stat.S_ISREG(file.mode):
            raise refusal(errno.EROFS, path)
        if not file.allows(who, 2):
            raise refusal(errno.EACCES, path)

    def _check_owner(self, file: File, path: str, who: Credentials) -> None:
        if file.mount.read_only:
            raise refusal(errno.EROFS, path)
        if who.uid not in (0, file.uid) and not file.mount.fixed:
            raise refusal(errno.EPERM, path)

    def _check_replace(self, old: File, new: File, path: str) -> None:
        if new.is_folder and not old.is_folder:
            raise refusal(errno.EISDIR, path)
        if old.is_folder and not new.is_folder:
            raise refusal(errno.ENOTDIR, path)
        if new.entries:
            raise refusal(errno.ENOTEMPTY, path)
