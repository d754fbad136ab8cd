"""A request to a server that speaks HTTP, and its whole answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp

from devices.conform.wire import WireError, describe

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What a server answered.

    Attributes:
        status: of the reply.
        headers: of the reply, their names in lower case.
        text: the whole body.
        whole: the same as JSON; None when it is none.
    """

    status: int
    headers: Mapping[str, str]
    text: str
    whole: Any

    @property
    def value(self) -> Any:  # noqa: ANN401 - JSON
        """The member of that name of a WebDriver reply."""
        return self.whole.get("value") if isinstance(self.whole, dict) else None


async def request(
    client: aiohttp.ClientSession, verb: str, url: str, body: object, within_s: float
) -> HttpAnswer:
    """Send a request and read its whole answer.

    Raises:
        WireError: none came.
    """
    try:
        async with client.request(
            verb, url, json=body, timeout=aiohttp.ClientTimeout(total=within_s)
        ) as reply:
            text = (await reply.read()).decode(errors="replace")
    except (aiohttp.ClientError, OSError) as error:
        raise WireError(f"{verb} {url}", describe(error)) from error
    headers = {name.lower(): value for name, value in reply.headers.items()}
    return HttpAnswer(reply.status, headers, text, _json(text))


def _json(text: str) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(text)
    except ValueError:
        return None
