"""A virtual Android phone: every part of the system, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual import app
from devices.virtual.android.shell.commands import Commands
from devices.virtual.android.shell.mounts import mount_system, storage_of
from devices.virtual.os.activities import Activities
from devices.virtual.os.app_notifications import Poster
from devices.virtual.os.app_ops import AppOps
from devices.virtual.os.app_permissions import Requester
from devices.virtual.os.battery import Battery, Charge
from devices.virtual.os.belongings import AppBelongings, take_pictures
from devices.virtual.os.biometrics.reader import Fingers, Reader
from devices.virtual.os.biometrics.service import AppFingerprints, Biometrics
from devices.virtual.os.clock import Clock
from devices.virtual.os.credentials import Credentials
from devices.virtual.os.display import Display
from devices.virtual.os.files import Files
from devices.virtual.os.heads_up import HeadsUp
from devices.virtual.os.idle import DeviceIdle
from devices.virtual.os.input_methods import chosen, has_keys
from devices.virtual.os.keyguard import Keyguard
from devices.virtual.os.launcher import Launcher
from devices.virtual.os.lock_screen_list import lock_screen_list
from devices.virtual.os.log import Log
from devices.virtual.os.notification_choices import Choices
from devices.virtual.os.notification_rows import NotificationRows
from devices.virtual.os.notifications import Notifications
from devices.virtual.os.packages import Packages
from devices.virtual.os.panel import status_icons
from devices.virtual.os.permission_effects import PermissionEffects
from devices.virtual.os.plain_app import PlainApp
from devices.virtual.os.ports import Ports
from devices.virtual.os.processes import Processes
from devices.virtual.os.properties import boot_properties
from devices.virtual.os.push import Push, Subscriber
from devices.virtual.os.radios import Radios
from devices.virtual.os.rotation import follow_settings
from devices.virtual.os.sensors import Sensors
from devices.virtual.os.settings import Settings
from devices.virtual.os.shade import Shade
from devices.virtual.os.system_apps import SYSTEM_APPS
from devices.virtual.os.system_apps.privileged import Privileged
from devices.virtual.os.telephony import Telephony

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.host.spec import Attach
    from devices.virtual.os.context import Context, Server
    from devices.virtual.os.packages import Package
    from devices.virtual.os.process import AppProcess
    from devices.virtual.os.profile import Identity, Profile


class Phone:
    """One phone, below its screen and above it.

    What a restart does not change is made once; everything else is made anew by `power_on`, in
    place, so that whoever holds the phone holds it still.

    Attributes:
        name: what the lab calls it.
        attach: ``emulator`` or ``cable``.
        ports: the phone's listening TCP ports: what makes a protocol for each new connection.
        properties: what `getprop` reads.
        idle_exempt: packages that idle mode leaves alone.
        app_ops: what apps may do beside their permissions.
        clipboard: its text.
        commands: what shells run on it.
        credentials: what opens the lock screen.
        fingers: those that the fingerprint reader knows.
        reader: the fingerprint reader, and `biometrics` what asks it for apps.
        keyguard: the lock screen.
        flags: values that `device_config` has set, by ``namespace/key``.
        battery, telephony, sensors: the hardware that the emulator's console sets.
        idle: doze.
        notifications: what is posted, and what was.
        push: what servers send to apps.
        shade: the window that lists it; heads_up what stands over others for some seconds.
        booted: whether the system has come up; false from shutting down until the end of the boot.
        on_reboot: what `reboot` asks to restart the phone; whoever attaches it sets this.
    """

    def __init__(self, profile: Profile, name: str, attach: Attach, crm: Server) -> None:
        self.profile, self.name, self.attach = profile, name, attach
        self.identity: Identity = profile.identities[attach]
        self.clock = Clock(profile.time_zone)
        self.log = Log(self.clock)
        self.settings = Settings(profile.settings)
        follow_settings(self.settings, lambda: self.display)
        self.files = Files(self.clock, storage_of(profile))
        self.commands = Commands()
        mount_system(self)
        take_pictures(self.files)
        self.packages = Packages(profile, self.clock, self.files)
        self.properties: dict[str, str] = {}
        self.idle_exempt: set[str] = set()
        self.app_ops = AppOps.of(profile.api_level, profile.rows["app_ops"])
        self._effects = PermissionEffects(profile, self.packages, self.app_ops, self.clock)
        self.credentials = Credentials(self.clock)
        self.fingers = Fingers()
        self.credentials.on_clear(self.fingers.clear)
        self.credentials.on_entered(self._credential_entered)
        self.flags: dict[str, str] = {}
        self.ports = Ports()
        self.push = Push(self.clock, self.packages, self._reachable)
        self._choices = Choices()
        self.booted = False
        self.on_reboot: Callable[[], None] = self._restart
        self._crm = crm
        self.power_on()
        self.complete_boot()

    def power_on(self) -> None:
        """Start the kernel and the system, which is up only after `complete_boot`."""
        kept = {k: v for k, v in self.properties.items() if k.startswith("persist.")}
        self.properties.clear()
        self.properties.update(boot_properties(self.profile, self.identity, self.attach) | kept)
        self.properties.pop("sys.boot_completed", None)
        self.properties["init.svc.bootanim"] = "running"
        self.radios = Radios(self.settings)
        self.processes = Processes(self.profile.system_processes)
        self.display = Display(self.profile, self.clock)
        self.display.status_icons = lambda: status_icons(self.radios, self.battery)
        self.display.keyboard_has_keys = lambda: has_keys(chosen(self.packages, self.settings))
        self.clipboard = ""
        self.battery = Battery(Charge(ac=self.attach == "emulator", usb=self.attach == "cable"))
        self.idle = DeviceIdle(exempt=self.idle_exempt)
        self.telephony = Telephony(self.clock)
        self.sensors = Sensors()
        rows = self.profile.rows
        self.reader = Reader(self.fingers, self.clock, rows["biometrics"])
        self.sensors.on_finger = self.reader.touch
        self.biometrics = Biometrics(rows, self.reader, self.credentials, self.display, self.clock)
        self.display.on_shown = self.biometrics.window_shown
        self.keyguard = Keyguard(
            rows,
            self.display,
            self.credentials,
            self.reader,
            settings=self.settings,
            clock=self.clock,
        )
        self.notifications = Notifications(self.clock, self._choices)
        self._show_notifications()
        self.display.on_shade = self.shade.expand
        self.display.on_copy = self._copy
        self.display.on_paste = lambda: self.clipboard
        self.activities = Activities(
            profile=self.profile,
            clock=self.clock,
            log=self.log,
            radios=self.radios,
            packages=self.packages,
            processes=self.processes,
            display=self.display,
            server=self._crm,
            make_app=self._make_app,
        )
        self.activities.on_force_stop = self.notifications.cancel_all
        self.push.power_on(self.radios, self.activities)
        self._effects.power_on(self.notifications, self.activities)
        self._boot()

    def _show_notifications(self) -> None:
        look, shown_ms = (self.profile.rows[t] for t in ("notification_list", "heads_up"))
        store, display, settings = self.notifications, self.display, self.settings
        rows = NotificationRows(look, store, self._label_of, self.clock)
        rows.leave = self._leave_list
        self.shade = Shade(look, display, store, rows=rows, radios=self.radios, clock=self.clock)
        self.heads_up = HeadsUp(
            display, store, rows, settings=settings, shown_ms=shown_ms["shown_ms"]
        )
        guard = self.keyguard
        guard.listed = lambda: lock_screen_list(
            store, rows, settings, self.credentials, guard.changed
        )
        store.on_change(guard.changed)

    def complete_boot(self) -> None:
        """Let the boot animation end: from now on the system answers for everything."""
        self.booted = True
        self.properties["init.svc.bootanim"] = "stopped"
        self.properties["service.bootanim.exit"] = "1"
        self.properties["sys.boot_completed"] = "1"
        self.properties["dev.bootcomplete"] = "1"
        if self.credentials.secure:
            self.display.lock()
        self.push.flush()

    def shut_down(self) -> None:
        """End everything that runs; what lies on a disk stays."""
        self.booted = False
        self.commands.end_all()
        for process in self.processes.all():
            self.activities.end(process.name)
        self.ports.close_all()
        self.log.clear()

    def reboot(self, target: str = "") -> None:
        """Restart the phone, as `reboot TARGET` does.

        It has no bootloader or recovery to stay in: whatever the target, Android comes up again,
        and the target is told as the reason of the boot.
        """
        self.properties["persist.sys.boot.reason"] = f"reboot,{target}" if target else "reboot"
        self.on_reboot()

    def _restart(self) -> None:
        self.shut_down()
        self.power_on()
        self.complete_boot()

    def set_time_zone(self, name: str) -> None:
        """Move the phone to another time zone.

        Raises:
            zoneinfo.ZoneInfoNotFoundError: no zone has this name.
        """
        self.clock.set_time_zone(name)
        self.properties["persist.sys.timezone"] = name

    def _boot(self) -> None:
        home = Launcher(self.profile, self.display, self.packages, self.activities)
        self.activities.boot(home.window)
        self.display.on_power = self._power_changed
        self.log.write("I", "SystemServer", "Entered the Android system server!", pid=611)
        self.log.write("I", "ActivityManager", "System now ready", pid=611)

    def _label_of(self, name: str) -> str:
        package = self.packages.get(name)
        return package.manifest.label if package else name

    def _leave_list(self, then: Callable[[], None]) -> None:
        """Go from wherever a notification was tapped to what it opens."""
        self.shade.collapse()
        self.display.floating.hide()
        self.keyguard.pass_to(then)

    def _copy(self, text: str) -> None:
        self.clipboard = text

    def _credential_entered(self) -> None:
        self.reader.lockout.clear()

    def _reachable(self) -> bool:
        return self.booted and self.radios.connected

    def _power_changed(self) -> None:
        if not self.display.screen_on:
            self.biometrics.screen_off()
        self.keyguard.power_changed()

    def _make_app(self, package: Package, context: Context) -> AppProcess:
        fingerprints = AppFingerprints(self.biometrics, package.name, context.label, context.at_end)
        context.biometrics = fingerprints
        context.permissions = Requester(package, self.packages, self.activities, context)
        context.belongings = AppBelongings(
            package, context.permissions, self.files, self.sensors, self.settings
        )
        context.notifications = Poster(package, self.notifications, self.activities, context)
        context.push = Subscriber(package, context)
        if package.name in SYSTEM_APPS:
            return SYSTEM_APPS[package.name](self._privileged(context, fingerprints))
        if app.REFERENCE in package.manifest.metadata:
            return app.create(context)
        return PlainApp(context, lambda: self.activities.app_intent(package.name), fingerprints)

    def _privileged(self, context: Context, fingerprints: AppFingerprints) -> Privileged:
        return Privileged(
            app=context,
            profile=self.profile,
            model=self.identity.model,
            activities=self.activities,
            display=self.display,
            packages=self.packages,
            app_ops=self.app_ops,
            notifications=self.notifications,
            radios=self.radios,
            settings=self.settings,
            credentials=self.credentials,
            reader=self.reader,
            fingerprints=fingerprints,
            files=self.files,
        )
