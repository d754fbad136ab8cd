"""Defects that a reference build can carry, for proving that the suites notice them."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

METADATA: Final = "fleet.defect"
"""Key of the build's metadata that names the defect."""


@dataclass(frozen=True, slots=True)
class Defect:
    """One seeded defect: the promise it breaks, and what the build does."""

    name: str
    breaks: str
    does: str


DEFECTS: Final = {
    defect.name: defect
    for defect in (
        Defect("offline-banner-hidden", "OFF-01", "the banner never shows"),
        Defect("offline-banner-sticks", "OFF-02", "once shown, the banner does not go"),
        Defect(
            "offline-data-hidden",
            "OFF-03",
            "offline, loaded messages and contact details are not shown",
        ),
        Defect(
            "queue-lost-on-restart", "OFF-04", "what waits is gone when the app is started again"
        ),
        Defect("queue-reversed", "OFF-04", "what waits is sent in the wrong order"),
        Defect("queue-sends-twice", "OFF-04", "each message and note that waited is sent twice"),
        Defect(
            "offline-booking-claimed",
            "OFF-05",
            "offline, Book says that it has booked and does not",
        ),
        Defect("banner-needs-wifi", "OFF-06", "the banner shows on mobile data alone"),
        Defect(
            "flapping-resends",
            "OFF-07",
            "after two losses in a row the last thing sent is sent again",
        ),
        Defect(
            "dashboard-unread-wrong", "DASH-01", "the unread count is that of all conversations"
        ),
        Defect("dashboard-week-short", "DASH-02", "the next 7 days leave out today"),
        Defect("pipeline-counts-lost", "DASH-03", "the value includes opportunities that are lost"),
        Defect(
            "activity-oldest-first", "DASH-04", "recent activity is shown in the order it happened"
        ),
        Defect(
            "home-opens-conversations", "DASH-05", "Home in the side menu opens the conversations"
        ),
        Defect(
            "dashboard-follows-desktop", "DASH-06", "figures are narrowed by the desktop's filters"
        ),
        Defect("logout-keeps-session", "SES-01", "after Log Out a relaunch is signed in again"),
        Defect(
            "logout-keeps-other-accounts",
            "SES-02",
            "after Log Out a relaunch shows another sub-account",
        ),
        Defect(
            "switch-keeps-figures",
            "SES-03",
            "after a switch the dashboard shows the first sub-account",
        ),
        Defect("about-shows-old-version", "SET-06", "About shows version 3.90.0, build 39000"),
    )
}
"""Every defect by name."""


class UnknownDefectError(ValueError):
    """No defect has this name.

    Attributes:
        name: as it was written.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        near = difflib.get_close_matches(self.name, DEFECTS, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        return f"no defect is named {self.name!r}: there are {', '.join(sorted(DEFECTS))}{hint}"


def check_defect(name: str) -> Defect:
    """The defect of this name.

    Raises:
        UnknownDefectError: there is none.
    """
    if name not in DEFECTS:
        raise UnknownDefectError(name)
    return DEFECTS[name]


def carries(metadata: Mapping[str, str], name: str) -> bool:
    """Whether a build with this metadata carries the defect."""
    return metadata.get(METADATA) == name
