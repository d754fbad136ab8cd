"""The layout pass: where nodes lie, what of them can be seen, and what scrolls."""

from __future__ import annotations

import pytest

from devices.virtual.ui.layout import content_height, lay_out
from devices.virtual.ui.node import Node, Rect, Role, Style

SCREEN = Rect(0, 0, 1000, 2000)


def _box(width: float | None = None, height: float | None = None, weight: float = 0) -> Node:
    return Node(Role.GROUP, style=Style(width=width, height=height, weight=weight))


def _laid_out(root: Node, scale: float = 1.0) -> Node:
    lay_out(root, SCREEN, scale)
    return root


def test_column_fills_width_and_stacks_with_gap_and_padding() -> None:
    """Children of a column fill its width and follow each other with padding and gap."""
    first, second = _box(height=100), _box(height=50)
    _laid_out(
        Node(Role.GROUP, style=Style(padding=(10, 20, 30, 40), gap=5), children=[first, second])
    )
    assert first.bounds == Rect(10, 20, 970, 120)
    assert second.bounds == Rect(10, 125, 970, 175)


def test_weights_share_what_is_left() -> None:
    """Weights divide the height that the other children of a column leave."""
    head, one, three = _box(height=400), _box(weight=1), _box(weight=3)
    _laid_out(Node(Role.GROUP, children=[head, one, three]))
    assert (one.bounds.height, three.bounds.height) == (400, 1200)


def test_row_wraps_and_weights_widths() -> None:
    """A row's children wrap, its weighted child takes the rest, and align centres them."""
    fixed, wide = _box(width=200, height=100), _box(height=40, weight=1)
    row = Node(Role.GROUP, style=Style(direction="row", align="center"), children=[fixed, wide])
    _laid_out(Node(Role.GROUP, children=[row]))
    assert fixed.bounds == Rect(0, 0, 200, 100)
    assert wide.bounds == Rect(200, 30, 1000, 70)


def test_stack_puts_children_over_each_other() -> None:
    """A stretching stack gives every child all of its room."""
    below, above = _box(), _box()
    _laid_out(
        Node(Role.GROUP, style=Style(direction="stack", align="stretch"), children=[below, above])
    )
    assert below.bounds == above.bounds == SCREEN


def test_lengths_follow_the_density() -> None:
    """A length in dp is multiplied by the scale of the screen."""
    child = _box(height=10)
    _laid_out(Node(Role.GROUP, children=[child]), scale=2.625)
    assert child.bounds.height == 26


def test_text_wraps_between_words_to_the_width() -> None:
    """A text that is wider than its column takes more lines, as high as the font's."""
    short, long = Node(Role.TEXT, text="word"), Node(Role.TEXT, text="word " * 80)
    _laid_out(Node(Role.GROUP, children=[short, long]))
    assert long.bounds.height >= 3 * short.bounds.height
    assert long.bounds.height % short.bounds.height == 0


@pytest.mark.parametrize(
    ("role", "least"),
    [(Role.BUTTON, 48), (Role.IMAGE_BUTTON, 48), (Role.INPUT, 56), (Role.SWITCH, 48)],
)
def test_controls_have_their_least_height(role: Role, least: int) -> None:
    """A control without a style is as high as a finger needs."""
    control = Node(role, text="x")
    _laid_out(Node(Role.GROUP, children=[control]))
    assert control.bounds.height >= least


def test_scroll_container_clips_and_knows_its_range() -> None:
    """Content longer than its container can be scrolled by what does not fit, and is clipped."""
    rows = [_box(height=300) for _ in range(10)]
    scroll = Node(Role.SCROLL, style=Style(weight=1), children=rows)
    _laid_out(Node(Role.GROUP, children=[_box(height=500), scroll]))
    assert scroll.scroll_range == 10 * 300 - 1500
    assert rows[4].visible.height == 300
    assert rows[5].visible.height == 0
    assert rows[5].bounds.height == 300


def test_scroll_offset_moves_the_content_and_stays_in_range() -> None:
    """An offset beyond the range is brought back to it, and shifts the content up."""
    rows = [_box(height=300) for _ in range(10)]
    scroll = Node(Role.SCROLL, style=Style(weight=1), children=rows, scroll_offset=99_999)
    _laid_out(Node(Role.GROUP, children=[scroll]))
    assert scroll.scroll_offset == scroll.scroll_range == 1000
    assert rows[9].bounds.bottom == 2000
    assert rows[0].visible.height == 0


def test_short_scroll_container_does_not_scroll() -> None:
    """Content that fits has no range."""
    scroll = Node(Role.LIST, style=Style(weight=1), children=[_box(height=300)])
    _laid_out(Node(Role.GROUP, children=[scroll]))
    assert scroll.scroll_range == 0


def test_content_height_is_what_a_dialog_needs() -> None:
    """The height of a tree at a width counts its padding and its children."""
    tree = Node(Role.GROUP, style=Style(padding=(0, 7, 0, 8)), children=[_box(height=100)])
    assert content_height(tree, 500, 1.0) == 115
