"""`pm`, `cmd package` and `dumpsys package` on several releases."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from devices.virtual.builds import ActivitySpec, AppSpec, DeepLink, make_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.devices.virtual.android.phones import PhoneShell

    ShellOf = Callable[..., PhoneShell]

_APP = "com.example.any"
_CAMERA = "android.permission.CAMERA"
_SPEC = AppSpec(
    _APP,
    "Any App",
    version_code=7,
    permissions={
        _CAMERA: 0,
        "android.permission.INTERNET": 0,
        "android.permission.WRITE_SECURE_SETTINGS": 0,
        "android.permission.READ_EXTERNAL_STORAGE": 32,
        "android.permission.POST_NOTIFICATIONS": 0,
    },
    activities=(
        ActivitySpec(launcher=True),
        ActivitySpec(".Link", links=(DeepLink("https", "example.com", "/a", verified=True),)),
    ),
    services=(".Work",),
    receivers={".Heard": "com.example.HEARD"},
)


@pytest.fixture
def app_on(shell_of: ShellOf, tmp_path: Path) -> Callable[[int], PhoneShell]:
    """A phone of an API level with an app of many parts."""

    def boot(api_level: int) -> PhoneShell:
        shell = shell_of(api_level)
        assert shell.install(make_app(tmp_path / "a.apk", _SPEC), "-r").out == "Success\n"
        return shell

    return boot


@pytest.mark.parametrize(
    ("api_level", "permission", "err", "status"),
    [
        (26, "android.permission.INTERNET",
         ("Operation not allowed: java.lang.SecurityException: Permission"
          " android.permission.INTERNET"
         " is not a changeable permission type\n"), 1),
        (27, "no.such",
         "Bad argument: java.lang.IllegalArgumentException: Unknown permission: no.such\n", 1),
        (28, "android.permission.INTERNET",
         ("\nException occurred while executing:\njava.lang.SecurityException: Permission"
         " android.permission.INTERNET is not a changeable permission type\n"), 255),
        (30, "android.permission.INTERNET",
         ("\nException occurred while executing 'grant':\njava.lang.SecurityException: Permission"
         f" android.permission.INTERNET requested by {_APP} is not a changeable permission type\n"),
         255),
        (34, "android.permission.INTERNET",
         ("\nException occurred while executing 'grant':\njava.lang.SecurityException: Permission"
         f" android.permission.INTERNET requested by package {_APP} is not a changeable permission"
         " type\n"), 255),
        (36, "android.permission.SEND_SMS",
         ("\nException occurred while executing 'grant':\njava.lang.SecurityException: Package"
         f" {_APP} has not requested permission android.permission.SEND_SMS\n"), 255),
        (32, "android.permission.POST_NOTIFICATIONS",
         ("\nException occurred while executing 'grant':\njava.lang.IllegalArgumentException:"
         " Unknown permission: android.permission.POST_NOTIFICATIONS\n"), 255),
    ],
)  # fmt: skip
def test_a_refused_grant_is_told_as_its_release_does(
    app_on: Callable[[int], PhoneShell], api_level: int, permission: str, err: str, status: int
) -> None:
    """Refusals stand on standard error, in the words and with the status of the release."""
    ran = app_on(api_level)(f"pm grant {_APP} {permission}")
    assert (ran.out, ran.err[: len(err)], ran.status) == ("", err, status)
    assert ("\n\tat com.android.server.pm." in ran.err) == (api_level >= 28)


@pytest.mark.parametrize("api_level", [26, 29, 33, 36])
def test_grants_revokes_and_flags_are_told(
    app_on: Callable[[int], PhoneShell], api_level: int
) -> None:
    """A runtime and a development permission are granted; a revoke ends the process."""
    shell = app_on(api_level)
    shell(f"am start -n {_APP}/.MainActivity")
    for permission in (_CAMERA, "android.permission.WRITE_SECURE_SETTINGS"):
        assert shell(f"pm grant --user 0 {_APP} {permission}").status == 0
    dump = shell(f"dumpsys package {_APP}").out
    assert f"        {_CAMERA}: granted=true" in dump
    assert "      android.permission.WRITE_SECURE_SETTINGS: granted=true\n" in dump
    assert shell.phone.processes.get(_APP) is not None
    assert shell(f"pm revoke {_APP} {_CAMERA}").status == 0
    assert shell.phone.processes.get(_APP) is None
    shell(f"pm grant {_APP} {_CAMERA}; pm reset-permissions")
    assert f"        {_CAMERA}: granted=false" in shell(f"dumpsys package {_APP}").out


def test_flags_look_as_their_release_prints_them(app_on: Callable[[int], PhoneShell]) -> None:
    """Up to 9 flags are parted by blanks; from 10 on by bars, with the system's own beside."""
    from devices.virtual.os.permissions import PermissionFlag  # noqa: PLC0415 - one test needs it

    both = PermissionFlag.USER_SET | PermissionFlag.USER_FIXED
    old, new = app_on(28), app_on(31)
    old.phone.packages.change_flags(_APP, _CAMERA, both, both)
    assert f"{_CAMERA}: granted=false, flags=[ USER_SET USER_FIXED ]\n" in (
        old(f"dumpsys package {_APP}").out
    )
    assert new(f"pm set-permission-flags {_APP} {_CAMERA} user-set user-fixed").status == 0
    shown = new(f"dumpsys package {_APP}").out
    assert f"{_CAMERA}: granted=false, flags=[ USER_SET|USER_FIXED|USER_SENSITIVE_WHEN_G" in shown
    new(f"pm clear-permission-flags {_APP} {_CAMERA} user-set")
    assert "flags=[ USER_FIXED|USER_SENSITIVE" in new(f"dumpsys package {_APP}").out
    wrong = new(f"pm set-permission-flags {_APP} {_CAMERA} nope")
    assert wrong.err.startswith("Error: specified flag nope is not one of [review-required, ")
    assert old(f"pm set-permission-flags {_APP} {_CAMERA} user-set").status == 255


def test_everything_at_once_came_with_15(app_on: Callable[[int], PhoneShell]) -> None:
    """--all-permissions grants what can be granted, from API 35 on."""
    assert app_on(34)(f"pm grant --all-permissions {_APP}").status == 1
    shell = app_on(35)
    assert shell(f"pm grant --all-permissions {_APP}").status == 0
    assert "POST_NOTIFICATIONS: granted=true" in shell(f"dumpsys package {_APP}").out


@pytest.mark.parametrize(
    ("api_level", "lines"),
    [
        (26, ["    userId=10150", "    installPermissionsFixed=true installStatus=1",
              "    dataDir=/data/user/0/com.example.any"]),
        (29, ["    userId=10150", "    installPermissionsFixed=true"]),
        (33, ["    userId=10150", "    forceQueryable=false"]),
        (36, ["    appId=10150", "      dataDir=/data/user/0/com.example.any"]),
    ],
)  # fmt: skip
def test_a_package_is_dumped_as_its_release_does(
    app_on: Callable[[int], PhoneShell], api_level: int, lines: list[str]
) -> None:
    """Each release has its own lines; those that the driver reads are there in every one."""
    dump = app_on(api_level)(f"dumpsys package {_APP}").out
    assert set(lines) <= set(dump.splitlines())
    assert re.search(rf"^  Package \[{_APP}\] \([0-9a-f]+\):$", dump, re.MULTILINE)
    assert "    versionCode=7 minSdk=26 targetSdk=35\n    " in dump
    assert "      android.permission.INTERNET: granted=true\n" in dump
    assert ("READ_EXTERNAL_STORAGE" in dump) == (api_level <= 32)
    assert re.search(
        r"^    User 0: ceDataInode=\d+.* installed=true hidden=false", dump, re.MULTILINE
    )
    assert f"{_APP}/.Link filter" in dump


@pytest.mark.parametrize("api_level", [26, 34])
def test_lists_take_their_options(app_on: Callable[[int], PhoneShell], api_level: int) -> None:
    """Filters, paths, versions, installers and user ids of packages are listed."""
    shell = app_on(api_level)
    path = shell(f"pm path {_APP}").out.removeprefix("package:").strip()
    assert shell("pm list packages -3 -f -i -U --show-versioncode any").out == (
        f"package:{path}={_APP} versionCode:7  installer=null uid:10150\n"
    )
    assert f"package:{_APP}\n" not in shell("pm list packages -s").out
    assert shell("pm list packages --uid 10150").out == f"package:{_APP} uid:10150\n"
    assert shell("pm list packages -x").status == 255
    assert "feature:android.hardware.camera\n" in shell("pm list features").out
    assert shell("pm has-feature android.hardware.camera").out == "true\n"
    assert shell("pm list users").out.startswith("Users:\n\tUserInfo{0:Owner:")
    assert "permission group:android.permission-group.CAMERA\n" in (
        shell("pm list permission-groups").out
    )
    assert f"permission:{_CAMERA}\n" in shell("pm list permissions -g -d").out
    assert shell("pm list nonsense").out == "Error: unknown list type 'nonsense'\n"


def test_states_are_changed_and_told(app_on: Callable[[int], PhoneShell]) -> None:
    """A disabled or hidden app cannot be started; every change is answered with the new state."""
    shell = app_on(33)
    start = f"am start -n {_APP}/.MainActivity 2>&1"
    assert shell(f"pm disable-user --user 0 {_APP}").out == (
        f"Package {_APP} new state: disabled-user\n"
    )
    assert shell("pm list packages -d").out == f"package:{_APP}\n"
    assert "does not exist." in shell(start).out
    assert "enabled=3" in shell(f"dumpsys package {_APP}").out
    assert shell(f"pm enable {_APP}").out == f"Package {_APP} new state: enabled\n"
    assert shell(f"pm disable {_APP}/.Link").out == (
        f"Component {{{_APP}/.Link}} new state: disabled\n"
    )
    assert "does not exist." in shell(f"am start -n {_APP}/.Link 2>&1").out
    assert shell(f"pm hide {_APP}").out == f"Package {_APP} new hidden state: true\n"
    assert "does not exist." in shell(start).out
    shell(f"pm unhide {_APP}")
    assert "does not exist." not in shell(start).out
    assert shell(f"pm suspend {_APP}").out == f"Package {_APP} new suspended state: true\n"
    assert shell("pm enable no.such").status == 255


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (f"-m speed -f {_APP}", "Success"),
        (f"--reset {_APP}", "Success"),
        ("-r bg-dexopt -a", "Success"),
        ("-m speed no.such", "Failure: package no.such could not be compiled"),
        (f"-m fast {_APP}", 'Error: "fast" is not a valid compilation filter.'),
        ("-m speed", "Error: package name not specified"),
        ("-x", "Error: Unknown option: -x"),
        (f"-m speed -r install {_APP}", "Cannot use compilation filter "),
        (_APP, "Cannot run without any of compilation filter "),
    ],
)
def test_compiling_succeeds_on_what_is_there(
    app_on: Callable[[int], PhoneShell], words: str, said: str
) -> None:
    """An app that is installed is compiled; what is missing or mistaken is told."""
    done = app_on(34)(f"cmd package compile {words}")
    assert done.out.startswith(said)
    assert done.status == int(said != "Success")


def test_intents_are_resolved_and_queried(app_on: Callable[[int], PhoneShell]) -> None:
    """Activities, services and receivers are found by intent, in full, in brief or by name."""
    shell = app_on(34)
    assert shell(f"cmd package resolve-activity --brief {_APP}").out.splitlines() == [
        "priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=false",
        f"{_APP}/.MainActivity",
    ]
    view = "-a android.intent.action.VIEW -d https://example.com/abc"
    assert shell(f"pm query-activities --components {view}").out == f"{_APP}/.Link\n"
    found = shell(f"pm query-activities {view}").out
    assert found.startswith("1 activities found:\n  Activity #0:\n    priority=0 ")
    assert f"      packageName={_APP}\n" in found
    assert shell("pm query-receivers --components -a com.example.HEARD").out == f"{_APP}/.Heard\n"
    assert shell("pm query-services -a none").out == "No services found\n"
    assert shell("pm resolve-activity -a none").out == "No activity found\n"
    assert "      example.com: none\n" in shell(f"pm get-app-links {_APP}").out


def test_a_system_package_is_taken_and_given_back(shell: PhoneShell) -> None:
    """A package of the image cannot be removed, but taken from the user and given back."""
    name = "com.android.settings"
    assert shell(f"pm uninstall {name}").out == "Failure [DELETE_FAILED_INTERNAL_ERROR]\n"
    assert shell(f"pm uninstall --user 0 {name}").out == "Success\n"
    assert shell(f"pm path {name}").status == 1
    assert f"package:{name}\n" in shell("pm list packages -u").out
    assert shell(f"pm uninstall --user 0 {name}").out == "Failure [not installed for 0]\n"
    back = shell(f"cmd package install-existing {name}")
    assert back.out == f"Package {name} installed for user: 0\n"
    assert shell("cmd package install-existing no.such").status == 1


@pytest.mark.parametrize("api_level", [26, 29, 36])
def test_operations_are_set_read_and_reset(
    app_on: Callable[[int], PhoneShell], api_level: int
) -> None:
    """Modes are kept by package and by user id; from 10 on the latter is told first."""
    shell = app_on(api_level)
    get = f"appops get {_APP}"
    default = "Default mode: allow\n" if api_level >= 29 else ""
    assert shell(f"{get} VIBRATE").out == f"No operations.\n{default}"
    mock = shell(f"appops set {_APP} android:mock_location allow; {get} MOCK_LOCATION").out
    assert mock == "MOCK_LOCATION: allow\n"
    shell(f"appops set --uid {_APP} VIBRATE ignore; appops set {_APP} VIBRATE deny")
    first = "Uid mode: VIBRATE: ignore\n" if api_level >= 29 else ""
    assert shell(f"{get} VIBRATE").out == f"{first}VIBRATE: deny\n"
    assert shell("appops query-op VIBRATE deny").out == f"{_APP}\n"
    assert shell(f"appops reset {_APP}").out == f"Reset all modes for: user 0, package {_APP}\n"
    assert shell(f"{get} VIBRATE").out == f"No operations.\n{default}"
    wrong = shell(f"appops set {_APP} NONSENSE allow")
    assert (wrong.err, wrong.status) == ("Error: Unknown operation string: NONSENSE\n", 255)
    assert shell(f"appops set {_APP} CAMERA foreground").status == (0 if api_level >= 29 else 255)
    assert shell("appops get no.such").err == "Error: No UID for no.such in user 0\n"


def test_the_default_is_the_same_as_none(app_on: Callable[[int], PhoneShell]) -> None:
    """An operation set to its default is told as not set; what was set goes with the app."""
    shell = app_on(34)
    shell(f"appops set {_APP} VIBRATE deny; appops set {_APP} VIBRATE allow")
    assert shell(f"appops get {_APP} VIBRATE").out == "No operations.\nDefault mode: allow\n"
    shell(f"appops set {_APP} VIBRATE deny; pm uninstall {_APP}")
    assert shell("appops query-op VIBRATE deny").out == "No operations.\n"


def test_old_storage_is_kept_from_new_apps(shell_of: ShellOf, tmp_path: Path) -> None:
    """On 14 an app for 33 and newer gets no permission for all files; one for 32 does."""
    storage = "android.permission.READ_EXTERNAL_STORAGE"
    shell = shell_of(34)
    for target, granted in {33: False, 32: True}.items():
        spec = AppSpec(f"{_APP}{target}", "x", target_sdk=target, permissions={storage: 0})
        shell.install(make_app(tmp_path / f"{target}.apk", spec), "-g")
        assert shell(f"pm grant {_APP}{target} {storage}").status == (0 if granted else 255)
        state = f"{storage}: granted={str(granted).lower()}"
        assert state in shell(f"dumpsys package {_APP}{target}").out


def test_the_time_of_a_use_is_told(app_on: Callable[[int], PhoneShell]) -> None:
    """An operation that was used or refused tells how long ago."""
    shell = app_on(34)
    shell(f"appops start {_APP} VIBRATE")
    assert re.fullmatch(
        r"VIBRATE: allow; time=\+\d+m?s ago\n|VIBRATE: allow; time=\+\d+s\d+ms ago\n",
        shell(f"appops get {_APP} VIBRATE").out,
    )
