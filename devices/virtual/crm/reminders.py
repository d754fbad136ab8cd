"""What is due at some time: tasks and appointments, told of by the clock of each phone."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from devices.virtual.crm import push

if TYPE_CHECKING:
    from devices.virtual.crm.push import Pushes
    from devices.virtual.crm.records import AppDevice, Appointment, Task
    from devices.virtual.crm.store import Records

BEFORE: Final = timedelta(minutes=15)
"""How long before an appointment its reminder comes. Assumed: no source says."""

_CALLED_OFF: Final = frozenset({"cancelled", "invalid"})


class Reminders:
    """Reminders of a CRM. Each goes by the time of the phone that it is for."""

    def __init__(self, records: Records, pushes: Pushes) -> None:
        self._records = records
        self._pushes = pushes

    def of_device(self, device: AppDevice) -> None:
        """Remind a phone that has just been registered of all that is still to come."""
        for task in self._records.tasks.values():
            self._set_task(task, device)
        for meeting in self._records.appointments.values():
            self._set_appointment(meeting, device)

    def of_task(self, task: Task) -> None:
        """Remind all phones of a task."""
        for device in self._records.devices.values():
            self._set_task(task, device)

    def of_appointment(self, meeting: Appointment) -> None:
        """Remind all phones of an appointment."""
        for device in self._records.devices.values():
            self._set_appointment(meeting, device)

    def _set_task(self, task: Task, device: AppDevice) -> None:
        if device.line is None:
            return
        delay = device.line.until(task.due)
        if delay >= timedelta():
            device.line.schedule(delay, partial(self._task_is_due, task, device))

    def _set_appointment(self, meeting: Appointment, device: AppDevice) -> None:
        if device.line is None:
            return
        delay = device.line.until(meeting.start)
        if delay >= timedelta():
            soon = max(delay - BEFORE, timedelta())
            device.line.schedule(soon, partial(self._appointment_is_near, meeting, device))

    def _task_is_due(self, task: Task, device: AppDevice) -> None:
        if self._records.tasks.get(task.id) is task and not task.completed:
            self._pushes.remind(push.of_task(self._records, task), device)

    def _appointment_is_near(self, meeting: Appointment, device: AppDevice) -> None:
        known = self._records.appointments.get(meeting.id) is meeting
        if known and meeting.status not in _CALLED_OFF:
            self._pushes.remind(push.of_appointment(self._records, meeting), device)
