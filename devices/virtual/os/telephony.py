"""The modem: registration, signal, calls and messages that arrive."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from devices.virtual.os.clock import Clock

REGISTRATIONS: Final = ("unregistered", "home", "roaming", "searching", "denied")
"""States of the voice and data registration. Source: Android emulator, sim/modem driver."""
_KEPT_MESSAGES: Final = 500


@dataclass(slots=True)
class PhoneCall:
    """One call.

    Attributes:
        state: ``active``, ``held``, ``dialing``, ``alerting``, ``incoming`` or ``waiting``.
    """

    number: str
    inbound: bool
    state: str


@dataclass(frozen=True, slots=True)
class Sms:
    """One text message that came in."""

    id: int
    number: str
    body: str
    received: datetime


@dataclass(slots=True)
class Telephony:
    """What the modem knows.

    Attributes:
        voice: voice registration, one of `REGISTRATIONS`.
        data: data registration, one of `REGISTRATIONS`.
        rssi: signal strength as in 3GPP TS 27.007 ``+CSQ``: 0 to 31, 99 for unknown.
        ber: bit error rate, 0 to 7, 99 for unknown.
        profile: bars of the signal, 0 to 4.
        speed: bits a second, up and down, that the console was told to hold the network to; it
            is told again and holds nothing.
        latency: milliseconds at least and at most, likewise.
        number: the phone's own number.
    """

    clock: Clock
    voice: str = "home"
    data: str = "home"
    rssi: int = 18
    ber: int = 99
    profile: int = 4
    speed: tuple[int, int] = (0, 0)
    latency: tuple[int, int] = (0, 0)
    number: str = "15551234567"
    calls: list[PhoneCall] = field(default_factory=list)
    messages: list[Sms] = field(default_factory=list)

    def ring(self, number: str) -> None:
        """Let a call come in; it waits where one is on already."""
        state = "waiting" if self.calls else "incoming"
        self.calls.append(PhoneCall(number, inbound=True, state=state))

    def call(self, number: str) -> PhoneCall | None:
        """The call with a number, or None."""
        return next((call for call in self.calls if call.number == number), None)

    def receive(self, number: str, body: str) -> Sms:
        """Let a message come in."""
        last = self.messages[-1].id if self.messages else 0
        message = Sms(last + 1, number, body, self.clock.now())
        self.messages.append(message)
        del self.messages[:-_KEPT_MESSAGES]
        return message

    @property
    def call_state(self) -> int:
        """Idle 0, ringing 1, off hook 2. Source: AOSP TelephonyManager.CALL_STATE_*."""
        states = {call.state for call in self.calls}
        if states & {"incoming", "waiting"}:
            return 1
        return 2 if states else 0
