"""PUSH-05, PUSH-06: what is due notifies at its time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fixtures.crm import People
    from fixtures.notifications import AppNotifications
    from suites.push.conftest import Events

pytestmark = [
    pytest.mark.needs("notifications.list", "notifications.clear", "crm.address", "time.pass_"),
    pytest.mark.usefixtures("reachable"),
]


@pytest.mark.promise("PUSH-05")
def test_due_task_notifies(notifications: AppNotifications, people: People, events: Events) -> None:
    """When a task's due date is reached there is "Task reminder", which names the task."""
    title = events.task(people.correspondence())
    assert notifications.arrives("Task reminder", title), "no notification of it"


@pytest.mark.promise("PUSH-06")
def test_approaching_appointment_notifies(
    notifications: AppNotifications, people: People, events: Events
) -> None:
    """Before an appointment begins there is "Appointment reminder", which names it."""
    title = events.appointment(people.correspondence())
    assert notifications.arrives("Appointment reminder", title), "no notification of it"
