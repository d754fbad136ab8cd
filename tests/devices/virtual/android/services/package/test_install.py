"""Installing, replacing and refusing builds, as adb and the driver ask for it."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.virtual.builds import ActivitySpec, AppSpec, make_apk, make_app
from devices.virtual.os.files import Bytes
from tests.devices.virtual.android.phones import PhoneShell, Ran, phone_of, profile_at

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    ShellOf = Callable[..., PhoneShell]

_APP = "com.example.any"
_spec = partial(AppSpec, _APP, "Any App")


def _install(shell: PhoneShell, build: Path, options: str = "-r") -> Ran:
    """As adb does: the archive on standard input, its size before it."""
    data = build.read_bytes()
    return shell(f"cmd package install {options} -S {len(data)}", data)


def _log(shell: PhoneShell) -> str:
    return shell("logcat -d -v raw -s PackageManager").out


@pytest.mark.parametrize("api_level", [26, 28, 30, 34, 37])
def test_any_app_installs_by_stream_and_by_path(
    shell_of: ShellOf, tmp_path: Path, api_level: int
) -> None:
    """An app is installed from standard input and from the phone's files, and opens its window."""
    shell = shell_of(api_level)
    build = make_app(tmp_path / "a.apk", _spec())
    assert _install(shell, build, "-r -g").out == "Success\n"
    assert f"package:{_APP}\n" in shell("pm list packages -3").out
    shell.phone.files.write("/data/local/tmp/a.apk", Bytes(build.read_bytes()))
    assert shell("pm install -r -t /data/local/tmp/a.apk").out == "Success\n"
    assert shell(f"am start -W -n {_APP}/.MainActivity").status == 0
    focused = shell.phone.activities.focused
    assert focused is not None
    assert focused.component.package == _APP


@pytest.mark.parametrize("api_level", [26, 29, 33, 36])
def test_a_helper_comes_is_left_upgraded_and_replaced(
    shell_of: ShellOf, tmp_path: Path, api_level: int
) -> None:
    """Each install of a helper stands in the phone's log with the versions that changed."""
    shell = shell_of(api_level)
    older = make_app(tmp_path / "1.apk", _spec(version_code=1))
    newer = make_app(tmp_path / "2.apk", _spec(version_code=2))
    _install(shell, older)
    assert f"Package {_APP} installed: versionCode=1" in _log(shell)
    _install(shell, newer)
    assert f"Package {_APP} replaced: versionCode=1 -> 2" in _log(shell)
    shell("logcat -c")
    assert "versionCode=2 " in shell(f"dumpsys package {_APP}").out
    assert _log(shell).count(_APP) == 0
    assert shell(f"pm uninstall {_APP}").out == "Success\n"
    assert f"Package {_APP} removed: versionCode=2" in _log(shell)


@pytest.mark.parametrize(
    ("api_level", "facts", "words"),
    [
        (25, {}, r"INSTALL_FAILED_OLDER_SDK: .*Requires newer sdk version #26 \(current"),
        (34, {"min_sdk": 36}, r"INSTALL_FAILED_OLDER_SDK: Requires newer sdk version #36"),
        (26, {"test_only": True}, r"INSTALL_FAILED_TEST_ONLY: installPackageLI"),
        (33, {"test_only": True}, r"INSTALL_FAILED_TEST_ONLY: Failed to install test-only"),
        (34, {"min_sdk": 16, "target_sdk": 22},
         (r"INSTALL_FAILED_DEPRECATED_SDK_VERSION: App package must target at least SDK version 23,"
         r" but found 22")),
        (35, {"min_sdk": 16, "target_sdk": 23}, r"at least SDK version 24, but found 23"),
        (30, {"abis": ("arm64-v8a",)},
         r"INSTALL_FAILED_NO_MATCHING_ABIS: Failed to extract native libraries, res=-113"),
        (34, {"needs_splits": True},
         r"INSTALL_FAILED_MISSING_SPLIT: Missing split for com\.example\.any"),
        (34, {"split": "config.de"},
         r"INSTALL_FAILED_INVALID_APK: Full install must include a base package"),
        (31, {"activities": (ActivitySpec(launcher=True, exported=None),)},
         r"INSTALL_PARSE_FAILED_MANIFEST_MALFORMED: .*MainActivity: Targeting S\+"),
        (34, {"package": "nodots"}, r"INSTALL_PARSE_FAILED_BAD_PACKAGE_NAME: .*'\.' sep"),
    ],
)  # fmt: skip
def test_a_build_is_refused_with_androids_words(
    shell_of: ShellOf, tmp_path: Path, api_level: int, facts: dict[str, object], words: str
) -> None:
    """What no phone of the release takes is refused on standard output with status 1."""
    shell = shell_of(api_level)
    spec = AppSpec(**{"package": _APP, "label": "x", **facts})  # type: ignore[arg-type]
    ran = _install(shell, make_app(tmp_path / "a.apk", spec))
    assert re.fullmatch(rf"Failure \[.*{words}.*\]\n", ran.out)
    assert ran.status == 1
    assert "Failed to install" in _log(shell)
    assert shell(f"pm path {_APP}").status == 1


@pytest.mark.parametrize(
    ("api_level", "facts", "options"),
    [
        (34, {"test_only": True}, "-t"),
        (34, {"min_sdk": 16, "target_sdk": 22}, "--bypass-low-target-sdk-block"),
        (33, {"min_sdk": 16, "target_sdk": 22}, "-r"),
        (30, {"activities": (ActivitySpec(launcher=True, exported=None),)}, "-r"),
        (34, {"abis": ("arm64-v8a", "x86_64")}, "--abi x86_64"),
    ],
)
def test_what_is_allowed_for_a_word_or_by_an_older_release(
    shell_of: ShellOf, tmp_path: Path, api_level: int, facts: dict[str, object], options: str
) -> None:
    """The same builds pass with the option that allows them, or on a release without the rule."""
    spec = AppSpec(**{"package": _APP, "label": "x", **facts})  # type: ignore[arg-type]
    build = make_app(tmp_path / "a.apk", spec)
    assert _install(shell_of(api_level), build, options).out == "Success\n"


@pytest.mark.parametrize(
    ("api_level", "words"),
    [
        (26, f"Package {_APP} signatures do not match the previously installed version;"),
        (28, f"Package {_APP} signatures do not match previously installed version; ignoring!"),
        (34, f"Existing package {_APP} signatures do not match newer version; ignoring!"),
    ],
)
def test_another_developers_update_is_refused(
    shell_of: ShellOf, tmp_path: Path, api_level: int, words: str
) -> None:
    """An update signed by another key is refused and what is installed stays."""
    shell = shell_of(api_level)
    _install(shell, make_app(tmp_path / "1.apk", _spec(version_code=1)))
    theirs = make_app(tmp_path / "2.apk", _spec(version_code=2), key="other")
    refused = _install(shell, theirs).out
    assert refused.startswith(f"Failure [INSTALL_FAILED_UPDATE_INCOMPATIBLE: {words}")
    assert "versionCode=1 " in shell(f"dumpsys package {_APP}").out
    shell(f"pm uninstall {_APP}")
    assert _install(shell, theirs).out == "Success\n"


@pytest.mark.parametrize(
    ("api_level", "reason"),
    [(26, ""), (34, ": Downgrade detected: Update version code 1 is older than current 2")],
)
def test_a_downgrade_needs_its_word(
    shell_of: ShellOf, tmp_path: Path, api_level: int, reason: str
) -> None:
    """An older build is refused without -d and replaces the newer one with it."""
    shell = shell_of(api_level)
    older = make_app(tmp_path / "1.apk", _spec(version_code=1))
    _install(shell, make_app(tmp_path / "2.apk", _spec(version_code=2)))
    assert _install(shell, older).out == f"Failure [INSTALL_FAILED_VERSION_DOWNGRADE{reason}]\n"
    assert _install(shell, older, "-r -d").out == "Success\n"


def test_only_old_releases_need_the_word_to_replace(shell_of: ShellOf, tmp_path: Path) -> None:
    """Before 9 an install without -r is refused where the package is there; later it replaces."""
    build = make_app(tmp_path / "1.apk", _spec())
    for api_level, refused in {27: True, 28: False}.items():
        shell = shell_of(api_level)
        _install(shell, build, "-t")
        again = _install(shell, build, "-t").out
        assert again.startswith("Failure [INSTALL_FAILED_ALREADY_EXISTS: Attempt") == refused


def test_unsigned_and_changed_archives_are_refused(shell: PhoneShell, tmp_path: Path) -> None:
    """Nobody's archive, and one whose bytes changed since it was signed, have no certificates."""
    unsigned = make_app(tmp_path / "u.apk", _spec(), key=None)
    out = _install(shell, unsigned).out
    assert out.startswith("Failure [INSTALL_PARSE_FAILED_NO_CERTIFICATES: Failed to collect")
    signed = make_app(tmp_path / "s.apk", _spec())
    data = bytearray(signed.read_bytes())
    at = data.index(b"dex\n035") + 40
    data[at] ^= 1
    signed.write_bytes(data)
    assert "SHA-256 digest of contents did not verify" in _install(shell, signed).out


def test_a_full_phone_refuses(shell: PhoneShell, tmp_path: Path) -> None:
    """A size beyond the free space is refused before a byte is read."""
    del tmp_path
    ran = shell(f"cmd package install -S {2**62}")
    assert ran.out == "Failure [INSTALL_FAILED_INSUFFICIENT_STORAGE]\n"
    ran = shell(f"cmd package install-create -S {2**62}")
    assert ran.out == "Failure [INSTALL_FAILED_INSUFFICIENT_STORAGE]\n"


def test_one_permission_has_one_owner(shell: PhoneShell, tmp_path: Path) -> None:
    """A permission or a provider that another developer's app has declared is refused."""
    declares = {"com.example.PERMISSION": 0}
    first = make_app(tmp_path / "1.apk", _spec(declares=declares, authorities=("com.a.data",)))
    _install(shell, first)
    second = AppSpec("com.example.second", "x", declares=declares)
    refused = _install(shell, make_app(tmp_path / "2.apk", second, key="other")).out
    assert refused == (
        "Failure [INSTALL_FAILED_DUPLICATE_PERMISSION: Package com.example.second attempting to"
        f" redeclare permission com.example.PERMISSION already owned by {_APP}]\n"
    )
    third = AppSpec("com.example.third", "x", authorities=("com.a.data",))
    assert "INSTALL_FAILED_CONFLICTING_PROVIDER" in _install(
        shell, make_app(tmp_path / "3.apk", third)
    ).out  # fmt: skip


def test_a_session_installs_splits_together(shell: PhoneShell, tmp_path: Path) -> None:
    """Adb install-multiple's commands install a base with its split; pm path tells both."""
    base = make_app(tmp_path / "b.apk", _spec(needs_splits=True)).read_bytes()
    split = make_app(tmp_path / "s.apk", _spec(split="config.de")).read_bytes()
    created = shell(f"cmd package install-create -r -S {len(base) + len(split)}").out
    match = re.fullmatch(r"Success: created install session \[(\d+)\]\n", created)
    assert match is not None
    session = match[1]
    for name, data in (("0_base.apk", base), ("1_split.apk", split)):
        wrote = shell(f"cmd package install-write -S {len(data)} {session} {name} -", data).out
        assert wrote == f"Success: streamed {len(data)} bytes\n"
    assert shell(f"cmd package install-commit {session}").out == "Success\n"
    assert re.fullmatch(
        r"package:\S+/base\.apk\npackage:\S+/split_config\.de\.apk\n", shell(f"pm path {_APP}").out
    )
    gone = shell(f"cmd package install-commit {session}")
    assert f"SecurityException: Caller has no access to session {session}" in gone.err
    assert gone.status == 255


def test_a_session_is_given_up(shell: PhoneShell) -> None:
    """An abandoned session is no more; nothing is installed."""
    session = re.findall(r"\d+", shell("pm install-create").out)[0]
    assert shell(f"pm install-abandon {session}").out == "Success\n"
    assert shell(f"pm install-abandon {session}").status == 255
    assert shell("pm install-commit abc").status == 255


def test_an_update_keeps_data_and_grants(shell: PhoneShell, tmp_path: Path) -> None:
    """Data and grants outlive an update; -k keeps the data of what is uninstalled."""
    camera = "android.permission.CAMERA"
    build = make_app(tmp_path / "1.apk", _spec(permissions={camera: 0}))
    _install(shell, build)
    shell(f"pm grant {_APP} {camera}")
    package = shell.phone.packages.get(_APP)
    assert package is not None
    package.storage["kept"] = 1
    path = package.path
    _install(shell, build)
    assert package.granted == {camera}
    assert package.path != path
    assert shell.phone.files.get(path) is None
    assert shell(f"pm uninstall -k {_APP}; pm list packages -3 -u").out.endswith(f"{_APP}\n")
    _install(shell, build)
    again = shell.phone.packages.get(_APP)
    assert again is not None
    assert (again.storage, again.granted) == ({"kept": 1}, set())


_WORDS = st.sampled_from(
    ["-r", "-g", "-S", "-S5", "5", "-1", "--user", "0", "99", "all", "-i", "--abi", "x86_64", "-p",
     "a.b", "-", "--", "/x.apk", "/data/local/tmp", "list", "packages", "permissions", "-f", "-z",
     "--staged", "install-create", "install-write", "install-commit", "1482069141", "base.apk", "é",
     "uninstall", "-k", "grant", "android", "android.permission.CAMERA", "dump", "path", "clear",
     "resolve-activity", "--brief", "-a", "-n", "com.android.settings/.Settings", "suspend",
     "set-permission-flags", "user-set", "hide", "enable", "com.LeadConnector", "trim-caches"]
)  # fmt: skip


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.lists(_WORDS | st.text(max_size=4), max_size=6), st.sampled_from([26, 34]))
def test_no_words_hurt_the_package_manager(words: list[str], api_level: int) -> None:
    """Any words end with a status of Android's, and the phone goes on."""
    shell = _PHONES.setdefault(api_level, PhoneShell(phone_of(profile_at(api_level).name)))
    quoted = " ".join("'" + word.replace("'", "").replace("\0", "") + "'" for word in words)
    for command in (f"pm {quoted}", f"appops {quoted}"):
        assert 0 <= shell(command).status <= 255
    assert "package:android\n" in shell("pm list packages").out


_PHONES: dict[int, PhoneShell] = {}


def test_the_reference_build_is_refused_by_api_25(shell_of: ShellOf, tmp_path: Path) -> None:
    """Android 7.1 is too old for the reference app and says so."""
    ran = _install(shell_of(25), make_apk(tmp_path / "r.apk"))
    assert "INSTALL_FAILED_OLDER_SDK" in ran.out
