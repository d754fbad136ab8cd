"""Fingers on the screen: who takes a touch, what follows a finger, and what runs on after it."""

from __future__ import annotations

import pytest

from devices.virtual.os.momentum import run_on, velocity
from devices.virtual.ui.node import Node, Role, Style
from tests.devices.virtual.os.screens import Stage, button, strip

SLOP_PX = 21
"""Eight dp at 420 dpi."""


def _feed(stage: Stage) -> Node:
    """A list with a strip of cards in its second row."""
    rows = [button(stage, f"row{n}", style=Style(height=80)) for n in range(40)]
    return Node(Role.LIST, id="feed", children=[rows[0], strip(stage, "cards", 9), *rows[1:]])


def _pager(stage: Stage) -> Node:
    pages = [Node(Role.GROUP, id=f"page{n}", children=[button(stage, f"on{n}")]) for n in range(3)]
    return Node(Role.PAGER, id="pager", children=pages)


def _nested(stage: Stage) -> Node:
    inner = Node(
        Role.SCROLL,
        id="inner",
        style=Style(height=300),
        children=[button(stage, f"in{n}", style=Style(height=80)) for n in range(5)],
    )
    rows = [button(stage, f"row{n}", style=Style(height=80)) for n in range(20)]
    return Node(Role.SCROLL, id="outer", children=[inner, *rows])


def _photo(stage: Stage) -> Node:
    label = Node(Role.TEXT, id="label", text="A street", style=Style(width=100, height=40))
    photo = Node(
        Role.GROUP,
        id="photo",
        max_zoom=4,
        style=Style(height=400, width=400),
        on_zoom=lambda factor: stage.done.append(f"{factor:.1f}"),
        children=[label],
    )
    return Node(Role.GROUP, children=[photo])


def _board(stage: Stage) -> Node:
    card = Node(Role.TEXT, id="card", text="card", draggable=True, style=Style(height=80))
    shelf = Node(
        Role.GROUP,
        id="shelf",
        on_drop=lambda node: stage.done.append(f"{node.id} dropped"),
        style=Style(height=200),
    )
    return Node(Role.GROUP, children=[card, Node(Role.GROUP, style=Style(height=300)), shelf])


def test_list_follows_up_and_down_and_its_strip_sideways() -> None:
    """Of a list with a strip in it, each follows the finger along its own axis alone."""
    stage = Stage(_feed)
    x, y = stage.middle("cards")
    assert stage.display.swipe(x + 300, y, x - 200, y)
    assert (stage.node("cards").scroll_offset, stage.node("feed").scroll_offset) == (479, 0)
    assert stage.display.swipe(x, y, x, y - 200) is True
    assert (stage.node("cards").scroll_offset, stage.node("feed").scroll_offset) == (479, 179)
    assert stage.done == []


def test_inner_container_leaves_the_rest_of_the_way_to_the_outer_one() -> None:
    """At its end an inner list hands what is left of the finger's way to the list around it."""
    stage = Stage(_nested)
    inner = stage.node("inner")
    left = inner.scroll_range
    x, y = inner.visible.center
    stage.display.swipe(x, y, x, y - left - SLOP_PX - 50)
    assert (inner.scroll_offset, stage.node("outer").scroll_offset) == (left, 50)


def test_page_turns_only_when_it_was_dragged_far_or_fast() -> None:
    """A slow drag over less than half a page falls back; a longer one and a quick one turn it."""
    stage = Stage(_pager)
    assert not stage.display.swipe(900, 1000, 600, 1000)
    assert stage.node("pager").scroll_offset == 0
    assert stage.display.swipe(900, 1000, 150, 1000)
    assert stage.node("page1").visible == stage.node("pager").visible
    assert stage.display.swipe(900, 1000, 600, 1000, duration_ms=100)
    assert stage.node("pager").scroll_offset == 2 * 1080
    stage.display.tap(*stage.middle("on2"))
    assert stage.done == ["on2"]


@pytest.mark.parametrize(("duration_ms", "further"), [(None, False), (3000, False), (100, True)])
def test_content_runs_on_after_a_fast_finger(
    duration_ms: float | None,
    further: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """A finger that rests, or is slow, moves the list by its way; a fast one lets it run on."""
    stage = Stage(_feed)
    stage.display.swipe(500, 2000, 500, 1900, duration_ms=duration_ms)
    assert (stage.node("feed").scroll_offset > 100 - SLOP_PX) is further


def test_momentum_grows_with_speed_and_ends_below_the_least() -> None:
    """Content runs on further the faster it was, up to a limit; a creeping finger moves none."""
    ways = [run_on(speed, 2.625) for speed in (131, 1000, 5000, 21000)]
    assert ways == sorted(set(ways))
    assert run_on(130, 2.625) == 0
    assert run_on(21_000, 2.625) == run_on(90_000, 2.625) == -run_on(-21_000, 2.625)
    assert 1500 < run_on(5450, 2.625) < 2100


def test_velocity_is_that_of_the_last_moment() -> None:
    """What a finger did before its last tenth of a second does not count, nor does a rest."""
    samples = [(0.0, 0.0, 0.0), (200.0, 900.0, 0.0), (220.0, 900.0, 10.0), (240.0, 900.0, 20.0)]
    assert velocity(samples, 250) == (0.0, 500.0)
    assert velocity(samples, 281) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("hold_ms", "done"), [(0, ["row0"]), (399, ["row0"]), (400, ["held row0"])]
)
def test_time_tells_a_tap_from_a_long_press(hold_ms: float, done: list[str]) -> None:
    """A touch is a long press from 400 ms on, and never both."""
    stage = Stage(_feed)
    stage.display.tap(*stage.middle("row0"), hold_ms=hold_ms)
    assert stage.done == done


def test_view_without_a_long_press_is_tapped_however_long() -> None:
    """A view that has no use for a long press takes a long touch as a tap."""
    stage = Stage(lambda s: Node(Role.BUTTON, id="go", text="Go", on_tap=s.say("go")))
    stage.display.tap(*stage.middle("go"), hold_ms=1000)
    assert stage.done == ["go"]


def test_finger_that_leaves_a_view_does_not_tap_it() -> None:
    """Lifted beside the button it went down on, a finger does nothing; within it, it taps."""
    stage = Stage(lambda s: Node(Role.GROUP, children=[button(s, "go", style=Style(height=48))]))
    x, y = stage.middle("go")
    stage.display.swipe(x, y, x, y + 400)
    assert stage.done == []
    stage.display.swipe(x, y, x + 200, y)
    assert stage.done == ["go"]


def test_disabled_input_keeps_a_touch_to_itself() -> None:
    """A disabled input neither takes the focus nor lets the touch through to what is behind it."""
    stage = Stage(
        lambda s: Node(
            Role.GROUP,
            on_tap=s.say("behind"),
            children=[Node(Role.INPUT, id="entry", enabled=False)],
        )
    )
    stage.display.tap(*stage.middle("entry"))
    assert stage.done == []
    assert not stage.display.keyboard_shown


def test_each_finger_taps_what_it_is_on() -> None:
    """Two fingers on two buttons press both, the one that is lifted first first."""
    stage = Stage(lambda s: Node(Role.GROUP, children=[button(s, "a"), button(s, "b")]))
    touch = stage.display.touch
    touch.down(0, *stage.middle("a"), 0)
    touch.down(1, *stage.middle("b"), 10)
    touch.up(1, *stage.middle("b"), 20)
    touch.up(0, *stage.middle("a"), 30)
    assert stage.done == ["b", "a"]


def test_a_list_that_scrolls_takes_the_touch_from_every_finger() -> None:
    """Of two fingers that part over a list, neither opens the row that it is lifted from."""
    stage = Stage(_feed)
    x, y = stage.middle("row5")
    touch = stage.display.touch
    touch.down(0, x, y, 0)
    touch.down(1, x, y + 200, 0)
    touch.move(0, x, y - 100, 20)
    touch.move(1, x, y + 205, 20)
    touch.down(2, x, y + 400, 30)
    for finger, lifted_at in ((0, y - 100), (1, y + 205), (2, y + 400)):
        touch.up(finger, x, lifted_at, 40)
    assert stage.done == []
    assert stage.node("feed").scroll_offset > 0


def test_two_fingers_zoom_what_zooms() -> None:
    """Fingers that part enlarge the content as far as it goes; it stays so in a new tree."""
    stage = Stage(_photo)
    x, y = stage.middle("photo")
    touch = stage.display.touch
    touch.down(0, x - 50, y, 0)
    touch.down(1, x + 50, y, 0)
    touch.move(0, x - 100, y, 20)
    touch.move(1, x + 100, y, 20)
    touch.up(0, x - 100, y, 40)
    assert stage.node("label").bounds.width == 525
    stage.rebuild()
    assert stage.node("label").bounds.width == 525
    assert stage.node("label").visible.right <= stage.node("photo").visible.right
    assert stage.done == ["1.5", "2.0"]


def test_picture_shows_what_is_zoomed_and_where_a_seek_bar_is() -> None:
    """Zooming a view and moving a seek bar can be seen in the picture."""

    def build(stage: Stage) -> Node:
        photo = _photo(stage)
        photo.children.append(Node(Role.SEEK, id="volume"))
        return photo

    stage = Stage(build)
    before = stage.display.screenshot_png()
    stage.display.zoom(stage.node("photo"), 2)
    zoomed = stage.display.screenshot_png()
    stage.display.set_progress(stage.node("volume"), 70)
    assert len({before, zoomed, stage.display.screenshot_png()}) == 3


def test_zoom_ends_at_its_limits() -> None:
    """Nothing gets larger than its limit, nor smaller than it was laid out."""
    stage = Stage(_photo)
    assert stage.display.zoom(stage.node("photo"), 99)
    assert stage.node("photo").zoom == 4
    assert stage.display.zoom(stage.node("photo"), 0.1)
    assert stage.node("photo").zoom == 1
    assert not stage.display.zoom(stage.node("photo"), 0.5)


def test_view_that_was_held_is_dropped_where_the_finger_leaves() -> None:
    """After a long press a draggable view goes with the finger to a drop target."""
    stage = Stage(_board)
    stage.display.drag(*stage.middle("card"), *stage.middle("shelf"))
    stage.display.swipe(*stage.middle("card"), *stage.middle("shelf"))
    assert stage.done == ["card dropped"]


def test_seek_bar_follows_a_finger() -> None:
    """A touch sets a seek bar to that place, and a drag takes it along, within its range."""
    values: list[float] = []
    bar = Style(width=200)
    stage = Stage(
        lambda _: Node(
            Role.GROUP,
            children=[Node(Role.SEEK, id="volume", most=10, on_progress=values.append, style=bar)],
        )
    )
    bounds = stage.node("volume").bounds
    stage.display.tap(*bounds.center)
    assert values[-1] == pytest.approx(5, abs=0.05)
    stage.display.touch.down(0, *bounds.center, 0)
    stage.display.touch.move(0, bounds.center[0] + 9, bounds.center[1], 20)
    stage.display.touch.cancel()
    assert len(values) == 1
    stage.display.swipe(*bounds.center, bounds.right + 500, bounds.center[1])
    assert stage.node("volume").progress == values[-1] == 10


def test_edges_of_the_screen_belong_to_the_system() -> None:
    """A pull from the status bar opens the shade, one from the bar below goes home."""
    stage = Stage(_feed)
    stage.display.on_shade, stage.display.on_home = stage.say("shade"), stage.say("home")
    assert stage.display.swipe(500, 10, 500, 1500)
    assert stage.display.swipe(500, 2390, 500, 900)
    assert not stage.display.swipe(500, 10, 500, 200)
    assert stage.done == ["shade", "home"]
    assert stage.node("feed").scroll_offset == 0


def test_touch_outside_the_screen_touches_nothing() -> None:
    """There is nothing beyond the edges, and what follows such a touch is passed over."""
    stage = Stage(_feed)
    assert not stage.display.touch.down(0, -1, 50, 0)
    assert not stage.display.touch.down(0, 50, 2400, 0)
    stage.display.touch.move(0, 50, 50, 10)
    assert not stage.display.touch.up(0, 50, 50, 20)
    assert stage.done == []


def test_touch_that_rebuilds_the_screen_goes_on_in_the_new_tree() -> None:
    """A list that is built anew under a finger, by a long press, follows that finger still."""
    stage = Stage(_feed)
    rebuild = stage.rebuild

    def build(inner: Stage) -> Node:
        feed = _feed(inner)
        feed.children[0].on_long_press = rebuild
        return feed

    stage.build = build
    rebuild()
    x, y = stage.middle("row0")
    touch = stage.display.touch
    touch.down(0, x, y, 0)
    touch.move(0, x, y - 100, 500)
    touch.up(0, x, y - 100, 600)
    assert stage.node("feed").scroll_offset == 100 - SLOP_PX


def test_header_sticks_to_the_edge_until_the_next_one_comes() -> None:
    """A sticky header stays over the rows under it, takes their taps, and is pushed out."""

    def build(stage: Stage) -> Node:
        head = Style(height=40, sticky=True)
        rows: list[Node] = []
        for section in "ab":
            rows.append(button(stage, f"head {section}", style=head))
            rows += [button(stage, f"{section}{n}", style=Style(height=80)) for n in range(12)]
        return Node(Role.LIST, id="feed", children=rows)

    stage = Stage(build)
    top = stage.node("feed").bounds.top
    stage.display.scroll(stage.node("feed"), 400)
    assert stage.node("head a").bounds.top == top
    stage.display.tap(500, top + 20)
    assert stage.done == ["head a"]
    stage.display.scroll(stage.node("feed"), stage.node("head b").bounds.top - top - 30)
    assert stage.node("head a").bounds.bottom == stage.node("head b").bounds.top


def _platter(stage: Stage) -> Node:
    platter = button(stage, "platter", style=Style(height=80))
    platter.on_flick = stage.done.append
    rows = [button(stage, f"row{n}", style=Style(height=80)) for n in range(40)]
    return Node(Role.LIST, id="feed", children=[platter, *rows])


@pytest.mark.parametrize(("right", "way"), [(300, "right"), (-300, "left")])
def test_a_view_is_told_which_way_a_finger_has_swept_over_it(right: int, way: str) -> None:
    """Its tap does not happen."""
    stage = Stage(_platter)
    x, y = stage.middle("platter")
    assert stage.display.swipe(x, y, x + right, y + 20)
    assert stage.done == [way]


def test_what_scrolls_along_a_sweep_comes_before_the_view_that_wants_to_be_told() -> None:
    """The list moves instead."""
    stage = Stage(_platter)
    x, y = stage.middle("platter")
    stage.display.swipe(x, y, x, y - 200)
    assert stage.done == []
    assert stage.node("feed").scroll_offset > 0


@pytest.mark.parametrize(("down", "way"), [(200, "down"), (-60, "up")])
def test_where_nothing_scrolls_up_and_down_are_told_too(down: int, way: str) -> None:
    """A short sweep is enough, as long as it leaves the touch slop."""

    def alone(stage: Stage) -> Node:
        return Node(Role.GROUP, children=[_platter(stage).children[0]])

    stage = Stage(alone)
    x, y = stage.middle("platter")
    stage.display.swipe(x, y, x, y + down)
    assert stage.done == [way]


def test_how_long_a_finger_had_rested_is_known_when_it_is_lifted() -> None:
    """Since its last move."""
    stage = Stage(_platter)
    touch = stage.display.touch
    touch.down(0, 10, 10, 0)
    touch.move(0, 10, 40, 100)
    touch.up(0, 10, 40, 350)
    assert touch.rested_ms == 250
