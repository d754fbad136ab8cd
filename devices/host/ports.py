"""Loopback ports: taking a free one, and saying who has one that is not free."""

from __future__ import annotations

import socket
from typing import Final

import psutil

LOOPBACK: Final = "127.0.0.1"
LOOPBACKS: Final = frozenset({LOOPBACK, "localhost", "::1"})
"""How addresses of this host are written."""


def free_port() -> int:
    """Return a loopback port that was free a moment ago; hand it to its user right away."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether a server could listen on the loopback port now.

    Connections that linger in TIME_WAIT do not count: servers reuse such an address.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def holder_of(port: int) -> str | None:
    """The process that listens on a port, as ``name (pid N)``; None when this user may not know."""
    for connection in psutil.net_connections(kind="tcp"):
        if connection.pid is not None and _listens_on(connection.status, connection.laddr, port):
            try:
                return f"{psutil.Process(connection.pid).name()} (pid {connection.pid})"
            except psutil.Error:
                return None
    return None


def listens(pid: int, port: int) -> bool:
    """Whether that very process listens on the port, and not somebody who was quicker."""
    try:
        connections = psutil.Process(pid).net_connections(kind="tcp")
    except psutil.Error:
        return False
    return any(_listens_on(connection.status, connection.laddr, port) for connection in connections)


def _listens_on(status: str, address: tuple[object, ...], port: int) -> bool:
    return status == psutil.CONN_LISTEN and address[1:] == (port,)
