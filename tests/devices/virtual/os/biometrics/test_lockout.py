"""How the reader is shut after failures, and what opens it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.devices.virtual.os.biometrics.desk import BANK, LEVELS, MINE, OTHER, PIN, Desk

if TYPE_CHECKING:
    from tests.devices.virtual.os.biometrics.conftest import OnDesk

FAILED = ("failed", None, "")
SUCCEEDED = ("succeeded", None, "")
LOCKED = ("error", 7, "Too many attempts. Try again later.")
FOR_GOOD = ("error", 9, "Too many attempts. Fingerprint sensor disabled.")


@pytest.mark.parametrize("level", LEVELS)
def test_the_fifth_failure_locks_for_half_a_minute(on_desk: OnDesk, level: int) -> None:
    """The prompt shows why and goes; until the time is over nothing can be asked."""

    async def body(desk: Desk) -> None:
        desk.ask()
        desk.touch(*[OTHER] * 5)
        assert LOCKED[2] in desk.texts
        early = level < 30
        assert desk.told == [FAILED] * 5 + [LOCKED] * early
        desk.wait(2.1)
        assert desk.told == [FAILED] * 5 + [LOCKED]
        assert not desk.asking
        desk.ask()
        assert desk.told[6:] == [LOCKED]
        desk.wait(27.8)
        desk.scan()
        assert desk.told[7:] == [LOCKED]
        desk.wait(0.3)
        desk.scan()
        desk.touch(MINE)
        assert desk.told[8:] == [SUCCEEDED]

    on_desk(level, body)


def test_failures_count_over_prompts_and_a_match_clears_them(on_desk: OnDesk) -> None:
    """Four failures in two prompts and a match: five more are needed for a lockout."""

    async def body(desk: Desk) -> None:
        desk.ask()
        desk.touch(OTHER, OTHER)
        desk.withdraw()
        desk.wait(600)  # there is no window of time: old failures count
        desk.ask()
        desk.touch(OTHER, OTHER, MINE)
        assert desk.phone.reader.lockout.failures == 0
        desk.ask()
        desk.touch(*[OTHER] * 4)
        assert LOCKED not in desk.told
        desk.withdraw()
        desk.scan()
        desk.touch(OTHER)
        assert desk.told[-2:] == [FAILED, LOCKED]

    on_desk(34, body)


def test_the_end_of_a_lockout_forgives_nothing(on_desk: OnDesk) -> None:
    """The tenth failure locks as the fifth did: the count goes on."""

    async def body(desk: Desk) -> None:
        for _ in range(2):
            desk.scan()
            desk.touch(*[OTHER] * 5)
            desk.wait(31)
        assert desk.phone.reader.lockout.failures == 10
        assert desk.told.count(LOCKED) == 2

    on_desk(31, body)


@pytest.mark.parametrize("level", LEVELS)
def test_the_twentieth_failure_locks_until_the_credential(on_desk: OnDesk, level: int) -> None:
    """No time opens the reader then, but the PIN on the lock screen does."""

    async def body(desk: Desk) -> None:
        for _ in range(4):
            desk.scan()
            desk.touch(*[OTHER] * 5)
            desk.wait(31)
        assert desk.told[-1] == FOR_GOOD
        desk.wait(24 * 60 * 60)
        desk.scan()
        assert desk.told[-2:] == [FOR_GOOD] * 2
        await desk.run("input keyevent POWER")
        desk.touch(MINE)
        assert desk.phone.display.locked
        await desk.run(
            f"input keyevent WAKEUP; wm dismiss-keyguard; input text {PIN}; input keyevent ENTER"
        )
        assert not desk.phone.display.locked
        desk.scan()
        desk.touch(MINE)
        assert desk.told[-1] == SUCCEEDED

    on_desk(level, body)


@pytest.mark.parametrize(("level", "clears"), [(28, False), (29, False), (30, True), (37, True)])
def test_the_shell_s_verify_clears_on_newer_releases(
    on_desk: OnDesk, level: int, *, clears: bool
) -> None:
    """`locksettings verify` is an entered credential only from Android 11 on."""

    async def body(desk: Desk) -> None:
        desk.scan()
        desk.touch(*[OTHER] * 5)
        await desk.run(f"locksettings verify --old {PIN}")
        assert (desk.phone.reader.lockout.mode == "none") is clears

    on_desk(level, body)


def test_a_restart_clears_the_count_and_keeps_the_fingers(on_desk: OnDesk) -> None:
    """Failures are kept in memory; templates on the disk."""

    async def body(desk: Desk) -> None:
        desk.scan()
        desk.touch(*[OTHER] * 5)
        desk.phone.reboot()
        assert (desk.phone.reader.lockout.failures, desk.phone.reader.lockout.mode) == (0, "none")
        assert list(desk.phone.fingers.names) == [MINE]

    on_desk(34, body)


@pytest.mark.parametrize("level", [26, 27])
def test_the_reader_alone_is_asked(on_desk: OnDesk, level: int) -> None:
    """Without a prompt of the system an app hears of the reader itself, with no window."""

    async def body(desk: Desk) -> None:
        desk.scan()
        assert not desk.asking
        desk.touch(OTHER, MINE)
        assert desk.told == [FAILED, SUCCEEDED]
        desk.scan()
        desk.wait(31)
        assert desk.told[2:] == [("error", 3, "Fingerprint time out reached. Try again.")]
        desk.scan()
        desk.withdraw()
        assert desk.told[3:] == [("error", 5, "Fingerprint operation canceled.")]

    on_desk(level, body)


def test_the_lock_screen_takes_the_reader(on_desk: OnDesk) -> None:
    """An app that asked the reader alone is cancelled when the phone is locked."""

    async def body(desk: Desk) -> None:
        desk.scan()
        await desk.run("input keyevent POWER")
        assert desk.told == [("error", 5, "Fingerprint operation canceled.")]
        desk.touch(MINE)
        assert not desk.phone.display.locked

    on_desk(27, body)


def test_a_killed_app_hears_nothing_of_the_reader(on_desk: OnDesk) -> None:
    """Its question ends with it."""

    async def body(desk: Desk) -> None:
        desk.scan()
        await desk.run(f"am force-stop {BANK}")
        desk.touch(MINE)
        desk.wait(60)
        assert desk.told == []

    on_desk(27, body)
