"""What only a virtual CRM can be asked, by the integration alone: ``/virtual``."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.crm import wire
from devices.virtual.crm.call import ApiError
from devices.virtual.os.process import Reply

if TYPE_CHECKING:
    from devices.virtual.crm.call import Call
    from devices.virtual.crm.records import User

_FURTHEST: Final = timedelta(days=3650)


def list_letters(call: Call) -> Reply:
    """E-mails and SMS that the CRM itself has sent to an address, oldest first."""
    call.integration_only()
    call.require_query("to")
    rows = [row for row in call.records.letters if row.to.lower() == call.query["to"].lower()]
    return Reply(200, {"letters": [wire.letter(row) for row in rows]})


def list_requests(call: Call) -> Reply:
    """The last requests, oldest first: method, path, status, and names of query and body."""
    call.integration_only()
    rows: list[dict[str, Any]] = [
        {
            "time": wire.instant(row.time),
            "method": row.method,
            "path": row.path,
            "status": row.status,
            "fields": row.fields,
        }
        for row in call.crm.requests
    ]
    return Reply(200, {"requests": rows})


def get_clock(call: Call) -> Reply:
    """The CRM's time."""
    call.integration_only()
    return Reply(200, {"now": wire.instant(call.now)})


def advance_clock(call: Call) -> Reply:
    """Let the CRM's time pass; it never goes back."""
    call.integration_only()
    call.require("seconds")
    step = timedelta(seconds=float(call.body["seconds"]))
    if step < timedelta() or call.crm.timelines.ahead + step > _FURTHEST:
        raise ApiError(422, [f"seconds must lead forward, and {_FURTHEST.days} days at most"])
    call.crm.timelines.ahead += step
    return Reply(200, {"now": wire.instant(call.now + step)})


def lose_replies(call: Call) -> Reply:
    """Let the next replies to apps be lost on their way, after what was asked has been done."""
    call.integration_only()
    call.require("count")
    call.crm.lost_replies = max(0, int(call.body["count"]))
    return Reply(200, {"count": call.crm.lost_replies})


def set_two_factor(call: Call) -> Reply:
    """Switch two-factor authentication on or off for a user."""
    user = _user(call)
    call.require("enabled")
    user.two_factor = bool(call.body["enabled"])
    return Reply(200, {"enabled": user.two_factor})


def set_desktop_filters(call: Call) -> Reply:
    """Narrow a user's dashboard in a desktop browser: ``status``, ``startDate``, ``endDate``."""
    user = _user(call)
    user.desktop_filters = {str(name): str(value) for name, value in call.body.items()}
    return Reply(200, dict(user.desktop_filters))


def set_lines(call: Call) -> Reply:
    """Say what a user can be reached by: an active phone ``number``, an ``inbox``."""
    user = _user(call)
    user.has_number = bool(call.body.get("number", user.has_number))
    user.has_inbox = bool(call.body.get("inbox", user.has_inbox))
    return Reply(200, {"number": user.has_number, "inbox": user.has_inbox})


def list_sessions(call: Call) -> Reply:
    """The sub-accounts that a user is signed in to, once for each phone."""
    user = _user(call)
    rows = [row for row in call.records.sessions.values() if row.user_id == user.id]
    return Reply(200, {"sessions": [{"locationId": row.location_id} for row in rows]})


def end_sessions(call: Call) -> Reply:
    """End all sessions of a user, as the desktop's own log-out everywhere does."""
    user = _user(call)
    return Reply(200, {"ended": call.records.end_sessions(user.id)})


def _user(call: Call) -> User:
    call.integration_only()
    return call.record(call.records.users, call.parameters[0], "User")
