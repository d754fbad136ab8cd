"""The hand's end in the lab: what is done from outside to the phones, heard on loopback.

``POST /phones/NAME/VERB`` with a JSON object; 204 when it is done. A page in a browser cannot ask:
it may not send JSON to another origin. Who may use it may as well use the adb server beside it.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Protocol, runtime_checkable
from urllib.parse import quote

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.os.clock import Clock
    from devices.virtual.os.radios import Radios

_FURTHEST: Final = timedelta(days=366)
_JSON: Final = "application/json"


class Phone(Protocol):
    """A phone as a hand takes it."""

    @property
    def clock(self) -> Clock:
        """Its clock."""

    @property
    def radios(self) -> Radios:
        """What connects it."""


@runtime_checkable
class _Apple(Protocol):
    """A phone that learns its user from outside, as iPhones do."""

    def enrol(self, passcode: str) -> None:
        """Know its user, with this passcode; with an empty one, neither."""

    def hold_to_sensor(self, *, match: bool) -> None:
        """See its user, or another."""


def _pass_time(phone: Phone, words: Mapping[str, Any]) -> None:
    step = timedelta(seconds=float(words["seconds"]))
    if not timedelta() < step <= _FURTHEST:
        raise ValueError(f"seconds must lead forward, and {_FURTHEST.days} days at most")
    phone.clock.advance(step)


def _signal(phone: Phone, words: Mapping[str, Any]) -> None:
    if not isinstance(words["on"], bool):
        raise TypeError("on must be true or false")
    phone.radios.set_signal(on=words["on"])


def _enrol(phone: Phone, words: Mapping[str, Any]) -> None:
    if not isinstance(words["passcode"], str):
        raise TypeError("passcode must be a string")
    _apple(phone).enrol(words["passcode"])


def _touch(phone: Phone, words: Mapping[str, Any]) -> None:
    if not isinstance(words["match"], bool):
        raise TypeError("match must be true or false")
    _apple(phone).hold_to_sensor(match=words["match"])


def _apple(phone: Phone) -> _Apple:
    if not isinstance(phone, _Apple):
        raise TypeError("an Android phone learns fingers by its Settings, and from its console")
    return phone


VERBS: Final[Mapping[str, Callable[[Phone, Mapping[str, Any]], None]]] = {
    "pass_time": _pass_time,
    "signal": _signal,
    "enrol": _enrol,
    "touch": _touch,
}
"""All that can be done; see `devices.hand`."""


def path_of(name: str) -> str:
    """Where the hand hears what is to be done to a phone of that name."""
    return f"/phones/{quote(name, safe='')}"


def make_application(phones: Mapping[str, Phone]) -> web.Application:
    """An application that does to these phones what it is asked, on the loop that they use too."""

    async def answer(request: web.Request) -> web.Response:
        phone = phones.get(request.match_info["name"])
        do = VERBS.get(request.match_info["verb"])
        if phone is None or do is None:
            return web.Response(status=404, text="no such phone, or no such verb of the hand")
        if request.content_type != _JSON:
            return web.Response(status=415, text=f"{_JSON} is what the hand reads")
        try:
            do(phone, json.loads(await request.text()))
        except (KeyError, OverflowError, TypeError, ValueError) as wrong:
            return web.Response(status=400, text=f"{type(wrong).__name__}: {wrong}")
        return web.Response(status=204)

    application = web.Application()
    application.router.add_post("/phones/{name}/{verb}", answer)
    return application
