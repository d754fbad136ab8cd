"""The client's HTTP connection to Appium: every command timed, secrets marked, deadlines kept."""

from __future__ import annotations

import logging
import time
from collections import deque
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from appium.webdriver.appium_connection import AppiumConnection

from config.tally import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from urllib.parse import ParseResult

    from appium.webdriver.client_config import AppiumClientConfig

# Appium masks the bodies of requests that carry this header in its own log (server 2.18 and later).
_SENSITIVE: Final = "X-Appium-Is-Sensitive"
_KEPT_COMMANDS: Final = 400

# The client asks its class for headers, so what one request carries is known by its context.
_is_sensitive: ContextVar[bool] = ContextVar("sensitive", default=False)

# Selenium logs bodies at DEBUG, cut at 100 characters: long enough for a password.
logging.getLogger("selenium.webdriver.remote.remote_connection").setLevel(logging.INFO)


@dataclass(frozen=True, slots=True)
class Command:
    """One command as it went over the wire.

    Attributes:
        at: seconds since the epoch at its start.
        name: the client's name of it, e.g. ``findElements``.
        detail: its parameters in short; masked where the command was marked sensitive.
        seconds: until the answer was there.
        answer: ``ok``, or the error the server named.
    """

    at: float
    name: str
    detail: str
    seconds: float
    answer: str


class Connection(AppiumConnection):
    """An Appium connection that keeps the last commands with their timings."""

    def __init__(self, client_config: AppiumClientConfig) -> None:
        super().__init__(client_config=client_config)
        self.commands: deque[Command] = deque(maxlen=_KEPT_COMMANDS)

    @contextmanager
    def sensitive(self) -> Iterator[None]:
        """Mark the commands inside, so that no log and no evidence shows their bodies."""
        token = _is_sensitive.set(True)
        try:
            yield
        finally:
            _is_sensitive.reset(token)

    @classmethod
    def get_remote_connection_headers(
        cls,
        parsed_url: ParseResult,
        keep_alive: bool = True,  # noqa: FBT001, FBT002 - the client's signature
    ) -> dict[str, Any]:
        """Headers of the next request."""
        headers = super().get_remote_connection_headers(parsed_url, keep_alive)
        return {**headers, _SENSITIVE: "true"} if _is_sensitive.get() else headers

    def execute(self, command: str, params: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
        """Send a command, and keep what it was and how long it took."""
        detail = "(sensitive)" if _is_sensitive.get() else _short(params)
        at, start, answer = time.time(), time.monotonic(), "no answer"
        try:
            with counted("driver"):
                reply = super().execute(command, params)  # type: ignore[no-untyped-call] # selenium's
            answer = _answer(reply)
            return reply
        finally:
            seconds = time.monotonic() - start
            self.commands.append(Command(at, command, detail, seconds, answer))


def _short(params: dict[str, Any]) -> str:
    shown = {name: value for name, value in params.items() if name != "sessionId"}
    return str(shown)[:200] if shown else ""


def _answer(reply: Any) -> str:  # noqa: ANN401 - JSON
    status = reply.get("status") if isinstance(reply, dict) else None
    if isinstance(status, int) and status >= 400:  # noqa: PLR2004 - HTTP's own boundary
        return f"HTTP {status}"
    return "ok"
