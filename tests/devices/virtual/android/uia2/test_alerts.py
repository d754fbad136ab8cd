"""Dialogs as the server recognises them: by resource ids."""

from __future__ import annotations

import pytest

from devices.virtual.os.window import Window, WindowKind
from devices.virtual.ui.node import Node, Role
from tests.devices.virtual.android.uia2.fake_phone import Client, Screen, with_client

PERMISSION = "com.android.permissioncontroller"


def _ask(screen: Screen, *nodes: Node) -> None:
    root = Node(Role.GROUP, children=list(nodes))
    window = Window("com.example.app", "Dialog", WindowKind.DIALOG, lambda: root, lambda: None)
    screen.phone.display.show(window)


def _button(screen: Screen, package: str, name: str, text: str) -> Node:
    return Node(
        Role.BUTTON, id=name, package=package, text=text, on_tap=lambda: screen.done.append(name)
    )


def _regular(screen: Screen) -> None:
    _ask(
        screen,
        Node(Role.TEXT, id="alertTitle", package="android", text="Log out?"),
        Node(Role.TEXT, id="message", package="android", text="Really?"),
        Node(Role.TEXT, text="no id, no mention"),
        _button(screen, "android", "button1", "Yes"),
        _button(screen, "android", "button2", "No"),
    )


def _permission(screen: Screen, *names: str) -> None:
    _ask(
        screen,
        Node(Role.TEXT, id="permission_message", package=PERMISSION, text="Allow it?"),
        *(_button(screen, PERMISSION, f"permission_{name}_button", name) for name in names),
    )


def test_without_a_dialog_there_is_no_alert() -> None:
    """All three commands answer 404 while no dialog is up."""

    async def test(client: Client, _: Screen) -> None:
        for method, command in (("GET", "text"), ("POST", "accept"), ("POST", "dismiss")):
            body: dict[str, str] | None = None if method == "GET" else {}
            answer = await client.error(method, f"alert/{command}", body)
            assert answer == (404, "no such alert", "No alert is present on the screen")

    with_client(test)


def test_alert_text_is_every_named_text_but_the_buttons() -> None:
    """The alert's text joins what has an id, without its buttons."""

    async def test(client: Client, screen: Screen) -> None:
        _regular(screen)
        assert await client.get("alert/text") == "Log out?\nReally?"

    with_client(test)


@pytest.mark.parametrize(
    ("command", "body", "pressed"),
    [
        ("accept", {}, "button1"),
        ("dismiss", {}, "button2"),
        ("accept", {"buttonLabel": "No"}, "button2"),
    ],
)
def test_regular_alert_is_answered_by_number_or_label(
    command: str, body: dict[str, str], pressed: str
) -> None:
    """Accept takes the lowest button, dismiss the next, a label the button that says it."""

    async def test(client: Client, screen: Screen) -> None:
        _regular(screen)
        await client.post(f"alert/{command}", body)
        assert screen.done == [pressed]

    with_client(test)


@pytest.mark.parametrize(
    ("names", "command", "pressed"),
    [
        (("deny", "allow"), "accept", "allow"),
        (("allow", "deny"), "dismiss", "deny"),
        (("allow_foreground_only", "allow_one_time", "deny"), "accept", "allow_foreground_only"),
        (("no_upgrade", "other"), "dismiss", "no_upgrade"),
        (("no_upgrade", "other"), "accept", "other"),
        (("only",), "dismiss", "only"),
    ],
)
def test_permission_alert_is_answered_by_the_ids_words(
    names: tuple[str, ...], command: str, pressed: str
) -> None:
    """Accept takes the first id with "allow", dismiss the first with "deny", else by position."""

    async def test(client: Client, screen: Screen) -> None:
        _permission(screen, *names)
        await client.post(f"alert/{command}")
        assert screen.done == [f"permission_{pressed}_button"]

    with_client(test)


def test_label_that_no_button_has_is_an_invalid_state() -> None:
    """An unknown label answers 400 and presses nothing."""

    async def test(client: Client, screen: Screen) -> None:
        _permission(screen, "allow", "deny")
        answer = await client.error("POST", "alert/accept", {"buttonLabel": "Maybe"})
        message = "The expected button cannot be detected on the alert"
        assert answer == (400, "invalid element state", message)
        assert screen.done == []

    with_client(test)
