"""Which command an address leads to. Source: appium-uiautomator2-server, server/AppiumServlet."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote_plus

from devices.virtual.android.uia2.commands import COMMANDS

if TYPE_CHECKING:
    from devices.virtual.android.uia2.command import Command

_LEGACY_PREFIX: Final = "/wd/hub"
_SESSION: Final = "session"
_WITH_ID: Final = 2


class BadEscapeError(ValueError):
    """A percent sign in the address with no two hexadecimal digits behind it."""


class Address(NamedTuple):
    """An address, taken to pieces.

    Attributes:
        path: without the older servers' prefix and without a query.
        session: the session's id; None for an address outside any.
        route: what follows it.
    """

    path: str
    session: str | None
    route: tuple[str, ...]


@lru_cache(maxsize=128)
def read(target: str) -> Address:
    """Take an address to pieces; slashes at its end do not count.

    Raises:
        BadEscapeError: its session's id cannot be decoded.
    """
    whole = target.removeprefix(_LEGACY_PREFIX)
    path, mark, query = whole.partition("?")
    parts = path.rstrip("/").split("/")
    path = "/".join(parts)
    if len(parts) > _WITH_ID and parts[:2] == ["", _SESSION]:
        # A variable at the end of an address keeps its query.
        ending = f"{parts[-1]}{mark}{query}"
        return Address(path, _decoded(parts[2]), (*parts[3:-1], ending)[: len(parts) - 3])
    return Address(path, None, ())


def match(method: str, route: tuple[str, ...]) -> tuple[Command, dict[str, str]] | None:
    """The command of an address below a session, and what its variable parts hold.

    Raises:
        BadEscapeError: one of them cannot be decoded.
    """
    for pattern, command in _ROUTES.get((method, len(route)), ()):
        variables = _fitted(pattern, route)
        if variables is not None:
            return command, {name: _decoded(part) for name, part in variables.items()}
    return None


def _fitted(pattern: tuple[str, ...], route: tuple[str, ...]) -> dict[str, str] | None:
    variables = {}
    for wanted, part in zip(pattern, route, strict=True):
        if wanted[:1] == ":":
            variables[wanted[1:]] = part
        elif wanted != part.partition("?")[0]:
            return None
    return variables


def _decoded(part: str) -> str:
    if "%" not in part and "+" not in part:
        return part
    for escape in part.split("%")[1:]:
        try:
            int(escape[:2].rjust(2, "g"), 16)
        except ValueError as error:
            raise BadEscapeError(part) from error
    return unquote_plus(part)


def _routes() -> dict[tuple[str, int], list[tuple[tuple[str, ...], Command]]]:
    routes: dict[tuple[str, int], list[tuple[tuple[str, ...], Command]]] = {}
    for (method, route), command in COMMANDS.items():
        parts = tuple(route.split("/")) if route else ()
        routes.setdefault((method, len(parts)), []).append((parts, command))
    return routes


_ROUTES: Final = _routes()
