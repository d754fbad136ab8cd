"""A matrix becomes cells, or a complaint that names the place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from config.errors import ConfigError
from config.matrix import read
from devices.pool.labs import releases
from devices.pool.plan import PhoneFacts, Release, Resolution
from devices.pool.resolve import Resolver

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

IOS = [Release("14", 14), Release("15", 15), Release("18", 18), Release("26", 26)]
ANDROID = [Release("7.1", 25), Release("8.0", 26), Release("9", 28), Release("14", 34)]
VIRTUAL = {
    f"android-{release.version}": PhoneFacts("android", release.version, release.api_level)
    for release in ANDROID
}


def iphone(version: str, form: str = "phone") -> PhoneFacts:
    """A virtual iPhone."""
    number = int(version)
    return PhoneFacts("ios", version, number, attaches=("cable",), transports=("usb",), form=form)


# A tablet first: what stands first must not be what is taken.
VIRTUAL |= {"ipad-18": iphone("18", "tablet")}
VIRTUAL |= {f"ios-{release.version}": iphone(release.version) for release in IOS}


def attached(version: str, api_level: int, kind: str = "real", *tags: str) -> PhoneFacts:
    """A phone that there is once."""
    return PhoneFacts(
        "android",
        version,
        api_level,
        kind=kind,
        attaches=("cable",),
        transports=("usb",),
        tags=tags,
        column=kind,
        copies=False,
    )


def resolved(folder: Path, *cells: str, lab: str = "virtual", **desk: PhoneFacts) -> Resolution:
    """What a matrix with these lines comes to."""
    path = folder / "m.yaml"
    lines = "".join(f"  - {cell}\n" for cell in cells)
    path.write_text(f"name: m\nlab: {lab}\nsuites: [offline]\ncells:\n{lines}", encoding="utf-8")
    labs: Mapping[str, Mapping[str, PhoneFacts]] = {"virtual": VIRTUAL, "desk": desk}
    return Resolver(read(path), path, labs, {"android": ANDROID, "ios": IOS}).resolve()


def ids(resolution: Resolution) -> list[str]:
    """The ids of its cells."""
    return [cell.id for cell in resolution.cells]


def test_cells_keep_the_order_and_have_stable_ids(tmp_path: Path) -> None:
    """A cell is named by its release and the way it is attached, never by a serial."""
    found = resolved(
        tmp_path,
        "{device: android-9, kind: virtual, attach: cable}",
        "{platform: android, versions: 14, kind: virtual}",
    )
    assert ids(found) == ["android-9-cable", "android-14-emulator"]
    assert (found.cells[0].api_level, found.cells[0].transport) == (28, "tcp")


def test_a_range_is_a_cell_for_every_release_that_the_app_supports(tmp_path: Path) -> None:
    """An open range begins at the app's oldest release; one that is named is taken as it is."""
    assert ids(resolved(tmp_path, "{platform: android, versions: ..9, kind: virtual}")) == [
        "android-8.0-emulator",
        "android-9-emulator",
    ]
    several = "{platform: android, versions: [7.1, latest-1, latest], kind: virtual}"
    assert ids(resolved(tmp_path, several)) == [
        "android-7.1-emulator",
        "android-9-emulator",
        "android-14-emulator",
    ]


def test_a_release_older_than_the_apps_oldest_is_told_apart(tmp_path: Path) -> None:
    """It can be asked for by name, a phone of a user's too; nothing of the app runs there."""
    line = "{platform: android, versions: [7.1, 8.0], kind: [virtual, real]}"
    lab = "[desk, virtual]"
    found = resolved(tmp_path, line, lab=lab, old=attached("7.1", 25))
    assert [(cell.kind, cell.supported) for cell in found.cells] == [
        ("real", False),
        ("virtual", True),
    ]


def test_an_unknown_phone_is_answered_with_the_nearest(tmp_path: Path) -> None:
    """The complaint names line and column, what the lab has, and the nearest name."""
    with pytest.raises(ConfigError, match=r"m\.yaml:5:14: device: the lab 'virtual' has no phone"):
        resolved(tmp_path, "{device: android-41, kind: virtual}")
    with pytest.raises(ConfigError, match=r"did you mean 'android-14'\?"):
        resolved(tmp_path, "{device: android-41, kind: virtual}")


@pytest.mark.parametrize("kind", ["kind: real, ", "kind: [real, emulator], ", ""])
def test_a_virtual_phone_satisfies_no_other_kind(tmp_path: Path, kind: str) -> None:
    """A cell that does not say virtual is never given a virtual phone, named or not."""
    for wish in ("device: android-14", "platform: android"):
        with pytest.raises(ConfigError, match=r"(real|anything but virtual)"):
            resolved(tmp_path, f"{{{kind}{wish}}}")


def test_the_same_cell_twice_is_refused(tmp_path: Path) -> None:
    """Two lines that come to one cell would run every test twice under one id."""
    lines = ("{device: android-14, kind: virtual}", "{platform: android, kind: virtual}")
    with pytest.raises(ConfigError, match=r"m\.yaml:6:5: the cell android-14-emulator stands"):
        resolved(tmp_path, *lines)


def test_no_phone_for_a_required_cell_says_what_there_is(tmp_path: Path) -> None:
    """What was wanted and what the lab has stand in the complaint, with its place."""
    said = r"m\.yaml:5:16: no phone of the lab 'desk' is real android 14; there is real android 9"
    with pytest.raises(ConfigError, match=said):
        resolved(
            tmp_path,
            "{platform: android, versions: 14, kind: real}",
            lab="desk",
            A1=attached("9", 28),
        )


def test_an_optional_cell_without_a_phone_is_told_and_left_out(tmp_path: Path) -> None:
    """The others run; a matrix of which nothing is left does not."""
    missing = "{platform: android, versions: 14, kind: real, required: false}"
    there = "{platform: android, versions: 9, kind: real}"
    found = resolved(tmp_path, missing, there, lab="desk", A1=attached("9", 28))
    assert ids(found) == ["real-android-9"]
    assert found.warnings[0].startswith(
        "not covered: no phone of the lab 'desk' is real android 14"
    )
    with pytest.raises(ConfigError, match=r"m\.yaml:5:3: no cell of the matrix is left to run"):
        resolved(tmp_path, missing, lab="desk", A1=attached("9", 28))


def test_phones_are_shared_out_so_that_every_cell_has_one(tmp_path: Path) -> None:
    """A line that any phone fits leaves the tagged one to the line that needs it."""
    found = resolved(
        tmp_path,
        "{id: any, platform: android, versions: 14, kind: real}",
        "{platform: android, versions: 14, kind: real, tags: samsung}",
        lab="desk",
        A1=attached("14", 34, "real", "samsung"),
        A2=attached("14", 34),
    )
    assert {cell.id: cell.device for cell in found.cells} == {
        "any": "A2",
        "real-android-14-samsung": "A1",
    }


def test_one_phone_stands_for_one_cell(tmp_path: Path) -> None:
    """A second cell that only the same phone fits is refused, naming the phone."""
    line = "platform: android, versions: 14, kind: real"
    with pytest.raises(ConfigError, match=r"m\.yaml:6:5: .*A1 already stands for another cell"):
        resolved(tmp_path, f"{{{line}}}", f"{{id: two, {line}}}", lab="desk", A1=attached("14", 34))


def test_a_release_newer_than_all_that_is_known_is_a_warning(tmp_path: Path) -> None:
    """A phone of tomorrow is used, with what is known of the newest release, and this is said."""
    found = resolved(tmp_path, "{platform: android, kind: real}", lab="desk", A1=attached("18", 40))
    assert ids(found) == ["real-android-18"]
    assert "is newer than anything known" in found.warnings[0]


def test_of_several_labs_the_first_with_a_fitting_phone_provides(tmp_path: Path) -> None:
    """A cell comes from its own lab if it names one, else from the matrix's in their order."""
    found = resolved(
        tmp_path,
        "{platform: android, versions: 14, kind: real}",
        "{platform: android, versions: 14, kind: virtual}",
        "{platform: android, versions: 9, kind: virtual, lab: virtual}",
        lab="[desk, virtual]",
        A1=attached("14", 34),
    )
    assert [cell.lab for cell in found.cells] == ["desk", "virtual", "virtual"]


def test_two_skins_are_two_runs(tmp_path: Path) -> None:
    """A run is of one build, and a build draws itself in one way."""
    with pytest.raises(ConfigError, match=r"m\.yaml:6:\d+: skin: a run is of one build"):
        resolved(
            tmp_path,
            "{device: android-9, kind: virtual}",
            "{device: android-14, kind: virtual, skin: merged}",
        )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{platform: android, versions: 15, kind: virtual}", r"m\.yaml:5:35: .*no version '15'"),
        ("{kind: virtual}", "at least its platform"),
        ("{device: android-9, versions: 9, kind: virtual}", "a device has one version"),
        ("{platform: android, versions: [8.0, 9], id: x, kind: virtual}", "an id is of one cell"),
        ("{platform: android, versions: [], kind: virtual}", r"5:35: versions: found a list"),
        (
            "{platform: android, versions: '9...14', kind: virtual}",
            r"5:35: versions: '9\.\.\.14' is no version; write 14",
        ),
        ("{platform: android, kind: virtual, locale: de-DE}", "is virtual android de-DE"),
        ("{platform: android, kind: virtual, form: tablet}", "is virtual android tablet"),
    ],
)
def test_a_line_that_makes_no_sense_is_told(tmp_path: Path, line: str, said: str) -> None:
    """Every mistake of a line is answered with what is wrong with it."""
    with pytest.raises(ConfigError, match=said):
        resolved(tmp_path, line)


def test_every_release_from_8_0_to_17_is_known() -> None:
    """The releases are those of the virtual phones, oldest first."""
    versions = [release.version for release in releases()["android"]]
    assert versions[1] == "8.0"
    assert versions[-1] == "17"
    assert versions.index("12") + 1 == versions.index("12L")


def test_iphones_are_named_by_their_major_release(tmp_path: Path) -> None:
    """An open range begins at the app's oldest release; a phone is taken before a tablet."""
    found = resolved(tmp_path, "{platform: ios, versions: ..26, kind: virtual}")
    assert ids(found) == ["ios-15-cable", "ios-18-cable", "ios-26-cable"]
    assert {(cell.transport, cell.form) for cell in found.cells} == {("usb", "phone")}


def test_releases_count_back_from_the_newest_of_the_platform(tmp_path: Path) -> None:
    """`latest-1` of iOS is no release of Android's."""
    found = resolved(tmp_path, "{platform: ios, versions: latest-1, kind: virtual}")
    assert ids(found) == ["ios-18-cable"]


def test_a_tablet_is_taken_where_one_is_asked_for(tmp_path: Path) -> None:
    """Its cell says so, so that its history is no phone's."""
    line = "{platform: ios, versions: 18, form: tablet, kind: virtual}"
    found = resolved(tmp_path, line)
    assert (ids(found), found.cells[0].device) == (["ios-18-cable-tablet"], "ipad-18")


def test_a_release_that_the_app_does_not_support_is_marked(tmp_path: Path) -> None:
    """Each platform has an oldest release of its own."""
    found = resolved(
        tmp_path,
        "{platform: ios, versions: [14, 15], kind: virtual}",
        "{platform: android, versions: 7.1, kind: virtual}",
    )
    assert [cell.supported for cell in found.cells] == [False, True, False]


def test_an_iphone_of_tomorrow_is_used_with_a_warning(tmp_path: Path) -> None:
    """What is known of the newest release is used, and this is said."""
    new = replace(iphone("31"), kind="real", column="real", copies=False)
    found = resolved(tmp_path, "{platform: ios, versions: 31, kind: real}", lab="desk", A1=new)
    assert ids(found) == ["real-ios-31"]
    assert "ios 31 is newer than anything known; what is known of 26" in found.warnings[0]
