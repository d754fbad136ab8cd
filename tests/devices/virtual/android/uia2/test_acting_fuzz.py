"""Any JSON for the endpoints that act: an answer of the protocol, and a phone that is whole."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from devices.virtual.android.uia2.device_commands import DEVICE_COMMANDS
from devices.virtual.android.uia2.errors import UiaError
from devices.virtual.android.uia2.server import VERSION_NAME
from devices.virtual.android.uia2.server_profile import server_profile
from devices.virtual.android.uia2.session import Session
from devices.virtual.android.uia2.settings import Settings
from devices.virtual.os.editing import Edit, edit_of
from devices.virtual.ui.node import Role
from tests.devices.virtual.android.uia2.fake_phone import PACKAGE, FakePhone, Screen

if TYPE_CHECKING:
    from collections.abc import Mapping

PICTURES = {"screenshot", "screenshot/:id", "element/:id/screenshot", "appium/list_windows"}
ACTING = sorted(key for key in DEVICE_COMMANDS if key[0] == "POST" and key[1] not in PICTURES)

_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.integers(-50, 2500)
    | st.floats()
    | st.sampled_from(["", "up", "LEFT", "1.5", "PORTRAIT", "viewport", "pointer", "ELEMENT"])
    | st.text(max_size=5)
)
_KEYS = st.sampled_from(
    [
        "actions",
        "alias",
        "area",
        "contentType",
        "content",
        "direction",
        "duration",
        "element",
        "end",
        "flags",
        "height",
        "id",
        "intervalMs",
        "keycode",
        "left",
        "locator",
        "metastate",
        "name",
        "offset",
        "orientation",
        "origin",
        "params",
        "percent",
        "selector",
        "speed",
        "start",
        "steps",
        "strategy",
        "text",
        "times",
        "top",
        "type",
        "value",
        "width",
        "x",
        "y",
        "z",
        "ELEMENT",
    ]
)
_JSON = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=5),
    max_leaves=12,
)
_BODIES = st.dictionaries(_KEYS, _JSON, max_size=7)
_POINTS = st.fixed_dictionaries({"x": st.integers(-99, 3000), "y": st.integers(-99, 3000)})
_RECTANGLES = st.fixed_dictionaries(
    {side: st.integers(-9, 2500) for side in ("left", "top", "width", "height")}
)
_GESTURES = st.fixed_dictionaries(
    {},
    optional={
        "origin": st.just({"ELEMENT": "list"}) | _JSON,
        "area": _RECTANGLES | _JSON,
        "direction": st.sampled_from(["up", "down", "left", "right", "in"]),
        "percent": st.floats(-0.5, 3) | _JSON,
        "speed": st.integers(-5, 90_000) | _JSON,
        "offset": _POINTS,
        "start": _POINTS,
        "end": _POINTS,
        "duration": st.integers(-5, 10**9),
    },
)
_STEPS = st.fixed_dictionaries(
    {
        "type": st.sampled_from(
            ["pointerMove", "pointerMove", "pointerDown", "pointerUp", "pointerCancel", "pause"]
        )
    },
    optional={
        "duration": st.integers(-1, 900) | st.integers(0, 2**62) | _SCALARS,
        "x": st.integers(-99, 2500) | _SCALARS,
        "y": st.integers(-99, 2500) | _SCALARS,
        "origin": st.sampled_from(["viewport", "pointer", "list", {"ELEMENT": "list"}]) | _JSON,
        "button": st.integers(-1, 5),
    },
)
_STROKES = st.fixed_dictionaries(
    {"type": st.sampled_from(["keyDown", "keyUp", "pause"])},
    optional={
        "value": st.text(max_size=2) | st.sampled_from("\ue000\ue008\ue009\ue007\ue003aA\x00"),
        "duration": st.integers(-1, 50),
    },
)
_SOURCES = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["pointer", "pointer", "key", "none", "wheel"]),
        "id": st.sampled_from("abc"),
        "actions": st.lists(_STEPS | _STROKES, max_size=7),
    },
    optional={
        "parameters": st.fixed_dictionaries(
            {"pointerType": st.sampled_from(["touch", "mouse", "pen", "nose"])}
        )
    },
)


class Subject:
    """A session on a phone, without a server before it."""

    def __init__(self) -> None:
        phone = FakePhone()
        self.screen = Screen(phone)
        profile = server_profile(VERSION_NAME, phone.profile)
        self.session = Session(phone, {"appPackage": PACKAGE}, profile, Settings(profile.settings))
        self.ids = {
            view.node.id: str(self.session.hand_out(view)["ELEMENT"])
            for view in self.session.snapshot().views
        }

    def call(self, route: tuple[str, str], body: Mapping[str, Any]) -> str | None:
        """Perform a command; gives the error that it answers with."""
        text = json.dumps(body).replace('"list"', f'"{self.ids["list"]}"')
        path = {"id": self.ids["email"], "id2": self.ids["list"], "name": "x"}

        async def perform() -> str | None:
            try:
                json.dumps(DEVICE_COMMANDS[route](self.session, json.loads(text), path))
            except UiaError as error:
                return error.code
            return None

        return asyncio.run(perform())

    def is_whole(self) -> None:
        """The screen still takes a tap, in whatever way it is turned now."""
        display = self.screen.phone.display
        display.touch.cancel()
        display.rotate(0)
        display.hide_keyboard()
        if not display.screen_on:
            display.wake()
        display.dismiss_keyguard()
        before = self.screen.done.count("sign_in")
        button = next(n for n in display.root().walk() if n.id == "sign_in")
        display.tap(*button.visible.center)
        assert self.screen.done.count("sign_in") == before + 1
        seen = [n for n in display.root().walk() if n.visible.width and n.visible.height]
        assert all(n.visible == n.visible.intersect(display.bounds) for n in seen)


SUBJECT = Subject()


@settings(max_examples=80, deadline=None, derandomize=True)
@given(route=st.sampled_from(ACTING), body=_BODIES)
def test_any_body_gets_an_answer_of_the_protocol(
    route: tuple[str, str], body: dict[str, Any]
) -> None:
    """Whatever a request holds, the answer is a value or an error that the server knows."""
    SUBJECT.call(route, body)
    SUBJECT.is_whole()


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    name=st.sampled_from(
        [r for r in ACTING if "gestures/" in r[1] and r[1] != "gestures/scroll_to"]
    ),
    body=_GESTURES,
)
def test_any_gesture_leaves_the_phone_whole(name: tuple[str, str], body: dict[str, Any]) -> None:
    """A gesture with any numbers moves something, or nothing, or is said to be wrong."""
    code = SUBJECT.call(name, body)
    assert code in {None, "invalid argument", "no such element", "stale element reference"}
    SUBJECT.is_whole()


@settings(max_examples=200, deadline=None, derandomize=True)
@given(sources=st.lists(_SOURCES, max_size=3))
def test_any_chain_of_actions_leaves_the_phone_whole(sources: list[dict[str, Any]]) -> None:
    """Chains of any steps are performed or refused, and the next touch works as before."""
    code = SUBJECT.call(("POST", "actions"), {"actions": sources})
    assert code in {
        None,
        "invalid argument",
        "invalid element state",
        "no such element",
        "stale element reference",
    }
    SUBJECT.is_whole()


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    codes=st.lists(
        st.tuples(st.integers(-5, 320), st.sampled_from([0, 1, 0x1000, 0x1001, -1])), max_size=8
    )
)
def test_any_keys_leave_the_phone_whole(codes: list[tuple[int, int]]) -> None:
    """Keys of any code, with any modifiers, edit the focused input or do nothing."""
    display = SUBJECT.screen.phone.display
    display.focus(next(n for n in display.root().walk() if n.id == "email"))
    for code, meta in codes:
        display.key(code, meta=meta)
    SUBJECT.is_whole()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    text=st.text(max_size=9),
    start=st.integers(0, 9),
    end=st.integers(0, 9),
    put=st.text(max_size=5),
    most=st.integers(0, 12),
)
def test_edits_keep_the_cursor_in_the_text(
    text: str, start: int, end: int, put: str, most: int
) -> None:
    """Whatever is typed or erased, the cursor stays in the text, and the text within its length."""
    node = next(n for n in SUBJECT.screen.phone.display.root().walk() if n.role is Role.INPUT)
    node.text, node.selection = text, (start, end)
    edit = edit_of(node)
    node.text, node.selection = "", None
    for changed in (edit.put(put, most), edit.erase(-1), edit.erase(1), edit.move(start - 3)):
        assert isinstance(changed, Edit)
        assert 0 <= changed.start <= len(changed.text)
        assert 0 <= changed.end <= len(changed.text)
    added = len(edit.put(put, most).text)
    assert not most or added <= max(most, len(text) - len(edit.selected))
