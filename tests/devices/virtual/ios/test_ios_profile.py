"""Each virtual iPhone is told by its own release's facts."""

from __future__ import annotations

from typing import Any

import pytest

from devices.virtual.ios.profile import catalog, release_of, row_for


@pytest.mark.parametrize(
    ("version", "release"),
    [("17", (17, 0)), (17, (17, 0)), ("17.6", (17, 6)), ("17.6.1", (17, 6)), (26, (26, 0))],
)
def test_a_version_is_read_as_its_major_and_minor_number(
    version: str | int, release: tuple[int, int]
) -> None:
    """A version is read as its major and minor number."""
    assert release_of(version) == release


@pytest.mark.parametrize(
    ("release", "word"),
    [((15, 0), "old"), ((17, 5), "old"), ((17, 6), "new"), ((18, 0), "new"), ((99, 0), "new")],
)
def test_a_release_has_the_newest_row_that_is_not_newer_than_itself(
    release: tuple[int, int], word: str
) -> None:
    """A release has the newest row that is not newer than itself."""
    rows: list[dict[str, Any]] = [{"from": "17.6", "is": "new"}, {"from": 15, "is": "old"}]
    assert row_for(rows, release)["is"] == word


def test_a_release_older_than_every_row_is_an_error() -> None:
    """A release older than every row is an error."""
    with pytest.raises(LookupError, match=r"iOS \(14, 8\): the oldest begins at 15"):
        row_for([{"from": 15}], (14, 8))


def test_every_release_that_the_app_supports_has_a_phone() -> None:
    """Every release that the app supports has a phone."""
    majors = {profile.release[0] for profile in catalog().values() if profile.form == "phone"}
    assert majors == {14, 15, 16, 17, 18, 26, 27}


def test_there_are_phones_with_and_without_a_home_button_and_a_tablet() -> None:
    """There are phones with and without a home button and a tablet."""
    kinds = {(profile.form, profile.home, profile.sensor) for profile in catalog().values()}
    assert kinds == {
        ("phone", "button", "touch_id"),
        ("phone", "indicator", "face_id"),
        ("tablet", "indicator", "touch_id"),
    }


def test_points_are_as_many_pixels_as_the_screen_is_fine() -> None:
    """Points are as many pixels as the screen is fine."""
    screen = catalog()["ios-17"].screen
    assert (screen.width_px, screen.height_px, screen.scale) == (1170, 2532, 3)
