"""The Android phone that is looked at: what it is, what is on it, how it is left as it was."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from config.deadlines import DEADLINES
from devices.android.adb_server import states
from devices.conform.android_observer import AndroidObserver, needs
from devices.conform.wire import Adb, WireError

if TYPE_CHECKING:
    from pathlib import Path

    from config.platforms import Platform
    from devices.conform.phone import Options
    from devices.conform.rows import Row

_INSTALL_S: Final = 120.0  # the server's APK has 18 MB, and a phone compiles it
_EMULATOR: Final = re.compile(r"emulator-(\d+)")


@dataclass(slots=True)
class AndroidPhone:
    """An Android phone to be looked at.

    Attributes:
        adb: the way to it.
        api_level: as it says.
        release: the same.
        attach: ``emulator`` when its serial says so, else ``cable``.
        rooted: its shell is root.
        packages: what is installed.
    """

    adb: Adb
    api_level: int
    release: str
    attach: Literal["emulator", "cable"]
    rooted: bool
    packages: set[str]
    platform: ClassVar[Platform] = "android"
    _brought: list[str] = field(default_factory=list)

    @classmethod
    async def read(cls, serial: str, port: int) -> AndroidPhone:
        """Ask a phone what it is.

        Raises:
            WireError: no server answers there, it does not know the phone, or the phone is not
                ready.
        """
        await _must_be_ready(serial, port)
        adb, limit_s = Adb(serial, port), DEADLINES.adb_command_s
        answer = await adb.shell(
            "getprop ro.build.version.sdk; getprop ro.build.version.release; id -u",
            within_s=limit_s,
        )
        sdk, release, user = (*answer.stdout.splitlines(), "", "", "")[:3]
        if not re.fullmatch("[0-9]{1,3}", sdk):
            raise WireError("getprop ro.build.version.sdk", f"{sdk!r} is no API level")
        return cls(
            adb=adb,
            api_level=int(sdk),
            release=release,
            attach="emulator" if _EMULATOR.fullmatch(serial) else "cable",
            rooted=user == "0",
            packages=await _packages(adb),
        )

    @property
    def level(self) -> tuple[int, ...]:
        """Its release, as rows count it."""
        return (self.api_level,)

    @property
    def name(self) -> str:
        """What its adb server calls it."""
        return self.adb.serial

    def __str__(self) -> str:
        return (
            f"{self.adb.serial}: Android {self.release}, API {self.api_level}, "
            f"attached as {self.attach}"
        )

    @property
    def wanted(self) -> dict[str, object]:
        """The capabilities of a driver's session on it."""
        return {
            "platformName": "Android",
            "appium:automationName": "UiAutomator2",
            "appium:udid": self.adb.serial,
            "appium:adbPort": self.adb.port,
            "appium:suppressKillServer": True,
            "appium:noReset": True,
        }

    @property
    def console_port(self) -> int | None:
        """Port of its console on loopback; None when it has none."""
        found = _EMULATOR.fullmatch(self.adb.serial)
        return int(found[1]) if found else None

    def needs(self, row: Row) -> set[str]:
        """See `devices.conform.phone.Phone`."""
        return needs(row)

    def observer(self, options: Options) -> AndroidObserver:
        """See `devices.conform.phone.Phone`."""
        return AndroidObserver(self, options)

    async def bring(self, options: Options) -> None:
        """See `devices.conform.phone.Phone`. Apps that ask stay only where they run."""
        appium = options.appium.files if options.appium else {}
        for package, file in appium.items():
            if package not in self.packages:
                await self._install(package, file, "-r -g")
        for package, file in options.asking.items():
            if package not in self.packages:
                await self._install(package, file, "-r")
                if not await self._runs(package):
                    await self._remove(self._brought.pop())
                    return

    async def _install(self, package: str, file: Path, options: str) -> None:
        request = f"exec:cmd package install {options} -S {_size(file)}"
        said = await self.adb.service(request, within_s=_INSTALL_S, file=file)
        if "Success" not in said:
            raise WireError(f"installing {package}", said.strip())
        self._brought.append(package)
        self.packages.add(package)

    async def _runs(self, package: str) -> bool:
        """Whether an app stays in front once it is started, rather than crash."""
        look = "dumpsys window displays; dumpsys window windows; input keyevent 3"
        seen = await self.adb.shell(
            f"am start -W -n {package}/.MainActivity >/dev/null; {look}",
            within_s=DEADLINES.adb_command_s,
        )
        return bool(re.search(rf"mFocusedApp=.* {re.escape(package)}/", seen.stdout))

    async def _remove(self, package: str) -> None:
        self.packages.discard(package)
        await self.adb.shell(f"pm uninstall {package}", within_s=_INSTALL_S)

    async def leave(self) -> None:
        """See `devices.conform.phone.Phone`."""
        while self._brought:
            await self._remove(self._brought.pop())


def _size(file: Path) -> int:
    return file.stat().st_size


async def _must_be_ready(serial: str, port: int) -> None:
    tried = f"adb server on port {port}"
    try:
        known = await states(port, within_s=DEADLINES.health_s)
    except OSError:
        raise WireError(
            tried, "none answers; start it (`adb start-server`), or name its port"
        ) from None
    if serial not in known:
        listed = ", ".join(sorted(known)) or "no phone"
        raise WireError(tried, f"it does not list {serial}; it lists {listed}")
    if known[serial] != "device":
        raise WireError(tried, f"{serial} is {known[serial]!r}, not ready")


async def _packages(adb: Adb) -> set[str]:
    listed = await adb.shell("pm list packages", within_s=DEADLINES.adb_command_s)
    return {line.removeprefix("package:").strip() for line in listed.stdout.splitlines()}
