"""A run is of one build for each platform of its cells, told apart by what is in the file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from devices.build import BuildError
from devices.pool.builds import builds_for, read_build, reference_build
from devices.pool.plan import Cell
from devices.virtual.builds import AppSpec, make_apk, make_app
from devices.virtual.builds.ipa import make_ipa

if TYPE_CHECKING:
    from pathlib import Path

ANDROID = Cell("a", "android-14", "virtual", "android", "14", 34, "cable", required=True)
IPHONE = Cell("i", "ios-17", "virtual", "ios", "17", 17, "cable", required=True)


def test_an_ipa_says_what_an_apk_says(tmp_path: Path) -> None:
    """Identifier, names, versions, whose app it is, and the defect that it carries."""
    path = make_ipa(tmp_path / "a.ipa", build="4711", defect="offline-banner-hidden")
    build = read_build(path)
    assert (build.platform, build.package, build.label) == ("ios", "com.LeadConnector", build.label)
    assert (build.version_name, build.number) == ("3.95.0", "4711")
    assert (build.label, build.reference) == ("LeadConnector", True)
    assert build.defect == "offline-banner-hidden"
    assert read_build(make_ipa(tmp_path / "b.ipa")).defect == ""


def test_the_kind_of_a_build_is_seen_from_its_content(tmp_path: Path) -> None:
    """A name tells nothing: stores hand builds out under any."""
    ipa = make_ipa(tmp_path / "a.ipa").rename(tmp_path / "download.zip")
    apk = make_apk(tmp_path / "b.apk").rename(tmp_path / "download")
    assert read_build(ipa).platform == "ios"
    assert read_build(apk).platform == "android"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("broken.ipa", b"PK\3\4 and nothing else", "is no IPA"),
        ("broken.apk", b"PK\3\4 and nothing else", "is no APK"),
        ("README.md", b"# nothing", "is no APK"),
    ],
)
def test_what_is_no_build_is_told(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    """Any file at all comes to a build, or to a complaint that names the file."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BuildError, match=says) as caught:
        read_build(path)
    assert caught.value.path == path
    with pytest.raises(BuildError, match="cannot be read"):
        read_build(tmp_path / "nowhere")


def test_a_run_has_a_build_for_each_platform_and_no_other(tmp_path: Path) -> None:
    """Reference builds are made for the platforms of the cells, with the defect in each."""
    builds = builds_for((ANDROID, IPHONE), (), "offline-banner-hidden", tmp_path)
    assert {name: build.platform for name, build in builds.items()} == {
        "android": "android",
        "ios": "ios",
    }
    assert {build.defect for build in builds.values()} == {"offline-banner-hidden"}
    assert set(builds_for((IPHONE,), (), None, tmp_path)) == {"ios"}


def test_a_given_build_takes_the_place_of_its_platforms_alone(tmp_path: Path) -> None:
    """The other platform has its reference build made as before."""
    given = make_ipa(tmp_path / "mine.ipa", version_name="9.9")
    builds = builds_for((ANDROID, IPHONE), (given,), None, tmp_path)
    assert builds["ios"].version_name == "9.9"
    assert builds["android"].path.name == "reference.apk"


def test_builds_that_no_cell_runs_are_refused(tmp_path: Path) -> None:
    """One for a platform that the run has not, and a second for one that it has."""
    first, second = make_ipa(tmp_path / "1.ipa"), make_ipa(tmp_path / "2.ipa")
    with pytest.raises(BuildError, match="is for ios, and no cell of the run is"):
        builds_for((ANDROID,), (first,), None, tmp_path)
    with pytest.raises(BuildError, match="is the second build for ios"):
        builds_for((IPHONE,), (first, second), None, tmp_path)


def test_virtual_phones_run_the_reference_app_and_others_do_not(tmp_path: Path) -> None:
    """So that nobody takes a virtual phone's pass for the product's."""
    real = replace(IPHONE, kind="real")
    reference = make_ipa(tmp_path / "a.ipa")
    with pytest.raises(BuildError, match="which only virtual phones run"):
        builds_for((real,), (reference,), None, tmp_path)
    with pytest.raises(BuildError, match="name its file for ios by --app"):
        builds_for((real,), (), None, tmp_path)
    with pytest.raises(BuildError, match="to two matrices"):
        builds_for((ANDROID, real), (), None, tmp_path)
    other = make_app(tmp_path / "o.apk", AppSpec("com.example.any", "Any App"))
    with pytest.raises(BuildError, match="virtual phones run no other"):
        builds_for((ANDROID,), (other,), None, tmp_path)


def test_a_defect_is_seeded_or_a_build_given(tmp_path: Path) -> None:
    """Not both; and there must be such a defect."""
    given = make_ipa(tmp_path / "a.ipa")
    with pytest.raises(BuildError, match="give one of the two"):
        builds_for((IPHONE,), (given,), "offline-banner-hidden", tmp_path)
    with pytest.raises(BuildError, match="did you mean"):
        reference_build(IPHONE, tmp_path, "offline-banner-hiden")
