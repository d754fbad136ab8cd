"""What a version of the server knows: attributes, their aliases and order, and settings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.os.profile import Profile

_ALIASES: Final = re.compile(r"\{([^}]*)\}|([^,]+)")
_VERSION: Final = re.compile(r"(\d+)(?:\.(\d+))?")


@dataclass(frozen=True, slots=True)
class ServerProfile:
    """One version of the server on one release.

    Attributes:
        source: names of the page source's attributes, in its order.
        names: the canonical name by every alias, in lower case.
        listed: every name as the message about an unknown attribute lists them.
        readable: canonical names that can be asked of an element.
        settings: names of the settings.
    """

    source: tuple[str, ...]
    names: Mapping[str, str]
    listed: str
    readable: frozenset[str]
    settings: frozenset[str]


def server_profile(version: str, phone: Profile) -> ServerProfile:
    """What a server of a version, like ``10.6.6``, knows on a phone; unreadable ones are newest."""
    steps = phone.rows["uia2_servers"]["versions"]
    wanted = _number(version)
    steps = [step for step in steps if wanted is None or (_number(step["since"]) or (0,)) <= wanted]
    lacking = phone.rows["uia2_lacking"]["attributes"]
    asked = _collected(steps, "asked")
    return ServerProfile(
        source=tuple(name for name in _collected(steps, "source") if name not in lacking),
        names={
            alias.lower(): item.strip("{}").split(",")[0]
            for item in asked
            for alias in item.strip("{}").split(",")
        },
        listed=f"[{', '.join(asked)}]",
        readable=frozenset(_collected(steps, "readable")),
        settings=frozenset(_collected(steps, "settings")),
    )


def _number(version: str) -> tuple[int, ...] | None:
    found = _VERSION.match(version)
    return (int(found[1]), int(found[2] or 0)) if found else None


def _collected(steps: list[dict[str, Any]], key: str) -> list[str]:
    """Names of a kind, each step's behind those before it, or before the name that it says."""
    names: list[str] = []
    for step in steps:
        added = [name for line in step.get(key, ()) for name in _line(line)]
        at = names.index(step["before"]) if step.get("before") in names else len(names)
        names[at:at] = added
    return names


def _line(line: str | list[str]) -> list[str]:
    if isinstance(line, list):
        return line
    return [found[0] for found in _ALIASES.finditer(line)]
