"""What is mounted on a phone beside its own tree: ``/proc``, ``/dev``, ``/sys``, ``/system/bin``.

Everything here is made where it is read; nothing is kept.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell import proc
from devices.virtual.android.shell.call import COMMANDS, TOYBOX
from devices.virtual.os.content import Bytes, Device, Generated
from devices.virtual.os.file_tree import Storage
from devices.virtual.os.files import File

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.phone import Phone
    from devices.virtual.os.profile import Profile

_SHELL_GROUP: Final = 2000
_TOYBOX_PROGRAM: Final = "toybox"
# Programs of their own; everything else in /system/bin is a link to toybox or a script.
_PROGRAM: Final = Bytes(b"\x7fELF\x02\x01\x01" + bytes(9))


def storage_of(profile: Profile) -> Storage:
    """What the data partition and shared storage are on this release."""
    row = profile.rows["storage"]
    return Storage(
        capacity=row["capacity"],
        shared=row["shared"],
        owner=row["owner"],
        group=row["group"],
        folder_mode=int(row["folder_mode"], 8),
        file_mode=int(row["file_mode"], 8),
        folder_size=row["folder_size"],
    )


def mount_system(phone: Phone) -> None:
    """Put the generated folders into a phone's tree."""
    tree = phone.files.root.entries
    assert isinstance(tree, dict)
    tree["proc"].entries = proc.Proc(phone, tree["proc"])
    tree["dev"].entries = _devices(tree["dev"])
    tree["sys"].entries = {"class": _sys_class(phone, tree["sys"])}
    system = tree["system"]
    assert isinstance(system.entries, dict)
    system.entries["bin"] = folder(system, _Programs(system))
    build = lambda: "".join(f"{k}={v}\n" for k, v in sorted(phone.properties.items()))  # noqa: E731 - a line that is read as one
    system.entries["build.prop"] = generated(system, build, mode=0o600)
    etc = system.entries["etc"]
    assert isinstance(etc.entries, dict)
    etc.entries["hosts"] = text(etc, "127.0.0.1       localhost\n::1             ip6-localhost\n")


def folder(above: File, entries: Mapping[str, File], mode: int = 0o755) -> File:
    """A folder with the time and mount of the one above it."""
    return File(stat.S_IFDIR | mode, above.changed, entries=entries, links=2, mount=above.mount)


def generated(above: File, make: Callable[[], str], mode: int = 0o444) -> File:
    """A file that is made when it is read."""
    return File(stat.S_IFREG | mode, above.changed, Generated(make), mount=above.mount)


def text(above: File, content: str) -> File:
    """A file of the system image."""
    return File(stat.S_IFREG | 0o644, above.changed, Bytes(content.encode()), mount=above.mount)


def _devices(above: File) -> dict[str, File]:
    return {
        name: File(stat.S_IFCHR | mode, above.changed, Device(name), mount=above.mount)
        for name, mode in (
            ("null", 0o666),
            ("zero", 0o666),
            ("urandom", 0o666),
            ("random", 0o666),
            ("tty", 0o666),
        )
    }


def _sys_class(phone: Phone, above: File) -> File:
    def level() -> str:
        return f"{phone.battery.hardware.level}\n"

    battery = {"capacity": generated(above, level), "present": generated(above, lambda: "1\n")}
    net = {name: folder(above, {}) for name in ("lo", "wlan0")}
    supply = folder(above, {"battery": folder(above, battery)})
    return folder(above, {"power_supply": supply, "net": folder(above, net)})


class _Programs(Mapping[str, File]):
    """``/system/bin``: every command of the shell that is a program."""

    def __init__(self, above: File) -> None:
        self._above = above
        self._made: dict[str, File] = {}

    def __getitem__(self, name: str) -> File:
        if name not in COMMANDS and name not in _SHELLS:
            raise KeyError(name)
        if name not in self._made:
            mode, above = stat.S_IFREG | 0o755, self._above
            made = File(mode, above.changed, _PROGRAM, gid=_SHELL_GROUP, mount=above.mount)
            if name in TOYBOX and name != _TOYBOX_PROGRAM:
                made = File(
                    stat.S_IFLNK | 0o777, above.changed, target=_TOYBOX_PROGRAM, mount=above.mount
                )
            self._made[name] = made
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter({*COMMANDS, *_SHELLS})

    def __len__(self) -> int:
        return len({*COMMANDS, *_SHELLS})


_SHELLS: Final = ("sh", "app_process64", "linker64", "logd", "adbd", "toolbox")
