"""The kinds of events that the app tells its user of."""

from __future__ import annotations

from typing import Final, NamedTuple


class Kind(NamedTuple):
    """What the app makes of one kind.

    Attributes:
        number: of its notification.
        title: of its notification, and of its switch in the preferences.
        channel: of its notification.
        preference: the name by which the server keeps its switch.
    """

    number: int
    title: str
    channel: str
    preference: str


KINDS: Final = {
    "message": Kind(1, "New message", "messages", "notify_message"),
    "call": Kind(2, "Inbound call", "calls", "notify_call"),
    "missed_call": Kind(3, "Missed call", "messages", "notify_missed_call"),
    "voicemail": Kind(4, "Voicemail", "messages", "notify_voicemail"),
    "task": Kind(5, "Task reminder", "reminders", "notify_task"),
    "appointment": Kind(6, "Appointment reminder", "reminders", "notify_appointment"),
}
"""By the name that a push message has for it."""
