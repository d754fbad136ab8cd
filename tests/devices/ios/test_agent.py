"""What an iPhone says of itself through its agent."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from devices.host.ports import free_port
from devices.ios import agent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_WITHIN_S = 5
_STATUS = {
    "ready": True,
    "os": {"name": "iOS", "version": "17.6.1", "sdkVersion": "17.5"},
    "device": "iphone",
}
_INFO = {"currentLocale": "de_DE", "model": "iPhone", "isSimulator": False}


@contextmanager
def answering(values: Mapping[str, Any]) -> Iterator[str]:
    """An agent that has these values, by path; gives its URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path in values
            self.send_response(200 if found else 404)
            self.end_headers()
            self.wfile.write(json.dumps({"value": values.get(self.path)}).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join(_WITHIN_S)


def asked(status: Mapping[str, Any], info: Mapping[str, Any]) -> agent.AgentFacts:
    """What an agent with these answers comes to."""
    with answering({"/status": status, "/wda/device/info": info}) as url:
        return agent.ask(url, within_s=_WITHIN_S)


def test_release_form_and_language_are_its_own_words() -> None:
    """The version is whole; a locale is written as everywhere else."""
    facts = asked(_STATUS, _INFO)
    assert (facts.version, facts.major, facts.form) == ("17.6.1", 17, "phone")
    assert (facts.locale, facts.kind) == ("de-DE", "real")


def test_ipads_and_simulators_say_so() -> None:
    """By the device of the status, and by what the agent knows of its host."""
    facts = asked(_STATUS | {"device": "ipad"}, _INFO | {"isSimulator": True})
    assert (facts.form, facts.kind) == ("tablet", "simulator")


@pytest.mark.parametrize("status", [{}, {"os": {}}, _STATUS | {"os": {"version": "x"}}])
def test_what_is_no_agent_is_told(status: Mapping[str, Any]) -> None:
    """A server that answers something else is named by its address."""
    with pytest.raises(OSError, match=r"what answers at http://127\.0\.0\.1:\d+ is no WebDriver"):
        asked(status, _INFO)


def test_an_agent_that_is_not_there_is_an_error_of_the_system() -> None:
    """Nobody listens."""
    with pytest.raises(OSError, match="refused"):
        agent.ask(f"http://127.0.0.1:{free_port()}", within_s=_WITHIN_S)
