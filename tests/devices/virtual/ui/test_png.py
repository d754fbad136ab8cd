"""Pictures of the screen: what is painted where."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops

from devices.virtual.ui.icons import ICONS, icon_mask
from devices.virtual.ui.layout import lay_out
from devices.virtual.ui.node import Node, Rect, Role, Style
from devices.virtual.ui.png import Frame, Layer, StatusIcons, encode, render

if TYPE_CHECKING:
    from devices.virtual.ui.node import Style as StyleType

SCREEN = Rect(0, 0, 1080, 2400)
BARS = (63, 63)


def _frame(*children: Node, style: StyleType | None = None) -> Frame:
    root = Node(Role.GROUP, style=style or Style(background="#FFFFFF"), children=list(children))
    lay_out(root, Rect(0, 63, 1080, 2337), 2.625)
    return Frame(screen=SCREEN, bars=BARS, scale=2.625, time="9:41", layers=(Layer(root),))


def _differing(before: Frame, after: Frame) -> Rect | None:
    box = ImageChops.difference(render(before), render(after)).getbbox()
    return Rect(*box) if box else None


def test_picture_is_a_png_of_the_screen() -> None:
    """The file is a PNG as large as the screen."""
    picture = Image.open(BytesIO(encode(render(_frame()))))
    assert (picture.format, picture.size) == ("PNG", (1080, 2400))


def test_a_node_paints_inside_its_bounds() -> None:
    """A button without a shadow changes no pixel outside of its bounds."""
    style = Style(height=60, background="#155EEF", color="#FFFFFF", radius=28)
    button = Node(Role.BUTTON, text="Sign In", style=style)
    painted = _frame(Node(Role.GROUP, style=Style(height=100)), button)
    box = _differing(_frame(), painted)
    assert box is not None
    assert box == button.bounds


def test_round_corners_leave_the_ground() -> None:
    """The corner of a round box keeps the colour below it; its middle has the box's."""
    box = Node(Role.GROUP, style=Style(height=60, background="#000000", radius=20))
    picture = render(_frame(Node(Role.GROUP, style=Style(height=100)), box))
    assert picture.getpixel((box.bounds.left, box.bounds.top)) == (255, 255, 255)
    assert picture.getpixel(box.bounds.center) == (0, 0, 0)


def test_a_secret_is_photographed_as_bullets() -> None:
    """Two secrets of one length look the same; the plain texts would not."""

    def field(text: str, *, secure: bool) -> Frame:
        return _frame(Node(Role.INPUT, text=text, secure=secure))

    assert _differing(field("hunter2", secure=True), field("letmein", secure=True)) is None
    assert _differing(field("hunter2", secure=False), field("letmein", secure=False)) is not None


def test_scrolled_content_stays_inside_its_container() -> None:
    """What is scrolled out of a container is not painted over its neighbours."""
    rows = [Node(Role.TEXT, text=f"Row {n}", style=Style(height=48)) for n in range(60)]
    head = Node(Role.TEXT, text="Head", style=Style(height=64, background="#155EEF"))
    scroll = Node(Role.SCROLL, style=Style(weight=1), children=rows)
    still = _frame(head, scroll)
    before = render(still)
    scroll.scroll_offset = 333
    lay_out(still.layers[0].tree, Rect(0, 63, 1080, 2337), 2.625)
    box = ImageChops.difference(before, render(still)).getbbox()
    assert box is not None
    assert scroll.visible.top <= box[1] <= box[3] <= scroll.visible.bottom


def test_status_bar_takes_the_colour_below_it() -> None:
    """The status bar continues the app bar, in ink that can be read on it."""
    dark = render(_frame(style=Style(background="#101828")))
    assert dark.getpixel((2, 2)) == (16, 24, 40)
    light = render(_frame())
    assert light.getpixel((2, 2)) == (255, 255, 255)
    assert light.crop((0, 0, 1080, 63)).convert("L").getextrema()[0] == 31


@pytest.mark.parametrize(
    "icons",
    [
        StatusIcons(wifi=False),
        StatusIcons(mobile=False),
        StatusIcons(airplane=True),
        StatusIcons(battery=0.3),
        StatusIcons(charging=True),
    ],
)
def test_status_bar_shows_the_radios_and_the_battery(icons: StatusIcons) -> None:
    """Each change of a radio or of the battery changes the right of the status bar alone."""
    box = _differing(_frame(), replace(_frame(), icons=icons))
    assert box is not None
    assert box.bottom <= 63
    assert box.left > 540


def test_a_floating_layer_dims_what_is_below() -> None:
    """Below a dialog the screen is darker."""
    below = _frame()
    dialog = Node(Role.GROUP, style=Style(background="#FFFFFF", radius=28))
    lay_out(dialog, Rect(100, 800, 980, 1400), 2.625)
    picture = render(replace(below, layers=(*below.layers, Layer(dialog, floating=True))))
    assert picture.getpixel((50, 1200)) == (128, 128, 128)
    assert picture.getpixel((500, 1000)) == (255, 255, 255)


def test_no_layers_is_a_dark_screen() -> None:
    """A screen that is off is black."""
    assert render(Frame(screen=SCREEN, bars=BARS, scale=2.625)).getextrema() == ((0, 0),) * 3


def test_a_toast_is_painted_near_the_bottom() -> None:
    """A toast covers a part of the lower screen."""
    box = _differing(_frame(), replace(_frame(), toast="Message queued"))
    assert box is not None
    assert box.top > 1900


@pytest.mark.parametrize("name", sorted(ICONS))
def test_every_icon_is_drawn_inside_its_square(name: str) -> None:
    """An icon has ink, and is not a full square."""
    mask = icon_mask(name, 63)
    covered = sum(mask.get_flattened_data()) / 255 / 63**2  # type: ignore[arg-type]
    assert 0.05 < covered < 0.85
