"""Which task is in front, and how a user goes from one to another: Home, Recents, Back.

Source: AOSP ActivityTaskManagerService, Task, RecentTasks.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.os.components import Component, Declared
from devices.virtual.os.intents import FLAG_NEW_TASK, Intent
from devices.virtual.os.recents import Overview
from devices.virtual.os.tasks import Activity, Task, TaskList
from devices.virtual.os.window import Window, WindowKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.os.display import Display
    from devices.virtual.os.launching import Plan
    from devices.virtual.os.packages import Packages
    from devices.virtual.os.process import AppProcess

_FIRST_TASK: Final = 12


class TaskSwitching(ABC):
    """The tasks, and which of them is in front.

    Attributes:
        on_move: called after another activity came to the front, or a process ended.
    """

    def __init__(self, rules: Mapping[str, Any], packages: Packages, display: Display) -> None:
        self._rules = rules
        self._packages = packages
        self._display = display
        self._task_ids = count(_FIRST_TASK)
        self._tasks = TaskList()
        self._home: Activity | None = None
        self.on_move: list[Callable[[], None]] = []
        display.on_home = self.home
        display.on_app_switch = self.switch_apps

    @abstractmethod
    def body_of(self, package: str) -> AppProcess | None:
        """The app of a package, if it runs."""

    @abstractmethod
    def kill(self, package: str, reason: str) -> bool:
        """Kill a package's process and keep its tasks; says whether it ran."""

    @abstractmethod
    def in_foreground(self, package: str) -> bool:
        """Whether the system keeps a package's process whatever happens."""

    @abstractmethod
    def _revive(self, activity: Activity) -> None:
        """Give an activity a new process, since its own was killed."""

    @abstractmethod
    def _hand_answers(self, activity: Activity) -> None:
        """Give an activity's app the results that came for it."""

    @property
    def focused(self) -> Activity | None:
        """The activity in front; None before the launcher is up."""
        front = self._tasks.front
        return front.top if front else None

    @property
    def seen(self) -> tuple[Activity, ...]:
        """The activity in front, and those of its task that can be seen through it; front first."""
        front = self._tasks.front
        found: list[Activity] = []
        for activity in reversed(front.activities if front else []):
            found.append(activity)
            if not activity.declared.see_through:
                break
        return tuple(found)

    @property
    def stack(self) -> tuple[Activity, ...]:
        """Every activity, the front one last."""
        return self._tasks.activities()

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Every task, the front one last."""
        return self._tasks.all()

    @property
    def home_package(self) -> str:
        """The launcher's package; empty before it is up."""
        return self._home.component.package if self._home else ""

    # -- moving about

    def home(self) -> None:
        """Go to the launcher; a locked phone stays where it is."""
        if self._home is not None and not self._display.locked:
            self._close_recents()
            self._to_front(self._home.task)

    def switch_apps(self) -> None:
        """Open Recents, or leave it for the app used before; a locked phone stays where it is."""
        if self._home is None or self._display.locked:
            return
        front = self.focused
        if front is not None and front.window.kind is WindowKind.RECENTS:
            previous = self._recent_tasks()
            self._close_recents()
            self._to_front(previous[0] if previous else self._home.task)
            return
        self._open_recents(self._home)

    def move_task(self, task_id: int, *, to_front: bool) -> bool:
        """Bring a task to the front, or put it below all others; says whether it is there."""
        task = self._tasks.get(task_id)
        if task is None or self._home is None:
            return False
        if to_front:
            self._to_front(task)
        else:
            self._to_back(task)
        return True

    def remove_task(self, task_id: int) -> bool:
        """Swipe a task away, as Recents does; its process is killed. Says whether it was there."""
        task = self._tasks.get(task_id)
        if task is None or self._home is None or task is self._home.task:
            return False
        package = task.root.component.package
        for activity in reversed(tuple(task.activities)):
            self._drop(activity)
        self._resume_front()
        if not self.in_foreground(package):
            self.kill(package, "remove task")
        return True

    def _recent_tasks(self) -> list[Task]:
        return [task for task in reversed(self.tasks) if not task.hidden]

    def _open_recents(self, home: Activity) -> None:
        activity = self._rules["recents_activity"]
        overview = Overview(
            self._pick_card, self._dismiss_card, self._clear_cards, self._rules["recents_dismiss"]
        )
        component = Component(home.component.package, activity)
        window = Window(
            component.package,
            activity,
            WindowKind.RECENTS,
            build=lambda: overview.content(self._cards()),
            on_back=self.home,
        )
        intent = Intent(component=component, flags=FLAG_NEW_TASK)
        task = Task(next(self._task_ids), "recents", intent, home.task.uid, hidden=True)
        declared = Declared(activity, exported=True)
        task.activities.append(Activity(component, declared, home.process, window, task, intent))
        self._pause_front()
        self._tasks.to_front(task)
        self._display.show(window)

    def _close_recents(self) -> None:
        front = self.focused
        if front is not None and front.window.kind is WindowKind.RECENTS:
            self._drop(front)

    def _cards(self) -> list[tuple[int, str]]:
        found = [
            (task.id, self._packages.get(task.root.component.package))
            for task in self._recent_tasks()
        ]
        return [(task_id, package.manifest.label) for task_id, package in found if package]

    def _pick_card(self, task_id: int) -> None:
        self._close_recents()
        self.move_task(task_id, to_front=True)

    def _dismiss_card(self, task_id: int) -> None:
        self.remove_task(task_id)
        if not self._recent_tasks():
            self.home()

    def _clear_cards(self) -> None:
        for task in self._recent_tasks():
            self.remove_task(task.id)
        self.home()

    def _bring(self, plan: Plan) -> None:
        """Bring a task that runs to the front, the reused activity on top of it."""
        activity = plan.reuse
        if activity is None:
            return
        task = activity.task
        if plan.reorder:
            task.activities.remove(activity)
            task.activities.append(activity)
        self._to_front(task)

    def _to_front(self, task: Task) -> None:
        if task is not self._tasks.front:
            self._pause_front()
        self._tasks.to_front(task)
        self._resume_front()

    def _to_back(self, task: Task) -> None:
        if self._home is None or task is self._home.task:
            return
        if task is self._tasks.front:
            self._pause_front()
        self._tasks.to_back(task, self._home.task)
        self._resume_front()

    def _pause_front(self) -> None:
        front = self.focused
        body = self.body_of(front.component.package) if front else None
        if body is not None:
            body.pause()

    def _resume_front(self) -> None:
        """Show the activity in front, in a new process where its own was killed."""
        front = self.focused
        if front is None:
            return
        if front.process is None:
            self._revive(front)
        self._display.show(front.window)
        self._hand_answers(front)  # upon which its app may have started something else
        body = self.body_of(front.component.package)
        if body is not None and front is self.focused:
            body.resume(front.component.class_name)  # which may close it at once
        self._moved()

    def _drop(self, activity: Activity) -> None:
        self._tasks.drop(activity)
        self._display.remove(activity.window)
        if activity.caller is not None:
            activity.caller.answers.append((activity.request, activity.result))

    def _moved(self) -> None:
        for callback in tuple(self.on_move):
            callback()
