"""Class chains: what each part finds, and what cannot be read.

Source: facts about WebDriverAgent 16.12.9, FBClassChainQueryParser.m, XCUIElement+FBClassChain.m.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.queries import class_chain
from tests.devices.virtual.ios.wda.screens import shown

PREFIX = "XCUIElementType"


@pytest.mark.parametrize(
    ("chain", "found"),
    [
        ("**/XCUIElementTypeButton", ["sign_in", "forgotten", "A“B”\n<&>"]),
        ("**/XCUIElementTypeButton[1]", ["sign_in"]),
        ("**/XCUIElementTypeButton[-1]", ["A“B”\n<&>"]),
        ("**/XCUIElementTypeButton[4]", []),
        ("**/XCUIElementTypeButton[-4]", []),
        ("**/XCUIElementTypeButton[`enabled == 0`]", ["forgotten"]),
        ("**/XCUIElementTypeAny[`label == 'Sign in'`]", ["sign_in"]),
        ("**/*[`name CONTAINS 'row_3'`][`visible == 1`]", ["row_3"]),
        ("**/XCUIElementTypeTable/XCUIElementTypeCell[2]", ["row_1"]),
        ("**/XCUIElementTypeTable/*[2]/XCUIElementTypeStaticText", ["Row 1"]),
        ("**/XCUIElementTypeCell[$label == 'Row 7'$]", ["row_7"]),
        ("**/XCUIElementTypeTable[$type == 'XCUIElementTypeCell'$]/*[-1]", ["row_39"]),
        ("XCUIElementTypeWindow/XCUIElementTypeOther/XCUIElementTypeStaticText", ["title"]),
        ("XCUIElementTypeStaticText", []),
        ("*/*/XCUIElementTypeSlider", ["volume"]),
        ("**/XCUIElementTypeSlider[`name == '``'`]", []),
        ("**/XCUIElementTypeNewInSomeXcode[`name == 'form'`]", ["form"]),
        ("**XCUIElementTypeSlider", ["volume"]),
    ],
)
def test_what_a_chain_finds(chain: str, found: list[str]) -> None:
    """A chain finds what its parts say, in tree order."""
    assert [each.name for each in class_chain.find(shown(), chain)] == found


def test_the_root_is_never_found() -> None:
    """A chain looks below its root alone."""
    assert class_chain.find(shown(), "**/XCUIElementTypeApplication") == []


def test_an_element_that_two_roots_hold_is_found_once() -> None:
    """An element below two matches of the part before is found once."""
    texts = class_chain.find(shown(), "**/XCUIElementTypeOther/**/XCUIElementTypeSlider")
    assert [each.name for each in texts] == ["volume"]


@pytest.mark.parametrize(
    ("chain", "at"),
    [
        ("/XCUIElementTypeButton", 1),
        ("**/XCUIElementTypeButton/", 25),
        ("**/XCUIElementTypeButton x", 25),
        ("**/XCUIElementTypeButton[", 25),
        ("**/XCUIElementTypeButton[name]", 26),
        ("**/XCUIElementTypeButton[`name == 'a'", 37),
        ("**/", 3),
        ("**/XCUIElementTypeButton]", 25),
    ],
)
def test_a_character_that_cannot_be_there_is_shown(chain: str, at: int) -> None:
    """A chain that is no chain is an invalid selector, told up to where it stops to be one."""
    with pytest.raises(WdaError) as caught:
        class_chain.parse(chain)
    assert caught.value.fault is Fault.INVALID_SELECTOR
    assert caught.value.message == (
        f"Cannot parse class chain query '{chain}'. Unexpected character detected at position"
        f" {at}:\n{chain[:at]} <----"
    )


@pytest.mark.parametrize(
    ("chain", "why"),
    [
        ("**/Button", "'Button' class name is unknown to WDA"),
        (
            "**/**/XCUIElementTypeCell",
            "Unexpected token '**/'. Descendant markers cannot be duplicated.",
        ),
        (
            "**/*[1][`name == 'a'`]",
            "Predicate value 'name == 'a'' must be set before position value.",
        ),
        ("*[1][2]", "Position value '2' is expected to be set only once."),
        (
            "*[0]",
            "Position value '0' is expected to be a valid integer number not equal to zero.",
        ),
        (
            "*[1-2]",
            "Position value '1-2' is expected to be a valid integer number not equal to zero.",
        ),
    ],
)
def test_a_part_that_makes_no_sense_is_an_invalid_selector(chain: str, why: str) -> None:
    """Parts that cannot stand together are told in the agent's words."""
    with pytest.raises(WdaError) as caught:
        class_chain.parse(chain)
    assert caught.value.fault is Fault.INVALID_SELECTOR
    assert caught.value.message == f"Cannot parse class chain query '{chain}'. {why}"


def test_a_broken_predicate_inside_is_an_unknown_error() -> None:
    """A predicate inside a chain that cannot be read is the predicate's error."""
    with pytest.raises(WdaError) as caught:
        class_chain.parse("**/*[`name ==`]")
    assert caught.value.fault is Fault.UNKNOWN_ERROR


@given(st.text(alphabet="*/[]`$1-XCUIElementTypeButton =name'", max_size=40))
def test_nothing_but_the_agents_errors_comes_of_a_chain(text: str) -> None:
    """Whatever is sent, it is a chain or an error of the agent's."""
    assert _fault(text) in {None, Fault.INVALID_SELECTOR, Fault.UNKNOWN_ERROR}


def _fault(text: str) -> Fault | None:
    try:
        class_chain.parse(text)
    except WdaError as error:
        return error.fault
    return None
