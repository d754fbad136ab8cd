"""The page source: XML text as the server prints it, and the same tree for XPath."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from lxml import etree

from devices.virtual.android.uia2.attributes import READERS

if TYPE_CHECKING:
    from devices.virtual.android.uia2.snapshot import Snapshot, ToastView, View

    Tree = tuple[etree._Element, list[View | ToastView | None]]  # noqa: SLF001 - lxml's public type

INDEX: Final = "uiElementIndex"
"""Attribute that leads from an element of the XPath's tree to its view; XPath can see it."""

_HEADER: Final = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>"
_PLAIN: Final = re.compile('[^&<>"\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff\U00010000-\U0010ffff]*')
# What XML cannot hold is printed as question marks. Source: XMLHelpers.toSafeString.
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_DOTS: Final = str.maketrans("$@#&", "....")
_FREE: Final = frozenset({"text", "content-desc", "resource-id", "hint", "package"})
"""Attributes that can hold any character."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How the settings of a session have the source written.

    Attributes:
        names: attributes of a view, in order.
        max_depth: how many levels below the hierarchy are looked at.
    """

    names: tuple[str, ...]
    max_depth: int


class Source:
    """The page source of one snapshot; what was made once is kept.

    Args:
        snapshot: what is on the screen.
        toasts: what the notification listener remembers.
        screen: width and height of the display in pixels.
        rotation: quarter turns of the display.
        shape: how it is written.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        toasts: list[ToastView],
        screen: tuple[int, int],
        rotation: int,
        shape: Shape,
    ) -> None:
        self._snapshot, self._toasts, self._shape = snapshot, toasts, shape
        self._hierarchy = {
            "index": "0",
            "class": "hierarchy",
            "rotation": str(rotation),
            "width": str(screen[0]),
            "height": str(screen[1]),
        }
        self._text = ""
        self._trees: dict[tuple[str, ...], Tree] = {}

    def text(self) -> str:
        """The XML document."""
        if not self._text:
            writer = _Writer(self._shape.names, self._shape.max_depth)
            lines = [_HEADER, f"<hierarchy{_rendered(self._hierarchy)}>"]
            for root in self._snapshot.roots:
                writer.write(lines, root, 1)
            lines += [f"  <{t.class_name}{_rendered(_toast(t))} />" for t in self._toasts]
            lines.append("</hierarchy>")
            self._text = "\n".join(lines)
        return self._text

    def tree(self, expression: str, context: View | None = None) -> Tree:
        """A tree to evaluate an XPath on, and what the `INDEX` of each of its elements stands for.

        It holds the attributes that the expression names, and the class. Below a context it is a
        document of its own, as the setting limitXPathContextScope has it.
        Source: appium-uiautomator2-server, ElementLocationHelpers.extractQueriedAttributes.
        """
        every = "@*" in expression
        names = tuple(
            name
            for name in self._shape.names
            if every or name == "class" or f"@{name}" in expression
        )
        if context is not None:
            return self._subtree(context, names)
        tree = self._trees.get(names)
        if tree is None:
            tree = self._trees[names] = self._whole(names)
        return tree

    def _subtree(self, context: View, names: tuple[str, ...]) -> Tree:
        meaning: list[View | ToastView | None] = []
        lines: list[str] = []
        _Writer(names, self._shape.max_depth, meaning).write(lines, context, 0)
        return etree.fromstring("\n".join(lines)), meaning

    def _whole(self, names: tuple[str, ...]) -> Tree:
        meaning: list[View | ToastView | None] = [None]
        lines = [f'<hierarchy{_rendered(self._hierarchy)} {INDEX}="0">']
        writer = _Writer(names, self._shape.max_depth, meaning)
        for root in self._snapshot.roots:
            writer.write(lines, root, 1)
        for toast in self._toasts:
            values = _toast(toast) | {INDEX: str(len(meaning))}
            lines.append(f"<{toast.class_name}{_rendered(values)} />")
            meaning.append(toast)
        lines.append("</hierarchy>")
        return etree.fromstring("\n".join(lines)), meaning


class _Writer:
    """Writes views as XML.

    Args:
        names: their attributes, in order.
        max_depth: views this deep are written without what is in them.
        meaning: takes the views in the order of their `INDEX`, which is written then.
    """

    def __init__(
        self,
        names: tuple[str, ...],
        max_depth: int,
        meaning: list[View | ToastView | None] | None = None,
    ) -> None:
        self._max_depth, self._meaning = max_depth, meaning
        self._readers = [
            (f" {name}=", READERS[name], name in _FREE) for name in names if name in READERS
        ]

    def write(self, lines: list[str], view: View, depth: int) -> None:
        """Append the lines of a view and of what is in it."""
        indent, tag = "  " * depth, _tag(view.class_name)
        parts = [f"{indent}<{tag}"]
        for name, read, free in self._readers:
            said = read(view)
            if said is not None:
                parts.append(f"{name}{quoted(said)}" if free else f'{name}"{said}"')
        if self._meaning is not None:
            parts.append(f' {INDEX}="{len(self._meaning)}"')
            self._meaning.append(view)
        if not view.children or depth >= self._max_depth:
            lines.append(f"{''.join(parts)} />")
            return
        lines.append(f"{''.join(parts)}>")
        for child in view.children:
            self.write(lines, child, depth + 1)
        lines.append(f"{indent}</{tag}>")


@cache
def _tag(class_name: str) -> str:
    """Source: AccessibilityNodeInfoDumper.toXmlNodeName; class names here are plain ASCII."""
    return class_name.translate(_DOTS)


def quoted(value: str) -> str:
    """A value as an attribute, in the quotes that it has none of.

    Source: kxml2 KXmlSerializer.attribute and writeEscaped, Android's XML writer.
    """
    if _PLAIN.fullmatch(value):
        return f'"{value}"'
    value = _NOT_XML.sub("?", value)
    quote = "'" if '"' in value else '"'
    return f"{quote}{''.join(_escaped(char, quote) for char in value)}{quote}"


def _escaped(char: str, quote: str) -> str:
    if char in _ENTITIES:
        return _ENTITIES[char]
    if char == quote:
        return "&quot;" if char == '"' else "&apos;"
    if char in "\t\n\r" or char > "\uffff":
        return f"&#{ord(char)};"
    return char


def _rendered(values: dict[str, str]) -> str:
    return "".join(f" {name}={quoted(value)}" for name, value in values.items())


def _toast(toast: ToastView) -> dict[str, str]:
    return {
        "index": str(toast.index),
        "package": toast.package,
        "class": toast.class_name,
        "text": _NOT_XML.sub("?", toast.text),
        "displayed": "true",
    }
