"""What a start does to the tasks that are there: launch modes and flags.

Source: AOSP ActivityStarter, computeLaunchingTaskFlags and complyActivityFlags.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.os.intents import (
    FLAG_CLEAR_TASK,
    FLAG_CLEAR_TOP,
    FLAG_MULTIPLE_TASK,
    FLAG_REORDER_TO_FRONT,
    FLAG_RESET_TASK,
    FLAG_SINGLE_TOP,
)

if TYPE_CHECKING:
    from devices.virtual.os.components import Component, Declared
    from devices.virtual.os.intents import Intent
    from devices.virtual.os.tasks import Activity, Task, TaskList

STANDARD: Final = 0
SINGLE_TOP: Final = 1
SINGLE_TASK: Final = 2


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do for a start.

    Attributes:
        task: the task that takes it; None for a new one.
        reuse: an activity that takes the intent, so that none is created.
        finish: activities to finish first, the front one first.
        reorder: whether the reused activity moves to the top of its task.
    """

    task: Task | None = None
    reuse: Activity | None = None
    finish: tuple[Activity, ...] = ()
    reorder: bool = False


def plan_start(tasks: TaskList, component: Component, declared: Declared, intent: Intent) -> Plan:
    """What a start from outside an app does; it always asks for a task of its own."""
    task = tasks.of_affinity(declared.affinity or component.package)
    if intent.flags & FLAG_MULTIPLE_TASK and declared.launch_mode < SINGLE_TASK:
        task = None
    if task is None:
        return Plan()
    if intent.flags & FLAG_CLEAR_TASK:
        return Plan(task, finish=tuple(reversed(task.activities)))
    if intent.flags & FLAG_CLEAR_TOP or declared.launch_mode >= SINGLE_TASK:
        return _cleared(task, component, declared, intent)
    return _on_top(task, component, declared, intent)


def _cleared(task: Task, component: Component, declared: Declared, intent: Intent) -> Plan:
    """The activity comes to the top because those above it are finished."""
    found = task.find(component)
    if found is None:
        return Plan(task)
    above = tuple(reversed(task.activities[task.activities.index(found) + 1 :]))
    if declared.launch_mode == STANDARD and not intent.flags & FLAG_SINGLE_TOP:
        return Plan(task, finish=(*above, found))
    return Plan(task, reuse=found, finish=above)


def _on_top(task: Task, component: Component, declared: Declared, intent: Intent) -> Plan:
    single = declared.launch_mode == SINGLE_TOP or bool(intent.flags & FLAG_SINGLE_TOP)
    if single and task.top.component == component:
        return Plan(task, reuse=task.top)
    if intent.flags & FLAG_REORDER_TO_FRONT and (found := task.find(component)) is not None:
        return Plan(task, reuse=found, reorder=True)
    if component == task.root.component:
        # The icon was tapped again: the task comes forward as it is, whatever is on top of it.
        if intent.filter_key == task.intent.filter_key:
            return Plan(task, reuse=task.top)
    elif intent.flags & FLAG_RESET_TASK:
        return Plan(task, reuse=task.top)
    return Plan(task)
