"""The Android phones of a lab ``attached``: those of an adb server that somebody else keeps up.

What a phone is, it says itself; what it cannot say stands in the lab's file.
"""

from __future__ import annotations

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING, Final

from config.deadlines import DEADLINES
from config.lab import PhoneWords, follow
from config.yaml_file import complain
from devices.android.adb import Adb
from devices.android.adb_server import states
from devices.errors import DeviceError
from devices.facts import DeviceFacts
from devices.host.ports import LOOPBACKS
from devices.host.running import running_labs
from devices.host.spec import AdbAddress, PhoneEndpoint
from devices.pool.plan import PhoneFacts, Release

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from config.lab import AttachedLab
    from config.ledger import Transport
    from config.yaml_file import Place
    from devices.host.spec import Attach
    from devices.pool.plan import Cell

_READY: Final = "device"
_NO_SERVER: Final = "`adb start-server` starts one; `phones: none` does without"
# Since Android 12 ro.boot.qemu, before it ro.kernel.qemu; ranchu and goldfish are the emulator's
# boards. Source: AOSP device/generic/goldfish.
_QUESTIONS: Final = (
    "ro.build.version.release",
    "ro.build.version.sdk",
    "ro.boot.qemu",
    "ro.kernel.qemu",
    "ro.hardware",
    "ro.build.characteristics",
    "persist.sys.locale",
    "ro.product.locale",
)
_EMULATOR_BOARDS: Final = {"ranchu", "goldfish"}


class AttachedAndroids:
    """Phones of an adb server of somebody else's.

    Args:
        lab: as its file has it.
        path: that file.
        releases: those that are known, to tell 12L from 12 by its API level.

    Attributes:
        troubles: what keeps phones from being used.
    """

    def __init__(self, lab: AttachedLab, path: Path, releases: Sequence[Release]) -> None:
        self._lab, self._path, self._releases = lab, path, releases
        self.troubles: list[str] = []

    @cached_property
    def address(self) -> AdbAddress:
        """Where the adb server answers.

        Raises:
            ConfigError: a variable is not set, or the port is none.
        """
        host = self._follow(self._lab.adb.host, ("adb", "host"))
        port = self._follow(self._lab.adb.port, ("adb", "port"))
        if not port.isdecimal() or not 0 < int(port) < 1 << 16:
            raise complain(self._path, ("adb", "port"), f"port: {port!r} is no port")
        return AdbAddress(host, int(port))

    @property
    def phones(self) -> Mapping[str, PhoneFacts]:
        """Every phone that is ready, by serial; what keeps others from it is in ``troubles``.

        Raises:
            ConfigError: no server answers, a named phone is not there, or the file calls a virtual
                phone something else.
        """
        if self._lab.phones == "none":
            return {}
        listed = self._listed()
        found: dict[str, PhoneFacts] = {}
        for place, words in self._wanted(listed):
            state = listed.get(words.serial, "not attached")
            if state == _READY:
                found[words.serial] = self._asked(place, words)
            elif self._lab.phones == "all":
                self.troubles.append(f"{words.serial} is {state}: it is left out")
            else:
                problem = f"{words.serial} is {state}; `fleet devices` lists what is attached"
                raise complain(self._path, place, problem)
        return found

    def endpoint(self, cell: Cell) -> PhoneEndpoint:
        """Where the phone of a cell is reached."""
        attach: Attach = "emulator" if cell.attach == "emulator" else "cable"
        return PhoneEndpoint(
            cell.id, cell.platform, cell.version, cell.api_level, attach, cell.device
        )

    def _listed(self) -> Mapping[str, str]:
        address = self.address
        try:
            question = states(address.port, within_s=DEADLINES.health_s, host=address.host)
            return asyncio.run(question)
        except OSError as error:
            where = f"{address.host}:{address.port}"
            problem = f"no adb server answers at {where}: {error or 'nothing within the deadline'}"
            raise complain(self._path, ("adb",), f"{problem}; {_NO_SERVER}") from None

    def _wanted(self, listed: Mapping[str, str]) -> Iterator[tuple[Place, PhoneWords]]:
        if isinstance(self._lab.phones, str):
            yield from ((("phones",), PhoneWords(serial=serial)) for serial in listed)
            return
        for index, words in enumerate(self._lab.phones):
            place: Place = ("phones", index, "serial")
            serial = self._follow(words.serial, place)
            yield place, words.model_copy(update={"serial": serial})

    def _asked(self, place: Place, words: PhoneWords) -> PhoneFacts:
        said = self._properties(place, words.serial)
        api_level = int(said["ro.build.version.sdk"] or 0)
        kind = words.kind or _kind(said)
        if self._is_virtual(words.serial):
            if words.kind not in {None, "virtual"}:
                problem = f"kind: {words.serial} is a virtual phone, found {words.kind!r}"
                raise complain(self._path, place, problem)
            kind = "virtual"
        local = words.serial.startswith("emulator-")
        return PhoneFacts(
            platform="android",
            version=self._version(api_level, said["ro.build.version.release"]),
            api_level=api_level,
            kind=kind,
            attaches=("emulator",) if local else ("cable",),
            transports=("local" if local else _transport(words.serial),),
            form=words.form or _form(said),
            locale=words.locale or said["persist.sys.locale"] or said["ro.product.locale"],
            tags=words.tags,
            column="real" if kind == "virtual" else kind,
            copies=False,
            serial=words.serial,
            crm=self._lab.crm.kind if self._lab.crm else "live",
        )

    def _properties(self, place: Place, serial: str) -> dict[str, str]:
        facts = DeviceFacts(serial, "", "android", "", 0, "", serial)
        adb = Adb(facts, self.address.port, self.address.host)
        try:
            answer = adb.shell("; ".join(f"getprop {name}" for name in _QUESTIONS))
        except DeviceError as error:
            raise complain(self._path, place, str(error)) from error
        lines = [*answer.splitlines(), *[""] * len(_QUESTIONS)]
        said = dict(zip(_QUESTIONS, (line.strip() for line in lines), strict=False))
        if not said["ro.build.version.sdk"].isdecimal():
            problem = f"{serial} does not tell its API level: {said['ro.build.version.sdk']!r}"
            raise complain(self._path, place, problem)
        return said

    def _version(self, api_level: int, said: str) -> str:
        """The release as users call it: a phone with 12L says 12."""
        known = {release.api_level: release.version for release in self._releases}
        return known.get(api_level, said)

    def _is_virtual(self, serial: str) -> bool:
        """Whether a lab of this user's brought it up; another user's cannot be told."""
        if self.address.host not in LOOPBACKS:
            return False
        return any(
            serial in {phone.serial for phone in lab.phones}
            for lab in running_labs()
            if lab.adb_server_port == self.address.port
        )

    def _follow(self, value: str, place: Place) -> str:
        return follow(value, self._path, place)


def _kind(said: Mapping[str, str]) -> str:
    emulated = "1" in {said["ro.boot.qemu"], said["ro.kernel.qemu"]}
    return "emulator" if emulated or said["ro.hardware"] in _EMULATOR_BOARDS else "real"


def _form(said: Mapping[str, str]) -> str:
    return "tablet" if "tablet" in said["ro.build.characteristics"].split(",") else "phone"


def _transport(serial: str) -> Transport:
    """A serial with a port is an address (AOSP adb, docs/user/adb.1.md); mDNS names end in _tcp."""
    return "tcp" if ":" in serial or "_adb" in serial else "usb"
