"""Face ID: what stands on the screen, and what the app is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.virtual.ios.apps.running import SPRINGBOARD
from devices.virtual.ios.biometrics.policy import LAError
from tests.devices.virtual.ios.biometrics.booth import FACES, REASON, Booth, booth
from tests.devices.virtual.ios.iphones import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable

SCANNING = "authentication_ui"
TITLE = "Face Not Recognized"
AGAIN = "Try Face ID Again"
IDS = "com.apple.localauthentication.ax.authentication"


@pytest.mark.parametrize("profile", FACES)
def test_a_face_that_matches_goes_unseen(profile: str) -> None:
    """Nothing but a glyph is there while it looks, SpringBoard's; a match takes it away."""

    async def body(booth: Booth) -> None:
        booth.ask()
        assert (booth.front, SCANNING in booth.ids, booth.up()) == (SPRINGBOARD, True, None)
        booth.match()
        assert (booth.front, booth.told) == (SETTINGS, [None])

    booth(profile, body)


@pytest.mark.parametrize("profile", FACES)
def test_the_app_hears_of_no_failed_scan(profile: str) -> None:
    """An alert stands there with its reason; the fallback comes with the second failure."""

    async def body(booth: Booth) -> None:
        booth.ask()
        booth.miss()
        assert booth.up() == (TITLE, [AGAIN, "Cancel"])
        assert REASON in booth.texts
        booth.tap(AGAIN)
        assert (booth.up(), SCANNING in booth.ids) == (None, True)
        booth.miss()
        assert booth.up() == (TITLE, [AGAIN, "Use password", "Cancel"])
        assert booth.told == []

    booth(profile, body)


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        (lambda booth: booth.tap("Cancel"), LAError.USER_CANCEL),
        (lambda booth: booth.tap("Use password"), LAError.USER_FALLBACK),
        (lambda booth: booth.phone.apps.to_home(), LAError.SYSTEM_CANCEL),
        (lambda booth: booth.phone.lock(), LAError.SYSTEM_CANCEL),
        (lambda booth: booth.match(), None),
    ],
)
def test_the_alert_ends_one_way_and_once(
    ends: Callable[[Booth], None], told: LAError | None
) -> None:
    """Its buttons, another thing in front, a dark screen; a face that matches opens still."""

    async def body(booth: Booth) -> None:
        booth.ask()
        booth.miss()
        booth.tap(AGAIN)
        booth.miss()
        ends(booth)
        assert (booth.told, booth.up()) == ([told], None)
        booth.match()
        assert booth.told == [told]

    booth("ios-17", body)


def test_a_face_before_the_alert_does_not_count() -> None:
    """Nobody looks before Try Face ID Again is tapped."""

    async def body(booth: Booth) -> None:
        booth.ask()
        booth.miss(9)
        assert booth.phone.biometrics.failures == 1
        assert booth.up() == (TITLE, [AGAIN, "Cancel"])

    booth("ios-17", body)


@pytest.mark.parametrize(
    ("fallback", "title"), [(None, "Enter Password"), ("Form", "Form"), ("", None)]
)
def test_the_app_names_the_fallback_or_has_none(fallback: str | None, title: str | None) -> None:
    """The system's own word without one, and no such button for an empty one."""

    async def body(booth: Booth) -> None:
        booth.ask(fallback)
        booth.miss()
        booth.tap(AGAIN)
        booth.miss()
        assert booth.up() == (TITLE, [AGAIN, *([title] if title else []), "Cancel"])

    booth("ios-17", body)


@pytest.mark.parametrize(("profile", "known"), [("ios-26", True), ("ios-17", False)])
def test_identifiers_are_there_from_26_on(profile: str, *, known: bool) -> None:
    """The alert and two of its buttons have them; its value is title and reason."""

    async def body(booth: Booth) -> None:
        booth.ask()
        booth.miss()
        ids = {f"{IDS}.alert", f"{IDS}.button.try-again", f"{IDS}.button.cancel"}
        assert ids <= set(booth.ids) if known else not ids & set(booth.ids)
        assert (f"{TITLE}#{REASON}" in booth.texts) is known

    booth(profile, body)


def test_another_question_takes_the_place_of_the_first() -> None:
    """The first ends by the system; the second stands, and is the one that is answered."""

    async def body(booth: Booth) -> None:
        booth.ask()
        booth.ask()
        assert booth.told == [LAError.SYSTEM_CANCEL]
        booth.match()
        assert booth.told == [LAError.SYSTEM_CANCEL, None]

    booth("ios-17", body)


def test_an_app_that_ends_is_told_nothing() -> None:
    """Its question leaves the screen with it."""

    async def body(booth: Booth) -> None:
        booth.ask()
        assert booth.asked is not None
        booth.asked.drop()
        assert (booth.front, booth.told) == (SETTINGS, [])

    booth("ios-17", body)
