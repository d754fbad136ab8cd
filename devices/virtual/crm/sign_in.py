"""Signing in and out on a phone, and what the app keeps for a user: ``/oauth/app``.

The public API has no such paths: the real app's are not documented. These are ours.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.crm import wire
from devices.virtual.crm.call import ApiError
from devices.virtual.crm.records import Letter, Session, Ticket, new_id
from devices.virtual.os.process import Reply

if TYPE_CHECKING:
    from devices.virtual.crm.call import Call
    from devices.virtual.crm.records import User

CODE_LIVES: Final = timedelta(minutes=10)
"""How long a one-time code is taken. Assumed: the app's guide names no time."""

_MOST_WRONG: Final = 5  # codes that one sign-in may try
_SHORTEST: Final = 8  # characters of a password
_OK: Final[dict[str, Any]] = {"success": True}


def sign_in(call: Call) -> Reply:
    """Open the sessions of a user's app, or ask for a one-time code first.

    One reply for an unknown user and a wrong password. A session is of one sub-account; the reply
    has a token for each of the user's.
    """
    call.require("email", "password")
    email = str(call.body["email"]).strip().lower()
    found = next((row for row in call.records.users.values() if row.email == email), None)
    if found is None or not _has_password(found, call.body["password"]):
        raise ApiError(401, "Incorrect email or password")
    if not found.two_factor:
        return _opened(call, found)
    ticket = Ticket(found.id)
    call.records.tickets[ticket.id] = ticket
    ways = {"email": _masked_email(found.email), "phone": _masked_phone(found.phone)}
    return Reply(200, {"twoFactor": {"ticket": ticket.id, **ways}})


def send_code(call: Call) -> Reply:
    """Send a one-time code by ``email`` or ``phone``; the one before is taken no more."""
    call.require("ticket", "method")
    ticket = _ticket(call)
    user = call.records.users[ticket.user_id]
    method = call.body["method"]
    to = {"email": user.email, "phone": user.phone}.get(str(method), "")
    if not to:
        raise ApiError(422, ["method must be one of the user's: email, phone"])
    ticket.code = f"{secrets.randbelow(1_000_000):06d}"
    ticket.expires = call.now + CODE_LIVES
    text = f"Your {call.brand} security code is {ticket.code}."
    channel = "email" if method == "email" else "sms"
    call.records.letters.append(Letter(to, channel, "Your security code", text, call.now))
    return Reply(200, _OK)


def verify_code(call: Call) -> Reply:
    """Open the sessions of whoever has the code."""
    call.require("ticket", "code")
    ticket = _ticket(call)
    if ticket.expires is None or call.now >= ticket.expires:
        raise ApiError(401, "The code has expired")
    if not hmac.compare_digest(ticket.code.encode(), str(call.body["code"]).strip().encode()):
        ticket.wrong += 1
        if ticket.wrong >= _MOST_WRONG:
            ticket.expires = None
        raise ApiError(401, "Incorrect code")
    del call.records.tickets[ticket.id]
    return _opened(call, call.records.users[ticket.user_id])


def sign_out(call: Call) -> Reply:
    """End the session that asks, in its one sub-account; its token is refused from now on."""
    call.signed_in()
    call.records.end_session(call.token)
    return Reply(200, _OK)


def change_password(call: Call) -> Reply:
    """Set a new password, given the current one, and end the sessions of all other phones."""
    user, session = call.signed_in()
    call.require("current", "new")
    if not _has_password(user, call.body["current"]):
        raise ApiError(403, "The current password is incorrect")
    wanted = call.body["new"]
    if not isinstance(wanted, str) or len(wanted) < _SHORTEST:
        raise ApiError(422, [f"The password must have at least {_SHORTEST} characters"])
    user.password = wanted
    call.records.end_sessions(user.id, but=session.sign_in)
    return Reply(200, _OK)


def set_two_factor(call: Call) -> Reply:
    """Switch two-factor authentication on or off for who asks."""
    user, _ = call.signed_in()
    call.require("enabled")
    user.two_factor = bool(call.body["enabled"])
    return Reply(200, {"enabled": user.two_factor})


def get_preferences(call: Call) -> Reply:
    """What the user has set in the app, and whether signing in asks for a code."""
    user, _ = call.signed_in()
    return Reply(200, {"preferences": dict(user.preferences), "twoFactor": user.two_factor})


def set_preferences(call: Call) -> Reply:
    """Set some of the user's preferences, each true or false."""
    user, _ = call.signed_in()
    given = call.body
    if not all(isinstance(value, bool) for value in given.values()):
        raise ApiError(422, ["a preference must be a boolean"])
    user.preferences |= given
    return Reply(200, {"preferences": dict(user.preferences)})


def get_desktop_filters(call: Call) -> Reply:
    """What the user's dashboard in a desktop browser is narrowed to."""
    user, _ = call.signed_in()
    return Reply(200, dict(user.desktop_filters))


def _opened(call: Call, user: User) -> Reply:
    mark, rows = new_id(), []
    for place_id in user.location_ids:
        place = call.records.locations[place_id]
        token = secrets.token_urlsafe(32)
        call.records.sessions[token] = Session(user.id, place_id, mark)
        rows.append(
            wire.location(place) | {"calendarId": place.calendar_id, "token": token},
        )
    return Reply(200, {"brand": call.brand, "user": wire.user(user), "locations": rows})


def _ticket(call: Call) -> Ticket:
    found = call.records.tickets.get(str(call.body["ticket"]))
    if found is None or found.user_id not in call.records.users:
        raise ApiError(403, "The sign-in has ended")
    return found


def _has_password(user: User, given: object) -> bool:
    return hmac.compare_digest(user.password.encode(), str(given).encode())


def _masked_email(email: str) -> str:
    name, _, host = email.partition("@")
    return f"{name[:1]}•••@{host}"


def _masked_phone(phone: str) -> str:
    return f"••• {phone[-4:]}" if phone else ""
