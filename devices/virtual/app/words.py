"""How the app writes times, money and previews."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date, tzinfo


def local(instant: str, zone: tzinfo | None) -> datetime:
    """A time of the API's in the phone's zone."""
    return datetime.fromisoformat(instant).astimezone(zone)


def when(instant: str, now: datetime) -> str:
    """``14:05`` today, ``22 Nov`` on any other day."""
    moment = local(instant, now.tzinfo)
    if moment.date() == now.date():
        return f"{moment:%H:%M}"
    return f"{moment.day} {moment:%b}"


def appointment_time(instant: str, now: datetime) -> str:
    """``Today, 14:05`` or ``Mon 23 Nov, 14:05``."""
    moment = local(instant, now.tzinfo)
    return f"{day(moment.date(), now)}, {moment:%H:%M}"


def money(value: float) -> str:
    """``$1,250``."""
    return f"${value:,.0f}"


def day(moment: date, now: datetime) -> str:
    """``Today`` or ``Mon 23 Nov``."""
    return "Today" if moment == now.date() else f"{moment:%a} {moment.day} {moment:%b}"


def preview(conversation: dict[str, Any]) -> str:
    """The last message of a conversation, with whose it is."""
    mine = conversation["lastMessageDirection"] == "outbound"
    if conversation["lastMessageType"] == "TYPE_CALL":
        return "Outgoing call" if mine else "Incoming call"
    body = str(conversation["lastMessageBody"])
    if not conversation["lastMessageDirection"]:
        return "No messages yet"
    body = body or "Attachment"
    return f"You: {body}" if mine else body
