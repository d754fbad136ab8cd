"""What agrees with an expectation, and what does not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from devices.conform.expected import TextMatch, ValueMatch

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("match", "seen", "agrees"),
    [
        ({"equals": "ab"}, "ab", True),
        ({"equals": "ab"}, "ab\n", True),
        ({"equals": "ab"}, "ab\n\n", False),
        ({"equals": "ab"}, " ab", False),
        ({"equals": ""}, "", True),
        ({"equals": ""}, "x", False),
        ({"matches": "a+"}, "aa\n", True),
        ({"matches": "a+"}, "aab", False),
        ({"contains": "b"}, "abc", True),
        ({"contains": ["a", "z"]}, "abc", False),
        ({"absent": "z"}, "abc", True),
        ({"absent": ["z", "b"]}, "abc", False),
        ({"lines": ["a.*", "c"]}, "ab\nb\nc\n", True),
        ({"lines": ["c", "a.*"]}, "ab\nb\nc\n", False),
        ({"lines": ["a"]}, "ab\n", False),
        ({"lines": ["a", "a"]}, "a\n", False),
        ({"each_line": r"\d+"}, "1\n22\n", True),
        ({"each_line": r"\d+"}, "1\nx\n", False),
        ({"each_line": r"\d+"}, "", False),
        ({"contains": "a", "absent": "b"}, "ab", False),
    ],
)
def test_a_text_agrees_when_all_that_is_given_holds(
    match: dict[str, object], seen: str, *, agrees: bool
) -> None:
    """Every form of match tells texts that agree from texts that do not."""
    assert TextMatch.model_validate(match).differs(seen) is not agrees


@pytest.mark.parametrize(
    ("match", "seen", "agrees"),
    [
        ({"equals": None}, None, True),
        ({"equals": None}, 0, False),
        ({"equals": 1}, 1, True),
        ({"equals": 1}, True, False),
        ({"equals": False}, 0, False),
        ({"json": "true"}, True, True),
        ({"json": "true"}, 1, False),
        ({"json": "70"}, 70, True),
        ({"type": "number"}, 1.5, True),
        ({"type": "number"}, True, False),
        ({"type": "null"}, None, True),
        ({"type": "array"}, [], True),
        ({"type": "object"}, [], False),
        ({"text": {"matches": "a.*"}}, "abc", True),
        ({"text": {"matches": "a.*"}}, 5, False),
        ({"has": {"a": 1}}, {"a": 1, "b": 2}, True),
        ({"has": {"a": 1}}, {"a": 2}, False),
        ({"has": {"a": 1}}, {}, False),
        ({"has": {"a": 1}}, "a", False),
        ({"has": {"a": {"has": {"b": {"type": "string"}}}}}, {"a": {"b": "x"}}, True),
        ({"names": ["a"]}, {"a": None}, True),
        ({"names": ["a"]}, {"b": None}, False),
        ({"names": ["a"]}, None, False),
        ({"item": {"names": ["id"]}}, [{"id": 1}], True),
        ({"item": {"names": ["id"]}}, [], False),
        ({"item": {"names": ["id"]}}, [{"id": 1}, {}], False),
    ],
)
def test_a_value_agrees_when_all_that_is_given_holds(
    match: dict[str, object], seen: object, *, agrees: bool
) -> None:
    """JSON's types are kept apart, and members and items are looked at one by one."""
    assert ValueMatch.model_validate(match).differs(seen) is not agrees


@pytest.mark.parametrize("model", [TextMatch, ValueMatch])
def test_an_expectation_of_nothing_is_refused(model: type[TextMatch | ValueMatch]) -> None:
    """A match that anything would satisfy is a mistake of whoever wrote it."""
    with pytest.raises(ValidationError, match="expects nothing"):
        model.model_validate({})


def test_a_broken_pattern_is_refused() -> None:
    """A regular expression is compiled when the row is read, not when a phone is asked."""
    with pytest.raises(ValidationError, match="no regular expression"):
        TextMatch.model_validate({"lines": "("})


@pytest.mark.parametrize(
    ("match", "seen", "expected", "shown"),
    [
        ({"equals": ""}, "x\n", "nothing", r"'x\n'"),
        ({"equals": "a"}, "x", "'a'", "'x'"),
        ({"lines": ["a", "c"]}, "a\nb\n", "a line /c/ after /a/", r"'a\nb'"),
        ({"contains": ["a", "z"]}, "abc", "has 'z'", "'abc'"),
        ({"absent": "b"}, "abc", "has no 'b'", "'abc'"),
        ({"each_line": "[a-c]"}, "a\nx\ny", "only lines /[a-c]/", "'x'"),
        ({"matches": "a"}, "b", "all of /a/", "'b'"),
    ],
)
def test_what_differs_first_is_told(
    match: dict[str, object], seen: str, expected: str, shown: str
) -> None:
    """Of several expectations the one that does not hold is named, with what was there."""
    found = TextMatch.model_validate(match).difference(seen)
    assert found is not None
    assert (found.expected, found.seen) == (expected, shown)


def test_of_a_long_text_the_nearest_line_is_told() -> None:
    """A reader sees which line is nearly right, and not the beginning of a dump."""
    text = "".join(f"    line {n} of a long dump\n" for n in range(200)) + "    userId=99\n"
    found = TextMatch.model_validate({"lines": r"    userId=1\d{4}"}).difference(text)
    assert found is not None
    assert found.seen == "'    userId=99', in 201 lines"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(value=_JSON, other=_JSON)
def test_any_value_agrees_with_itself_alone(value: object, other: object) -> None:
    """An exact value tells every other JSON value from itself."""
    match = ValueMatch.model_validate({"json": json.dumps(value)})
    assert not match.differs(value)
    assert match.differs(other) == (
        json.dumps(value, sort_keys=True) != json.dumps(other, sort_keys=True)
    )
