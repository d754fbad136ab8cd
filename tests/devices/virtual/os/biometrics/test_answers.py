"""What an Android phone's prompt comes to, in the words that apps of any platform hear."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.virtual.os.authentication import Answer, Question
from tests.devices.virtual.os.biometrics.desk import MINE, OTHER, Bank, Desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.devices.virtual.os.biometrics.conftest import OnDesk

LEVEL = 34


def tap_the_button(desk: Desk) -> None:
    """The prompt's one button, by its words."""
    desk.tap("Form")


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        (lambda desk: desk.touch(OTHER, MINE), [Answer.FAILED, Answer.MATCHED]),
        (tap_the_button, [Answer.FALLBACK]),
        (lambda desk: desk.phone.display.active().on_back(), [Answer.DECLINED]),
        (lambda desk: desk.withdraw(), [Answer.WITHDRAWN]),
    ],
)
def test_each_end_of_a_prompt_has_its_word(
    on_desk: OnDesk, ends: Callable[[Desk], None], told: list[Answer]
) -> None:
    """A finger, the button, Back, and the app itself."""

    async def body(desk: Desk) -> None:
        heard: list[Answer] = []
        question = Question("Log in", fallback="Form")
        desk.withdraw = Bank.last.fingerprints.ask(question, heard.append)
        assert {"Log in", "Form"} <= set(desk.texts)
        ends(desk)
        desk.wait(2)
        assert heard == told

    on_desk(LEVEL, body)


def test_too_many_failures_shut_the_sensor(on_desk: OnDesk) -> None:
    """The fifth ends the prompt, and the next question is answered so at once."""

    async def body(desk: Desk) -> None:
        heard: list[Answer] = []
        question = Question("Log in", fallback="Form")
        Bank.last.fingerprints.ask(question, heard.append)
        desk.touch(*[OTHER] * 5)
        desk.wait(2)
        assert heard == [*[Answer.FAILED] * 5, Answer.SHUT]
        Bank.last.fingerprints.ask(question, heard.append)
        assert heard[-1] is Answer.SHUT
        assert Bank.last.fingerprints.available

    on_desk(LEVEL, body)


def test_a_phone_that_knows_no_finger_cannot_ask(on_desk: OnDesk) -> None:
    """The app knows before, and hears it when it asks all the same."""

    async def body(desk: Desk) -> None:
        del desk
        heard: list[Answer] = []
        assert not Bank.last.fingerprints.available
        assert Bank.last.fingerprints.sensor == "fingerprint"
        Bank.last.fingerprints.ask(Question("Log in", fallback="Form"), heard.append)
        assert heard == [Answer.UNAVAILABLE]

    on_desk(LEVEL, body, enrolled=())
