"""Errors of devices begin with the device and travel between processes."""

from __future__ import annotations

import pickle

import pytest

from devices.errors import (
    CommandFailed,
    DeviceError,
    DeviceLost,
    EffectMissing,
    SessionFailed,
    VerbRefused,
)

ALL = (DeviceLost, SessionFailed, CommandFailed, EffectMissing, VerbRefused)


@pytest.mark.parametrize("type_", ALL)
def test_an_error_names_device_attempt_sight_and_remedy(type_: type[DeviceError]) -> None:
    """One line says which device, what was tried, what was seen and what to do."""
    error = type_("android-14 (emulator-5600)", "adb shell id", "no answer", "plug it in")
    assert str(error) == "android-14 (emulator-5600): adb shell id: no answer; plug it in"


@pytest.mark.parametrize("type_", ALL)
def test_an_error_survives_pickling(type_: type[DeviceError]) -> None:
    """Workers hand errors to their controller, so that every field must travel."""
    error = type_("phone", "tried", "seen", "remedy")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(again) is type_
    assert (again.device, again.tried, again.seen, again.remedy) == error.args
