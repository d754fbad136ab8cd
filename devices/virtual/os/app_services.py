"""Apps that run, and their services: what keeps a process, and what starts one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.os.task_switching import TaskSwitching
from devices.virtual.os.tasks import Service

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.os.components import Component
    from devices.virtual.os.context import Context
    from devices.virtual.os.display import Display
    from devices.virtual.os.log import Log
    from devices.virtual.os.packages import Package, Packages
    from devices.virtual.os.process import AppProcess
    from devices.virtual.os.processes import Process, Processes
    from devices.virtual.os.tasks import Activity

SYSTEM_SERVER: Final = 611
"""The process that writes what the activity manager logs."""


@dataclass(slots=True)
class App:
    """An app that runs."""

    package: Package
    process: Process
    context: Context
    body: AppProcess


class AppServices(TaskSwitching):
    """Keeps the apps that run, and starts and stops their services.

    Attributes:
        on_force_stop: called with a package that is stopped by force, before it ends.
    """

    def __init__(
        self,
        rules: Mapping[str, Any],
        packages: Packages,
        display: Display,
        *,
        processes: Processes,
        log: Log,
    ) -> None:
        super().__init__(rules, packages, display)
        self._processes = processes
        self._log = log
        self._apps: dict[str, App] = {}
        self._services: dict[Component, Service] = {}
        self._on_death: dict[str, list[Callable[[], None]]] = {}
        self.on_force_stop: Callable[[str], None] = lambda _: None

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

    def body_of(self, package: str) -> AppProcess | None:
        """The app of a package, if it runs."""
        app = self._apps.get(package)
        return app.body if app else None

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

    def hand(self, package: str, request: str, result: object) -> None:
        """Give a running app what it waits for under a name; see `Context.on_result`."""
        app = self._apps.get(package)
        if app is not None:
            app.context.hand(request, result)

    def _hand_answers(self, activity: Activity) -> None:
        app = self._apps.get(activity.component.package)
        while app is not None and activity.answers:
            app.context.hand(*activity.answers.pop(0))

    def _process(self, package: Package, reason: str) -> Process:
        """The process of a package, started where it does not run: it is not stopped any more."""
        package.never_launched = package.stopped = False
        running = self._processes.get(package.name)
        if running is not None:
            return running
        process = self._processes.start(package.name, package.uid)
        start = f"Start proc {process.pid}:{process.name}/{process.user} for {reason}"
        self._log.write("I", "ActivityManager", start, pid=SYSTEM_SERVER)
        return process
