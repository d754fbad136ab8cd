"""A virtual Android phone: every part of the system, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual import app
from devices.virtual.os import launcher, system_ui
from devices.virtual.os.activities import Activities
from devices.virtual.os.clock import Clock
from devices.virtual.os.display import Display, StatusIcons
from devices.virtual.os.files import Bytes, Files
from devices.virtual.os.log import Log
from devices.virtual.os.packages import Packages
from devices.virtual.os.plain_app import PlainApp
from devices.virtual.os.ports import Ports
from devices.virtual.os.processes import Processes
from devices.virtual.os.properties import boot_properties
from devices.virtual.os.radios import Radios
from devices.virtual.os.settings import Settings
from devices.virtual.os.window import Window, WindowKind

if TYPE_CHECKING:
    from devices.host.spec import Attach
    from devices.virtual.os.context import Server
    from devices.virtual.os.packages import Package
    from devices.virtual.os.process import AppContext, AppProcess
    from devices.virtual.os.profile import Identity, Profile

REFERENCE_APP = "fleet.reference"
"""Meta-data that marks a build of the reference app."""


class Phone:
    """One phone, below its screen and above it.

    Attributes:
        name: what the lab calls it.
        attach: ``emulator`` or ``cable``.
        ports: the phone's listening TCP ports: what makes a protocol for each new connection.
        properties: what `getprop` reads.
        idle_exempt: packages that idle mode leaves alone.
        app_ops: modes that were set, by package and op.
        clipboard: its text.
    """

    def __init__(self, profile: Profile, name: str, attach: Attach, crm: Server) -> None:
        self.profile, self.name, self.attach = profile, name, attach
        self.identity: Identity = profile.identities[attach]
        self.clock = Clock(profile.time_zone)
        self.log = Log(self.clock)
        self.settings = Settings(profile.settings)
        self.radios = Radios(self.settings)
        self.files = Files(self.clock)
        self.files.write(
            "/proc/net/unix", Bytes(b"Num       RefCount Protocol Flags    Type St Inode Path\n")
        )
        self.packages = Packages(profile, self.clock, self.files)
        self.processes = Processes(profile.system_processes)
        self.display = Display(profile, self.clock)
        self.display.status_icons = self._status_icons
        self.properties = boot_properties(profile, self.identity, attach)
        self.ports = Ports()
        self.idle_exempt: set[str] = set()
        self.app_ops: dict[str, dict[str, str]] = {}
        self.clipboard = ""
        self.activities = Activities(
            profile=profile,
            clock=self.clock,
            log=self.log,
            radios=self.radios,
            packages=self.packages,
            processes=self.processes,
            display=self.display,
            server=crm,
            make_app=_make_app,
        )
        self._boot()

    def set_time_zone(self, name: str) -> None:
        """Move the phone to another time zone.

        Raises:
            zoneinfo.ZoneInfoNotFoundError: no zone has this name.
        """
        self.clock.set_time_zone(name)
        self.properties["persist.sys.timezone"] = name

    def _boot(self) -> None:
        self.activities.boot(
            Window(
                launcher.PACKAGE,
                launcher.ACTIVITY,
                WindowKind.LAUNCHER,
                build=lambda: launcher.home(self._startable(), self._open),
                on_back=lambda: None,
            )
        )
        self._keyguard = Window(
            system_ui.PACKAGE,
            system_ui.KEYGUARD_TITLE,
            WindowKind.KEYGUARD,
            build=lambda: system_ui.keyguard(self.clock.now()),
            on_back=lambda: None,
        )
        self.display.on_power = self._power_changed
        self.log.write("I", "SystemServer", "Entered the Android system server!", pid=611)
        self.log.write("I", "ActivityManager", "System now ready", pid=611)

    def _startable(self) -> list[tuple[str, str]]:
        """Package and label of what the launcher shows."""
        return [
            (package.name, package.manifest.label)
            for package in self.packages.all()
            if package.manifest.launch_activity and package.name != launcher.PACKAGE
        ]

    def _open(self, package: str) -> None:
        self.activities.start(self.activities.resolve(package))

    def _power_changed(self) -> None:
        if self.display.locked:
            self.display.show(self._keyguard)
        else:
            self.display.remove(self._keyguard)

    def _status_icons(self) -> StatusIcons:
        radios = self.radios
        return StatusIcons(wifi=radios.wifi, mobile=radios.data, airplane=radios.airplane)


def _make_app(package: Package, context: AppContext) -> AppProcess:
    if REFERENCE_APP in package.manifest.metadata:
        return app.create(context)
    return PlainApp(context)
