"""What a command of a session is: a function of the session, the body and the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from devices.virtual.android.uia2.session import Session

Body = Mapping[str, Any]
Command = Callable[[Session, Body, Mapping[str, str]], object]
"""Takes the session, the decoded JSON body, and the variable parts of the address by name."""


def acts(perform: Callable[[Session, Body], object]) -> Command:
    """A command whose address has no variable part that matters."""
    return lambda session, body, _: perform(session, body)


def reads(read: Callable[[Session], object]) -> Command:
    """A command that takes nothing but the session."""
    return lambda session, _body, _path: read(session)
