"""Phones that want to be told of events: ``/oauth/app/device``.

The public API has no such path: the real app's is not documented. This is ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.crm.call import ApiError
from devices.virtual.crm.push import RULES, SESSION
from devices.virtual.crm.records import AppDevice
from devices.virtual.os.process import Reply

if TYPE_CHECKING:
    from devices.virtual.crm.call import Call

_RULES: Final = frozenset({*RULES, SESSION})


def register(call: Call) -> Reply:
    """Have the app's phone told of events in the session's sub-account, and of no other.

    ``token`` is the app's push token. ``past`` names rules of `push` that are not to hold: it is
    there for builds with a seeded defect.
    """
    user, session = call.signed_in()
    call.require("token")
    token, past = str(call.body["token"]), frozenset(call.body.get("past", ()))
    if past - _RULES:
        raise ApiError(422, [f"past may name {', '.join(sorted(_RULES))}"])
    known = call.records.devices
    ours = {one for one, row in call.records.sessions.items() if row.sign_in == session.sign_in}
    for other in [one for one, row in known.items() if one in ours or row.push_token == token]:
        del known[other]
    made = AppDevice(user.id, session.location_id, token, call.line, past)
    known[call.token] = made
    call.crm.reminders.of_device(made)
    return Reply(200, {"success": True})
