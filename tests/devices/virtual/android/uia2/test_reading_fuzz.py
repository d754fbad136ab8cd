"""Whatever is sent, the server answers as one, and goes on."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from devices.virtual.android.uia2 import locators, xpath
from devices.virtual.android.uia2.commands import COMMANDS
from devices.virtual.android.uia2.errors import UiaError
from devices.virtual.android.uia2.java_regex import Pattern
from devices.virtual.android.uia2.server_profile import server_profile
from devices.virtual.android.uia2.session import Session
from devices.virtual.android.uia2.settings import Settings
from devices.virtual.android.uia2.uiselector import build
from tests.devices.virtual.android.uia2.fake_phone import (
    PACKAGE,
    Client,
    FakePhone,
    Screen,
    with_client,
)

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_BOUNDED = settings(max_examples=150, deadline=None, derandomize=True, database=None)
_FEW = settings(max_examples=1, deadline=None, derandomize=True, database=None)

_WORDS = (
    "new UiSelector()",
    "new UiScrollable(",
    ".text(",
    ".childSelector(",
    ".scrollIntoView(",
    ".instance(",
    '"a"',
    '"',
    "\\",
    '\\"',
    "true",
    "-1",
    "9999999999",
    "(",
    ")",
    ",",
    ";",
    ".",
    " ",
    "\n",
    "é",
)
_STEPS = (
    "//",
    "/",
    "*",
    ".",
    "..",
    "[",
    "]",
    "(",
    ")",
    "@text",
    "@*",
    "'x'",
    "=",
    " and ",
    " to ",
    "9999",
    "|",
    "matches(",
    ",",
    "replace(",
    "position()",
    "last()",
    "for $x in ",
    " return ",
    "$x",
    "::",
    "descendant",
    "android.widget.Button",
    "+",
    " div ",
    "0",
    '"',
    "\x00",
    "lower-case(",
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def _joined(words: tuple[str, ...]) -> SearchStrategy[str]:
    return st.lists(st.sampled_from(words) | st.text(max_size=3), max_size=12).map("".join)


def _session() -> Session:
    phone = FakePhone()
    Screen(phone, rows=10)
    profile = server_profile("10.6.6", phone.profile)
    return Session(phone, {"appPackage": PACKAGE}, profile, Settings())


_SESSION = _session()


@_BOUNDED
@given(_joined(_WORDS))
def test_any_ui_selector_is_read_or_refused(expression: str) -> None:
    """An expression makes a selector, or an error of the server's."""
    try:
        build(expression)
        locators.find_all(_SESSION, "-android uiautomator", expression, None)
    except UiaError:
        return


@_BOUNDED
@given(_joined(_STEPS))
def test_any_xpath_selects_or_is_refused(expression: str) -> None:
    """An expression selects views, or is an error of the server's, in bounded time."""
    for first in (False, True):
        _SESSION.settings.update({"enforceXPath1": first})
        try:
            list(xpath.find(_SESSION, expression, None))
        except UiaError:
            continue


@_BOUNDED
@given(_joined(("(", ")", "*", "+", "?", "[", "]", "{2}", "&&", "\\Q", "\\p{L}", "a", "|", "^")))
def test_any_pattern_is_matched_or_refused(expression: str) -> None:
    """A pattern matches, does not, or is an error of the server's."""
    try:
        Pattern(expression).matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")
    except UiaError:
        return


_READING = sorted(
    (method, route)
    for method, route in COMMANDS
    if route.startswith(("element", "source", "appium/settings")) or not route
)


@_FEW
@given(
    st.lists(
        st.tuples(
            st.sampled_from(_READING),
            st.text(string.printable, max_size=10),
            _JSON
            | st.dictionaries(
                st.sampled_from(["strategy", "selector", "context", "settings", "text"]), _JSON
            ),
        ),
        min_size=150,
        max_size=150,
    )
)
def test_any_request_is_answered(
    requests: list[tuple[tuple[str, str], str, object]],
) -> None:
    """Whatever stands in its address and body, a request is answered without a Python error."""

    async def test(client: Client, _: Screen) -> None:
        known = await client.find("id", "sign_in")
        for (method, route), name, body in requests:
            path = route.replace(":id", known).replace(":name", name or "x").replace("#", "")
            address = f"/session/{client.session}/{path}".rstrip("/")
            status, value = await client.call(method, address.replace("%", "%25"), body)
            assert status in {200, 400, 404, 500}
            if status == 500:
                assert "RuntimeException" not in value["message"], (route, body, value)
        assert (await client.call("GET", "/status"))[0] == 200

    with_client(test)
