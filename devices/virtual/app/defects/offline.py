"""Work without a connection."""

from __future__ import annotations

from typing import Final

from devices.virtual.app.defects.defect import Defect

DEFECTS: Final[tuple[Defect, ...]] = (
    Defect("offline-banner-hidden", "OFF-01", "the banner never shows"),
    Defect("offline-banner-sticks", "OFF-02", "once shown, the banner does not go"),
    Defect(
        "offline-data-hidden",
        "OFF-03",
        "offline, loaded messages and contact details are not shown",
    ),
    Defect("queue-lost-on-restart", "OFF-04", "what waits is gone when the app is started again"),
    Defect("queue-reversed", "OFF-04", "what waits is sent in the wrong order"),
    Defect("queue-sends-twice", "OFF-04", "each message and note that waited is sent twice"),
    Defect(
        "offline-booking-claimed", "OFF-05", "offline, Book says that it has booked and does not"
    ),
    Defect("banner-needs-wifi", "OFF-06", "the banner shows on mobile data alone"),
    Defect(
        "flapping-resends", "OFF-07", "after two losses in a row the last thing sent is sent again"
    ),
)
