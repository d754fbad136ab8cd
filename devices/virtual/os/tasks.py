"""Tasks and the activities in them: what Recents lists and Back walks through."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from devices.virtual.os.components import Component, Declared
    from devices.virtual.os.intents import Intent
    from devices.virtual.os.processes import Process
    from devices.virtual.os.window import Window


@dataclass(slots=True, eq=False)
class Activity:
    """An activity that was started and not finished.

    Attributes:
        process: None once the process was killed; the task remembers the activity all the same.
        caller: the activity that waits for its result; None for none.
        request: what the caller knows that result by.
        result: what it answers when it is gone; None for nothing.
        answers: results that came and are not handed to its app yet, with what it knows them by.
    """

    component: Component
    declared: Declared
    process: Process | None
    window: Window
    task: Task
    intent: Intent
    caller: Activity | None = None
    request: str = ""
    result: object = None
    answers: list[tuple[str, object]] = field(default_factory=list)

    @property
    def task_id(self) -> int:
        """The number of its task."""
        return self.task.id

    @property
    def token(self) -> str:
        """The number that dumps print for it."""
        return f"{zlib.crc32(f'{self.component}{self.window.id}'.encode()):x}"


@dataclass(slots=True, eq=False)
class Task:
    """A pile of activities that is shown, sent back and remembered as one.

    Attributes:
        activities: the front one last; never empty while the task is in a `TaskList`.
        intent: what the task was started with.
        hidden: whether Recents leaves it out.
    """

    id: int
    affinity: str
    intent: Intent
    uid: int
    hidden: bool = False
    activities: list[Activity] = field(default_factory=list)

    @property
    def top(self) -> Activity:
        """The activity in front."""
        return self.activities[-1]

    @property
    def root(self) -> Activity:
        """The activity at the bottom."""
        return self.activities[0]

    @property
    def token(self) -> str:
        """The number that dumps print for it."""
        return f"{zlib.crc32(f'task{self.id}'.encode()):x}"

    def find(self, component: Component) -> Activity | None:
        """The front-most instance of a component."""
        found = (each for each in reversed(self.activities) if each.component == component)
        return next(found, None)


@dataclass(frozen=True, slots=True)
class Service:
    """A service that runs; one in the foreground keeps its process."""

    component: Component
    process: Process
    foreground: bool


class LaunchState(StrEnum):
    """How an activity came up: process started, activity created, or only brought forward."""

    COLD = "COLD"
    WARM = "WARM"
    HOT = "HOT"
    UNKNOWN = "UNKNOWN (0)"


class StartResult(StrEnum):
    """What became of a start. Source: AOSP android.app.ActivityManager, START_*."""

    SUCCESS = "success"
    DELIVERED_TO_TOP = "delivered to top"
    TASK_TO_FRONT = "task to front"


@dataclass(frozen=True, slots=True)
class Started:
    """How an activity was started."""

    component: Component
    state: LaunchState
    result: StartResult = StartResult.SUCCESS


class TaskList:
    """The tasks of the display, the front one last."""

    def __init__(self) -> None:
        self._tasks: list[Task] = []

    @property
    def front(self) -> Task | None:
        """The task in front; None before the launcher is up."""
        return self._tasks[-1] if self._tasks else None

    def all(self) -> tuple[Task, ...]:
        """Every task, the front one last."""
        return tuple(self._tasks)

    def get(self, task_id: int) -> Task | None:
        """The task of this number."""
        return next((task for task in self._tasks if task.id == task_id), None)

    def of_affinity(self, affinity: str) -> Task | None:
        """The front-most task of an affinity."""
        found = (task for task in reversed(self._tasks) if task.affinity == affinity)
        return next(found, None)

    def activities(self) -> tuple[Activity, ...]:
        """Every activity of every task, the front one last."""
        return tuple(activity for task in self._tasks for activity in task.activities)

    def to_front(self, task: Task) -> None:
        """Put a task in front; a new one is added."""
        if task in self._tasks:
            self._tasks.remove(task)
        self._tasks.append(task)

    def to_back(self, task: Task, home: Task) -> None:
        """Put a task below all others, the home task included."""
        self._tasks.remove(task)
        self._tasks.insert(0, task)
        if self.front is None or self.front is task:
            self.to_front(home)

    def drop(self, activity: Activity) -> None:
        """Take an activity out; its task goes with the last one."""
        activity.task.activities.remove(activity)
        if not activity.task.activities:
            self._tasks.remove(activity.task)
