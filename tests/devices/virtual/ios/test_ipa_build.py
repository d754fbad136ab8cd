"""Builds of the reference app for iOS, read with nothing but the standard library."""

from __future__ import annotations

import hashlib
import plistlib
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from devices.virtual.app.defects import UnknownDefectError
from devices.virtual.app.skins import UnknownSkinError
from devices.virtual.builds.ipa import PURPOSES, make_ipa

if TYPE_CHECKING:
    from pathlib import Path

_APP = "Payload/LeadConnector.app"


def _info(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        return dict(plistlib.loads(archive.read(f"{_APP}/Info.plist")))


def test_a_build_says_what_tools_ask_for(tmp_path: Path) -> None:
    """Identity, versions, platform, family and a purpose for every permission alert."""
    info = _info(make_ipa(tmp_path / "a.ipa"))
    assert info["CFBundleIdentifier"] == "com.LeadConnector"
    assert info["CFBundleDisplayName"] == "LeadConnector"
    assert info["CFBundleShortVersionString"] == info["CFBundleVersion"] == "3.95.0"
    assert info["CFBundleSupportedPlatforms"] == ["iPhoneOS"]
    assert info["CFBundleExecutable"] == "LeadConnector"
    assert (info["MinimumOSVersion"], info["UIDeviceFamily"]) == ("15.0", [1, 2])
    assert info["UIRequiredDeviceCapabilities"] == ["arm64"]
    assert {key: info[key] for key in PURPOSES} == PURPOSES
    assert all(PURPOSES.values())


def test_a_sound_build_says_nothing_of_a_defect(tmp_path: Path) -> None:
    """Its metadata marks it as the reference app and no more."""
    found = {k: v for k, v in _info(make_ipa(tmp_path / "a.ipa")).items() if "fleet" in k}
    assert found == {"fleet.reference": "1"}


def test_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    """A build is reproducible, and another version is another file."""
    first = make_ipa(tmp_path / "a.ipa").read_bytes()
    assert make_ipa(tmp_path / "b.ipa").read_bytes() == first
    assert make_ipa(tmp_path / "c.ipa", version_name="3.95.1").read_bytes() != first


def test_a_build_is_a_sound_archive_and_sealed(tmp_path: Path) -> None:
    """Every file but the seal itself is in the seal, by its digest; its executable is arm64's."""
    with zipfile.ZipFile(make_ipa(tmp_path / "a.ipa")) as archive:
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        files = {name.removeprefix(f"{_APP}/"): archive.read(name) for name in archive.namelist()}
    seal = plistlib.loads(files.pop("_CodeSignature/CodeResources"))["files2"]
    assert {name: hashlib.sha256(data).digest() for name, data in files.items()} == {
        name: row["hash2"] for name, row in seal.items()
    }
    assert files["LeadConnector"].startswith(bytes.fromhex("cffaedfe 0c000001"))


def test_an_unsigned_build_has_neither_seal_nor_profile(tmp_path: Path) -> None:
    """Which is what iOS refuses it for."""
    with zipfile.ZipFile(make_ipa(tmp_path / "a.ipa", signed=False)) as archive:
        names = " ".join(archive.namelist())
    assert "_CodeSignature" not in names
    assert "mobileprovision" not in names


def test_a_build_of_no_known_defect_or_skin_is_not_made(tmp_path: Path) -> None:
    """And nothing is left of it."""
    with pytest.raises(UnknownDefectError):
        make_ipa(tmp_path / "a.ipa", defect="no-such")
    with pytest.raises(UnknownSkinError):
        make_ipa(tmp_path / "a.ipa", skin="no-such")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("defect", "oldest"), [("needs-newer-ios", "16.0"), ("installs-on-older-ios", "14.0")]
)
def test_a_defect_may_be_of_the_package(tmp_path: Path, defect: str, oldest: str) -> None:
    """It shows before the app runs: the phone reads another oldest release."""
    assert _info(make_ipa(tmp_path / "a.ipa", defect=defect))["MinimumOSVersion"] == oldest
