"""What runner and supervisor say to each other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from config.deadlines import DEADLINES
from devices.host.spec import Endpoints, HostSpec, PhoneEndpoint, PhoneSpec
from devices.host.wire import (
    Event,
    Order,
    Ready,
    Restarted,
    event_from_line,
    event_to_line,
    order_from_line,
    order_to_line,
)

if TYPE_CHECKING:
    from devices.host.toolchain import Toolchain

_PHONE = PhoneEndpoint("a", "android", "14", 34, "cable", "127.0.0.1:5")
_ENDPOINTS = Endpoints(1, "http://x", Path("/l"), "http://crm", "planted-crm-token", 7, (_PHONE,))


@pytest.mark.parametrize("event", [Ready(_ENDPOINTS), Restarted("adb", "was killed")])
def test_an_event_arrives_as_it_was_sent(event: Event) -> None:
    """Events survive the way through the pipe, one a line."""
    line = event_to_line(event)
    assert line.count(b"\n") == 1
    assert event_from_line(line) == event


def test_an_order_arrives_as_it_was_sent(toolchain: Toolchain) -> None:
    """So does the order, paths and deadlines included."""
    spec = HostSpec((PhoneSpec("a", "b", "cable"),), Path("/w"), Path("/l"), adb_port=4000)
    order = Order(spec, toolchain, DEADLINES, ("lab",), "mark", 12)
    assert order_from_line(order_to_line(order)) == order


def test_the_token_is_in_no_representation() -> None:
    """Printing or logging an event does not show the CRM's token."""
    assert "planted-crm-token" not in repr(Ready(_ENDPOINTS))


@pytest.mark.parametrize("line", [b"{}", b"no json", b'{"event": "failed", "error": "Exit"}'])
def test_a_line_that_is_no_event_is_refused(line: bytes) -> None:
    """Nothing else is taken for an event."""
    with pytest.raises(ValueError, match=r"no event|Expecting value"):
        event_from_line(line)
