"""The hand: what a person does to a phone from outside, and time passing for it.

A closed list, which a test keeps. It answers nothing, and least of all about the app: a test that
could ask the hand what an app holds would prove nothing on a phone in a real hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn, Protocol

import requests

from config.deadlines import DEADLINES
from config.tally import counted
from devices.errors import CommandFailed, VerbRefused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from devices.facts import DeviceFacts

VERBS: Final = ("pass_time", "signal", "enrol", "touch")
"""All that a hand does."""


class Hand(Protocol):
    """What is done to one phone from outside. Nothing here proves its effect: the verbs do.

    Raises:
        CommandFailed: it was not done.
        VerbRefused: nobody is there to do it.
    """

    def pass_time(self, step: timedelta) -> None:
        """Let time pass for the phone, and for its CRM in the sub-accounts that it shows."""

    def signal(self, *, on: bool) -> None:
        """Take the phone out of reach of every network, or bring it back; settings stay."""

    def enrol(self, passcode: str) -> None:
        """Have the phone know our finger or face, with this passcode; with an empty one, neither.

        For an iPhone: an Android phone is taught by its own Settings, and touched on its console.
        """

    def touch(self, *, match: bool) -> None:
        """Hold our finger or face to the sensor of an iPhone, or another's."""


class VirtualHand:
    """The hand of a lab of virtual phones, at an address of this host.

    Args:
        facts: of the phone.
        control_url: where the lab hears what is to be done to this phone.
    """

    def __init__(self, facts: DeviceFacts, control_url: str) -> None:
        self._facts = facts
        self._url = control_url

    def pass_time(self, step: timedelta) -> None:
        """See `Hand`."""
        self._do("pass_time", {"seconds": step.total_seconds()})

    def signal(self, *, on: bool) -> None:
        """See `Hand`."""
        self._do("signal", {"on": on})

    def enrol(self, passcode: str) -> None:
        """See `Hand`."""
        self._do("enrol", {"passcode": passcode})

    def touch(self, *, match: bool) -> None:
        """See `Hand`."""
        self._do("touch", {"match": match})

    def _do(self, verb: str, words: Mapping[str, float | str]) -> None:
        url, tried = f"{self._url}/{verb}", f"hand: {verb}"
        try:
            with counted("hand"), requests.Session() as http:
                http.trust_env = False  # a proxy set for the internet must not be asked
                reply = http.post(url, json=words, timeout=DEADLINES.health_s)
        except requests.RequestException as error:
            name = type(error).__name__
            seen = f"the lab does not answer at {url}: {name}"
            raise CommandFailed(self._facts.name, tried, seen) from error
        if not reply.ok:
            raise CommandFailed(self._facts.name, tried, reply.text.strip()[:200])


class NoHand:
    """A phone that nobody of ours can reach with a hand: a real one, or one of another's lab."""

    def __init__(self, facts: DeviceFacts) -> None:
        self._facts = facts

    def pass_time(self, step: timedelta) -> NoReturn:
        """See `Hand`."""
        del step
        self._refuse("pass_time")

    def signal(self, *, on: bool) -> NoReturn:
        """See `Hand`."""
        del on
        self._refuse("signal")

    def enrol(self, passcode: str) -> None:
        """See `Hand`."""
        del passcode
        self._refuse("enrol")

    def touch(self, *, match: bool) -> None:
        """See `Hand`."""
        del match
        self._refuse("touch")

    def _refuse(self, verb: str) -> NoReturn:
        raise VerbRefused(
            self._facts.name,
            f"hand: {verb}",
            "nobody's hand is at this phone",
            "virtual phones of this run's own lab have one",
        )
