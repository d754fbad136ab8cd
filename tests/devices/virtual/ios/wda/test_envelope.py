"""What every answer of WebDriverAgent is wrapped in, and what it says to requests that fit nothing.

Source: facts about WebDriverAgent 16.12.9: Routing/FBResponsePayload.m, FBHTTPServer.m, FBRoute.m.
"""

from __future__ import annotations

import json
import re
import socket
import time
from datetime import timedelta
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.devices.virtual.ios.iphones import SETTINGS
from tests.devices.virtual.ios.wda.agents import DEADLINE_S

if TYPE_CHECKING:
    from tests.devices.virtual.ios.wda.agents import Served

UUID = re.compile(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")


def _exchange(agent: Served, request: bytes) -> bytes:
    """Everything that a connection answers until it is closed."""
    where = urlsplit(agent.url)
    with socket.create_connection((where.hostname or "", where.port or 0), DEADLINE_S) as line:
        line.sendall(request)
        answered = b""
        while piece := line.recv(65536):
            answered += piece
    return answered


def _ask_on(agent: Served) -> None:
    """Ask until nobody answers."""
    deadline = time.monotonic() + DEADLINE_S
    while time.monotonic() < deadline:
        agent.raw("GET", "/status")


def test_an_answer_is_pretty_json_with_a_value_and_the_session(agent: Served) -> None:
    """An answer is pretty JSON with a value and the session's identifier, null without one."""
    status, headers, body = agent.raw("GET", "/wda/locked")
    assert status == 200
    assert body.decode() == '{\n  "value" : false,\n  "sessionId" : null\n}'
    assert headers["Content-Type"] == "application/json;charset=UTF-8"
    assert headers["Server"] == "WebDriverAgent/1.0"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Access-Control-Allow-Headers"] == "Content-Type, X-Requested-With"


def test_what_is_not_asked_in_a_session_names_the_open_one_too(agent: Served) -> None:
    """What is not asked in a session names the open one too."""
    agent.begin()
    assert agent.ask("GET", "/wda/locked").session_id == agent.session


def test_a_command_without_a_result_answers_null(agent: Served) -> None:
    """A command without a result answers null."""
    assert agent.ask("POST", "/wda/homescreen").value is None


@pytest.mark.parametrize("path", ["/STATUS", "/Wda/Locked"])
def test_paths_match_in_any_case(agent: Served, path: str) -> None:
    """Paths match in any case."""
    assert agent.ask("GET", path).status == 200


def test_a_session_id_does_not(agent: Served) -> None:
    """A session's identifier matches in its own case alone."""
    agent.begin()
    answer = agent.ask("GET", f"/session/{agent.session.lower()}/wda/locked")
    assert answer.error == (404, "invalid session id", "Session does not exist")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/status/"),
        ("GET", "/session/{id}/"),
        ("DELETE", "/session/{id}/"),
        ("GET", "/nowhere"),
        ("POST", "/status"),
        ("GET", "/session/{id}/status"),
        ("POST", "/session/{id}/wda/tap/0"),
        ("POST", "/wda/apps/launch"),
        ("PUT", "/status"),
    ],
)
def test_what_no_route_takes_is_an_unknown_command(agent: Served, method: str, path: str) -> None:
    """A solidus too many, an unknown path or another method: 404, unknown command."""
    agent.begin()
    asked = path.format(id=agent.session)
    status, error, message = agent.ask(method, asked).error
    assert (status, error) == (404, "unknown command")
    assert message.startswith(f"Unhandled endpoint: {asked} with parameters {{")


def test_the_parameters_of_an_unknown_endpoint_are_told(agent: Served) -> None:
    """The parameters of an unknown endpoint are told as Foundation describes them."""
    message = agent.ask("GET", "/nowhere?a=b").error[2]
    assert message == (
        "Unhandled endpoint: /nowhere with parameters {\n    a = b;\n    wildcards = nowhere;\n}"
    )


def test_a_method_that_is_not_caught_names_no_endpoint(agent: Served) -> None:
    """A method that no route has gets the protocol's own sentence."""
    error = agent.ask("PATCH", "/status").error
    assert error[:2] == (404, "unknown command")
    assert error[2].startswith("The requested resource could not be found, or a request was")


def test_options_are_answered_for_every_path(agent: Served) -> None:
    """OPTIONS is answered for every path."""
    assert agent.ask("OPTIONS", "/anything/at/all").status == 200


def test_a_foreign_session_does_not_exist(agent: Served) -> None:
    """A foreign session does not exist, and the answer names the open one."""
    agent.begin()
    answer = agent.ask("GET", "/session/00000000-0000-0000-0000-000000000000/wda/locked")
    assert answer.error == (404, "invalid session id", "Session does not exist")
    assert answer.session_id == agent.session


def test_a_request_without_a_session_that_needs_one_is_unhandled(agent: Served) -> None:
    """A command of a session is no command outside one."""
    assert agent.ask("GET", "/appium/settings").error[1] == "unknown command"


@pytest.mark.parametrize("body", [None, b"", b"{", b"[]", b"nonsense"])
def test_a_body_that_is_no_object_counts_as_empty(agent: Served, body: bytes | None) -> None:
    """A body that is no object counts as empty."""
    agent.begin()
    path = f"/session/{agent.session}/timeouts"
    assert agent.raw("POST", path, body)[0] == 200


def test_health_and_calibration_are_pages(agent: Served) -> None:
    """Health and calibration are pages, and say nothing of their type."""
    status, headers, body = agent.raw("GET", "/health")
    assert status == 200
    assert b"I-AM-ALIVE" in body
    assert "Content-Type" not in headers
    assert b"addEventListener" in agent.raw("GET", "/calibrate")[2]


def test_shutting_down_ends_the_session_and_the_server(agent: Served) -> None:
    """Shutting down answers first, then ends the session and the server."""
    agent.begin()
    assert agent.raw("GET", "/wda/shutdown")[2] == b"Shutting down"
    with pytest.raises(OSError, match=r"refused|reset|closed"):
        _ask_on(agent)


def test_a_fault_of_ours_is_an_unknown_error_and_logged(agent: Served) -> None:
    """A fault of the agent's own is an unknown error, and stands in the phone's log."""
    agent.begin()
    status, error, message = agent.post("/wda/resetAppAuth", {"resource": "camera"}).error
    assert (status, error) == (500, "unknown error")
    assert "camera" in message
    assert any("camera" in line.message for line in agent.on_phone(agent.phone.log.lines))


def test_what_is_no_http_is_refused_and_hung_up_on(agent: Served) -> None:
    """What is no HTTP is refused, and the connection closed."""
    answered = _exchange(agent, b"NONSENSE\r\n\r\n")
    assert answered.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert json.loads(answered.partition(b"\r\n\r\n")[2])["value"]["message"] == (
        "The request could not be parsed as valid HTTP"
    )


def test_a_body_in_chunks_is_refused(agent: Served) -> None:
    """A body in chunks is refused, and the connection closed."""
    answered = _exchange(
        agent,
        b"POST /wda/lock HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    )
    assert answered.startswith(b"HTTP/1.1 400 ")
    assert b"Transfer-Encoding is not supported" in answered


def test_requests_in_one_piece_are_answered_in_their_order(agent: Served) -> None:
    """Requests that come in one piece are answered in their order, on one connection."""
    head = b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n"
    refused = b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    answered = _exchange(agent, head % b"/wda/locked" + head % b"/health" + refused)
    places = [answered.index(word) for word in (b'"value" : false', b"I-AM-ALIVE", b"not supp")]
    assert places == sorted(places)


def test_solidi_are_escaped(agent: Served) -> None:
    """Solidi in an answer are escaped."""
    assert rb"Unhandled endpoint: \/no\/where" in agent.raw("GET", "/no/where")[2]


def test_status_is_told_while_another_command_waits(agent: Served) -> None:
    """Status is told while another command waits, and deleting the session answers that one."""
    agent.begin()
    path, body = f"/session/{agent.session}", b'{"duration": 600}'
    where = urlsplit(agent.url)
    line = HTTPConnection(where.netloc, timeout=DEADLINE_S)
    line.request("POST", f"{path}/wda/deactivateApp", body)
    agent.until(lambda: agent.phone.apps.front != SETTINGS)
    assert agent.ask("GET", "/status").session_id == agent.session
    assert agent.ask("DELETE", path).status == 200
    ended = f"Session {agent.session} was deleted while this request was still pending"
    assert ended.encode() in line.getresponse().read()
    assert agent.get("/wda/locked").error == (404, "invalid session id", ended)
    # The command itself goes on to its end, and says no more.
    agent.on_phone(lambda: agent.phone.clock.advance(timedelta(seconds=600)))
    line.request("GET", "/wda/locked")
    assert b"false" in line.getresponse().read()
    line.request("GET", "/health")
    assert b"I-AM-ALIVE" in line.getresponse().read()
    line.close()


def test_commands_run_one_after_the_other(agent: Served) -> None:
    """A command that comes while another one waits runs after it."""
    agent.begin()
    lines = [HTTPConnection(urlsplit(agent.url).netloc, timeout=DEADLINE_S) for _ in range(2)]
    lines[0].request("POST", f"/session/{agent.session}/wda/deactivateApp", b'{"duration": 600}')
    agent.until(lambda: agent.phone.apps.front != SETTINGS)
    lines[1].request("GET", f"/session/{agent.session}/wda/activeAppInfo")
    agent.until(lambda: agent.agent._queue)
    agent.on_phone(lambda: agent.phone.clock.advance(timedelta(seconds=600)))
    assert SETTINGS.encode() in lines[1].getresponse().read()
    assert lines[0].getresponse().status == 200
    for line in lines:
        line.close()


def test_session_ids_are_upper_case(agent: Served) -> None:
    """A session's identifier is a UUID in upper case."""
    agent.begin()
    assert UUID.fullmatch(agent.session)
