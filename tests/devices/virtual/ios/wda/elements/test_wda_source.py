"""The page source: XML with its attributes in order, JSON, descriptions, and what is accessible.

Source: facts about WebDriverAgent 16.12.9, FBXPath.m, XCUIApplication+FBHelpers.m,
FBDebugCommands.m.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from tests.devices.virtual.ios.wda.agents import MESSAGES, SPRINGBOARD
from tests.devices.virtual.ios.wda.screens import Looker

if TYPE_CHECKING:
    from tests.devices.virtual.ios.wda.agents import Served

_IN_ORDER = (
    "type value name label enabled visible accessible x y width height index placeholderValue"
    " traits processId bundleId"
)
ORDER = _IN_ORDER.split()


@pytest.fixture
def looker(agent: Served) -> Looker:
    """A client on a screen of its own."""
    return Looker(agent)


def _source(looker: Looker, query: str = "") -> str:
    return str(looker.agent.get(f"/source{query}").value)


def _node(source: str, name: str) -> str:
    return next(line.strip() for line in source.splitlines() if f'name="{name}"' in line)


def test_the_head_and_the_indents_are_libxmls(looker: Looker) -> None:
    """The source is pretty-printed by two blanks, under a head, and ends with a line feed."""
    lines = _source(looker).split("\n")
    assert lines[0] == '<?xml version="1.0" encoding="UTF-8"?>'
    assert lines[1].startswith('<XCUIElementTypeApplication type="XCUIElementTypeApplication" ')
    assert lines[2].startswith("  <XCUIElementTypeWindow ")
    assert lines[-2:] == ["</XCUIElementTypeApplication>", ""]


def test_a_scope_is_the_root(looker: Looker) -> None:
    """With a scope, which the driver sends, that is the root."""
    lines = _source(looker, "?format=xml&scope=AppiumAUT").split("\n")
    assert lines[1] == "<AppiumAUT>"
    assert lines[2].startswith("  <XCUIElementTypeApplication ")
    assert lines[-2] == "</AppiumAUT>"


def test_attributes_come_in_their_order(looker: Looker) -> None:
    """Attributes come in one order; those without a value are left out."""
    root = etree.fromstring(_source(looker).encode())
    for node in root.iter():
        assert list(node.attrib) == [name for name in ORDER if name in node.attrib]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (
            "title",
            (
                '<XCUIElementTypeStaticText type="XCUIElementTypeStaticText" value="Welcome"'
                ' name="title" label="Welcome" enabled="true" visible="true" accessible="true"'
                ' x="0" y="47" width="390" height="19" index="0" traits="StaticText, Header"/>'
            ),
        ),
        (
            "email",
            (
                '<XCUIElementTypeTextField type="XCUIElementTypeTextField" value="E-mail"'
                ' name="email" label="" enabled="true" visible="true" accessible="true"'
                ' x="0" y="66" width="390" height="56" index="1"'
                ' placeholderValue="E-mail" traits=""/>'
            ),
        ),
        (
            "forgotten",
            (
                '<XCUIElementTypeButton type="XCUIElementTypeButton" name="forgotten"'
                ' label="Forgotten?" enabled="false" visible="true" accessible="true" x="0" y="266"'
                ' width="390" height="48" index="6" traits="Button, NotEnabled"/>'
            ),
        ),
    ],
)
def test_a_line_of_the_source(looker: Looker, name: str, line: str) -> None:
    """One element is one line, attribute by attribute; sizes are whole points."""
    told = _node(_source(looker), name)
    for number in ("x", "y", "width", "height"):  # how the layout comes out is not told here
        pattern = rf' {number}="\d+"'
        told, line = re.sub(pattern, "", told), re.sub(pattern, "", line)
    assert told == line


def test_the_application_ends_with_its_process(looker: Looker) -> None:
    """The application element alone ends with its process and its bundle identifier."""
    source = _source(looker)
    pid = looker.agent.on_phone(lambda: looker.agent.phone.apps.get(MESSAGES)).pid  # type: ignore[union-attr] # it runs
    head = source.split("\n")[1]
    assert head.endswith(f' index="0" traits="" processId="{pid}" bundleId="{MESSAGES}">')
    assert 'name="Messages" label="Messages"' in head
    assert source.count("processId") == 1


def test_springboard_is_named_by_a_blank(agent: Served) -> None:
    """SpringBoard's application is named by a blank (appium#20835)."""
    source = str(agent.ask("GET", "/source").value)
    assert '<XCUIElementTypeApplication type="XCUIElementTypeApplication" name=" " label=" "' in (
        source
    )
    assert f'bundleId="{SPRINGBOARD}"' in source


def test_what_xml_reserves_is_escaped(looker: Looker) -> None:
    """Quotes, line feeds and angle brackets of a label are escaped as libxml does it."""
    assert 'label="A“B”&#10;&lt;&amp;&gt;"' in _source(looker)


def test_layout_alone_is_not_told(looker: Looker) -> None:
    """A group that is nothing but layout is not told: what it holds hangs one higher."""
    root = etree.fromstring(_source(looker).encode())
    holders = root.xpath("//*[@name='sign_in']/../@name")
    assert holders == ["form"]


def test_what_is_out_of_sight_is_told_as_not_visible(looker: Looker) -> None:
    """Rows of a table that are scrolled out are there, and not visible."""
    source = _source(looker)
    assert 'visible="true"' in _node(source, "row_0")
    assert 'visible="false"' in _node(source, "row_39")


def test_attributes_can_be_left_out(looker: Looker) -> None:
    """The client names attributes that it can do without, in any case of letters."""
    source = _source(looker, "?excluded_attributes=Visible,traits,nope")
    assert "visible=" not in source
    assert "traits=" not in source
    assert "enabled=" in source


def test_some_attributes_are_told_on_demand(looker: Looker) -> None:
    """What is expensive is told where a setting asks for it, in its own place."""
    looker.agent.set(
        includeHittableInPageSource=True,
        includeNativeFrameInPageSource=True,
        includeMinMaxValueInPageSource=True,
        includeNativeAccessibilityElementInPageSource=True,
    )
    line = _node(_source(looker), "volume")
    pattern = (
        r'accessible="true" nativeAccessibilityElement="true" x="\d+" .* index="4" hittable="true"'
        r' traits="Adjustable" nativeFrame="\{\{.*\}\}" minValue="0" maxValue="100"/>'
    )
    assert re.search(pattern, line), line


def test_an_unknown_format_is_an_invalid_argument(looker: Looker) -> None:
    """An unknown format is an invalid argument."""
    status, error, message = looker.agent.get("/source?format=yaml").error
    assert (status, error) == (400, "invalid argument")
    assert message.startswith("Unknown source format 'yaml'. Only (")
    assert message.endswith(") source formats are supported.")


def test_json_has_texts_for_truths_and_short_types(looker: Looker) -> None:
    """In JSON a type is short, and a truth is a text of one digit."""
    root = looker.agent.get("/source?format=json").value
    assert root["type"] == "Application"
    form = root["children"][0]["children"][0]
    email = form["children"][1]
    assert email["type"] == "TextField"
    assert (email["rawIdentifier"], email["name"]) == ("email", "email")
    assert (email["value"], email["label"], email["placeholderValue"]) == ("E-mail", "", "E-mail")
    assert (email["isEnabled"], email["isVisible"], email["isFocused"]) == ("1", "1", "0")
    assert set(email["rect"]) == {"x", "y", "width", "height"}
    assert re.fullmatch(r"\{\{\d+, \d+\}, \{\d+, \d+\}\}", email["frame"])
    assert form["children"][4]["maxValue"] == 100
    assert "children" not in email
    assert form["children"][0]["rawIdentifier"] == "title"


def test_the_accessible_source_holds_accessible_elements(looker: Looker) -> None:
    """The accessible source holds what assistive technology finds, below what holds it."""
    root = looker.agent.get("/wda/accessibleSource").value
    form = root["children"][0]["children"][0]
    title = form["children"][0]
    assert title == {
        "value": "Welcome",
        "label": "Welcome",
        "type": "StaticText",
        "rawIdentifier": "title",
        "name": "title",
    }
    assert "label" not in form


def test_a_description_names_every_element(looker: Looker) -> None:
    """The description tells every element, without the application itself."""
    text = looker.agent.get("/source?format=description").value
    assert "identifier: 'sign_in', label: 'Sign in'" in text
    assert "Application" not in text
