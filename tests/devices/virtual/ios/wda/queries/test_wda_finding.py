"""Finding over HTTP: strategies, what is told of an element, and what is not there.

Source: facts about WebDriverAgent 16.12.9, FBFindElementCommands.m, FBResponsePayload.m.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.devices.virtual.ios.wda.agents import SPRINGBOARD
from tests.devices.virtual.ios.wda.screens import Looker

if TYPE_CHECKING:
    from tests.devices.virtual.ios.wda.agents import Served

UUID = re.compile(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")
W3C = "element-6066-11e4-a52e-4f735466cecf"


@pytest.fixture
def looker(agent: Served) -> Looker:
    """A client on a screen of its own."""
    return Looker(agent)


@pytest.mark.parametrize("using", ["accessibility id", "id", "name"])
def test_names_match_exactly(looker: Looker, using: str) -> None:
    """The three strategies of names are one: identifier or label, exactly."""
    assert looker.names("sign_in", using) == ["sign_in"]
    assert looker.names("Sign_in", using) == []
    assert looker.names("Remember me", using) == ["Remember me"]


@pytest.mark.parametrize(
    ("using", "value", "found"),
    [
        ("class name", "XCUIElementTypeSwitch", ["Remember me"]),
        ("predicate string", "label == 'Sign in'", ["sign_in"]),
        ("class chain", "**/XCUIElementTypeSlider", ["volume"]),
        ("xpath", "//XCUIElementTypeImage", ["logo"]),
        ("link text", "Remember me", ["Remember me"]),
        ("link text", "label=Sign in", ["sign_in"]),
        ("partial link text", "row_1", ["row_1", *(f"row_1{n}" for n in range(10))]),
        ("partial link text", "label=Forgot", ["forgotten"]),
    ],
)
def test_every_strategy_finds(looker: Looker, using: str, value: str, found: list[str]) -> None:
    """Each strategy finds what it is for."""
    assert looker.names(value, using) == found


def test_an_element_has_both_keys_and_an_upper_case_id(looker: Looker) -> None:
    """An element is told under both keys, by an upper-case UUID that stays the same."""
    body = {"using": "id", "value": "sign_in"}
    value = looker.agent.post("/element", body).value
    assert set(value) == {W3C, "ELEMENT"}
    assert value[W3C] == value["ELEMENT"]
    assert UUID.fullmatch(value["ELEMENT"])
    assert looker.agent.post("/element", body).value == value


def test_responses_can_tell_more(looker: Looker) -> None:
    """With compact responses off, the attributes of the settings are told, too."""
    looker.agent.set(
        shouldUseCompactResponses=False,
        elementResponseAttributes="type,label,name,text,rect,enabled,displayed,selected,nope,"
        "attribute/value",
    )
    value = looker.agent.post("/element", {"using": "id", "value": "email"}).value
    assert value["type"] == value["name"] == "XCUIElementTypeTextField"
    assert (value["label"], value["text"], value["attribute/value"]) == ("", "E-mail", "E-mail")
    assert (value["enabled"], value["displayed"], value["selected"]) == (True, True, False)
    assert set(value["rect"]) == {"x", "y", "width", "height"}
    assert "nope" not in value


def test_nothing_is_an_empty_list_or_no_such_element(looker: Looker) -> None:
    """What is not there is an empty list, or 404 with the strategy and the value."""
    body = {"using": "class chain", "value": "**/XCUIElementTypeAlert"}
    assert looker.agent.post("/elements", body).value == []
    assert looker.agent.post("/element", body).error == (
        404,
        "no such element",
        "unable to find an element using 'class chain', value '**/XCUIElementTypeAlert'",
    )


@pytest.mark.parametrize(("using", "shown"), [("css selector", "css selector"), (None, "(null)")])
def test_an_unknown_strategy_is_an_invalid_argument(
    looker: Looker, using: str | None, shown: str
) -> None:
    """An unknown strategy is an invalid argument."""
    answer = looker.agent.post("/element", {"using": using, "value": "x"})
    assert answer.error == (400, "invalid argument", f"Invalid locator requested: {shown}")


@pytest.mark.parametrize(
    ("using", "value", "error"),
    [
        ("class name", "Button", (400, "invalid argument")),
        ("xpath", "//*[", (400, "invalid selector")),
        ("class chain", "**/Button", (400, "invalid selector")),
        ("predicate string", "name ==", (500, "unknown error")),
        ("predicate string", "nope == 'x'", (500, "unknown error")),
        ("link text", "nope=x", (500, "unknown error")),
        ("class chain", "", (500, "unknown error")),
        ("xpath", None, (500, "unknown error")),
    ],
)
def test_a_broken_selector_has_the_strategys_error(
    looker: Looker, using: str, value: str | None, error: tuple[int, str]
) -> None:
    """What is wrong with a selector is told by the strategy's own error."""
    answer = looker.agent.post("/elements", {"using": using, "value": value})
    assert answer.error[:2] == error


def test_a_search_includes_where_it_begins(looker: Looker) -> None:
    """Names, class names and predicates find the element itself; chains do not."""
    table = looker.find("list")
    path = f"/element/{table}/elements"

    def found(using: str, value: str) -> int:
        return len(looker.agent.post(path, {"using": using, "value": value}).value)

    assert found("id", "list") == 1
    assert found("class name", "XCUIElementTypeTable") == 1
    assert found("predicate string", "name == 'list'") == 1
    assert found("class chain", "**/XCUIElementTypeTable") == 0
    assert found("class name", "XCUIElementTypeCell") == looker.screen.rows
    assert found("id", "sign_in") == 0


def test_the_application_is_found_by_its_class(looker: Looker) -> None:
    """The class of the application finds the application."""
    found = looker.find("XCUIElementTypeApplication", "class name")
    assert looker.read(found, "attribute/label") == "Messages"


def test_an_xpath_may_leave_its_element(looker: Looker) -> None:
    """Without the limited scope, an absolute path below an element begins at the application."""
    table = looker.find("list")
    body = {"using": "xpath", "value": "//XCUIElementTypeImage"}
    assert looker.agent.post(f"/element/{table}/elements", body).value == []
    looker.agent.set(limitXPathContextScope=False)
    assert len(looker.agent.post(f"/element/{table}/elements", body).value) == 1


def test_the_active_element_has_the_keyboard(looker: Looker) -> None:
    """The active element is the one that typing goes to; without one it is not found."""
    assert looker.agent.get("/element/active").error == (
        404,
        "no such element",
        "unable to find an element using '(null)', value '(null)'",
    )
    email = looker.find("email")
    looker.do(email, "element/{}/click")
    assert looker.agent.get("/element/active").value["ELEMENT"] == email


def test_visible_cells_are_those_in_sight(looker: Looker) -> None:
    """Of a table's cells, those are told that can be seen."""
    cells = looker.agent.get(f"/wda/element/{looker.find('list')}/getVisibleCells").value
    names = [looker.read(each["ELEMENT"], "attribute/name") for each in cells]
    assert names == [f"row_{number}" for number in range(4)]


def test_what_is_looked_at_follows_the_settings(looker: Looker) -> None:
    """Searches are in the active application alone, which a setting chooses."""
    assert looker.names("Messages", "id") == ["Messages"]
    looker.agent.set(defaultActiveApplication=SPRINGBOARD)
    types = looker.agent.post("/elements", {"using": "id", "value": "Messages"}).value
    assert [looker.read(e["ELEMENT"], "name") for e in types] == ["XCUIElementTypeIcon"]


def test_a_collection_has_no_cells_out_of_sight(looker: Looker) -> None:
    """A collection view has no elements for what is scrolled out; a table has."""
    looker.change(collects=True)
    assert looker.names("**/XCUIElementTypeCell", "class chain") == [f"row_{n}" for n in range(4)]
