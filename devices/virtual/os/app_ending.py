"""How apps end: stopped, killed, crashed, cleared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.os.app_services import SYSTEM_SERVER, AppServices

if TYPE_CHECKING:
    from collections.abc import Callable


class AppEnding(AppServices):
    """Ends apps."""

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
        self._log.write("I", "ActivityManager", killing, pid=SYSTEM_SERVER)
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
