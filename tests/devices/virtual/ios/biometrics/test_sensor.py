"""The sensor of an iPhone: whom it knows, what shuts it, and who may ask."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from devices.virtual.ios.biometrics.access import AppBiometrics
from devices.virtual.ios.biometrics.consent import SERVICE
from devices.virtual.ios.biometrics.policy import LAError
from devices.virtual.ios.permissions.status import Status
from devices.virtual.os.authentication import Answer, Question
from tests.devices.virtual.ios.biometrics.booth import (
    FACES,
    FINGERS,
    PASSCODE,
    Booth,
    booth,
)
from tests.devices.virtual.ios.iphones import APP, SETTINGS, build, iphone

if TYPE_CHECKING:
    from pathlib import Path

BEARS = 5


def fail(booth: Booth, times: int) -> None:
    """Fail so often, asking as often as it takes."""
    for _ in range(times):
        if booth.up() is not None:
            booth.tap("Cancel")
        booth.ask()
        booth.miss()


@pytest.mark.parametrize("profile", [*FACES, *FINGERS])
def test_five_failures_shut_it_until_the_passcode(profile: str) -> None:
    """Over several questions; the fifth ends its own, no other begins, and time changes nothing."""

    async def body(booth: Booth) -> None:
        fail(booth, BEARS - 1)
        assert LAError.BIOMETRY_LOCKOUT not in booth.told
        fail(booth, 1)
        assert (booth.told[-1], booth.up()) == (LAError.BIOMETRY_LOCKOUT, None)
        booth.wait(3600)
        booth.ask()
        assert booth.told[-2:] == [LAError.BIOMETRY_LOCKOUT] * 2
        assert booth.phone.passcode.enter(PASSCODE)
        booth.ask()
        booth.match()
        assert booth.told[-1] is None

    booth(profile, body)


@pytest.mark.parametrize("profile", ["ios-15", "ios-17"])
def test_a_match_forgives_failures(profile: str) -> None:
    """Four, a match and four more shut nothing."""

    async def body(booth: Booth) -> None:
        for _ in range(2):
            fail(booth, BEARS - 1)
            booth.match()
        assert booth.told[-1] is None
        assert not booth.phone.biometrics.shut

    booth(profile, body)


@pytest.mark.parametrize("profile", ["ios-15", "ios-17"])
def test_a_phone_that_knows_nobody_asks_nobody(profile: str) -> None:
    """The app is told at once; nothing is shown."""

    async def body(booth: Booth) -> None:
        booth.ask()
        assert (booth.told, booth.front) == ([LAError.BIOMETRY_NOT_ENROLLED], SETTINGS)

    booth(profile, body, enrolled=False)


@pytest.mark.parametrize(
    ("profile", "sensor"), [("ios-15", "touch_id"), ("ios-17", "face_id"), ("ipad-18", "touch_id")]
)
def test_an_app_learns_which_sensor_it_is_and_whether_it_can_ask(profile: str, sensor: str) -> None:
    """A sensor that is shut can be asked still: the answer tells."""

    async def body(booth: Booth) -> None:
        running = booth.phone.apps.get(SETTINGS)
        assert running is not None
        access = AppBiometrics(booth.phone.biometrics, running.context)
        assert (access.sensor, access.available) == (sensor, True)
        fail(booth, BEARS)
        assert access.available
        told: list[Answer] = []
        access.ask(Question("Unlock", "Form"), told.append)
        assert told == [Answer.SHUT]
        booth.phone.enrol("")
        assert not access.available

    booth(profile, body)


def test_an_app_may_take_its_question_back() -> None:
    """It hears that it did, as any app that is asked of either platform does."""

    async def body(booth: Booth) -> None:
        running = booth.phone.apps.get(SETTINGS)
        assert running is not None
        told: list[Answer] = []
        withdraw = AppBiometrics(booth.phone.biometrics, running.context).ask(
            Question("Unlock", "Form"), told.append
        )
        withdraw()
        withdraw()
        assert (told, booth.front) == ([Answer.WITHDRAWN], SETTINGS)

    booth("ios-17", body)


@pytest.mark.parametrize(
    ("button", "told", "status"),
    [
        ("Allow", [], Status.AUTHORIZED),
        ("Don\u2019t Allow", [LAError.BIOMETRY_NOT_AVAILABLE], Status.DENIED),
    ],
)
def test_the_first_question_with_face_id_asks_whether_the_app_may(
    tmp_path: Path, button: str, told: list[LAError | None], status: Status
) -> None:
    """Once: allowed, the glyph follows; refused, no question follows any more."""

    async def run() -> None:
        phone = iphone("ios-17")
        phone.installed.install(build(tmp_path))
        phone.enrol(PASSCODE)
        booth = Booth(phone)
        booth.ask(app=APP)
        assert (booth.up() or ("", []))[0] == "Do you want to allow “LeadConnector” to use Face ID?"
        booth.match()
        assert booth.told == []
        booth.tap(button)
        assert booth.told == told
        assert ("authentication_ui" in booth.ids) is not bool(told)
        assert phone.permissions.status(APP, SERVICE) is status
        booth.ask(app=APP)
        assert booth.up() is None

    asyncio.run(run())


def test_touch_id_asks_for_no_consent(tmp_path: Path) -> None:
    """The question is there at once."""

    async def run() -> None:
        phone = iphone("ios-15")
        phone.installed.install(build(tmp_path))
        phone.enrol(PASSCODE)
        booth = Booth(phone)
        booth.ask(app=APP)
        assert booth.up() == ("Touch ID for “HoopAI”", ["Cancel"])

    asyncio.run(run())
