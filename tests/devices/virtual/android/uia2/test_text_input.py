"""Text that is sent to elements, and the keys of the device."""

from __future__ import annotations

from typing import Any

import pytest

from devices.virtual.os.window import Window, WindowKind
from devices.virtual.ui.node import Node, Role
from tests.devices.virtual.android.uia2.fake_phone import PACKAGE, Client, Screen, with_client

KEY_A, KEY_ENTER, KEY_DELETE, KEY_MOVE_HOME = 29, 66, 67, 122
META_SHIFT = 1


def _show(screen: Screen, **fields: Any) -> list[str]:  # noqa: ANN401 - fields of any type
    """Show one input, and give the list of what is typed into it."""
    typed: list[str] = []
    entry = {"role": Role.INPUT, "id": "entry", "on_text": typed.append, **fields}
    root = Node(Role.GROUP, children=[Node(**entry)])
    screen.phone.display.show(Window(PACKAGE, "Entry", WindowKind.APP, lambda: root, lambda: None))
    return typed


def test_text_is_put_behind_what_an_input_without_a_hint_shows() -> None:
    """The server reads the input, clears it, and sets both texts; a secret shows its bullets."""

    async def test(client: Client, screen: Screen) -> None:
        typed = _show(screen, text="ab")
        entry = await client.find("id", "entry")
        await client.post(f"element/{entry}/value", {"text": "cd", "replace": False})
        assert typed == ["", "abcd"]
        typed = _show(screen, text="12", secure=True)
        await client.post(f"element/{await client.find('id', 'entry')}/value", {"text": "3"})
        assert typed[-1] == "••3"

    with_client(test)


def test_input_with_a_hint_is_always_replaced() -> None:
    """The hint that shows once the input was cleared is taken for the reason to keep nothing."""

    async def test(client: Client, screen: Screen) -> None:
        typed = _show(screen, text="ab", hint="Name")
        await client.post(f"element/{await client.find('id', 'entry')}/value", {"text": "cd"})
        assert typed[-1] == "cd"

    with_client(test)


def test_replace_and_clear_leave_nothing_of_the_old_text() -> None:
    """With replace the text is set at once; clear sets none."""

    async def test(client: Client, screen: Screen) -> None:
        typed = _show(screen, text="ab")
        entry = await client.find("id", "entry")
        await client.post(f"element/{entry}/value", {"text": "héllo 中", "replace": True})
        await client.post(f"element/{entry}/clear", {})
        assert typed == ["héllo 中", ""]

    with_client(test)


def test_two_characters_that_mean_a_line_feed_press_enter() -> None:
    """A backslash and an n at the end press Enter, and are typed, too."""

    async def test(client: Client, screen: Screen) -> None:
        email = await client.find("id", "email")
        await client.post(f"element/{email}/click")
        await client.post("keys", {"text": "a\\n"})
        assert screen.typed["email"] == "a\\n"
        assert screen.done == ["submit email"]

    with_client(test)


def test_text_is_cut_at_the_inputs_length() -> None:
    """An input that takes four characters gets four."""

    async def test(client: Client, screen: Screen) -> None:
        typed = _show(screen, max_length=4)
        await client.post(f"element/{await client.find('id', 'entry')}/value", {"text": "abcdef"})
        assert typed == ["abcd"]

    with_client(test)


@pytest.mark.parametrize("fields", [{"enabled": False}, {"role": Role.TEXT, "text": "label"}])
def test_what_takes_no_text_is_an_invalid_state(fields: dict[str, Any]) -> None:
    """A disabled input and a label refuse a text, and cannot be cleared, which is no error."""

    async def test(client: Client, screen: Screen) -> None:
        typed = _show(screen, **fields)
        entry = await client.find("id", "entry")
        answer = await client.error("POST", f"element/{entry}/value", {"text": "x"})
        message = "Cannot set the element to 'x'. Did you interact with the correct element?"
        assert answer == (400, "invalid element state", message)
        await client.post(f"element/{entry}/clear", {})
        assert typed == []

    with_client(test)


def test_keys_without_a_focus_find_no_element() -> None:
    """Keys go to the focused element; without one there is none to be found."""

    async def test(client: Client, _: Screen) -> None:
        answer = await client.error("POST", "keys", {"text": "x"})
        assert answer[:2] == (404, "no such element")
        assert (await client.error("POST", "keys", {}))[:2] == (404, "no such element")

    with_client(test)


def test_seek_bar_takes_a_number_within_its_range() -> None:
    """A text that is a number sets a seek bar, as far as it goes; any other is refused."""

    async def test(client: Client, screen: Screen) -> None:
        values: list[float] = []
        _show(screen, role=Role.SEEK, least=1, most=5, on_progress=values.append)
        entry = await client.find("id", "entry")
        for text in ("2.5", "99", "-4"):
            await client.post(f"element/{entry}/value", {"text": text})
        assert values == [2.5, 5, 1]
        answer = await client.error("POST", f"element/{entry}/value", {"text": "loud"})
        message = "java.lang.IllegalArgumentException: Cannot convert 'loud' to float"
        assert answer == (400, "invalid argument", message)

    with_client(test)


def test_keycodes_act_with_their_modifiers() -> None:
    """Key codes type, with Shift what is printed above, and a held Delete repeats."""

    async def test(client: Client, screen: Screen) -> None:
        typed = _show(screen)
        await client.post(f"element/{await client.find('id', 'entry')}/click")
        press, hold = "appium/device/press_keycode", "appium/device/long_press_keycode"
        for body in (
            {"keycode": KEY_A},
            {"keycode": str(KEY_A), "metastate": META_SHIFT, "flags": 0x20},
            {"keycode": KEY_MOVE_HOME},
            {"keycode": KEY_A + 1, "source": 257},
        ):
            await client.post(press, body)
        assert typed[-1] == "baA"
        await client.post(press, {"keycode": 123})
        await client.post(hold, {"keycode": KEY_DELETE, "metastate": None})
        assert typed[-1] == "b"
        await client.post(press, {"keycode": -99})
        for wrong in ({}, {"keycode": "enter"}, {"keycode": 1.5}, {"keycode": 2**40}):
            assert (await client.error("POST", press, wrong))[:2] == (400, "invalid argument")

    with_client(test)
