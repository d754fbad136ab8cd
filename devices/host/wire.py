"""What the runner and the supervisor say to each other: one JSON object a line.

The runner sends an `Order` and then keeps the pipe open; the supervisor answers with events. Lines
carry the CRM's token: they go through pipes only and are never logged.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter

from config.deadlines import Deadlines  # noqa: TC001 - pydantic reads the annotations
from devices.host.errors import HostError, PortTaken, ServiceDied, ServiceSilent, SetUpFailed
from devices.host.spec import Endpoints, HostSpec
from devices.host.toolchain import Toolchain  # noqa: TC001 - the same


@dataclass(frozen=True, slots=True)
class Order:
    """What the supervisor is to bring up.

    Attributes:
        spec: what the run asks for.
        toolchain: what to do it with.
        deadlines: how long each part may take.
        lab_command: program that all virtual phones live in.
        mark: names the lab in the environment of each of its processes.
        runner_pid: whose end ends the lab.
    """

    spec: HostSpec
    toolchain: Toolchain
    deadlines: Deadlines
    lab_command: tuple[str, ...]
    mark: str
    runner_pid: int


@dataclass(frozen=True, slots=True)
class Ready:
    """All phones are listed and all servers answer."""

    endpoints: Endpoints


@dataclass(frozen=True, slots=True)
class Restarted:
    """A server died or fell silent and answers again where it was."""

    service: str
    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The lab is not there any more, or never was; everything is being stopped."""

    error: HostError


Event = Ready | Restarted | Failed

_ORDER: Final = TypeAdapter(Order)
_ENDPOINTS: Final = TypeAdapter(Endpoints)
_ERRORS: Final[dict[str, type[HostError]]] = {
    kind.__name__: kind for kind in (HostError, SetUpFailed, PortTaken, ServiceDied, ServiceSilent)
}


def order_to_line(order: Order) -> bytes:
    """The first line that the supervisor reads."""
    return _ORDER.dump_json(order) + b"\n"


def order_from_line(line: bytes) -> Order:
    """Read it.

    Raises:
        pydantic.ValidationError: it is no order.
    """
    return _ORDER.validate_json(line)


def event_to_line(event: Event) -> bytes:
    """A line that the supervisor writes."""
    return json.dumps(_event_to_json(event)).encode() + b"\n"


def event_from_line(line: bytes) -> Event:
    """Read it.

    Raises:
        ValueError: it is no event.
    """
    match json.loads(line):
        case {"event": "ready", "endpoints": endpoints}:
            return Ready(_ENDPOINTS.validate_python(endpoints))
        case {"event": "restarted", "service": str(service), "reason": str(reason)}:
            return Restarted(service, reason)
        case {"event": "failed", "error": str(kind), "args": list(args)} if kind in _ERRORS:
            return Failed(_ERRORS[kind](*args))
        case _:
            raise ValueError("the supervisor wrote a line that is no event")


def _event_to_json(event: Event) -> dict[str, Any]:
    match event:
        case Ready(endpoints):
            return {"event": "ready", "endpoints": _ENDPOINTS.dump_python(endpoints, mode="json")}
        case Restarted(service, reason):
            return {"event": "restarted", "service": service, "reason": reason}
        case Failed(error):
            return {"event": "failed", "error": type(error).__name__, "args": list(error.args)}
