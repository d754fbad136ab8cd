"""Our end of the WebDriver wire: secrets marked, commands timed, deadlines kept."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from config.deadlines import DEADLINES
from config.locators import Locator
from devices.appium import session as session_module
from devices.appium.session import Session
from devices.errors import CommandFailed, SessionFailed
from devices.facts import DeviceFacts

if TYPE_CHECKING:
    from collections.abc import Iterator

FACTS = DeviceFacts("android-14-emulator", "virtual", "android", "14", 34, "emulator", "emulator-1")
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Server(ThreadingHTTPServer):
    """Answers like Appium with constants, and remembers what it was asked."""

    daemon_threads = True
    silent = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.released = threading.Event()

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """One connection to it."""

    server: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:  # noqa: ANN401 - the base class's signature
        """Say nothing."""

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(length)
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        if self.server.silent:
            self.server.released.wait(30)
        value: Any = None
        if self.path == "/session":
            value = {"sessionId": "abc", "capabilities": {}}
        elif self.path.endswith("/elements"):
            value = [{ELEMENT: "e1"}]
        status = 404 if self.path.endswith("/orientation") else 200
        if status == 404:
            value = {"error": "invalid session id", "message": "gone", "stacktrace": ""}
        body = json.dumps({"value": value}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_DELETE = _answer  # noqa: N815 - the base class's names


@contextmanager
def serving() -> Iterator[Server]:
    """The server while the test runs."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def headers(server: Server, end: str) -> list[dict[str, str]]:
    """Headers of all requests whose path ends so."""
    return [sent for _, path, sent in server.asked if path.endswith(end)]


def test_only_commands_marked_sensitive_carry_the_header() -> None:
    """Appium is told to mask the body of what was typed as a secret, and of nothing else."""
    with serving() as server:
        session = Session.open(FACTS, server.url, {"platformName": "Android"})
        field = session.find_all(Locator(id="password"))[0]
        field.send_keys("open")
        with session.sensitive():
            field.send_keys("hunter2")
        field.send_keys("open again")
        marks = [sent.get("X-Appium-Is-Sensitive") for sent in headers(server, "/value")]
        assert marks == [None, "true", None]
        session.quit()


def test_kept_commands_are_timed_and_hide_what_was_sensitive() -> None:
    """Each command is kept with its time and answer; a secret's parameters are not."""
    with serving() as server:
        session = Session.open(FACTS, server.url, {"platformName": "Android"})
        field = session.find_all(Locator(id="password"))[0]
        with session.sensitive():
            field.send_keys("hunter2")
        kept = session.commands
        assert [command.name for command in kept] == [
            "newSession",
            "findElements",
            "sendKeysToElement",
        ]
        assert all(command.seconds > 0 and command.answer == "ok" for command in kept)
        assert "hunter2" not in str(kept)
        session.quit()


def test_a_key_is_pressed_as_the_platform_s_driver_has_it() -> None:
    """Home is a key on Android and a button on an iPhone, which has no Back."""
    with serving() as server:
        session = Session.open(FACTS, server.url, {"platformName": "Android"})
        session.press("home")
        assert "'mobile: pressKey', 'args': [{'keycode': 3}]" in session.commands[-1].detail
        session.facts = replace(FACTS, platform="ios")
        session.press("home")
        assert "'mobile: pressButton', 'args': [{'name': 'home'}]" in session.commands[-1].detail
        with pytest.raises(CommandFailed, match="pressing back: ios has no such key"):
            session.press("back")
        session.quit()


def test_a_server_that_never_answers_ends_at_the_deadline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A silent server is the device's trouble after the deadline, not a run that hangs."""
    with serving() as server:
        server.silent = True
        monkeypatch.setattr(session_module, "DEADLINES", replace(DEADLINES, session_s=0.2))
        with pytest.raises(SessionFailed, match=r"android-14-emulator \(emulator-1\): opening"):
            Session.open(FACTS, server.url, {"platformName": "Android"})


def test_a_lost_session_is_seen_and_its_commands_fail_as_the_device_s() -> None:
    """A session that the server no longer knows is not alive, and says so by device."""
    with serving() as server:
        session = Session.open(FACTS, server.url, {"platformName": "Android"})
        assert not session.is_alive()
        session.quit()


def test_a_server_that_is_gone_fails_as_the_device_s() -> None:
    """A connection that is refused names the device and what was tried."""
    with serving() as server:
        session = Session.open(FACTS, server.url, {"platformName": "Android"})
    with pytest.raises(CommandFailed, match=r"android-14-emulator .* reading the page source"):
        session.source()
    session.quit()
