"""The file systems of a phone that has just booted: what is mounted, and which folders are there.

Source: AOSP system/core/rootdir/init.rc (folders, owners, modes), libcutils' fs_config.cpp, and
packages/providers/MediaProvider's FuseDaemon (shared storage keeps owners and modes of its own).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

_SYSTEM: Final = 1000
_SHELL: Final = 2000


@dataclass(frozen=True, slots=True)
class Mount:
    """One mounted file system; a fixed one gives every entry its own owner and mode."""

    source: str = "/dev/root"
    kind: str = "ext4"
    read_only: bool = True
    fixed: bool = False
    uid: int = 0
    gid: int = 0
    folder_mode: int = 0o755
    file_mode: int = 0o644
    folder_size: int = 4096


@dataclass(frozen=True, slots=True)
class Storage:
    """What differs between releases: the data partition's size, and shared storage.

    Attributes:
        capacity: bytes of the data partition.
        shared: the file system under ``/storage/emulated``, e.g. ``fuse``.
        owner: user id of everything on it; group and modes alike.
    """

    capacity: int = 6 << 30
    shared: str = "fuse"
    owner: int = 10120
    group: int = 1023
    folder_mode: int = 0o2770
    file_mode: int = 0o660
    folder_size: int = 3452


class Entry(NamedTuple):
    """A folder: its path, mode and owner, and the file system that is mounted there."""

    path: str
    mode: int
    uid: int = 0
    gid: int = 0
    mount: Mount | None = None


LINKS: Final = {
    "/bin": "/system/bin",
    "/etc": "/system/etc",
    "/sdcard": "/storage/self/primary",
    "/storage/self/primary": "/storage/emulated/0",
    "/mnt/sdcard": "/storage/self/primary",
    "/data/user/0": "/data/data",
}

_SYSTEM_IMAGE: Final = (
    "/acct", "/apex", "/config", "/mnt", "/odm", "/postinstall", "/product", "/product/app",
    "/product/bin", "/product/etc", "/product/priv-app", "/system", "/system/app", "/system/etc",
    "/system/fonts", "/system/framework", "/system/lib", "/system/lib64", "/system/media",
    "/system/priv-app", "/system/usr", "/system_ext", "/system_ext/app", "/system_ext/priv-app",
    "/vendor", "/vendor/app", "/vendor/bin", "/vendor/etc", "/vendor/lib64",
)  # fmt: skip
_SHARED_FOLDERS: Final = (
    "Alarms", "Android", "Android/data", "Android/media", "Android/obb", "Audiobooks", "DCIM",
    "Documents", "Download", "Movies", "Music", "Notifications", "Pictures", "Podcasts",
    "Recordings", "Ringtones",
)  # fmt: skip

SHARED_ROOT: Final = "/storage/emulated/0"


def entries(storage: Storage) -> list[Entry]:
    """Folders, parents first."""
    data = Mount("/dev/block/dm-5", "f2fs", read_only=False)
    shared = Mount(
        "/dev/fuse" if storage.shared == "fuse" else "/data/media",
        storage.shared,
        read_only=False,
        fixed=True,
        uid=storage.owner,
        gid=storage.group,
        folder_mode=storage.folder_mode,
        file_mode=storage.file_mode,
        folder_size=storage.folder_size,
    )
    tmpfs = Mount("tmpfs", "tmpfs", read_only=True)
    proc = Mount("proc", "proc", read_only=True, folder_size=0)
    return [
        *(Entry(path, 0o755) for path in _SYSTEM_IMAGE),
        Entry("/dev", 0o755, mount=tmpfs),
        Entry("/proc", 0o555, mount=proc),
        Entry("/sys", 0o555, mount=Mount("sysfs", "sysfs", read_only=True, folder_size=0)),
        Entry("/data", 0o771, _SYSTEM, _SYSTEM, data),
        Entry("/data/anr", 0o775, _SYSTEM, _SYSTEM),
        Entry("/data/app", 0o771, _SYSTEM, _SYSTEM),
        Entry("/data/data", 0o771, _SYSTEM, _SYSTEM),
        Entry("/data/local", 0o751),
        Entry("/data/local/tmp", 0o771, _SHELL, _SHELL),
        Entry("/data/local/traces", 0o777, _SHELL, _SHELL),
        Entry("/data/media", 0o770, 1023, 1023),
        Entry("/data/misc", 0o1771, _SYSTEM, 9998),
        Entry("/data/system", 0o775, _SYSTEM, _SYSTEM),
        Entry("/data/tombstones", 0o771, _SYSTEM, _SYSTEM),
        Entry("/data/user", 0o711, _SYSTEM, _SYSTEM),
        Entry("/data/vendor", 0o771),
        Entry("/storage", 0o755, mount=tmpfs),
        Entry("/storage/self", 0o755),
        Entry("/storage/emulated", 0o711, mount=shared),
        Entry(SHARED_ROOT, storage.folder_mode, storage.owner, storage.group),
        *(
            Entry(f"{SHARED_ROOT}/{name}", storage.folder_mode, storage.owner, storage.group)
            for name in _SHARED_FOLDERS
        ),
    ]
