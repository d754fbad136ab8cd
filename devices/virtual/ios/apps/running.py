"""The apps that run, which of them is in front, and how that changes.

Source: Apple, UIApplicationDelegate.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios.apps.host import IosHost
from devices.virtual.ios.apps.running_app import AppState, RunningApp
from devices.virtual.os.context import AppNetwork, Context
from devices.virtual.os.window import Window, WindowKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from devices.virtual.ios.apps.installed import App, Installed
    from devices.virtual.ios.display import IosDisplay
    from devices.virtual.os.clock import Clock
    from devices.virtual.os.context import Server
    from devices.virtual.os.log import Log
    from devices.virtual.os.process import AppProcess
    from devices.virtual.os.radios import Radios

    AppFactory = Callable[[App, Context], AppProcess]

SPRINGBOARD: Final = "com.apple.springboard"
SPRINGBOARD_PID: Final = 58
_FIRST_PID: Final = 400


class AppNotInstalledError(LookupError):
    """No app has this bundle identifier."""


class Apps:
    """Launches, switches and ends apps.

    Args:
        make: builds the process of an app when it is launched.

    Attributes:
        on_front: called after another app, or the home screen, came to the front.
        on_end: called with the bundle identifier after a process is gone.
    """

    def __init__(
        self,
        *,
        installed: Installed,
        display: IosDisplay,
        clock: Clock,
        log: Log,
        radios: Radios,
        server: Server,
        make: AppFactory,
    ) -> None:
        self._installed, self._display = installed, display
        self._clock, self._log = clock, log
        self._network = AppNetwork(radios, server)
        self._make = make
        self._running: dict[str, RunningApp] = {}  # the one in front last
        self._front = SPRINGBOARD
        self._covered = False
        self._pids = count(_FIRST_PID)
        self.on_front: list[Callable[[], None]] = []
        self.on_end: list[Callable[[str], None]] = []
        self.open_settings: Callable[[str], None] = lambda _: None
        installed.on_change.append(self._replaced)

    # -- what there is

    @property
    def front(self) -> str:
        """Bundle identifier of the app in front; SpringBoard's on the home and lock screen."""
        return SPRINGBOARD if self._covered else self._front

    @property
    def running(self) -> tuple[RunningApp, ...]:
        """Those that run, the one used last at the end."""
        return tuple(self._running.values())

    def get(self, bundle_id: str) -> RunningApp | None:
        """The process of an app, if it runs."""
        return self._running.get(bundle_id)

    def state(self, bundle_id: str) -> AppState:
        """What XCUIApplication says of an app; one that is not installed does not run."""
        if bundle_id in {SPRINGBOARD, self.front}:
            return AppState.FOREGROUND
        return AppState.BACKGROUND if bundle_id in self._running else AppState.NOT_RUNNING

    # -- changing it

    def launch(
        self,
        bundle_id: str,
        arguments: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
    ) -> RunningApp:
        """Bring an app to the front, starting it where it does not run.

        Raises:
            AppNotInstalledError: there is no such app.
        """
        running = self._running.get(bundle_id)
        if running is None:
            running = self._start(bundle_id)
            running.arguments, running.environment = tuple(arguments), dict(environment or {})
        self._to_front(running)
        return running

    def to_home(self) -> None:
        """Leave whatever is in front for the home screen; it goes on in the background."""
        self._leave()
        self._moved()

    def cover(self, *, covered: bool) -> None:
        """The lock screen comes up, or is gone: an app behind it is not in front."""
        if covered == self._covered:
            return
        self._covered = covered
        running = self._running.get(self._front)
        if running is not None and covered:
            running.process.pause()
        elif running is not None:
            running.process.resume("")
        self._moved()

    def terminate(self, bundle_id: str) -> bool:
        """End an app as a user does who sweeps it away; says whether it ran."""
        return self.kill(bundle_id, "terminated by the user")

    def kill(self, bundle_id: str, reason: str) -> bool:
        """End an app's process; says whether it ran. What is below it comes to the front."""
        running = self._running.pop(bundle_id, None)
        if running is None:
            return False
        running.app.last_exit = reason
        running.process.stop()
        running.context.close()
        self._display.remove(running.window)
        self._log.write("I", "SpringBoard", f"{bundle_id} exited: {reason}", pid=SPRINGBOARD_PID)
        for told in tuple(self.on_end):
            told(bundle_id)
        if self._front == bundle_id:
            self._front = SPRINGBOARD
            self._moved()
        return True

    def serve(self, bundle_id: str, request: str, result: Any) -> None:  # noqa: ANN401 - the two ends' own
        """Give an app what came for it under a name, and its service where it does not run.

        A service has what the app has stored, and is gone afterwards: the app has not run. Source:
        Apple, UNNotificationServiceExtension.

        Raises:
            AppNotInstalledError: there is no such app.
        """
        running = self._running.get(bundle_id)
        if running is not None:
            running.context.hand(request, result)
            return
        service = self._process(bundle_id)
        service.context.hand(request, result)
        service.process.stop()
        service.context.close()

    def hand(self, bundle_id: str, request: str, result: Any) -> None:  # noqa: ANN401 - the two ends' own
        """Give a running app what came for it under a name; see `Context.on_result`."""
        running = self._running.get(bundle_id)
        if running is not None:
            running.context.hand(request, result)

    def invalidate(self, bundle_id: str) -> None:
        """Build an app's window anew."""
        running = self._running.get(bundle_id)
        if running is not None:
            self._display.invalidate(running.window)

    def log(self, pid: int, priority: str, tag: str, message: str) -> None:
        """Write a line to the phone's log as a process."""
        self._log.write(priority, tag, message, pid=pid)

    # -- inside

    def _replaced(self, bundle_id: str) -> None:
        self.kill(bundle_id, "the app was changed")

    def _start(self, bundle_id: str) -> RunningApp:
        running = self._running[bundle_id] = self._process(bundle_id)
        self.log(SPRINGBOARD_PID, "I", "SpringBoard", f"{bundle_id} launched as {running.pid}")
        return running

    def _process(self, bundle_id: str) -> RunningApp:
        app = self._installed.get(bundle_id)
        if app is None:
            raise AppNotInstalledError(bundle_id)
        pid = next(self._pids)
        context = Context(
            app.identity, app, IosHost(self, bundle_id, pid), self._network, self._clock
        )
        process = self._make(app, context)
        window = Window(bundle_id, app.label, WindowKind.APP, process.content, process.back)
        return RunningApp(app, pid, context, process, window)

    def _to_front(self, running: RunningApp) -> None:
        if self._front == running.bundle_id:
            return
        self._leave()
        self._running[running.bundle_id] = self._running.pop(running.bundle_id)
        self._front = running.bundle_id
        self._display.show(running.window)
        if not self._covered:
            running.process.resume("")
        self._moved()

    def _leave(self) -> None:
        running = self._running.get(self._front)
        self._front = SPRINGBOARD
        if running is not None:
            if not self._covered:
                running.process.pause()
            self._display.remove(running.window)

    def _moved(self) -> None:
        for told in tuple(self.on_front):
            told()
