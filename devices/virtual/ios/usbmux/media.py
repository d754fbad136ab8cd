"""Files that a host can reach on a phone: the media folder, and the folders of apps.

Small files live in memory, large ones in unnamed files of the host.
"""

from __future__ import annotations

import errno
import os
import weakref
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_IN_MEMORY: Final = 256 * 1024
_CAPACITY: Final = 64 * 1024**3
_LONGEST_NAME: Final = 255  # bytes, as on APFS


@dataclass(slots=True)
class Node:
    """What is common to files and folders. Times are nanoseconds since 1970."""

    born_ns: int
    changed_ns: int


@dataclass(slots=True)
class Folder(Node):
    """A folder and what is in it, by name."""

    children: dict[str, Node] = field(default_factory=dict)

    def walk(self) -> Iterator[Node]:
        """The folder, and everything below it."""
        yield self
        for child in self.children.values():
            if isinstance(child, Folder):
                yield from child.walk()
            else:
                yield child


@dataclass(slots=True, eq=False, weakref_slot=True)
class File(Node):
    """A file; its content is read and written by `Media`."""

    content: SpooledTemporaryFile[bytes] = field(
        default_factory=lambda: SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with it
    )

    def __post_init__(self) -> None:
        weakref.finalize(self, self.content.close)

    @property
    def size(self) -> int:
        """Bytes."""
        return self.content.seek(0, os.SEEK_END)


class Media:
    """A tree of files. Paths are relative to its root, with or without a slash in front.

    Every method raises `OSError` with the errno that a file system gives; a path that leads out of
    the tree is EPERM.

    Attributes:
        capacity: bytes that fit.
        used: bytes that files hold.
    """

    def __init__(self, now_ns: Callable[[], int], *, capacity: int = _CAPACITY) -> None:
        """An empty tree.

        Args:
            now_ns: the phone's clock.
            capacity: bytes that fit.
        """
        self._now_ns = now_ns
        self.capacity = capacity
        self.used = 0
        self._root = self._new_folder()

    def node(self, path: str) -> Node:
        """What lies at a path."""
        found: Node = self._root
        for name in _names(path):
            if not isinstance(found, Folder):
                raise _error(errno.ENOTDIR, path)
            if name not in found.children:
                raise _error(errno.ENOENT, path)
            found = found.children[name]
        return found

    def file(self, path: str) -> File:
        """The file at a path."""
        found = self.node(path)
        if not isinstance(found, File):
            raise _error(errno.EISDIR, path)
        return found

    def folder(self, path: str) -> Folder:
        """The folder at a path."""
        found = self.node(path)
        if not isinstance(found, Folder):
            raise _error(errno.ENOTDIR, path)
        return found

    def make_folder(self, path: str) -> None:
        """Make a folder and those above it; one that is there stays as it is."""
        found = self._root
        for name in _names(path):
            child = found.children.get(name)
            if child is None:
                child = self._put(found, name, self._new_folder())
            if not isinstance(child, Folder):
                raise _error(errno.EEXIST, path)
            found = child

    def create(self, path: str) -> File:
        """The file at a path, made when there is none."""
        above, name = self._place(path)
        found = above.children.get(name)
        if isinstance(found, Folder):
            raise _error(errno.EISDIR, path)
        if isinstance(found, File):
            return found
        now = self._now_ns()
        made = File(now, now)
        self._put(above, name, made)
        return made

    def remove(self, path: str, *, contents: bool = False) -> None:
        """Remove a file or folder; one that is not empty only with its contents."""
        above, name = self._place(path)
        found = self.node(path)
        if isinstance(found, Folder) and found.children and not contents:
            raise _error(errno.ENOTEMPTY, path)
        self._free(above.children.pop(name))
        above.changed_ns = self._now_ns()

    def rename(self, source: str, target: str) -> None:
        """Move a file or folder; a file at the target goes."""
        moved = self.node(source)
        above, name = self._place(source)
        into, called = self._place(target)
        if isinstance(moved, Folder) and any(node is into for node in moved.walk()):
            raise _error(errno.EINVAL, target)
        there = into.children.get(called)
        if isinstance(there, Folder) and there is not moved:
            raise _error(errno.EEXIST, target)
        if moved is there:
            return
        if there is not None:
            self._free(there)
        del above.children[name]
        self._put(into, called, moved)

    def read(self, file: File, offset: int, size: int) -> bytes:
        """Up to ``size`` bytes of a file from an offset."""
        if offset >= file.size:
            return b""
        file.content.seek(offset)
        return file.content.read(size)

    def write(self, file: File, offset: int, data: bytes) -> None:
        """Put bytes into a file at an offset; a gap before it reads as zeros."""
        if not data:
            return
        self._reserve(file, max(offset + len(data), file.size))
        file.content.seek(offset)
        file.content.write(data)
        file.changed_ns = self._now_ns()

    def resize(self, file: File, size: int) -> None:
        """Cut a file, or fill it up with zeros."""
        self._reserve(file, size)
        file.content.truncate(size)
        if size > file.size:  # truncating fills up a file of the host, but not memory
            file.content.seek(size - 1)
            file.content.write(b"\0")
        file.changed_ns = self._now_ns()

    def open(self, path: str) -> IO[bytes]:
        """A file's content from its start, open for reading at any place."""
        content = self.file(path).content
        content.seek(0)
        return content

    def _reserve(self, file: File, size: int) -> None:
        """Take the room for what will be a file's size, and see that a large one leaves memory."""
        growth = size - file.size
        if growth > self.capacity - self.used:
            raise _error(errno.ENOSPC, "")
        self.used += growth
        if size > _IN_MEMORY:
            file.content.rollover()

    def _free(self, node: Node) -> None:
        gone = node.walk() if isinstance(node, Folder) else iter((node,))
        self.used -= sum(file.size for file in gone if isinstance(file, File))

    def _place(self, path: str) -> tuple[Folder, str]:
        """The folder that a path's last name lies in, and this name."""
        names = _names(path)
        if not names:
            raise _error(errno.EPERM, path)
        return self.folder("/".join(names[:-1])), names[-1]

    def _put(self, folder: Folder, name: str, node: Node) -> Node:
        folder.children[name] = node
        folder.changed_ns = self._now_ns()
        return node

    def _new_folder(self) -> Folder:
        now = self._now_ns()
        return Folder(now, now)


def _names(path: str) -> list[str]:
    names: list[str] = []
    for name in path.split("/"):
        if name == "..":
            if not names:
                raise _error(errno.EPERM, path)
            names.pop()
        elif len(name.encode()) > _LONGEST_NAME:
            raise _error(errno.ENAMETOOLONG, path)
        elif name not in {"", "."}:
            names.append(name)
    return names


def _error(number: int, path: str) -> OSError:
    return OSError(number, os.strerror(number), path)
