"""Biometric login."""

from __future__ import annotations

from typing import Final

from devices.virtual.app.defects.defect import Defect

DEFECTS: Final[tuple[Defect, ...]] = (
    Defect("declined-turned-on", "BIO-01", "Not now turns biometric login on"),
    Defect("unlock-needs-two-scans", "BIO-02", "a matching finger is asked for twice"),
    Defect("fallback-after-four", "BIO-03", "the form comes after the fourth failed scan"),
    Defect(
        "fallback-forgotten", "BIO-04", "after a restart the prompt is back in the form's place"
    ),
    Defect("finger-not-enough", "BIO-05", "after a matching finger the password is asked for"),
    Defect("biometric-off-ignored", "BIO-06", "switching biometric login off changes nothing"),
    Defect("finger-sent", "BIO-07", "a match sends the server what the finger looks like"),
    Defect("lockout-unlocks", "BIO-08", "a locked sensor opens the app"),
)
