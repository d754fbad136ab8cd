"""The app's lock by sensor: what it counts, what it says, and that its defects show on each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from devices.virtual.os.authentication import Answer
from tests.devices.virtual.app.biometric_looks import LOOKS, MOST, fail, locked, offered

if TYPE_CHECKING:
    from config.platforms import SensorKind
    from tests.devices.virtual.app.bench.bench import Bench
    from tests.devices.virtual.app.office import Office

SENSORS: Final[tuple[SensorKind, ...]] = ("fingerprint", "touch_id", "face_id")
APPLES: Final[tuple[SensorKind, ...]] = ("touch_id", "face_id")


def shown(bench: Bench) -> tuple[str, bool]:
    """The id of the screen, and whether the system asks."""
    return bench.content().id, bench.biometrics.asked is not None


def come_back(bench: Bench) -> None:
    """Have the question again, where it has gone."""
    if bench.biometrics.asked is None:
        bench.tap("lock_unlock")


@pytest.mark.parametrize("sensor", SENSORS)
def test_three_failures_lead_to_the_form_on_every_sensor(
    office: Office, sensor: SensorKind
) -> None:
    """Two leave the lock, the third shows the form, and a restart keeps it."""
    bench = locked(office, sensor=sensor)
    fail(bench, MOST - 1)
    assert bench.content().id == "lock"
    fail(bench, 1)
    assert shown(bench) == ("login", False)
    bench.relaunch()
    assert shown(bench) == ("login", False)


@pytest.mark.parametrize("sensor", SENSORS)
def test_a_match_after_two_failures_opens_and_begins_anew(
    office: Office, sensor: SensorKind
) -> None:
    """Two more after it are not four."""
    bench = locked(office, sensor=sensor)
    fail(bench, MOST - 1)
    come_back(bench)
    bench.biometrics.match()
    assert bench.content().id == "dashboard"
    bench.relaunch()
    fail(bench, MOST - 1)
    assert bench.content().id == "lock"


def test_face_id_counts_questions_without_a_match_over_restarts(office: Office) -> None:
    """A scan is not seen; Cancel after it is an attempt, whatever is restarted between."""
    bench = locked(office, sensor="face_id")
    for _ in range(MOST - 1):
        bench.biometrics.mismatch()
        assert shown(bench) == ("lock", True)
        bench.biometrics.end(Answer.DECLINED)
        assert shown(bench) == ("lock", False)
        bench.relaunch()
    bench.biometrics.end(Answer.DECLINED)
    assert shown(bench) == ("login", False)


def test_face_ids_fallback_button_is_an_attempt_too(office: Office) -> None:
    """It leads to the form each time, and after the third nothing leads back."""
    bench = locked(office, sensor="face_id")
    for _ in range(MOST - 1):
        bench.biometrics.end(Answer.FALLBACK)
        assert bench.content().id == "login"
        bench.relaunch()
        assert shown(bench) == ("lock", True)
    bench.biometrics.end(Answer.FALLBACK)
    bench.relaunch()
    assert shown(bench) == ("login", False)


@pytest.mark.parametrize("sensor", ["fingerprint", "touch_id"])
def test_leaving_the_question_is_no_failure_where_scans_are_told_of(
    office: Office, sensor: SensorKind
) -> None:
    """A finger counts by its scans alone."""
    bench = locked(office, sensor=sensor)
    for _ in range(MOST + 1):
        bench.biometrics.end(Answer.DECLINED)
        come_back(bench)
    assert shown(bench) == ("lock", True)


@pytest.mark.parametrize("sensor", SENSORS)
def test_a_question_that_the_system_takes_back_is_no_failure(
    office: Office, sensor: SensorKind
) -> None:
    """Nobody has failed."""
    bench = locked(office, sensor=sensor)
    for _ in range(MOST + 1):
        bench.biometrics.end(Answer.WITHDRAWN)
        come_back(bench)
    assert shown(bench) == ("lock", True)


@pytest.mark.parametrize("sensor", APPLES)
@pytest.mark.parametrize("defect", LOOKS)
def test_a_defect_of_biometric_login_shows_on_every_sensor(
    office: Office, sensor: SensorKind, defect: str
) -> None:
    """A build with it breaks the promise, and a sound one keeps it."""
    look, sound, broken = LOOKS[defect]
    assert look(office, "", sensor) == sound
    assert look(office, defect, sensor) == broken


@pytest.mark.parametrize(
    ("sensor", "words"),
    [
        ("fingerprint", "Unlock with your fingerprint?"),
        ("touch_id", "Unlock with Touch ID?"),
        ("face_id", "Unlock with Face ID?"),
    ],
)
def test_the_offer_names_the_sensor(office: Office, sensor: SensorKind, words: str) -> None:
    """An iPhone's user reads Apple's name for it."""
    assert offered(office, sensor=sensor).texts("biometric_title") == [words]
