"""Pictures of the screen: windows, bars, keyboard and toast, painted as a modern phone does."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Final

from PIL import Image

from devices.virtual.ui.canvas import Canvas, colour
from devices.virtual.ui.looks import MATERIAL, Look

if TYPE_CHECKING:
    from devices.virtual.ui.node import Node, Rect

_DIM: Final = 0.5
"""How much a dialog darkens what is below: between AOSP's 0.6 and Material 3's 0.32."""
_COMPRESSION: Final = 1
"""Fast rather than small: a picture of flat colours shrinks to about 100 kB either way."""


@dataclass(frozen=True, slots=True)
class StatusIcons:
    """What the status bar shows. ``battery`` is the charge from 0 to 1."""

    wifi: bool = True
    mobile: bool = True
    airplane: bool = False
    battery: float = 1.0
    charging: bool = False


@dataclass(frozen=True, slots=True)
class Layer:
    """A window's laid-out tree; a floating one darkens what is below it."""

    tree: Node
    floating: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything that one picture shows. No layers: the screen is dark.

    ``bars`` are the heights of the status bar and the navigation bar.
    """

    screen: Rect
    bars: tuple[int, int]
    scale: float
    time: str = ""
    icons: StatusIcons = field(default_factory=StatusIcons)
    layers: tuple[Layer, ...] = ()
    keyboard: Rect | None = None
    keys: tuple[tuple[str, Rect], ...] = ()
    toast: str = ""
    look: Look = MATERIAL


def render(frame: Frame) -> Image.Image:
    """Paint a frame."""
    size = (frame.screen.width, frame.screen.height)
    if not frame.layers:
        return Image.new("RGB", size, "black")
    canvas = Canvas(Image.new("RGB", size, _backdrop(frame.layers[0].tree)))
    painter = frame.look.painter(frame.scale)
    for layer in frame.layers:
        if layer.floating:
            canvas.dim(_DIM)
        painter.paint(canvas, layer.tree, colour(_backdrop(layer.tree)))
    bars = frame.look.chrome(canvas, frame.screen, frame.scale)
    status_height, navigation_height = frame.bars
    if frame.toast:
        bars.toast(frame.toast)
    if frame.keyboard is not None:
        bars.keyboard(frame.keyboard, frame.keys)
    bars.status_bar(status_height, frame.time, frame.icons)
    bars.navigation_bar(navigation_height)
    return canvas.image


def encode(image: Image.Image) -> bytes:
    """A picture as a PNG file."""
    file = BytesIO()
    image.save(file, "PNG", compress_level=_COMPRESSION)
    return file.getvalue()


def _backdrop(tree: Node) -> str:
    """The window's background: that of the first node that has one, going down from the decor."""
    node = tree
    while node.style.background is None and len(node.children) == 1:
        node = node.children[0]
    return node.style.background or "#FFFFFF"
