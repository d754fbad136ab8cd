"""An app without behaviour asks for what it is launched with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.pool.asking import ASKING_IPA
from devices.virtual.ios.plain_app import EVALUATE, FALLBACK
from tests.devices.virtual.ios.glass import words
from tests.devices.virtual.ios.permissions.askers import asker

if TYPE_CHECKING:
    from pathlib import Path


def test_it_asks_for_what_its_arguments_name_and_shows_the_answers(tmp_path: Path) -> None:
    """The names after -fleet.ask are asked for; the window tells what became of them."""
    app = asker(tmp_path, names="camera,microphone")
    app.tap("Allow", "Don\u2019t Allow")
    assert {"camera: granted", "microphone: denied"} <= set(words(app.phone))


def test_it_asks_once_in_a_process(tmp_path: Path) -> None:
    """Coming back to it asks for nothing."""
    app = asker(tmp_path, names="camera")
    app.tap("Allow")
    app.phone.permissions.reset("another", 6)
    app.phone.apps.to_home()
    app.phone.apps.launch(ASKING_IPA, ("-fleet.ask", "microphone"))
    assert app.phone.alerts.current is None


def test_without_arguments_it_asks_for_nothing(tmp_path: Path) -> None:
    """Launched plainly, it shows its name."""
    app = asker(tmp_path)
    assert app.phone.alerts.current is None
    assert words(app.phone)[-1] == "Asker"


@pytest.mark.parametrize(
    ("profile", "enrolled", "match", "told"),
    [
        ("ios-15", True, True, "evaluation: match"),
        ("ios-15", True, False, "evaluation: -1"),
        ("ios-15", False, True, "evaluation: -7"),
        ("ios-26", False, True, "evaluation: -7"),
    ],
)
def test_it_asks_for_a_finger_and_shows_what_it_is_told(
    tmp_path: Path, profile: str, *, enrolled: bool, match: bool, told: str
) -> None:
    """The reason after -fleet.evaluate is asked with; LAError's number is what it shows."""
    phone = asker(tmp_path, profile).phone
    phone.apps.kill(ASKING_IPA, "started anew")
    if enrolled:
        phone.enrol("246810")
    phone.apps.launch(ASKING_IPA, (EVALUATE, "Log in", FALLBACK, "Type"))
    for _ in range(3):
        phone.biometrics.touch(match=match)
    assert words(phone)[-1] == told
