"""What time it is in a CRM whose phones let time pass each for itself.

A phone that has moved on takes its CRM with it: for the phone, and for everybody in the
sub-accounts that it has been signed in to, it is as late as on the phone. For all others nothing
has happened, so one phone's test moves nobody else's. Nothing goes back when the test is over:
what comes later is later, whatever the order of tests.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from devices.virtual.crm.store import Records
    from devices.virtual.os.clock import Clock
    from devices.virtual.os.process import Reply

_TICK: Final = timedelta(milliseconds=1)  # the API's times have no finer part


class _Crm(Protocol):
    def handle(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: object = None,
        *,
        line: PhoneLine | None = None,
    ) -> Reply:
        """Answer one request of a phone, or of anybody."""


class _Push(Protocol):
    def deliver(self, token: str, message: Mapping[str, str]) -> None:
        """Bring a message to the app that has this token."""


class Handset(Protocol):
    """A phone as the CRM needs it: its time, and what brings messages to its apps."""

    @property
    def clock(self) -> Clock:
        """The phone's clock."""

    @property
    def push(self) -> _Push:
        """Where messages for its apps arrive."""


class PhoneLine:
    """The CRM as one phone reaches it, and the phone as the CRM reaches it."""

    def __init__(self, crm: _Crm) -> None:
        self._crm = crm
        self._phone: Handset | None = None

    def follow(self, phone: Handset) -> None:
        """Go by the phone's clock, and bring messages to it, from now on."""
        self._phone = phone

    @property
    def ahead(self) -> timedelta:
        """How far the phone's time has been moved on."""
        return self._phone.clock.ahead if self._phone else timedelta()

    def deliver(self, token: str, message: Mapping[str, str]) -> None:
        """Bring a message to the phone's app that has this token; without a phone to nobody."""
        if self._phone:
            self._phone.push.deliver(token, message)

    def until(self, moment: datetime) -> timedelta:
        """How long it is from the phone's time to this one; negative for one that has passed."""
        return moment - self._phone.clock.now() if self._phone else timedelta()

    def schedule(self, delay: timedelta, callback: Callable[[], None]) -> None:
        """Call back once after a delay of the phone's time; without a phone never."""
        if self._phone:
            self._phone.clock.schedule(delay, callback)

    def handle(
        self, method: str, path: str, headers: Mapping[str, str], body: object = None
    ) -> Reply:
        """Answer one request of the phone's app; see `VirtualCrm.handle`."""
        return self._crm.handle(method, path, headers, body, line=self)


class Timelines:
    """The CRM's time, sub-account by sub-account.

    Args:
        clock: what it goes by where nobody has let time pass.

    Attributes:
        ahead: how far all of it has been moved on.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.ahead = timedelta()
        self._lines: dict[str, set[PhoneLine]] = {}
        self._last: dict[str | PhoneLine | None, datetime] = {}

    def seen(self, line: PhoneLine, places: Iterable[str]) -> None:
        """Note that a phone is signed in to these sub-accounts."""
        for place in places:
            self._lines.setdefault(place, set()).add(line)

    def now(self, place: str = "", line: PhoneLine | None = None) -> datetime:
        """The time in a sub-account; no two calls see the same there, so records have an order.

        Args:
            place: its id; empty where a request is about none.
            line: the phone that asks, if one does.
        """
        lines = self._lines.get(place, set()) | ({line} if line else set())
        ahead = max((each.ahead for each in lines), default=timedelta())
        moment = self._clock.now() + self.ahead + ahead
        key = place or line
        if key in self._last:
            moment = max(moment, self._last[key] + _TICK)
        self._last[key] = moment
        return moment


def place_of(records: Records, words: Iterable[object]) -> str:
    """The sub-account that a request is about, by the ids in it; empty when they name none."""
    for word in words:
        if not isinstance(word, str):
            continue
        if word in records.locations:
            return word
        row = records.contacts.get(word) or records.conversations.get(word)
        if row is not None:
            return row.location_id
    return ""
