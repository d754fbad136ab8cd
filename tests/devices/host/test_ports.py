"""Loopback ports."""

from __future__ import annotations

import os
import socket

from devices.host.ports import free_port, holder_of, is_free, listens


def test_a_free_port_can_be_listened_on() -> None:
    """A port that is handed out can be taken at once."""
    port = free_port()
    with socket.create_server(("127.0.0.1", port)):
        assert not is_free(port)
    assert is_free(port)


def test_the_holder_of_a_port_is_named() -> None:
    """The process that listens is told by name and pid; nobody is, where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert str(holder_of(port)).endswith(f"(pid {os.getpid()})")
        assert listens(os.getpid(), port)
        assert not listens(1, port)
    assert holder_of(port) is None


def test_a_port_with_lingering_connections_is_free() -> None:
    """Closed connections in TIME_WAIT do not hinder a server's return to its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        client = socket.create_connection(address)
        accepted, _ = server.accept()
        accepted.close()  # the server's side closes first and lingers
        assert client.recv(1) == b""
        client.close()
    assert is_free(address[1])
