"""What one element says and does over HTTP, and when it is stale.

Source: facts about WebDriverAgent 16.12.9, FBElementCommands.m, FBElementCache.m,
XCUIElement+FBWebDriverAttributes.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.devices.virtual.ios.wda.screens import Looker

if TYPE_CHECKING:
    from tests.devices.virtual.ios.wda.agents import Served

UNKNOWN_ID = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def looker(agent: Served) -> Looker:
    """A client on a screen of its own."""
    return Looker(agent)


@pytest.mark.parametrize(
    ("name", "what", "value"),
    [
        ("title", "text", "Welcome"),
        ("sign_in", "text", "Sign in"),
        ("email", "text", "E-mail"),
        ("logo", "text", ""),
        ("volume", "text", "25%"),
        ("Remember me", "text", "0"),
        ("sign_in", "name", "XCUIElementTypeButton"),
        ("secret", "name", "XCUIElementTypeSecureTextField"),
        ("row_0", "name", "XCUIElementTypeCell"),
        ("row_0", "displayed", True),
        ("row_39", "displayed", False),
        ("sign_in", "enabled", True),
        ("forgotten", "enabled", False),
        ("sign_in", "selected", False),
        ("sign_in", "attribute/label", "Sign in"),
        ("sign_in", "attribute/wdLabel", "Sign in"),
        ("sign_in", "attribute/name", "sign_in"),
        ("sign_in", "attribute/value", None),
        ("sign_in", "attribute/type", "XCUIElementTypeButton"),
        ("sign_in", "attribute/visible", True),
        ("sign_in", "attribute/hittable", True),
        ("row_39", "attribute/hittable", False),
        ("row_2", "attribute/index", 2),
        ("email", "attribute/placeholderValue", "E-mail"),
        ("sign_in", "attribute/placeholderValue", None),
        ("volume", "attribute/maxValue", 100),
        ("logo", "attribute/accessible", False),
        ("form", "attribute/accessibilityContainer", True),
    ],
)
def test_what_an_element_says(looker: Looker, name: str, what: str, value: object) -> None:
    """Every reading of an element has the attribute's own type."""
    assert looker.read(looker.find(name), what) == value


def test_a_rect_is_in_whole_points(looker: Looker) -> None:
    """A rectangle is in whole points, as the attribute of that name is."""
    title = looker.find("title")
    rect = looker.read(title, "rect")
    assert rect == looker.read(title, "attribute/rect")
    assert isinstance(rect, dict)
    assert (rect["x"], rect["y"], rect["width"]) == (0, 47, 390)


def test_an_unknown_attribute_is_an_unknown_error(looker: Looker) -> None:
    """An unknown attribute is an unknown error with the names of all."""
    answer = looker.agent.get(f"/element/{looker.find('title')}/attribute/nope")
    assert answer.error[:2] == (500, "unknown error")
    assert answer.error[2].startswith("The attribute 'nope' is unknown. Valid attribute names are")


def test_accessibility_is_asked_by_its_own_paths(looker: Looker) -> None:
    """Whether an element is accessible, or holds what is, has paths of its own."""
    assert looker.agent.get(f"/wda/element/{looker.find('title')}/accessible").value is True
    path = f"/wda/element/{looker.find('title')}/accessibilityContainer"
    assert looker.agent.get(path).value is False


def test_an_unknown_id_is_stale(looker: Looker) -> None:
    """An identifier that is not remembered is stale."""
    assert looker.agent.get(f"/element/{UNKNOWN_ID}/text").error == (
        404,
        "stale element reference",
        (
            f'The element identified by "{UNKNOWN_ID}" is either not present or it has expired'
            " from the internal cache. Try to find it again"
        ),
    )


def test_what_has_left_the_screen_is_stale(looker: Looker) -> None:
    """An element that is gone is stale, with its description."""
    element = looker.find("forgotten")
    looker.change(gone=True)
    assert looker.agent.get(f"/element/{element}/text").error == (
        404,
        "stale element reference",
        (
            'The previously found element ""forgotten" Button" is not present in the current view'
            " anymore. Make sure the application UI has the expected state"
        ),
    )


def test_a_command_that_looks_first_forgets_what_is_stale(looker: Looker) -> None:
    """A click on a stale element forgets it; reading it does not."""
    element = looker.find("forgotten")
    looker.change(gone=True)
    looker.read(element, "text")
    gone, forgotten = (looker.do(element, "element/{}/click").error[2] for _ in range(2))
    assert gone.startswith("The previously found element")
    assert forgotten.startswith("The element identified by")


def test_what_is_built_anew_stays_the_same_element(looker: Looker) -> None:
    """An element whose screen was built anew stays the same, and tells what it is now."""
    switch = looker.find("Remember me")
    looker.change(chosen=True)
    assert looker.read(switch, "text") == "1"


def test_the_cache_keeps_what_was_used_last(looker: Looker) -> None:
    """A thousand and twenty-four elements are kept, those used last."""
    looker.change(rows=1100)
    title = looker.find("title")
    first = looker.find("row_0")
    looker.agent.post("/elements", {"using": "class name", "value": "XCUIElementTypeCell"})
    assert looker.agent.get(f"/element/{title}/text").error[1] == "stale element reference"
    assert looker.agent.get(f"/element/{first}/text").error[1] == "stale element reference"
    last = looker.find("row_1099")
    assert looker.agent.get(f"/element/{last}/text").status == 200


def test_a_click_touches_the_middle(looker: Looker) -> None:
    """A click touches the middle of an element; a switch goes over."""
    looker.do(looker.find("sign_in"), "element/{}/click")
    looker.do(looker.find("Remember me"), "element/{}/click")
    assert looker.screen.done == ["sign_in"]
    assert looker.screen.chosen


def test_a_click_on_what_is_out_of_sight_scrolls_to_it(looker: Looker) -> None:
    """A click scrolls to an element that is out of sight, and then touches it."""
    row = looker.find("row_30")
    assert looker.do(row, "element/{}/click").value is None
    assert looker.screen.done == ["row_30"]
    assert looker.read(row, "displayed") is True


def test_a_disabled_button_takes_the_click_and_does_nothing(looker: Looker) -> None:
    """A click on a disabled button is answered as done."""
    assert looker.do(looker.find("forgotten"), "element/{}/click").value is None
    assert looker.screen.done == []


def test_a_toolkits_views_have_no_identifier(looker: Looker) -> None:
    """What a toolkit draws for itself has words, and no identifier."""
    found = looker.find("A“B”\n<&>")
    assert looker.read(found, "name") == "XCUIElementTypeButton"
    assert looker.names("drawn", "id") == []
