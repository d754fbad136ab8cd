"""The activity manager: which apps run, which activity is in front, and how that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.os.app_host import AppHost
from devices.virtual.os.app_requests import AppRequests
from devices.virtual.os.app_services import SYSTEM_SERVER, App
from devices.virtual.os.components import Component, Declared
from devices.virtual.os.context import AppIdentity, AppNetwork, Context
from devices.virtual.os.intents import (
    ACTION_MAIN,
    CATEGORY_HOME,
    FLAG_NEW_TASK,
    Intent,
    icon_tap,
)
from devices.virtual.os.launching import plan_start
from devices.virtual.os.resolving import ActivityNotFoundError, Resolver
from devices.virtual.os.tasks import (
    Activity,
    LaunchState,
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
    from devices.virtual.os.processes import Processes
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

LAUNCH_MS: Final = {LaunchState.COLD: 412, LaunchState.WARM: 187, LaunchState.HOT: 64}
"""How long a start takes to its first frame, told by dumps and logs; nothing waits for it."""

# Apps whose activity only starts a foreground service and is gone again before it is drawn.
# Source: appium/io.appium.settings, Settings.java and ForegroundService.java.
_HEADLESS: Final = {"io.appium.settings": "io.appium.settings.ForegroundService"}


class Activities(AppRequests):
    """Starts, stops and remembers apps, their tasks and their services."""

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
        rules = profile.rows["activity_manager"]
        super().__init__(rules, packages, display, processes=processes, log=log)
        self._api_level = profile.api_level
        self._clock = clock
        self._network = AppNetwork(radios, server)
        self._make_app = make_app
        rows = profile.rows
        self.resolver = Resolver(packages, rows["system_activities"], rows["security_activities"])

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

    def _window(self, app: App, component: Component, declared: Declared) -> Window:
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
            "I", self._rules["log_tag"], f"Displayed {component}: {took}", pid=SYSTEM_SERVER
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

    def _app(self, name: str, reason: str = "top-activity") -> App:
        """The app that runs, or a new one."""
        if name in self._apps:
            return self._apps[name]
        package = self._packages.get(name)
        if package is None:
            raise ActivityNotFoundError(name)
        process = self._process(package, reason)
        host = AppHost(self, name, process.pid)
        manifest = package.manifest
        identity = AppIdentity(
            package=manifest.package,
            label=manifest.label,
            version_name=manifest.version_name,
            build=str(manifest.version_code),
            metadata=manifest.metadata,
            platform="android",
            api_level=self._api_level,
        )
        context = Context(identity, package, host, self._network, self._clock)
        app = App(package, process, context, self._make_app(package, context))
        self._apps[name] = app
        return app

    def _revive(self, activity: Activity) -> None:
        app = self._app(activity.component.package)
        self._display.remove(activity.window)
        activity.process = app.process
        activity.window = self._window(app, activity.component, activity.declared)
        self._displayed(activity.component, LaunchState.COLD)

    def wake_app(self, name: str) -> None:
        """Start a package's process for a receiver, unless it runs; no activity comes of it."""
        package = self._packages.get(name)
        if package is not None and package.system:
            self._process(package, "broadcast")
        elif package is not None:
            self._app(name, "broadcast")

    def app_start(self, package: str, intent: Intent) -> None:
        """An app in front starts another activity; where none answers, the log says so."""
        if self.in_foreground(package):
            try:
                self.start(self.resolver.resolve(intent), intent=intent)
            except ActivityNotFoundError:
                line = f"No Activity found to handle {intent.action}"
                self._log.write("W", "ActivityTaskManager", line, pid=SYSTEM_SERVER)
