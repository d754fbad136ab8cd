"""What a command gets, and how it says which requests it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from devices.virtual.ios.wda.errors import Fault, WdaError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.ios.phone import IPhone
    from devices.virtual.ios.wda.agent import Agent
    from devices.virtual.ios.wda.session import Session


@dataclass(frozen=True, slots=True)
class Call:
    """One request that has found its command.

    Attributes:
        phone: where the agent runs.
        agent: what it holds beside sessions.
        of: the session it was asked in; None for a request without one.
        arguments: the body, decoded.
        places: what stood at the named places of the path, as ``uuid`` of an element.
        query: the address's own arguments.
    """

    phone: IPhone
    agent: Agent
    of: Session | None
    arguments: Mapping[str, Any]
    places: Mapping[str, str]
    query: Mapping[str, str]

    @property
    def session(self) -> Session:
        """The session it was asked in.

        Raises:
            WdaError: there is none.
        """
        if self.of is None:
            raise WdaError(Fault.INVALID_SESSION, "Session does not exist")
        return self.of

    def active(self) -> str:
        """Bundle identifier of the application that the request is about.

        Raises:
            WdaError: the session's application is gone.
        """
        return self.agent.active() if self.of is None else self.of.active()


Command = Callable[[Call], Any]
"""Does what was asked; returns the answer's ``value``, or a coroutine that will."""


@dataclass(frozen=True, slots=True)
class Route:
    """A request that is answered.

    Attributes:
        method: GET, POST or DELETE.
        path: as it is below ``/session/ID``, with ``:name`` for named places.
        command: what answers it.
        bare: whether it is answered without a session too.
        only_bare: whether it is answered without a session alone.
        standalone: whether it is answered while another command still runs.
    """

    method: str
    path: str
    command: Command
    bare: bool = False
    only_bare: bool = False
    standalone: bool = False
