"""One node of the tree of files, and whose right counts."""

from __future__ import annotations

import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from devices.virtual.os.file_tree import Mount

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from devices.virtual.os.content import Content


@dataclass(frozen=True, slots=True)
class Credentials:
    """Whose right counts: a user and its groups, the first of them its own."""

    uid: int
    groups: tuple[int, ...]

    @property
    def gid(self) -> int:
        """The group of what it creates."""
        return self.groups[0]


ROOT: Final = Credentials(0, (0,))


# Groups of a shell over adb. Source: AOSP packages/modules/adb/daemon/main.cpp, drop_privileges.
SHELL: Final = Credentials(
    2000, (2000, 1004, 1007, 1011, 1015, 1028, 1078, 1079, 3001, 3002, 3003, 3006, 3009, 3011)
)


@dataclass(slots=True, eq=False)
class File:
    """One node of the tree: a folder, a file, a link or a device.

    Attributes:
        entries: what a folder holds; None for everything else.
        content: the bytes of a file or device; None for a folder and a link.
        target: where a link leads.
        links: names that it has.
        mount: the file system that it lies on.
    """

    mode: int
    changed: datetime
    content: Content | None = None
    inode: int = 0
    uid: int = 0
    gid: int = 0
    entries: Mapping[str, File] | None = None
    target: str = ""
    links: int = 1
    mount: Mount = field(default_factory=Mount)

    @property
    def is_folder(self) -> bool:
        """Whether it holds other entries."""
        return self.entries is not None

    @property
    def is_link(self) -> bool:
        """Whether it leads elsewhere."""
        return stat.S_ISLNK(self.mode)

    @property
    def size(self) -> int:
        """Bytes; a folder counts as one block, a link as its target's name."""
        if self.content is not None:
            return len(self.content)
        return self.mount.folder_size if self.is_folder else len(self.target)

    def data(self) -> bytes:
        """The whole content, of generated files too; a folder has none."""
        if self.content is None or stat.S_ISCHR(self.mode):
            return b""
        return self.content.read(0, max(len(self.content), 1 << 24))

    def allows(self, who: Credentials, want: int) -> bool:
        """Whether someone may read (4), write (2) or execute (1) it."""
        if who.uid == 0:
            return want != 1 or self.is_folder or bool(self.mode & 0o111)
        if self.mount.fixed:
            # Its daemon decides, not the bits that it shows; nothing on it can be executed.
            return self.is_folder or not want & 1
        shift = 6 if who.uid == self.uid else 3 if self.gid in who.groups else 0
        return (self.mode >> shift) & want == want
