"""An element of an application, with the attributes that WebDriverAgent gives it.

Source: WebDriverAgent 16.12.9, Categories/XCUIElement+FBWebDriverAttributes.m.
"""

from __future__ import annotations

import struct
import uuid
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from devices.virtual.ios.wda.elements import reading
from devices.virtual.ios.wda.elements.frame import Frame, whole
from devices.virtual.ios.wda.elements.types import INPUTS, PREFIX, number_of
from devices.virtual.os.touch import taker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.virtual.ios.display import IosDisplay
    from devices.virtual.ios.wda.queries.xpath import Document
    from devices.virtual.ui.node import Node, Rect

_EMPTY_LABELS: Final = frozenset({"TextField", "SecureTextField"})
"""Types whose label is told even where it is empty."""


@dataclass(slots=True, eq=False)
class Tree:
    """An application as it was at one time.

    Attributes:
        pid: number of its process.
        switch_traits: what the release adds to a switch's traits.
        known: its elements by the number of their node.
        documents: what XPath has made of it, by the number where it begins and by attributes.
    """

    bundle_id: str
    pid: int
    display: IosDisplay
    switch_traits: tuple[str, ...]
    known: dict[int, Element] = field(default_factory=dict)
    documents: dict[tuple[int, frozenset[str]], Document] = field(default_factory=dict)


class Element:
    """One element: a node with its place in the tree.

    Attributes:
        node: what it shows.
        kind: the short name of its type.
        seen: the pixels of it that can be seen.
        index: its place among its parent's children.
    """

    def __init__(
        self, tree: Tree, node: Node, kind: str, seen: Rect, parent: Element | None
    ) -> None:
        self.tree, self.node, self.kind = tree, node, kind
        self.seen, self.parent = seen, parent
        self.index = len(parent.children) if parent is not None else 0
        self.children: list[Element] = []
        tree.known[node.identity] = self
        if parent is not None:
            parent.children.append(self)

    # -- the tree

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in tree order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            if element.children:
                waiting.extend(element.children[::-1])

    def below(self) -> Iterator[Element]:
        """All elements below this one, in tree order."""
        found = self.walk()
        next(found)
        return found

    def above(self) -> Iterator[Element]:
        """The elements that it lies in, the nearest first."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent

    # -- what it is

    @property
    def number(self) -> int:
        """Its XCUIElementType."""
        return number_of(self.kind)

    @property
    def type(self) -> str:
        """The full name of its type."""
        return f"{PREFIX}{self.kind}"

    @cached_property
    def uid(self) -> str:
        """Its UUID: the element's number and its process's. Source: FBElementUtils.m."""
        return str(uuid.UUID(bytes=struct.pack("<qi4x", self.node.identity, self.tree.pid))).upper()

    @cached_property
    def identifier(self) -> str:
        """Its accessibility identifier; empty for none."""
        return reading.identifier_of(self.node)

    @cached_property
    def own_label(self) -> str:
        """Its accessibility label; empty for none."""
        return reading.label_of(self.node)

    @cached_property
    def own_value(self) -> str | None:
        """Its accessibility value, as XCTest has it."""
        return reading.value_of(self.node, self.kind)

    @property
    def name(self) -> str | None:
        """Its identifier, or else its label."""
        return self.identifier or self.own_label or None

    @property
    def label(self) -> str | None:
        """Its label."""
        return self.own_label if self.kind in _EMPTY_LABELS else self.own_label or None

    @property
    def value(self) -> str | None:
        """Its value, or what WebDriverAgent takes for it."""
        if self.kind == "StaticText":
            return self.own_value or self.label
        if self.kind == "Button":
            return self.own_value or ("1" if self.selected else None)
        return self.own_value or (self.placeholder if self.kind in INPUTS else None) or None

    @property
    def placeholder(self) -> str | None:
        """What an empty input shows."""
        return self.node.hint if self.kind in INPUTS else None

    @property
    def enabled(self) -> bool:
        """Whether it can be used."""
        return self.node.enabled

    @property
    def selected(self) -> bool:
        """Whether it is the chosen one."""
        return reading.selected(self.node)

    @property
    def traits(self) -> str:
        """The names of its traits."""
        return ", ".join(reading.traits_of(self.node, self.kind, self.tree.switch_traits))

    @property
    def has_keyboard_focus(self) -> bool:
        """Whether typing goes to it: without the keyboard it goes nowhere."""
        return self.node.focused and self.kind in INPUTS and self.tree.display.keyboard_shown

    @property
    def has_text(self) -> bool:
        """Whether it is an input with text of its own."""
        return self.kind in INPUTS and bool(self.node.text)

    @property
    def description(self) -> str:
        """As WebDriverAgent's messages call it. Source: FBXCElementSnapshotWrapper+Helpers.m."""
        return f"{self.type} ({self.name})" if self.name is not None else self.type

    # -- where it is

    @property
    def native_frame(self) -> Frame:
        """Where it lies, in points."""
        left, top, right, bottom = self.node.bounds
        scale = self.tree.display.scale
        return Frame(left / scale, top / scale, (right - left) / scale, (bottom - top) / scale)

    @cached_property
    def frame(self) -> Frame:
        """The same in whole points, as CGRectIntegral makes it."""
        return whole(self.native_frame)

    @cached_property
    def visible(self) -> bool:
        """Whether anything of it can be seen."""
        left, top, right, bottom = self.seen
        return (right > left and bottom > top) or any(child.visible for child in self.children)

    @property
    def hit_point(self) -> tuple[int, int]:
        """The pixel that a touch of it lands on: the middle of what can be seen of it."""
        left, top, right, bottom = self.seen
        shown = right > left and bottom > top
        return self.seen.center if shown else self.node.bounds.center

    @property
    def hittable(self) -> bool:
        """Whether a touch of it would reach it."""
        x, y = self.hit_point
        window = next((each for each in (self, *self.above()) if each.kind == "Window"), None)
        if window is None or not self.visible:
            return window is None and self.visible
        front = self.tree.display.root_at(x, y)
        if front.identity != window.node.identity:
            return any(each.kind == "Keyboard" for each in self.above())
        chain = taker(front, x, y)
        holds = (each.node for each in (self, *self.above()))
        return not chain or self.node in chain or chain[0] in holds

    # -- what accessibility makes of it

    @cached_property
    def native_accessible(self) -> bool:
        """Whether it is an accessibility element."""
        return reading.is_element(self.node, self.kind)

    @property
    def accessible(self) -> bool:
        """The same, unless something that it lies in is one already."""
        itself = self.native_accessible or self.kind in _EMPTY_LABELS
        if self.kind == "Cell" and not itself:
            itself = bool(self.children) and self.children[0].native_accessible
        return itself and not any(
            each.native_accessible for each in self.above() if each.kind != "Table"
        )

    @property
    def accessibility_container(self) -> bool:
        """Whether there is an accessibility element below it."""
        return any(each.native_accessible or each.accessibility_container for each in self.children)
