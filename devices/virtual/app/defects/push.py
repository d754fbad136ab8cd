"""Notifications."""

from __future__ import annotations

from typing import Final

from devices.virtual.app.defects.defect import Defect

DEFECTS: Final[tuple[Defect, ...]] = (
    Defect("push-email-silent", "PUSH-01", "an e-mail does not notify"),
    Defect("push-call-silent", "PUSH-02", "a call does not notify"),
    Defect("push-missed-call-silent", "PUSH-03", "a missed call does not notify"),
    Defect("push-voicemail-silent", "PUSH-04", "a voicemail does not notify"),
    Defect("push-task-silent", "PUSH-05", "a due task does not notify"),
    Defect("push-appointment-silent", "PUSH-06", "an approaching appointment does not notify"),
    Defect("push-needs-open-app", "PUSH-07", "nothing notifies while the app is not in front"),
    Defect("push-tap-opens-dashboard", "PUSH-07", "a tap on a notification opens the dashboard"),
    Defect("push-stays-off", "PUSH-08", "nothing notifies once the system has not allowed it"),
    Defect(
        "push-without-banner",
        "PUSH-09",
        "what it notifies of is in the list alone, and has no banner",
        platforms=("ios",),
    ),
    Defect(
        "icon-of-another-name",
        "PUSH-10",
        "its icon on the home screen bears another name",
        icon="Messages",
        platforms=("android",),
    ),
    Defect("push-of-unassigned", "PUSH-11", "conversations that are not the user's notify"),
    Defect("push-without-number", "PUSH-11", "a user with neither number nor inbox is notified"),
    Defect("push-ignores-preferences", "PUSH-12", "what is switched off in the app notifies"),
    Defect("push-of-all-accounts", "PUSH-13", "all of the user's sub-accounts notify"),
)
