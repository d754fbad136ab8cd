"""Permissions."""

from __future__ import annotations

from typing import Final

from devices.virtual.app.defects.defect import Defect

DEFECTS: Final[tuple[Defect, ...]] = (
    Defect("signing-not-asked", "PERM-01", "a document is signed without asking for the camera"),
    Defect(
        "camera-refused-silently",
        "PERM-01",
        "refused the camera for a photo, it says nothing",
    ),
    Defect("microphone-refused-calls-anyway", "PERM-02", "refused the microphone, it calls"),
    Defect(
        "voice-note-not-asked", "PERM-02", "a voice note records without asking for the microphone"
    ),
    Defect(
        "contact-not-filled-in",
        "PERM-03",
        "somebody chosen from the address book is not filled in",
    ),
    Defect("notifications-not-asked", "PERM-04", "the first launch does not ask"),
    Defect(
        "local-presence-ignores-place",
        "PERM-05",
        "it asks for the location, and calls from the default number all the same",
    ),
    Defect("call-needs-location", "PERM-05", "refused the location, it does not call"),
    Defect("photo-not-uploaded", "PERM-06", "a photo that is chosen in the grid is not sent"),
    Defect(
        "limited-access-blocked",
        "PERM-06",
        "with chosen photos alone it says that it needs the photos",
    ),
    Defect(
        "settings-ignored",
        "PERM-07",
        "refused once, it goes without what the system's settings allow later",
        platforms=("ios",),
    ),
    Defect(
        "lists-unused-permission",
        "PERM-08",
        "the build requests the calendar, which no feature uses",
        requests=("android.permission.READ_CALENDAR",),
        platforms=("android",),
    ),
    Defect(
        "contacts-asked-early",
        "PERM-09",
        "after a look at the tabs, the settings and a contact, online, it asks for the contacts",
    ),
    Defect(
        "refusal-without-way-out",
        "PERM-09",
        "after a final refusal it does not point to the settings",
    ),
    Defect(
        "crash-after-revoke",
        "PERM-10",
        "once a permission was revoked, the next use of its feature crashes the app",
    ),
    Defect(
        "one-time-kept",
        "PERM-11",
        "what was allowed once is used on without asking, unless it was revoked",
    ),
)
