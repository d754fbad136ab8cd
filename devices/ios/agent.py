"""What an iPhone says of itself through its WebDriverAgent, without a session.

Source: WebDriverAgent, ``GET /status`` (FBSessionCommands.m) and ``GET /wda/device/info``
(FBCustomCommands.m).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import requests

if TYPE_CHECKING:
    from config.matrix import Form


@dataclass(frozen=True, slots=True)
class AgentFacts:
    """What an iPhone is.

    Attributes:
        version: of its iOS, e.g. ``17.6.1``.
        form: phone or tablet.
        model: e.g. ``iPhone``.
        locale: as ``en-US``.
        kind: simulator or real.
    """

    version: str
    form: Form
    model: str
    locale: str
    kind: Literal["simulator", "real"]

    @property
    def major(self) -> int:
        """The release that users speak of."""
        return int(self.version.partition(".")[0])


def ask(wda_url: str, *, within_s: float) -> AgentFacts:
    """Ask the agent at a URL.

    Args:
        wda_url: where it answers.
        within_s: for each of two questions, in seconds.

    Raises:
        OSError: nobody answers there, or what answers is no WebDriverAgent.
    """
    with requests.Session() as http:
        http.trust_env = False  # a proxy set for the internet must not be asked
        status = _value(http, f"{wda_url}/status", within_s)
        info = _value(http, f"{wda_url}/wda/device/info", within_s)
    try:
        facts = AgentFacts(
            version=str(status["os"]["version"]),
            form="tablet" if status["device"] == "ipad" else "phone",
            model=str(info["model"]),
            locale=str(info["currentLocale"]).replace("_", "-"),
            kind="simulator" if info["isSimulator"] else "real",
        )
        _ = facts.major
    except (KeyError, TypeError, ValueError) as error:
        raise OSError(f"what answers at {wda_url} is no WebDriverAgent") from error
    return facts


def _value(http: requests.Session, url: str, within_s: float) -> Any:  # noqa: ANN401 - JSON
    reply = http.get(url, timeout=within_s)  # its errors are OSErrors
    try:
        return reply.json()["value"]
    except (KeyError, TypeError, ValueError) as error:
        raise OSError(f"what answers at {url} is no WebDriverAgent") from error
