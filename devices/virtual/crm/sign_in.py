"""Signing in and out on a phone: ``/oauth/app``.

The public API has no such paths: the real app's are not documented. These are ours.
"""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING

from devices.virtual.crm import wire
from devices.virtual.crm.call import ApiError
from devices.virtual.os.process import Reply

if TYPE_CHECKING:
    from devices.virtual.crm.call import Call


def sign_in(call: Call) -> Reply:
    """Open a session of the app for a user; one reply for an unknown user and a wrong password."""
    call.require("email", "password")
    email = str(call.body["email"]).strip().lower()
    found = next((row for row in call.records.users.values() if row.email == email), None)
    given = str(call.body["password"]).encode()
    if found is None or not hmac.compare_digest(found.password.encode(), given):
        raise ApiError(401, "Incorrect email or password")
    token = secrets.token_urlsafe(32)
    call.records.sessions[token] = found.id
    places = [call.records.locations[one] for one in found.location_ids]
    return Reply(
        200,
        {
            "token": token,
            "brand": call.brand,
            "user": wire.user(found),
            "locations": [
                wire.location(place) | {"calendarId": place.calendar_id} for place in places
            ],
        },
    )


def sign_out(call: Call) -> Reply:
    """End the session that asks; its token is refused from now on."""
    if not call.session:
        raise ApiError(403, "The token is not one of an app session.")
    del call.records.sessions[call.session]
    return Reply(200, {"success": True})
