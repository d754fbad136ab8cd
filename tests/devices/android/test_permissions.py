"""Permission verbs read what each release writes, and prove what they changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import pytest

from devices.android.permissions import AndroidPermissions
from devices.errors import CommandFailed, EffectMissing
from devices.facts import DeviceFacts, PermissionState

if TYPE_CHECKING:
    from devices.android.adb import Adb

pytestmark = pytest.mark.usefixtures("impatience")

FACTS = DeviceFacts("cell", "real", "android", "14", 34, "cable", "X1", transport="usb")
APP = "com.x"
CAMERA, CONTACTS, LOCATION, POST, INTERNET = (
    f"android.permission.{name}"
    for name in (
        "CAMERA",
        "READ_CONTACTS",
        "ACCESS_FINE_LOCATION",
        "POST_NOTIFICATIONS",
        "INTERNET",
    )
)
DANGEROUS = f"Dangerous Permissions:\n\npermission:{CAMERA}\npermission:{CONTACTS}\n"
# As Android 8 writes it: what nobody has decided on is left out, flags are parted by blanks.
ANDROID_8 = f"""\
Packages:
  Package [com.x] (b1):
    requested permissions:
      {CAMERA}
      {CONTACTS}
      {INTERNET}
    install permissions:
      {INTERNET}: granted=true
    User 0: ceDataInode=7 installed=true
      gids=[3003]
      runtime permissions:
        {CAMERA}: granted=false, flags=[ USER_SET USER_FIXED ]

Hidden system packages:
  Package [com.x] (c2):
    requested permissions:
      {LOCATION}
    User 0: ceDataInode=0 installed=true
      runtime permissions:
        {LOCATION}: granted=true
"""
ANDROID_14 = f"""\
    requested permissions:
      {CAMERA}
      {CONTACTS}: restricted=true
    User 0: ceDataInode=7 installed=true
      runtime permissions:
        {CAMERA}: granted=true, flags=[ USER_SET|ONE_TIME|USER_SENSITIVE_WHEN_GRANTED]
        {CONTACTS}: granted=false, flags=[ USER_SENSITIVE_WHEN_GRANTED|USER_SENSITIVE_WHEN_DENIED]
    User 10: ceDataInode=9 installed=true
      runtime permissions:
        {CAMERA}: granted=false"""


@dataclass
class Phone:
    """Stands for adb, before a phone that may not do what it is told.

    Attributes:
        held: what the app has declared, and whether it is granted.
        obeys: whether commands change anything.
        late: how many looks after a revocation still show the process.
    """

    held: dict[str, bool] = field(default_factory=lambda: {CAMERA: False, CONTACTS: False})
    obeys: bool = True
    late: int = 0
    pid: int = 7
    trips: list[str] = field(default_factory=list)

    def shell(self, command: str) -> str:
        self.trips.append(command)
        return "-- fleet --\n".join(map(self._answer, command.split("; echo '-- fleet --'; ")))

    def _answer(self, part: str) -> str:
        match part.split()[:2]:
            case ["for", _]:
                return self._change(part)
            case ["pm", "list"]:
                return DANGEROUS
            case ["ps", _]:
                self.late -= self.pid == 0
                return "  PID NAME\n" + "  7 com.x\n" * (self.pid > 0 or self.late >= 0)
        rows = "".join(f"        {n}: granted={str(g).lower()}\n" for n, g in self.held.items())
        return f"      runtime permissions:\n{rows}"

    def _change(self, loop: str) -> str:
        names, _, command = loop.removeprefix("for name in ").partition("; do ")
        unknown = [name for name in names.split() if name not in self.held]
        for name in names.split():
            if self.obeys and name in self.held:
                if command.startswith("pm revoke") and self.held[name]:
                    self.pid = 0
                self.held[name] = command.startswith("pm grant")
        return "".join(f"Exception: Unknown permission: {name}\n" for name in unknown)


def verbs(phone: Phone) -> AndroidPermissions:
    """The verbs on that phone."""
    return AndroidPermissions(FACTS, cast("Adb", phone))


@dataclass
class Dump:
    """A phone that has only this to say of any package."""

    said: str

    def shell(self, command: str) -> str:
        return DANGEROUS if command.startswith("pm list permissions -d") else self.said


def test_both_spellings_of_flags_are_read() -> None:
    """Android 8 leaves out what nobody decided on; a later release shows each user's own."""
    eight = AndroidPermissions(FACTS, cast("Adb", Dump(ANDROID_8))).of(APP)
    assert eight == {
        CAMERA: PermissionState(granted=False, asked=True, fixed=True),
        CONTACTS: PermissionState(granted=False),
    }
    fourteen = AndroidPermissions(FACTS, cast("Adb", Dump(ANDROID_14))).of(APP)
    assert fourteen == {
        CAMERA: PermissionState(granted=True, asked=True, one_time=True),
        CONTACTS: PermissionState(granted=False),
    }


def test_an_app_that_is_not_there_has_no_permissions_to_tell_of() -> None:
    """That is said, and not taken for an app without any."""
    absent = AndroidPermissions(FACTS, cast("Adb", Dump("Unable to find package: com.x\n")))
    with pytest.raises(CommandFailed, match=r"reading the permissions of com\.x"):
        absent.of(APP)


def test_granting_several_is_one_trip_and_leaves_out_what_is_not_known() -> None:
    """What the release does not know is refused by the package manager and by nobody else."""
    phone = Phone()
    verbs(phone).grant(APP, CAMERA, POST)
    assert phone.held == {CAMERA: True, CONTACTS: False}
    assert [trip for trip in phone.trips if not trip.startswith("pm list")] == phone.trips[:1]


def test_what_is_not_granted_in_the_end_is_told() -> None:
    """The proof is the dump, whatever the command said."""
    with pytest.raises(EffectMissing, match=r"granting com\.x .* otherwise of .*CAMERA$"):
        verbs(Phone(obeys=False)).grant(APP, CAMERA)


def test_a_revocation_ends_the_process_a_moment_later() -> None:
    """It is over when the process is gone."""
    phone = Phone(held={CAMERA: True}, late=2)
    verbs(phone).revoke(APP, CAMERA, POST)
    assert phone.held == {CAMERA: False}
    assert sum(trip.startswith("ps") for trip in phone.trips) == 2


def test_a_process_that_outlives_a_revocation_is_told() -> None:
    """The system has not done what it does on such a revocation."""
    with pytest.raises(EffectMissing, match=r"its processes \[7\] run still"):
        verbs(Phone(held={CAMERA: True}, late=10_000)).revoke(APP, CAMERA)


def test_revoking_what_is_not_held_ends_nothing() -> None:
    """The process may go on."""
    phone = Phone()
    verbs(phone).revoke(APP, CAMERA)
    assert phone.pid == 7


def test_a_reset_forgets_the_answers_too() -> None:
    """It is taken away and its flags cleared in one trip; a refusal that stays is told."""
    phone = Phone(held={CAMERA: True})
    verbs(phone).reset(APP, CAMERA)
    assert phone.held == {CAMERA: False}
    (trip,) = (trip for trip in phone.trips if not trip.startswith("pm list"))
    assert "pm clear-permission-flags com.x $name user-set user-fixed; done" in trip
    refused = AndroidPermissions(FACTS, cast("Adb", Refused()))
    with pytest.raises(EffectMissing, match=r"resetting permissions of com\.x"):
        refused.reset(APP, CAMERA)


class Refused:
    """A phone whose shell has no word for clearing flags."""

    def shell(self, command: str) -> str:
        if command.startswith("pm list permissions -d"):
            return DANGEROUS
        return f"-- fleet --\nUnknown command-- fleet --\n{ANDROID_8}"
