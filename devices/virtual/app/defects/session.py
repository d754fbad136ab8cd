"""Sessions and sub-accounts."""

from __future__ import annotations

from typing import Final

from devices.virtual.app.defects.defect import Defect

DEFECTS: Final[tuple[Defect, ...]] = (
    Defect("logout-keeps-session", "SES-01", "after Log Out a relaunch is signed in again"),
    Defect("logout-keeps-push", "SES-01", "after Log Out messages go on to notify"),
    Defect(
        "logout-keeps-other-accounts",
        "SES-02",
        "after Log Out a relaunch shows another sub-account",
    ),
    Defect(
        "switch-keeps-figures", "SES-03", "after a switch the dashboard shows the first sub-account"
    ),
)
