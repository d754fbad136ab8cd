"""Any tree at all: what must hold of its layout and of what a finger finds in it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from devices.virtual.os.touch import taker, takes_touch
from devices.virtual.ui.layout import lay_out, shift
from devices.virtual.ui.metrics import SCROLLING
from devices.virtual.ui.node import Node, Rect, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable

SCREEN = Rect(0, 63, 1080, 2337)
_LENGTHS = st.none() | st.integers(0, 900).map(float)
_STYLES = st.builds(
    Style,
    direction=st.sampled_from(["column", "row", "stack"]),
    width=_LENGTHS,
    height=_LENGTHS,
    weight=st.sampled_from([0.0, 0.0, 1.0, 2.5]),
    padding=st.tuples(*[st.integers(0, 40).map(float)] * 4),
    gap=st.integers(0, 30).map(float),
    align=st.sampled_from(["start", "center", "end", "stretch"]),
    text_size=st.sampled_from([0.0, 9.0, 16.0, 40.0]),
    icon=st.sampled_from([None, "menu"]),
    sticky=st.booleans(),
)
_TEXTS = st.text(st.sampled_from("ab \n\u00e9\u4e2d\u200b"), max_size=40)


def _node(children: st.SearchStrategy[list[Node]]) -> st.SearchStrategy[Node]:
    nothing: Callable[[], None] = lambda: None  # noqa: E731 - a value among others
    return st.builds(
        Node,
        role=st.sampled_from(Role),
        text=_TEXTS,
        hint=_TEXTS,
        secure=st.booleans(),
        multiline=st.booleans(),
        enabled=st.booleans(),
        on_tap=st.sampled_from([None, nothing]),
        zoom=st.sampled_from([1.0, 1.0, 1.7]),
        max_zoom=st.just(2.0),
        scroll_offset=st.integers(0, 2000),
        style=_STYLES,
        children=children,
    )


TREES = st.recursive(
    _node(st.just([])), lambda inner: _node(st.lists(inner, max_size=5)), max_leaves=16
)
SCALES = st.sampled_from([0.75, 1.0, 2.625, 4.0])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(tree=TREES, scale=SCALES)
def test_whatever_is_seen_lies_in_its_parent_and_in_the_window(tree: Node, scale: float) -> None:
    """The visible part of a node lies in its own bounds, its parent's visible part, the window."""
    lay_out(tree, SCREEN, scale)
    parents = {id(child): node for node in tree.walk() for child in node.children}
    for node in tree.walk():
        seen = node.visible
        assert node.bounds.width >= 0
        assert node.bounds.height >= 0
        if seen.width and seen.height:
            around = parents.get(id(node))
            assert seen == seen.intersect(node.bounds)
            assert seen == seen.intersect(SCREEN if around is None else around.visible)
        assert 0 <= node.scroll_offset <= max(node.scroll_range, node.scroll_offset)
        if node.role in SCROLLING and node.children:
            assert node.scroll_offset <= node.scroll_range


@settings(max_examples=60, deadline=None, derandomize=True)
@given(tree=TREES, scale=SCALES, x=st.integers(0, 1080), y=st.integers(0, 2400))
def test_a_finger_finds_what_lies_under_it(tree: Node, scale: float, x: int, y: int) -> None:
    """Who takes a touch is seen at that point, and so is all that it lies in."""
    lay_out(tree, SCREEN, scale)
    chain = taker(tree, x, y)
    assert all(node.visible.contains(x, y) for node in chain)
    under = [node for node in tree.walk() if node.visible.contains(x, y) and takes_touch(node)]
    if chain:
        assert takes_touch(chain[0])
        assert chain[-1] is tree
        assert all(node in above.children for node, above in pairwise(chain))
    assert bool(chain) or not under


@settings(max_examples=40, deadline=None, derandomize=True)
@given(tree=TREES, scale=SCALES)
def test_laying_out_again_changes_nothing(tree: Node, scale: float) -> None:
    """A second pass over the same tree gives every node the same place."""
    lay_out(tree, SCREEN, scale)
    first = [(node.bounds, node.visible, node.scroll_range) for node in tree.walk()]
    lay_out(tree, SCREEN, scale)
    assert first == [(node.bounds, node.visible, node.scroll_range) for node in tree.walk()]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(tree=TREES, scale=SCALES, down=st.integers(-900, 900))
def test_moving_a_tree_is_laying_it_out_elsewhere(tree: Node, scale: float, down: int) -> None:
    """A tree that is shifted lies where it would if it had been laid out there."""
    lay_out(tree, SCREEN, scale)
    shift(tree, 0, down, SCREEN)
    moved = [(node.bounds, node.visible) for node in tree.walk()]
    left, top, right, bottom = SCREEN
    lay_out(tree, Rect(left, top + down, right, bottom + down), scale)
    assert [bounds for bounds, _ in moved] == [node.bounds for node in tree.walk()]
