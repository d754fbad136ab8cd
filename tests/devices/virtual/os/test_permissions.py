"""The permission model by release."""

from __future__ import annotations

import pytest

from devices.virtual.os.permissions import PermissionFlag, PermissionModel, permission_model
from tests.devices.virtual.android.phones import profile_at


def _model(api_level: int) -> PermissionModel:
    return permission_model(api_level, profile_at(api_level).rows)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("ACCESS_BACKGROUND_LOCATION", 29),
        ("BLUETOOTH_CONNECT", 31),
        ("POST_NOTIFICATIONS", 33),
        ("READ_MEDIA_VISUAL_USER_SELECTED", 34),
        ("ACCESS_LOCAL_NETWORK", 37),
    ],
)
def test_a_permission_comes_with_its_release(name: str, first: int) -> None:
    """Before its release a permission is unknown; from it on a user grants it."""
    full = f"android.permission.{name}"
    assert full not in _model(first - 1).platform
    assert _model(first).platform[full].runtime


@pytest.mark.parametrize(
    ("api_level", "label"), [(26, "Storage"), (30, "Files and media"), (36, "Files")]
)
def test_groups_have_their_releases_label(api_level: int, label: str) -> None:
    """The group of shared files is called differently from release to release."""
    assert _model(api_level).groups["STORAGE"].label == label


def test_call_logs_left_the_phones_group_with_9() -> None:
    """Up to 8.1 the call log is part of the phone's group."""
    log = "android.permission.READ_CALL_LOG"
    assert (_model(27).group_of[log], _model(28).group_of[log]) == ("PHONE", "CALL_LOG")


def test_kinds_of_permissions_are_told_apart() -> None:
    """Normal, development and role permissions are known by their level."""
    platform = _model(34).platform
    assert platform["android.permission.INTERNET"].normal
    assert platform["android.permission.WRITE_SECURE_SETTINGS"].development
    assert not platform["android.permission.CAMERA"].normal


def test_flags_are_printed_in_androids_order() -> None:
    """Nothing is printed for none; bars part them from 10 on."""
    both = PermissionFlag.ONE_TIME | PermissionFlag.USER_SET
    assert _model(34).format_flags(both) == ", flags=[ USER_SET|ONE_TIME]"
    assert _model(28).format_flags(both) == ", flags=[ USER_SET ONE_TIME ]"
    assert _model(28).format_flags(PermissionFlag(0)) == ""


def test_only_newer_releases_mark_what_is_sensitive() -> None:
    """From 10 on the system adds flags of its own; restricted permissions carry one more."""
    assert _model(28).first_flags("android.permission.CAMERA") == PermissionFlag(0)
    exempt = PermissionFlag.RESTRICTION_INSTALLER_EXEMPT
    assert exempt in _model(30).first_flags("android.permission.READ_SMS")
    assert exempt not in _model(30).first_flags("android.permission.CAMERA")


@pytest.mark.parametrize(
    ("api_level", "asked", "target", "names"),
    [
        (36, ["INTERNET"], 36, []),
        (37, ["INTERNET"], 36, ["ACCESS_LOCAL_NETWORK"]),
        (37, ["INTERNET"], 37, []),
        (37, ["INTERNET", "ACCESS_LOCAL_NETWORK"], 36, []),
        (33, ["READ_MEDIA_IMAGES"], 34, []),
        (34, ["READ_MEDIA_IMAGES"], 34, ["READ_MEDIA_VISUAL_USER_SELECTED"]),
        (34, ["READ_MEDIA_VIDEO"], 33, []),
        (28, ["ACCESS_FINE_LOCATION"], 28, []),
        (29, ["ACCESS_FINE_LOCATION"], 28, ["ACCESS_BACKGROUND_LOCATION"]),
        (29, ["ACCESS_FINE_LOCATION"], 29, []),
    ],
)
def test_some_permissions_come_with_others(
    api_level: int, asked: list[str], target: int, names: list[str]
) -> None:
    """Which does, depends on the release and on the one that the build is for."""
    requested = [f"android.permission.{name}" for name in asked]
    come = [one.name for one in _model(api_level).implicit if one.comes_with(requested, target)]
    assert come == [f"android.permission.{name}" for name in names]
