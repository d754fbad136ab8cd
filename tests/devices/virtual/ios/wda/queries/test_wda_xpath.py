"""XPath over elements: attributes, functions that were added, where it begins, and what is broken.

Source: facts about WebDriverAgent 16.12.9, FBXPath.m, FBXPathExtensions.m.
"""

from __future__ import annotations

import pytest

from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.queries import xpath
from tests.devices.virtual.ios.wda.screens import shown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("//XCUIElementTypeButton[@name='sign_in']", ["sign_in"]),
        ("//XCUIElementTypeAny[@label='Sign in']", ["sign_in"]),
        ("//*[@enabled='false']", ["forgotten"]),
        ("//XCUIElementTypeCell[@visible='true'][1]", ["row_0"]),
        ("(//XCUIElementTypeCell)[last()]", ["row_39"]),
        ("//XCUIElementTypeStaticText[@value='Row 5']/..", ["row_5"]),
        ("//*[contains(@name,'row_3') and @index='3']", ["row_3"]),
        ("//XCUIElementTypeCell[position()<3]/XCUIElementTypeStaticText", ["Row 0", "Row 1"]),
        ("//*[matches(@name, '^row_[12]$')]", ["row_1", "row_2"]),
        ("//*[matches(@name, 'SIGN', 'i')]", ["sign_in"]),
        ("//*[ends-with(@name, '_in')]", ["sign_in"]),
        ("//*[lower-case(@label)='sign in']", ["sign_in"]),
        ("//*[upper-case(@name)='TITLE']", ["title"]),
        ("//*[replace(@name, '_(.)', '-$1')='sign-in']", ["sign_in"]),
        ("//*[tokenize(@label, ' ')='x']", []),
        ("//*[string-join(tokenize(@label, ' '), '+')='Sign+in']", ["sign_in"]),
        ("count(//XCUIElementTypeCell)", []),
        ("//*[@name='sign_in' or @name='volume']", ["volume", "sign_in"]),
        ("//*[@placeholderValue='E-mail']", ["email"]),
        ("/XCUIElementTypeApplication/XCUIElementTypeWindow/*", ["form"]),
        ("//*[@traits='Button']", ["sign_in", "A“B”\n<&>"]),
    ],
)
def test_what_a_query_finds(query: str, found: list[str]) -> None:
    """A query finds elements in tree order."""
    assert [each.name for each in xpath.find(shown(), query)] == found


def test_only_attributes_that_the_query_names_are_there() -> None:
    """A document holds what the query's text names after ``@``; a star alone names all."""
    root = shown()
    assert xpath.find(root, "//*[attribute::name='sign_in']") == []
    assert [each.name for each in xpath.find(root, "//*[@*='sign_in']")] == ["sign_in"]
    assert xpath.find(root, "//*[@bundleId]") == []


def test_an_element_is_the_root_of_what_is_searched_in_it() -> None:
    """Below an element, it is the root; in the whole application, relative paths begin there."""
    root = shown()
    table = xpath.find(root, "//XCUIElementTypeTable")[0]
    assert xpath.find(table, "//XCUIElementTypeButton") == []
    assert xpath.find(table, "/XCUIElementTypeTable") == [table]
    assert [each.name for each in xpath.find(table, "XCUIElementTypeCell[2]")] == ["row_1"]
    everywhere = xpath.find(root, "//XCUIElementTypeButton[1]", context=table)
    assert everywhere[0].name == "sign_in"
    assert [each.name for each in xpath.find(root, "./*[1]", context=table)] == ["row_0"]


@pytest.mark.parametrize("query", ["//*[", "", "//*[@name='a", "//*[nope()]", "ends-with('a')"])
def test_a_broken_query_is_an_invalid_selector(query: str) -> None:
    """A query that cannot be evaluated is an invalid selector."""
    with pytest.raises(WdaError) as caught:
        xpath.find(shown(), query)
    assert caught.value.fault is Fault.INVALID_SELECTOR
    assert caught.value.message.startswith(
        f'Cannot evaluate results for XPath expression "{query}"'
    )


def test_a_broken_pattern_says_so() -> None:
    """A pattern that cannot be compiled is an invalid selector with ICU's reason."""
    with pytest.raises(WdaError) as caught:
        xpath.find(shown(), "//*[matches(@name, '[')]")
    assert caught.value.message.endswith("'[')]\": The value “[” is invalid.")


def test_what_is_no_element_is_an_unknown_error() -> None:
    """A query that finds attributes finds no elements: an unknown error."""
    with pytest.raises(WdaError) as caught:
        xpath.find(shown(), "//@name[.='title']")
    assert caught.value.fault is Fault.UNKNOWN_ERROR


def test_an_attribute_at_the_querys_end_is_not_seen() -> None:
    """WebDriverAgent looks for a character behind an attribute's name: at the end there is none."""
    assert xpath.find(shown(), "//@name") == []
