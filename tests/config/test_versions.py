"""Versions of a matrix are single ones, ranges, and those counted from the latest."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from config.versions import UnknownVersionError, VersionRange, expand

KNOWN = ("8.0", "8.1", "9", "12", "12L", "13")
READ: TypeAdapter[str] = TypeAdapter(VersionRange)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("9", ("9",)),
        ("latest", ("13",)),
        ("latest-1", ("12L",)),
        ("8.1..12", ("8.1", "9", "12")),
        ("12..", ("12", "12L", "13")),
        ("..8.1", ("8.0", "8.1")),
        ("latest-2..latest", ("12", "12L", "13")),
        ("all", KNOWN),
    ],
)
def test_a_range_stands_for_its_versions(written: str, found: tuple[str, ...]) -> None:
    """Each way of writing versions stands for those it says, oldest first."""
    assert expand(READ.validate_python(written), KNOWN) == found


def test_numbers_of_yaml_are_versions() -> None:
    """YAML reads 14 and 8.1 as numbers, and they are taken as they were written."""
    assert [READ.validate_python(value) for value in (14, 8.1, 8.0)] == ["14", "8.1", "8.0"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("12M", "did you mean '12"),
        ("latest-6", "only 6 versions are known"),
        ("13..9", "holds no version"),
        ("9..14", "no version '14'"),
    ],
)
def test_a_version_that_there_is_not_is_answered(written: str, said: str) -> None:
    """What is not known, or holds nothing, is told with what is known."""
    with pytest.raises(UnknownVersionError, match=said):
        expand(written, KNOWN)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(alphabet="0189.L-latestall ", max_size=14))
def test_anything_that_is_accepted_can_be_expanded(text: str) -> None:
    """A text is refused as it is read, or expands, or is told as unknown: nothing else happens."""
    with suppress(ValidationError, UnknownVersionError):
        assert set(expand(READ.validate_python(text), KNOWN)) <= set(KNOWN)
