"""What a phone reads of a build, and what it refuses to read."""

from __future__ import annotations

import io
import plistlib
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.virtual.builds.ipa import make_ipa
from devices.virtual.ios import ipa
from devices.virtual.ios.ipa import AppBundle, IpaError, read_bundle, read_ipa

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_APP = "Payload/A.app"
_INFO: dict[str, object] = {"CFBundleIdentifier": "com.a", "CFBundleVersion": "1"}


def _zip(entries: Mapping[str, bytes]) -> io.BytesIO:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return packed


def _info(**changed: object) -> bytes:
    info = {key: value for key, value in (_INFO | changed).items() if value is not None}
    return plistlib.dumps(info)


def _read(**changed: object) -> AppBundle:
    return read_ipa(_zip({f"{_APP}/Info.plist": _info(**changed)}))


def test_a_build_is_read_as_it_was_made(tmp_path: Path) -> None:
    """Everything that a phone decides by, and the metadata of virtual phones."""
    made = make_ipa(
        tmp_path / "a.ipa",
        version_name="4.1.2",
        build="77",
        minimum_os="16.4",
        families=[1],
        bundle_id="com.example.other",
        defect="offline-banner-hidden",
        skin="merged",
    )
    with made.open("rb") as file:
        bundle = read_ipa(file)
    assert (bundle.folder, bundle.bundle_id) == ("LeadConnector.app", "com.example.other")
    assert (bundle.version, bundle.build, bundle.minimum_os) == ("4.1.2", "77", "16.4")
    assert (bundle.families, bundle.signed) == ((1,), True)
    assert bundle.metadata == {
        "fleet.reference": "1",
        "fleet.defect": "offline-banner-hidden",
        "fleet.skin": "merged",
    }


def test_what_a_build_does_not_say_is_taken_as_ios_takes_it() -> None:
    """No oldest version, iPhone alone, no signature; a family may be a number by itself."""
    bundle = _read()
    assert (bundle.minimum_os, bundle.families, bundle.signed) == ("1.0", (1,), False)
    assert bundle.version == ""
    assert _read(UIDeviceFamily=2).families == (2,)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"CFBundleIdentifier": None}, "MissingBundleIdentifier"),
        ({"CFBundleIdentifier": ""}, "MissingBundleIdentifier"),
        ({"CFBundleVersion": None}, "MissingBundleVersion"),
        ({"CFBundleIdentifier": 5}, "PackageInspectionFailed"),
        ({"MinimumOSVersion": "new"}, "PackageInspectionFailed"),
        ({"MinimumOSVersion": "1" * 99}, "PackageInspectionFailed"),
        ({"UIDeviceFamily": ["1"]}, "PackageInspectionFailed"),
    ],
)
def test_a_list_that_lacks_what_ios_needs_is_refused(changed: dict[str, object], code: str) -> None:
    """By iOS's name of the failure."""
    with pytest.raises(IpaError) as caught:
        _read(**changed)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "entries",
    [
        {},
        {"A.app/Info.plist": _info()},
        {f"{_APP}/A": b""},
        {f"{_APP}/sub/Info.plist": _info()},
        {f"{_APP}/Info.plist": _info(), "Payload/B.app/Info.plist": _info()},
        {f"{_APP}/Info.plist": b"bplist00" + b"\xff" * 40},
        {f"{_APP}/Info.plist": b"<plist><array/></plist>"},
        {f"{_APP}/Info.plist": b"<!DOCTYPE x [<!ENTITY a 'a'>]><plist><dict/></plist>"},
    ],
)
def test_an_archive_without_one_readable_app_is_refused(entries: dict[str, bytes]) -> None:
    """No app, two apps, no list of its own, a broken one."""
    with pytest.raises(IpaError, match="PackageInspectionFailed: "):
        read_ipa(_zip(entries))


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "Payload/../../evil", "a\\..\\b"])
def test_an_archive_that_writes_outside_is_refused(name: str) -> None:
    """Whatever else it holds."""
    archive = _zip({f"{_APP}/Info.plist": _info(), name: b""})
    with pytest.raises(IpaError, match=r"PackageExtractionFailed: .* lies outside of it"):
        read_ipa(archive)


def test_an_archive_that_would_fill_the_phone_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judged by what it says that it unpacks to, or by the number of its entries."""
    bomb = {f"{_APP}/Info.plist": _info(), f"{_APP}/zeros": bytes(2_000_000)}
    read_ipa(_zip(bomb))
    monkeypatch.setattr(ipa, "_LARGEST_APP", 1_000_000)
    with pytest.raises(IpaError, match="Could not extract archive: 2000"):
        read_ipa(_zip(bomb))
    monkeypatch.setattr(ipa, "_MOST_ENTRIES", 1)
    with pytest.raises(IpaError, match="2 entries"):
        read_ipa(_zip(bomb))


def test_a_list_that_is_larger_than_it_can_be_is_not_unpacked() -> None:
    """A megabyte is read at most."""
    archive = _zip({f"{_APP}/Info.plist": bytes(50_000_000)})
    with pytest.raises(IpaError, match="too large"):
        read_ipa(archive)


@given(st.binary(max_size=300))
def test_any_bytes_are_an_archive_or_refused(data: bytes) -> None:
    """Nothing else comes of them."""
    with pytest.raises(IpaError, match="Could not extract archive"):
        read_ipa(io.BytesIO(data))


@given(st.integers(0, 400), st.binary(min_size=1, max_size=6))
def test_a_damaged_archive_is_read_or_refused(at: int, junk: bytes) -> None:
    """Wherever it is damaged."""
    data = bytearray(_zip({f"{_APP}/Info.plist": _info()}).getvalue())
    data[at : at + len(junk)] = junk
    with suppress(IpaError):
        assert read_ipa(io.BytesIO(bytes(data))).bundle_id


@given(st.binary(max_size=200))
def test_any_bytes_are_a_list_or_refused(data: bytes) -> None:
    """In XML, in binary, or in neither."""
    for prefix in (b"", b"bplist00", b"<?xml version='1.0'?><plist>"):
        with pytest.raises(IpaError):
            read_bundle("A.app", prefix + data, signed=True)
