"""The activity manager: which apps run, which activity is in front, and how that changes."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from typing import TYPE_CHECKING, Final

from devices.virtual.os.context import AppNetwork, Context
from devices.virtual.os.window import Window, WindowKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.os.clock import Clock
    from devices.virtual.os.context import Server
    from devices.virtual.os.display import Display
    from devices.virtual.os.log import Log
    from devices.virtual.os.packages import Package, Packages
    from devices.virtual.os.process import AppContext, AppProcess
    from devices.virtual.os.processes import Process, Processes
    from devices.virtual.os.profile import Profile
    from devices.virtual.os.radios import Radios

    AppFactory = Callable[[Package, AppContext], AppProcess]

_FIRST_TASK: Final = 12
# Apps whose activity only starts a foreground service and is gone again before it is drawn.
# Source: appium/io.appium.settings, Settings.java and ForegroundService.java.
_HEADLESS: Final = {"io.appium.settings": "io.appium.settings.ForegroundService"}


class ActivityNotFoundError(Exception):
    """No installed package has such an activity."""


class LaunchState(StrEnum):
    """How an activity came up: process started, activity created, or only brought forward."""

    COLD = "COLD"
    WARM = "WARM"
    HOT = "HOT"


@dataclass(frozen=True, slots=True)
class Component:
    """A class of a package, such as an activity or a service."""

    package: str
    class_name: str

    def __str__(self) -> str:
        """The short form, ``com.x/.Main``."""
        name = self.class_name
        if name.startswith(self.package + "."):
            name = name[len(self.package) :]
        return f"{self.package}/{name}"


@dataclass(slots=True)
class Activity:
    """An activity that was started and not finished, with its window and task."""

    component: Component
    process: Process
    window: Window
    task_id: int

    @property
    def token(self) -> str:
        """The number that dumps print for it."""
        return f"{zlib.crc32(f'{self.component}{self.task_id}'.encode()):x}"


@dataclass(frozen=True, slots=True)
class Started:
    """How an activity was started."""

    component: Component
    state: LaunchState
    brought_to_front: bool


@dataclass(slots=True)
class _App:
    package: Package
    process: Process
    context: Context
    body: AppProcess
    activity: Activity | None = field(default=None)


class Activities:
    """Starts and stops apps. One activity an app; the app itself changes what it shows."""

    def __init__(
        self,
        *,
        profile: Profile,
        clock: Clock,
        log: Log,
        radios: Radios,
        packages: Packages,
        processes: Processes,
        display: Display,
        server: Server,
        make_app: AppFactory,
    ) -> None:
        self._api_level = profile.api_level
        self._clock = clock
        self._log = log
        self._network = AppNetwork(radios, server)
        self._packages = packages
        self._processes = processes
        self._display = display
        self._make_app = make_app
        self._apps: dict[str, _App] = {}
        self._tasks = count(_FIRST_TASK)
        self._stack: list[Activity] = []
        self._services: dict[Component, Process] = {}
        self._on_death: dict[str, list[Callable[[], None]]] = {}
        display.on_home = self.home

    @property
    def focused(self) -> Activity | None:
        """The activity in front; None before the launcher is up."""
        return self._stack[-1] if self._stack else None

    @property
    def stack(self) -> tuple[Activity, ...]:
        """Every activity, the front one last."""
        return tuple(self._stack)

    @property
    def services(self) -> dict[Component, Process]:
        """The foreground services that run and their processes."""
        return dict(self._services)

    def boot(self, launcher: Window) -> None:
        """Show the launcher, the activity that Home leads to."""
        package = self._packages.get(launcher.package)
        uid = package.uid if package else 0
        process = self._processes.start(launcher.package, uid)
        component = Component(launcher.package, launcher.activity)
        self._stack = [Activity(component, process, launcher, next(self._tasks))]
        self._display.show(launcher)

    def resolve(self, package: str, class_name: str = "") -> Component:
        """The component of an activity, or of a package's launcher activity.

        Raises:
            ActivityNotFoundError: the package is not installed or has no such activity.
        """
        found = self._packages.get(package)
        if class_name.startswith("."):
            class_name = package + class_name
        if found is None or (class_name and class_name not in found.manifest.activities):
            raise ActivityNotFoundError(f"{package}/{class_name}")
        if not (class_name or found.manifest.launch_activity):
            raise ActivityNotFoundError(package)
        return Component(package, class_name or found.manifest.launch_activity)

    def start(self, component: Component, *, stop_first: bool = False) -> Started:
        """Bring an activity to the front, starting its process where it does not run.

        Raises:
            ActivityNotFoundError: there is no such activity.
        """
        component = self.resolve(component.package, component.class_name)
        if stop_first:
            self.force_stop(component.package)
        if component.package in _HEADLESS:
            return self._start_headless(component)
        shown = next((a for a in self._stack if a.component == component), None)
        if shown is not None:
            in_front = shown is self.focused
            self._bring(shown)
            return Started(component, LaunchState.HOT, brought_to_front=in_front)
        running = component.package in self._apps
        app = self._apps[component.package] if running else self._launch(component.package)
        self._open(app, component)
        state = LaunchState.WARM if running else LaunchState.COLD
        return Started(component, state, brought_to_front=False)

    def start_service(self, component: Component) -> None:
        """Start a foreground service and the process it needs."""
        package = self._packages.get(component.package)
        if package is not None:
            self._services[component] = self._processes.start(package.name, package.uid)

    def stop_service(self, component: Component) -> bool:
        """Stop a foreground service; says whether it ran."""
        return self._services.pop(component, None) is not None

    def home(self) -> None:
        """Go to the launcher; a locked phone stays where it is."""
        if self._stack and not self._display.locked:
            self._bring(self._stack[self._launcher_index()])

    def force_stop(self, package: str) -> bool:
        """Kill a package's process with its activities and services; says whether it ran."""
        app = self._apps.pop(package, None)
        process = self._processes.get(package)
        installed = self._packages.get(package)
        if process is None or (installed is not None and installed.system):
            return False
        self._processes.end(package)
        for component in [c for c in self._services if c.package == package]:
            del self._services[component]
        if app is not None:
            self._end(app)
        for callback in self._on_death.pop(package, []):
            callback()
        self._log.write("I", "ActivityManager", f"Killing {process.pid}:{package}: stop", pid=611)
        return True

    def clear(self, package: str) -> bool:
        """Stop a package and drop its data; says whether it is installed."""
        self.force_stop(package)
        return self._packages.clear(package)

    def on_death(self, package: str, callback: Callable[[], None]) -> None:
        """Call back once, when the package's process is killed."""
        self._on_death.setdefault(package, []).append(callback)

    def _start_headless(self, component: Component) -> Started:
        running = self._processes.get(component.package) is not None
        self.start_service(Component(component.package, _HEADLESS[component.package]))
        state = LaunchState.WARM if running else LaunchState.COLD
        return Started(component, state, brought_to_front=False)

    def _launch(self, name: str) -> _App:
        package = self._packages.get(name)
        assert package is not None
        process = self._processes.start(name, package.uid)
        host = _AppHost(self, name, process.pid)
        context = Context(package, host, self._network, self._clock, self._api_level)
        app = _App(package, process, context, self._make_app(package, context))
        self._apps[name] = app
        start = f"Start proc {process.pid}:{name}/{process.user} for top-activity"
        self._log.write("I", "ActivityManager", start, pid=611)
        return app

    def _open(self, app: _App, component: Component) -> None:
        window = Window(
            component.package,
            component.class_name,
            WindowKind.APP,
            app.body.content,
            app.body.back,
        )
        activity = Activity(component, app.process, window, next(self._tasks))
        app.activity = activity
        self._pause_front()
        self._stack.append(activity)
        app.body.resume(component.class_name)
        self._display.show(window)
        self._log.write("I", "ActivityTaskManager", f"Displayed {component}", pid=611)

    def _bring(self, activity: Activity) -> None:
        if activity is self.focused:
            self._display.show(activity.window)
            return
        self._pause_front()
        self._stack.remove(activity)
        self._stack.append(activity)
        app = self._apps.get(activity.component.package)
        if app is not None:
            app.body.resume(activity.component.class_name)
        self._display.show(activity.window)

    def _pause_front(self) -> None:
        front = self.focused
        app = self._apps.get(front.component.package) if front else None
        if app is not None:
            app.body.pause()

    def _end(self, app: _App) -> None:
        app.body.stop()
        app.context.close()
        activity = app.activity
        if activity is not None:
            was_front = activity is self.focused
            self._stack.remove(activity)
            self._display.remove(activity.window)
            if was_front and self.focused is not None:
                self._resume_front()

    def _resume_front(self) -> None:
        front = self._stack[-1]
        app = self._apps.get(front.component.package)
        if app is not None:
            app.body.resume(front.component.class_name)
        self._display.show(front.window)

    def _launcher_index(self) -> int:
        kinds = [activity.window.kind for activity in self._stack]
        return kinds.index(WindowKind.LAUNCHER)

    # -- for apps

    def app_invalidate(self, package: str) -> None:
        """An app's content has changed."""
        app = self._apps.get(package)
        if app is not None and app.activity is not None:
            self._display.invalidate(app.activity.window)

    def app_finish(self, package: str) -> None:
        """An app closes its foreground activity.

        From Android 12 on Back moves the task of a launcher activity to the back and keeps it.
        Source: developer.android.com, "Behavior changes: all apps", Android 12.
        """
        app = self._apps.get(package)
        if app is not None and app.activity is self.focused:
            self.home()

    def app_toast(self, package: str, text: str) -> None:
        """An app shows a short message."""
        if package in self._apps:
            self._display.toast(package, text)

    def app_log(self, pid: int, priority: str, tag: str, message: str) -> None:
        """An app writes to the log."""
        self._log.write(priority, tag, message, pid=pid)


@dataclass(frozen=True, slots=True)
class _AppHost:
    activities: Activities
    package: str
    pid: int

    def invalidate(self) -> None:
        self.activities.app_invalidate(self.package)

    def finish(self) -> None:
        self.activities.app_finish(self.package)

    def toast(self, text: str) -> None:
        self.activities.app_toast(self.package, text)

    def log(self, priority: str, tag: str, message: str) -> None:
        self.activities.app_log(self.pid, priority, tag, message)
