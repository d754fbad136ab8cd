"""The dashboard."""

from __future__ import annotations

from typing import Final

from devices.virtual.app.defects.defect import Defect

DEFECTS: Final[tuple[Defect, ...]] = (
    Defect("dashboard-unread-wrong", "DASH-01", "the unread count is that of all conversations"),
    Defect("dashboard-week-short", "DASH-02", "the next 7 days leave out today"),
    Defect("pipeline-counts-lost", "DASH-03", "the value includes opportunities that are lost"),
    Defect("activity-oldest-first", "DASH-04", "recent activity is shown in the order it happened"),
    Defect("home-opens-conversations", "DASH-05", "Home in the side menu opens the conversations"),
    Defect("dashboard-follows-desktop", "DASH-06", "figures are narrowed by the desktop's filters"),
)
