"""The page source: XML text as the server prints it, and the same tree for XPath."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from lxml import etree

from devices.virtual.android.uia2 import attributes

if TYPE_CHECKING:
    from devices.virtual.android.uia2.snapshot import Snapshot, ToastView, View

_HEADER: Final = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>"
_ENTITIES: Final = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_SPECIAL: Final = re.compile('[&<>"\x00-\x1f\ufffe\uffff]')
_TAG: Final = str.maketrans("$@#&", "....")
# What XML cannot hold is printed as question marks. Source: AccessibilityNodeInfoDumper.
_NOT_XML: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF), "?")


class Source:
    """The page source of one snapshot; what was made once is kept."""

    def __init__(
        self,
        snapshot: Snapshot,
        screen: tuple[int, int],
        rotation: int,
        names: tuple[str, ...],
    ) -> None:
        self._snapshot, self._names = snapshot, names
        self._hierarchy = {
            "index": "0",
            "class": "hierarchy",
            "rotation": str(rotation),
            "width": str(screen[0]),
            "height": str(screen[1]),
        }
        self._text = ""
        self._trees: dict[tuple[str, ...], etree._Element] = {}

    def text(self) -> str:
        """The XML document."""
        if not self._text:
            lines = [_HEADER, f"<hierarchy{_rendered(self._hierarchy, tuple(self._hierarchy))}>"]
            _write(lines, self._snapshot.root, self._names, "  ")
            for toast in self._snapshot.toasts:
                values = _toast(toast)
                lines.append(f"  <{toast.class_name}{_rendered(values, tuple(values))} />")
            lines.append("</hierarchy>")
            self._text = "\n".join(lines)
        return self._text

    def tree(
        self, expression: str, context: View | None = None
    ) -> tuple[etree._Element, list[View | ToastView | None]]:
        """A tree to evaluate an XPath on, and what each of its elements stands for, in order.

        It holds the attributes that the expression names, and the class. Below a context it is a
        document of its own, as the setting limitXPathContextScope has it.
        Source: appium-uiautomator2-server, ElementLocationHelpers.extractQueriedAttributes.
        """
        every = "@*" in expression
        names = tuple(n for n in self._names if every or n == "class" or f"@{n}" in expression)
        if context is not None:
            return _element(context, None, names), [context, *context.below()]
        tree = self._trees.get(names)
        if tree is None:
            tree = self._trees[names] = etree.Element("hierarchy", self._hierarchy)
            _element(self._snapshot.root, tree, names)
            for toast in self._snapshot.toasts:
                etree.SubElement(tree, toast.class_name, _toast(toast))
        return tree, [None, *self._snapshot.views, *self._snapshot.toasts]


def _element(view: View, parent: etree._Element | None, names: tuple[str, ...]) -> etree._Element:
    tag = view.class_name.translate(_TAG)
    values = attributes.values(view)
    held = {name: values[name].translate(_NOT_XML) for name in names if name in values}
    element = etree.Element(tag, held) if parent is None else etree.SubElement(parent, tag, held)
    for child in view.children:
        _element(child, element, names)
    return element


def _write(lines: list[str], view: View, names: tuple[str, ...], indent: str) -> None:
    tag = view.class_name.translate(_TAG)
    start = f"{indent}<{tag}{_rendered(attributes.values(view), names)}"
    if not view.children:
        lines.append(f"{start} />")
        return
    lines.append(f"{start}>")
    for child in view.children:
        _write(lines, child, names, indent + "  ")
    lines.append(f"{indent}</{tag}>")


def _rendered(values: dict[str, str], names: tuple[str, ...]) -> str:
    parts = []
    for name in names:
        value = values.get(name)
        if value is not None:
            if _SPECIAL.search(value):
                value = escape(value.translate(_NOT_XML), _ENTITIES)
            parts.append(f' {name}="{value}"')
    return "".join(parts)


def _toast(toast: ToastView) -> dict[str, str]:
    return {
        "index": str(toast.index),
        "package": toast.package,
        "class": toast.class_name,
        "text": toast.text.translate(_NOT_XML),
        "displayed": "true",
    }
