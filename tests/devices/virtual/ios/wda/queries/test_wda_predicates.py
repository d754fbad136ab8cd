"""Predicate strings: their grammar, how values compare, and what cannot be read.

Source of the language: Apple, Predicate Programming Guide; of the attributes, facts about
WebDriverAgent 16.12.9, NSPredicate+FBFormat.m and FBElementUtils.m.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.virtual.ios.wda.elements.element import Element, Tree
from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.queries import predicate
from devices.virtual.ui.node import Node, Rect, Role


class _Panel:
    scale = 3.0


def _element(node: Node, kind: str) -> Element:
    node.bounds = node.visible = Rect(30, 60, 330, 180)
    tree = Tree("com.x", 400, _Panel(), ())  # type: ignore[arg-type] # all of it that is asked
    return Element(tree, node, kind, node.visible, None)


BUTTON = _element(Node(Role.BUTTON, id="sign_in", text="Café Olé", enabled=False), "Button")
BARE = _element(Node(Role.GROUP), "Other")


def _holds(text: str, element: Element = BUTTON) -> bool:
    return predicate.parse(text)(element)


@pytest.mark.parametrize(
    "text",
    [
        "name == 'sign_in'",
        'name = "sign_in"',
        "wdName == 'sign_in'",
        "name != 'other'",
        "name <> 'other'",
        "label == 'Café Olé'",
        "label ==[c] 'CAFÉ OLÉ'",
        "label ==[cd] 'cafe ole'",
        "label BEGINSWITH 'Café'",
        "label beginswith[cd] 'CAFE'",
        "label ENDSWITH 'Olé'",
        "label CONTAINS 'é O'",
        "label CONTAINS [c] 'CAFÉ'",
        "label LIKE 'Caf? *'",
        "label LIKE[cd] 'cafe*'",
        "label MATCHES 'Caf.\\\\s\\\\w+'",
        "label MATCHES[c] 'CAFÉ .*'",
        "type == 'XCUIElementTypeButton'",
        "enabled == 0",
        "enabled == false AND visible == TRUE",
        "enabled == NO && visible == YES",
        "NOT enabled == 1",
        "!(enabled == 1)",
        "value == nil",
        "value == NULL",
        "rect.x == 10 AND rect.width > 99.5",
        "rect.y BETWEEN {20, 30}",
        "name IN {'a', 'sign_in'}",
        "name IN 'please sign_in here'",
        "name == 'a' OR name == 'sign_in'",
        "name == 'a' || name == 'sign_in'",
        "(name == 'a' OR name == 'sign_in') AND index <= 0",
        "index >= -1",
        "index < 0x10",
        "'sign' < name",
        "TRUEPREDICATE",
        "NOT FALSEPREDICATE",
        "label == 'Caf\\u00e9 Olé'",
        "#name == 'sign_in'",
        "accessible == 1 AND hittable == 0 OR name == 'sign_in'",
    ],
)
def test_what_holds_of_a_button(text: str) -> None:
    """Each of these is true of a disabled button named sign_in and labelled Café Olé."""
    assert _holds(text)


@pytest.mark.parametrize(
    "text",
    [
        "name == 'SIGN_IN'",
        "label CONTAINS 'cafe'",
        "label LIKE 'Caf?'",
        "label MATCHES 'Caf.'",
        "index == '0'",
        "name == 0",
        "name IN {}",
        "name == 'sign_in' AND (label == 'x' OR label == 'y')",
        "value CONTAINS 'x'",
        "value < 3",
        "NOT name == 'sign_in' AND FALSEPREDICATE OR enabled == 1",
    ],
)
def test_what_does_not_hold_of_it(text: str) -> None:
    """Case, wildcards and types count; a missing value compares with nothing."""
    assert not _holds(text)


@pytest.mark.parametrize("text", ["label == nil", "NOT (name CONTAINS 'x')", "name != 'x'"])
def test_a_missing_value_is_nil(text: str) -> None:
    """What has no name or label has nil for it."""
    assert _holds(text, BARE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name ==",
        "name == 'a",
        "== 'a'",
        "name == 'a' name",
        "name === 'a'",
        "name %@ 'a'",
        "name ==[x] 'a'",
        "(name == 'a'",
        "name == 'a' AND",
        "name LIKES 'a'",
    ],
)
def test_what_cannot_be_read_is_an_unknown_error(text: str) -> None:
    """What is no predicate is told with Foundation's words, as an unknown error."""
    with pytest.raises(WdaError) as caught:
        predicate.parse(text)
    assert caught.value.fault is Fault.UNKNOWN_ERROR
    assert caught.value.message == f'Unable to parse the format string "{text}"'


def test_an_unknown_attribute_is_told_with_all_that_there_are() -> None:
    """An unknown attribute is an unknown error that lists all others, capitals first."""
    with pytest.raises(WdaError) as caught:
        predicate.parse("identifier == 'x'")
    assert caught.value.fault is Fault.UNKNOWN_ERROR
    head, _, listed = caught.value.message.partition("are: ")
    assert head == "The attribute 'identifier' is unknown. Valid attribute names "
    names = listed.strip("()\n").replace(" ", "").split(",\n")
    assert names[:3] == ["UID", "accessibilityContainer", "accessible"]
    assert {"wdName", "wdUID", "placeholderValue", "nativeAccessibilityElement"} <= set(names)
    assert len(names) == 44


@pytest.mark.parametrize(
    "text",
    [
        "name CONTAINS 3",
        "index CONTAINS 'a'",
        "index BEGINSWITH 'a'",
        "name < 3",
        "name MATCHES '['",
        "name BETWEEN 3",
        "ANY name == 'a'",
        "name.x == 'a'",
    ],
)
def test_what_foundation_cannot_compare_is_an_unknown_error(text: str) -> None:
    """Values that an operator cannot take are found when elements are looked at."""
    test = predicate.parse(text)
    with pytest.raises(WdaError) as caught:
        test(BUTTON)
    assert caught.value.fault is Fault.UNKNOWN_ERROR


@given(st.text(max_size=30))
def test_any_text_can_stand_in_quotes(text: str) -> None:
    """A text with its quotes and backslashes escaped is compared as it is."""
    quoted = text.replace("\\", "\\\\").replace("'", "\\'")
    element = _element(Node(Role.TEXT, id=text), "StaticText")
    assert _holds(f"name == '{quoted}'", element) is bool(text)


@given(st.text(max_size=60))
def test_nothing_but_the_agents_errors_comes_of_a_predicate(text: str) -> None:
    """Whatever is sent, it is a predicate or an error of the agent's."""
    assert _fault(text) in {None, Fault.UNKNOWN_ERROR}


def _fault(text: str) -> Fault | None:
    try:
        predicate.parse(text)(BUTTON)
    except WdaError as error:
        return error.fault
    return None
