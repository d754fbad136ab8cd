"""The activity manager: which apps run, which activity is in front, and how that changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.os.app_host import AppHost
from devices.virtual.os.components import Component, Declared
from devices.virtual.os.context import AppNetwork, Context
from devices.virtual.os.intents import (
    ACTION_MAIN,
    CATEGORY_HOME,
    CATEGORY_LAUNCHER,
    FLAG_NEW_TASK,
    Intent,
    icon_tap,
)
from devices.virtual.os.launching import plan_start
from devices.virtual.os.resolving import ActivityNotFoundError, Resolver
from devices.virtual.os.task_switching import TaskSwitching
from devices.virtual.os.tasks import (
    Activity,
    LaunchState,
    Service,
    Started,
    StartResult,
    Task,
    TaskList,
)
from devices.virtual.os.window import Window, WindowKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.os.clock import Clock
    from devices.virtual.os.context import Server
    from devices.virtual.os.display import Display
    from devices.virtual.os.log import Log
    from devices.virtual.os.packages import Package, Packages
    from devices.virtual.os.process import AppProcess
    from devices.virtual.os.processes import Process, Processes
    from devices.virtual.os.profile import Profile
    from devices.virtual.os.radios import Radios

    AppFactory = Callable[[Package, Context], AppProcess]

__all__ = [
    "Activities",
    "Activity",
    "ActivityNotFoundError",
    "Component",
    "LaunchState",
    "Started",
]

_SYSTEM_SERVER: Final = 611
LAUNCH_MS: Final = {LaunchState.COLD: 412, LaunchState.WARM: 187, LaunchState.HOT: 64}
"""How long a start takes to its first frame, told by dumps and logs; nothing waits for it."""

# Apps whose activity only starts a foreground service and is gone again before it is drawn.
# Source: appium/io.appium.settings, Settings.java and ForegroundService.java.
_HEADLESS: Final = {"io.appium.settings": "io.appium.settings.ForegroundService"}


@dataclass(slots=True)
class _App:
    package: Package
    process: Process
    context: Context
    body: AppProcess


class Activities(TaskSwitching):
    """Starts, stops and remembers apps, their tasks and their services.

    Attributes:
        on_force_stop: called with a package that is stopped by force, before it ends.
    """

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
        super().__init__(profile.rows["activity_manager"], packages, display)
        self._api_level = profile.api_level
        self._clock = clock
        self._log = log
        self._network = AppNetwork(radios, server)
        self._processes = processes
        self._make_app = make_app
        rows = profile.rows
        self.resolver = Resolver(packages, rows["system_activities"], rows["security_activities"])
        self._apps: dict[str, _App] = {}
        self._services: dict[Component, Service] = {}
        self._on_death: dict[str, list[Callable[[], None]]] = {}
        self.on_force_stop: Callable[[str], None] = lambda _: None

    # -- what there is

    @property
    def services(self) -> dict[Component, Service]:
        """The services that run."""
        return dict(self._services)

    def in_foreground(self, package: str) -> bool:
        """Whether the system keeps a package's process whatever happens.

        It is seen in front, is the launcher, or has a foreground service.
        """
        return (
            any(activity.component.package == package for activity in self.seen)
            or package == self.home_package
            or any(s.foreground and c.package == package for c, s in self._services.items())
        )

    def boot(self, launcher: Window) -> None:
        """Show the launcher, the activity that Home leads to."""
        package = self._packages.get(launcher.package)
        uid = package.uid if package else 0
        process = self._processes.start(launcher.package, uid)
        component = Component(launcher.package, launcher.activity)
        intent = Intent(
            ACTION_MAIN, categories=(CATEGORY_HOME,), component=component, flags=FLAG_NEW_TASK
        )
        task = Task(next(self._task_ids), launcher.package, intent, uid, hidden=True)
        declared = Declared(launcher.activity, exported=True)
        self._home = Activity(component, declared, process, launcher, task, intent)
        task.activities.append(self._home)
        self._tasks = TaskList()
        self._tasks.to_front(task)
        self._display.show(launcher)

    # -- starting

    def resolve(self, package: str, class_name: str = "") -> Component:
        """The component of an activity, or of a package's launcher activity.

        Raises:
            ActivityNotFoundError: the package is not installed or has no such activity.
        """
        if not class_name:
            return self.resolver.launcher(package)
        name = package + class_name if class_name.startswith(".") else class_name
        self.resolver.activity(Component(package, name))
        return Component(package, name)

    def start(
        self, component: Component, *, stop_first: bool = False, intent: Intent | None = None
    ) -> Started:
        """Bring an activity to the front, starting its process where it does not run.

        Args:
            component: the activity, or an alias of it.
            stop_first: whether to stop its package before.
            intent: what it is started with; None for a tap on its icon.

        Raises:
            ActivityNotFoundError: there is no such activity.
        """
        component = self.resolve(component.package, component.class_name)
        if stop_first:
            self.force_stop(component.package)
        if component.package in _HEADLESS:
            return self._start_headless(component)
        declared = self.resolver.activity(component)
        if declared.target:
            component = Component(component.package, declared.target)
            declared = self.resolver.activity(component)
        if self._home is not None and component == self._home.component:
            return self._start_home(self._home)
        return self._start(component, declared, intent or icon_tap(component))

    def _start(self, component: Component, declared: Declared, intent: Intent) -> Started:
        plan = plan_start(self._tasks, component, declared, intent)
        in_front = plan.task is not None and plan.task is self._tasks.front
        alive = component.package in self._apps
        for activity in plan.finish:
            self._drop(activity)
        if plan.reuse is None:
            started = self._create(component, declared, intent, plan.task)
            self._displayed(component, started)
            return Started(component, started)
        self._bring(plan)
        if in_front:
            return Started(component, LaunchState.UNKNOWN, StartResult.DELIVERED_TO_TOP)
        state = LaunchState.HOT if alive else LaunchState.COLD
        return Started(component, state, StartResult.TASK_TO_FRONT)

    def start_for_result(self, package: str, intent: Intent, request: str) -> bool:
        """Start an activity on top of an app's own, which gets its result; says whether it could.

        It cannot while another app is in front. Source: AOSP Activity.startActivityForResult,
        BackgroundActivityStartController.

        Args:
            package: the app, in front.
            intent: what is started.
            request: what the app knows the result by.

        Raises:
            ActivityNotFoundError: no activity answers the intent.
        """
        caller = self.focused
        if caller is None or caller.component.package != package or package not in self._apps:
            return False
        component = self.resolver.resolve(intent)
        declared = self.resolver.activity(component)
        self._create(component, declared, intent, caller.task, asked=(caller, request))
        return True

    def _create(
        self,
        component: Component,
        declared: Declared,
        intent: Intent,
        task: Task | None,
        *,
        asked: tuple[Activity | None, str] = (None, ""),
    ) -> LaunchState:
        running = component.package in self._apps
        app = self._app(component.package)
        if task is None or not task.activities:
            affinity = declared.affinity or component.package
            task = Task(next(self._task_ids), affinity, intent, app.package.uid)
        window = self._window(app, component, declared)
        self._pause_front()
        task.activities.append(
            Activity(component, declared, app.process, window, task, intent, *asked)
        )
        self._tasks.to_front(task)
        self._display.show(window)
        app.body.resume(component.class_name)  # which may close it at once
        self._moved()
        return LaunchState.WARM if running else LaunchState.COLD

    def _window(self, app: _App, component: Component, declared: Declared) -> Window:
        return Window(
            component.package,
            component.class_name,
            WindowKind.OVERLAY if declared.see_through else WindowKind.APP,
            app.body.content,
            app.body.back,
            orientation=declared.orientation,
        )

    def _displayed(self, component: Component, state: LaunchState) -> None:
        took = f"+{LAUNCH_MS[state]}ms"
        self._log.write(
            "I", self._rules["log_tag"], f"Displayed {component}: {took}", pid=_SYSTEM_SERVER
        )

    def _start_home(self, home: Activity) -> Started:
        if home is self.focused:
            return Started(home.component, LaunchState.UNKNOWN, StartResult.DELIVERED_TO_TOP)
        self.home()
        return Started(home.component, LaunchState.HOT, StartResult.TASK_TO_FRONT)

    def _start_headless(self, component: Component) -> Started:
        running = self._processes.get(component.package) is not None
        self.start_service(Component(component.package, _HEADLESS[component.package]))
        return Started(component, LaunchState.WARM if running else LaunchState.COLD)

    def _app(self, name: str, reason: str = "top-activity") -> _App:
        """The app that runs, or a new one."""
        if name in self._apps:
            return self._apps[name]
        package = self._packages.get(name)
        if package is None:
            raise ActivityNotFoundError(name)
        process = self._process(package, reason)
        host = AppHost(self, name, process.pid)
        context = Context(package, host, self._network, self._clock, self._api_level)
        app = _App(package, process, context, self._make_app(package, context))
        self._apps[name] = app
        return app

    def _process(self, package: Package, reason: str) -> Process:
        """The process of a package, started where it does not run: it is not stopped any more."""
        package.never_launched = package.stopped = False
        running = self._processes.get(package.name)
        if running is not None:
            return running
        process = self._processes.start(package.name, package.uid)
        start = f"Start proc {process.pid}:{process.name}/{process.user} for {reason}"
        self._log.write("I", "ActivityManager", start, pid=_SYSTEM_SERVER)
        return process

    def body_of(self, package: str) -> AppProcess | None:
        """The app of a package, if it runs."""
        app = self._apps.get(package)
        return app.body if app else None

    def _revive(self, activity: Activity) -> None:
        app = self._app(activity.component.package)
        self._display.remove(activity.window)
        activity.process = app.process
        activity.window = self._window(app, activity.component, activity.declared)
        self._displayed(activity.component, LaunchState.COLD)

    def _hand_answers(self, activity: Activity) -> None:
        app = self._apps.get(activity.component.package)
        while app is not None and activity.answers:
            app.context.hand(*activity.answers.pop(0))

    # -- services

    def start_service(self, component: Component, *, foreground: bool = True) -> None:
        """Start a service and the process it needs; one in the foreground stays there."""
        package = self._packages.get(component.package)
        if package is None:
            return
        old = self._services.get(component)
        process = self._process(package, f"service {{{component}}}")
        in_front = foreground or (old is not None and old.foreground)
        self._services[component] = Service(component, process, in_front)

    def stop_service(self, component: Component) -> bool:
        """Stop a service; says whether it ran."""
        return self._services.pop(component, None) is not None

    def wake_app(self, name: str) -> None:
        """Start a package's process for a receiver, unless it runs; no activity comes of it."""
        package = self._packages.get(name)
        if package is not None and package.system:
            self._process(package, "broadcast")
        elif package is not None:
            self._app(name, "broadcast")

    def hand(self, package: str, request: str, result: object) -> None:
        """Give a running app what it waits for under a name; see `Context.on_result`."""
        app = self._apps.get(package)
        if app is not None:
            app.context.hand(request, result)

    # -- ending

    def force_stop(self, package: str) -> bool:
        """End an app as its user does who wants it to stay ended; says whether it ran.

        Nothing but a start wakes it from now on, and what it has posted is gone.
        Source: AOSP ActivityManagerService.forceStopPackage, and ACTION_PACKAGE_RESTARTED.
        """
        installed = self._packages.get(package)
        if installed is not None and not installed.system:
            installed.stopped = True
        self.on_force_stop(package)
        return self.end(package)

    def end(self, package: str) -> bool:
        """Kill a package's process with its activities and services; says whether it ran."""
        return self._stop(package, f"stop {package}", forget=True)

    def kill(self, package: str, reason: str = "kill background") -> bool:
        """Kill a package's process and keep its tasks; says whether it ran.

        An activity that is seen saved nothing and is gone; one that comes back to the front starts
        the process anew. Source: AOSP ActivityRecord.handleAppDied.
        """
        return self._stop(package, reason, forget=False)

    def crash(self, package: str, message: str) -> bool:
        """Have an app die of an exception; says whether it ran.

        Its tasks are kept, as for `kill`. Source: AOSP AppErrors.handleAppCrashLSPB.
        """
        app = self._apps.get(package)
        if app is None:
            return False
        pid = app.process.pid
        self._log.write("E", "AndroidRuntime", "FATAL EXCEPTION: main", pid=pid)
        self._log.write("E", "AndroidRuntime", f"Process: {package}, PID: {pid}", pid=pid)
        self._log.write(
            "E", "AndroidRuntime", f"{self._rules['crash_exception']}: {message}", pid=pid
        )
        return self._stop(package, "crash", forget=False)

    def clear(self, package: str) -> bool:
        """Stop a package and drop its data; says whether it is installed."""
        self.on_force_stop(package)
        self.end(package)
        return self._packages.clear(package)

    def on_death(self, package: str, callback: Callable[[], None]) -> None:
        """Call back once, when the package's process is killed."""
        self._on_death.setdefault(package, []).append(callback)

    def _stop(self, package: str, reason: str, *, forget: bool) -> bool:
        app = self._apps.pop(package, None)
        process = self._processes.get(package)
        installed = self._packages.get(package)
        if process is None or (installed is not None and installed.system and app is None):
            return False
        self._processes.end(package)
        if installed is not None:
            installed.last_exit = reason
        for component in [c for c in self._services if c.package == package]:
            del self._services[component]
        was_front = self.focused
        if app is not None:
            app.body.stop()
            app.context.close()
        self._forget(package) if forget else self._orphan(package)
        if was_front is not self.focused or (was_front and was_front.process is None):
            self._resume_front()
        for callback in self._on_death.pop(package, []):
            callback()
        self._moved()
        killing = f"Killing {process.pid}:{package}/{process.user} (adj 0): {reason}"
        self._log.write("I", "ActivityManager", killing, pid=_SYSTEM_SERVER)
        return True

    def _forget(self, package: str) -> None:
        for activity in self.stack:
            asked = activity.caller is not None and activity.caller.component.package == package
            if activity.component.package == package or asked:
                self._drop(activity)

    def _orphan(self, package: str) -> None:
        for activity in self.seen:
            if activity.component.package == package:
                self._drop(activity)
        for activity in self.stack:
            if activity.component.package == package:
                activity.process = None
                self._display.remove(activity.window)

    # -- for apps

    def app_intent(self, package: str) -> Intent:
        """What an app's activity was started with; an empty one while it is not in front."""
        front = self.focused
        return front.intent if front and front.component.package == package else Intent()

    def app_answer(self, package: str, result: object) -> None:
        """An app sets what its activity in front answers when it is gone."""
        front = self.focused
        if front is not None and front.component.package == package:
            front.result = result

    def app_invalidate(self, package: str) -> None:
        """An app's content has changed."""
        for activity in self.stack:
            if activity.component.package == package and activity.process is not None:
                self._display.invalidate(activity.window)

    def app_finish(self, package: str) -> None:
        """An app closes its foreground activity.

        From Android 12 on Back moves the task of a launcher activity to the back and keeps it.
        Source: developer.android.com, "Behavior changes: all apps", Android 12.
        """
        front = self.focused
        if front is None or front.component.package != package or package not in self._apps:
            return
        front_door = front is front.task.root and CATEGORY_LAUNCHER in front.intent.categories
        if front_door and self._rules["back_keeps_front_door"]:
            self._to_back(front.task)
            return
        self._apps[package].body.pause()
        self._drop(front)
        self._resume_front()

    def app_toast(self, package: str, text: str) -> None:
        """An app shows a short message."""
        if package in self._apps:
            self._display.toast(package, text)

    def app_start(self, package: str, intent: Intent) -> None:
        """An app in front starts another activity; where none answers, the log says so."""
        if self.in_foreground(package):
            try:
                self.start(self.resolver.resolve(intent), intent=intent)
            except ActivityNotFoundError:
                line = f"No Activity found to handle {intent.action}"
                self._log.write("W", "ActivityTaskManager", line, pid=_SYSTEM_SERVER)

    def app_log(self, pid: int, priority: str, tag: str, message: str) -> None:
        """An app writes to the log."""
        self._log.write(priority, tag, message, pid=pid)
