"""The display as a piece of glass: how it is turned, how large it passes for, what it hides."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from devices.virtual.os.display import Window, WindowKind
from devices.virtual.ui.node import Node, Rect, Role, Style
from tests.devices.virtual.os.screens import Stage, button


def _screen(stage: Stage) -> Node:
    return Node(Role.GROUP, id="main", children=[button(stage, "go")])


def _window(stage: Stage, orientation: str, *, secure: bool = False) -> Window:
    return Window(
        "com.x",
        "com.x.Other",
        WindowKind.APP,
        lambda: _screen(stage),
        lambda: None,
        secure=secure,
        orientation=orientation,
    )


@pytest.mark.parametrize(
    ("orientation", "rotation", "turned"),
    [
        ("UNSPECIFIED", 3, 3),
        ("PORTRAIT", 1, 0),
        ("SENSOR_PORTRAIT", 2, 2),
        ("SENSOR_LANDSCAPE", 3, 3),
        ("LANDSCAPE", 0, 1),
        ("REVERSE_LANDSCAPE", 1, 3),
    ],
)
def test_window_allows_the_rotations_that_it_declares(
    orientation: str, rotation: int, turned: int
) -> None:
    """The display turns as the user wants only where the activity in front lets it."""
    stage = Stage(_screen)
    stage.display.show(_window(stage, orientation))
    assert stage.display.rotate(rotation) is (turned == rotation)
    assert stage.display.rotation == turned
    assert stage.display.user_rotation == rotation


def test_display_turns_back_when_the_next_window_allows_it() -> None:
    """What the user chose holds again once the window that forbade it is gone."""
    stage = Stage(_screen)
    stage.display.rotate(1)
    upright = _window(stage, "PORTRAIT")
    stage.display.show(upright)
    assert stage.display.root().bounds == Rect(0, 0, 1080, 2400)
    stage.display.remove(upright)
    assert stage.display.root().bounds == Rect(0, 0, 2400, 1080)
    stage.display.tap(*stage.middle("go"))
    assert stage.done == ["go"]


def test_density_changes_what_a_dp_is() -> None:
    """With another density everything in dp is of another size, the bars too; then it is undone."""
    stage = Stage(_screen)
    before = stage.node("go").bounds
    stage.display.override_density(210)
    assert stage.display.density == 210
    assert stage.node("go").bounds.height == round(before.height / 2)
    assert stage.display.system_bars().status_bar == round(63 / 2)
    stage.display.override_density(None)
    assert stage.node("go").bounds == before
    assert stage.display.density_override is None


def test_size_changes_the_whole_display() -> None:
    """The display passes for another size in every way, and turned, too."""
    stage = Stage(_screen)
    stage.display.override_size((720, 1280))
    assert stage.display.bounds == Rect(0, 0, 720, 1280)
    assert stage.node("go").bounds.right == 720
    assert Image.open(BytesIO(stage.display.screenshot_png())).size == (720, 1280)
    stage.display.rotate(1)
    assert stage.display.root().bounds == Rect(0, 0, 1280, 720)
    assert (stage.display.physical.width_px, stage.display.size_override) == (1080, (720, 1280))


def test_secure_window_is_black_in_every_picture() -> None:
    """A picture shows nothing of a window that forbids it, nor of what lies under its dialog."""
    stage = Stage(_screen)
    secret = _window(stage, "UNSPECIFIED", secure=True)
    stage.display.show(secret)
    dialog = Window("com.x", "D", WindowKind.DIALOG, lambda: _screen(stage), lambda: None)
    stage.display.show(dialog)
    assert stage.display.secure
    assert Image.open(BytesIO(stage.display.screenshot_png())).getextrema() == ((0, 0),) * 3
    stage.display.remove(secret)
    assert not stage.display.secure


def test_only_what_changed_is_laid_out_anew_and_all_of_it_is_right() -> None:
    """A tree that replaces another is laid out as if it had been the first."""
    rows = 3

    def build(stage: Stage) -> Node:
        head = [Node(Role.TEXT, text="Banner " * rows)] if rows > 3 else []
        cells = [
            Node(
                Role.GROUP,
                id=f"row{n}",
                style=Style(direction="row", gap=8),
                children=[
                    Node(Role.TEXT, text=f"Person {n * rows}", style=Style(weight=1)),
                    button(stage, f"b{n}"),
                ],
            )
            for n in range(rows)
        ]
        return Node(Role.GROUP, children=[*head, Node(Role.LIST, id="list", children=cells)])

    stage = Stage(build)
    for rows in (3, 3, 9, 40, 40, 5):  # noqa: B007 - what `build` builds
        stage.rebuild()
        stage.display.scroll(stage.node("list"), 30)
        stage.rebuild()
        fresh = Stage(build)
        fresh.display.scroll(fresh.node("list"), stage.node("list").scroll_offset)
        seen, wanted = (
            [(n.id, n.text, n.bounds, n.visible, n.scroll_range) for n in s.display.root().walk()]
            for s in (stage, fresh)
        )
        assert seen == wanted


def test_list_that_an_app_scrolls_itself_is_laid_out_so() -> None:
    """A new tree that only says another offset is placed by that offset."""
    offset = 0

    def build(stage: Stage) -> Node:
        rows = [button(stage, f"row{n}", style=Style(height=80)) for n in range(40)]
        return Node(Role.LIST, id="list", scroll_offset=offset, children=rows)

    stage = Stage(build)
    before = stage.node("row9").bounds.top
    offset = 300
    stage.rebuild()
    assert stage.node("row9").bounds.top == before - 300


def test_node_that_an_app_changes_and_returns_again_is_measured_again() -> None:
    """An app that keeps its tree and edits it in place sees the edit laid out."""
    label = Node(Role.TEXT, id="label", text="short", style=Style(width=60))
    root = Node(Role.GROUP, children=[label, Node(Role.TEXT, id="below", text="below")])
    stage = Stage(lambda _: root)
    before = stage.node("below").bounds.top
    label.text = "a text that is much longer than it was"
    stage.rebuild()
    assert stage.node("below").bounds.top > before
