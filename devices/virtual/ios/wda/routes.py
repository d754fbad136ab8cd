"""Which command a request leads to.

Source: WebDriverAgent 16.12.9, Routing/FBRoute.m, FBHTTPServer.m: a whole path matches, in any
case, and a solidus at its end is one segment more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, unquote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from devices.virtual.ios.wda.routing import Route

_SESSION = "session"


class Address(NamedTuple):
    """A request's target, taken to pieces.

    Attributes:
        path: decoded, without the query.
        session: the session's identifier; None for a path outside any.
        parts: the segments of the route, those of a session's without what names it.
        query: the arguments behind the question mark.
    """

    path: str
    session: str | None
    parts: tuple[str, ...]
    query: dict[str, str]


class Found(NamedTuple):
    """A route, and what stood at its named places."""

    route: Route
    places: dict[str, str]


def read(target: str) -> Address:
    """Take a target to pieces."""
    path, _, query = target.partition("?")
    path = unquote(path)
    parts = tuple(path.split("/"))[1:]
    pairs = dict(parse_qsl(query, keep_blank_values=True)) if query else {}
    if len(parts) > 1 and parts[0].lower() == _SESSION and parts[1]:
        return Address(path, parts[1], parts[2:], pairs)
    return Address(path, None, parts, pairs)


class Routes:
    """Every request that is answered.

    Args:
        routes: of two that fit the first one counts.
    """

    def __init__(self, routes: Iterable[Route]) -> None:
        self._bare: _Table = {}
        self._inside: _Table = {}
        for route in routes:
            pattern = tuple(route.path.lower().split("/"))[1:]
            names = tuple(route.path.split("/"))[1:]
            row = (pattern, names, route)
            if route.bare or route.only_bare:
                self._bare.setdefault((route.method, len(pattern)), []).append(row)
            if not route.only_bare:
                self._inside.setdefault((route.method, len(pattern)), []).append(row)

    def find(self, method: str, address: Address) -> Found | None:
        """The route that a request fits."""
        table = self._bare if address.session is None else self._inside
        for pattern, names, route in table.get((method, len(address.parts)), ()):
            places = _fitted(pattern, names, address.parts)
            if places is not None:
                return Found(route, places)
        return None


_Row = tuple[tuple[str, ...], tuple[str, ...], "Route"]
_Table = dict[tuple[str, int], list[_Row]]


def _fitted(
    pattern: tuple[str, ...], names: tuple[str, ...], parts: tuple[str, ...]
) -> dict[str, str] | None:
    places = {}
    for wanted, name, part in zip(pattern, names, parts, strict=True):
        if wanted[:1] == ":":
            if not part:
                return None
            places[name[1:]] = part
        elif wanted != part.lower():
            return None
    return places
