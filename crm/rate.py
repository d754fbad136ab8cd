"""A CRM's rate limit, kept by all processes of this host together.

The times of the last requests stand in a small file of the user's state folder, behind a lock; so
does the time until which the CRM has asked to be left alone, which no library's limiter shares.
"""

from __future__ import annotations

import hashlib
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from crm.errors import CrmError
from devices import wait

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import requests

    from config.crm import Rate

_TOO_MANY: Final = 429
# Where the CRM does not say how long: the window of its burst limit, by its public documentation.
_UNSAID_S: Final = 10.0
_LONGEST_S: Final = 24 * 3600.0  # what lies farther off was written under a clock that was wrong


@dataclass(frozen=True, slots=True)
class _State:
    """In seconds since the epoch, so that it outlives a restart of the host.

    Attributes:
        turns: of the last requests, those that are yet to come among them.
        closed_until: before then nobody asks.
    """

    turns: tuple[float, ...] = ()
    closed_until: float = 0


_STATE: Final = TypeAdapter(_State)


class RateLimit:
    """Lets requests go when their CRM's limit allows for it.

    Args:
        folder: where the state is kept; is made when missing.
        crm_url: whose limit it is.
        rate: how many requests in how many seconds; None obeys only what the CRM asks for.
        patience_s: how long one request may wait for its turn.
    """

    def __init__(self, folder: Path, crm_url: str, rate: Rate | None, patience_s: float) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        digest = hashlib.sha256(crm_url.rstrip("/").encode()).hexdigest()[:24]
        self._file = folder / f"{digest}.json"
        self._lock = FileLock(folder / f"{digest}.lock", mode=0o600)
        self._rate = rate
        self._patience_s = patience_s

    def obey(self, operation: str, send: Callable[[], requests.Response]) -> requests.Response:
        """Send a request at its turn, and again where the CRM says that it came too early.

        Raises:
            CrmError: its turn does not come in time.
        """
        end = time.time() + self._patience_s
        while True:
            self._take(operation, end)
            reply = send()
            if reply.status_code != _TOO_MANY:
                return reply
            pause_s = _asked_for(reply)
            self._pause(operation, pause_s)
            if time.time() + pause_s > end:
                raise CrmError(operation, _TOO_MANY, self._too_long(pause_s))

    def _take(self, operation: str, end: float) -> None:
        """Wait for a turn to ask.

        Raises:
            CrmError: none comes before the end.
        """
        with self._locked(operation, end - time.time()):
            state = self._read()
            turn = self._turn(state)
            if turn <= end and self._rate is not None:
                self._write(_State((*state.turns, turn), state.closed_until))
        if turn <= end:
            turn = wait.until(
                lambda: max(turn, self._read().closed_until),  # others may be told to stand back
                end - time.time(),
                holds=lambda opens: opens <= time.time() or opens > end,
            )
        if turn > end:
            raise CrmError(operation, None, self._too_long(turn - time.time()))

    def _pause(self, operation: str, seconds: float) -> None:
        """Let nobody of this host ask before these seconds have passed."""
        with self._locked(operation, self._patience_s):
            state = self._read()
            until = time.time() + min(seconds, _LONGEST_S)
            self._write(_State(state.turns, max(state.closed_until, until)))

    @contextmanager
    def _locked(self, operation: str, within_s: float) -> Iterator[None]:
        """The state, to be read and written by nobody else.

        Raises:
            CrmError: another process keeps it for too long.
        """
        try:
            self._lock.acquire(timeout=max(0, within_s))
        except Timeout:
            problem = f"another process keeps {self._lock.lock_file}; is one stopped or stuck?"
            raise CrmError(operation, None, problem) from None
        try:
            yield
        finally:
            self._lock.release()

    def _too_long(self, seconds: float) -> str:
        return (
            f"the rate limit is used up for {seconds:.0f} s, and a request may wait "
            f"{self._patience_s:g} s; run fewer cells at once, or later"
        )

    def _turn(self, state: _State) -> float:
        """When the next request may go."""
        turn = max(time.time(), state.closed_until)
        if self._rate is not None and len(state.turns) >= self._rate.requests:
            turn = max(turn, state.turns[-self._rate.requests] + self._rate.seconds)
        return turn

    def _read(self) -> _State:
        try:
            state = _STATE.validate_json(self._file.read_bytes())
        except (FileNotFoundError, ValidationError):  # the first one, or written by another version
            return _State()
        now = time.time()
        if max((state.closed_until, *state.turns)) > now + 2 * _LONGEST_S:
            return _State()
        window_s = self._rate.seconds if self._rate else 0
        turns = (turn for turn in state.turns if turn > now - window_s)
        return _State(tuple(sorted(turns)), state.closed_until)

    def _write(self, state: _State) -> None:
        """Replace the file, so that whoever reads without the lock sees a whole one."""
        aside = self._file.with_suffix(".part")
        aside.write_bytes(_STATE.dump_json(state))
        aside.replace(self._file)


def _asked_for(reply: requests.Response) -> float:
    """Seconds that the CRM asks to be left alone for: ``Retry-After``, RFC 9110, section 10.2.3."""
    said = reply.headers.get("Retry-After", "").strip()
    if said.isdecimal():
        return float(said)
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return _UNSAID_S
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
