"""The page source: XML text as the server prints it, and the same tree for XPath."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from lxml import etree

from devices.virtual.android.uia2 import attributes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.virtual.android.uia2.snapshot import Snapshot, ToastView, View

_HEADER: Final = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>"
_ENTITIES: Final = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_TAG: Final = str.maketrans("$@#&", "....")
# What XML cannot hold is printed as question marks. Source: AccessibilityNodeInfoDumper.
_NOT_XML: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF), "?")


class Source:
    """The page source of one snapshot."""

    def __init__(
        self, snapshot: Snapshot, screen: tuple[int, int], rotation: int, names: tuple[str, ...]
    ) -> None:
        self._snapshot, self._names = snapshot, names
        self._hierarchy = {
            "index": "0",
            "class": "hierarchy",
            "rotation": str(rotation),
            "width": str(screen[0]),
            "height": str(screen[1]),
        }
        self._views: list[View | ToastView | None] = []
        self._tree: etree._Element | None = None

    def text(self) -> str:
        """The XML document."""
        lines = [_HEADER, f"<hierarchy{_rendered(self._hierarchy)}>"]
        _write(lines, self._snapshot.root, self._names, "  ")
        lines += [f"  <{t.class_name}{_rendered(_toast(t))} />" for t in self._snapshot.toasts]
        lines.append("</hierarchy>")
        return "\n".join(lines)

    def tree(
        self, context: View | None = None
    ) -> tuple[etree._Element, list[View | ToastView | None]]:
        """A tree for XPath, and what each of its elements stands for, in document order.

        Below a context it is a document of its own, as the setting limitXPathContextScope has it.
        """
        if context is not None:
            return self._element(context, None), [context, *context.below()]
        if self._tree is None:
            self._tree = etree.Element("hierarchy", self._hierarchy)
            self._element(self._snapshot.root, self._tree)
            for toast in self._snapshot.toasts:
                etree.SubElement(self._tree, toast.class_name, _toast(toast))
            self._views = [None, *self._snapshot.views, *self._snapshot.toasts]
        return self._tree, self._views

    def _element(self, view: View, parent: etree._Element | None) -> etree._Element:
        tag = view.class_name.translate(_TAG)
        held = dict(self._held(view))
        element = (
            etree.Element(tag, held) if parent is None else etree.SubElement(parent, tag, held)
        )
        for child in view.children:
            self._element(child, element)
        return element

    def _held(self, view: View) -> Iterator[tuple[str, str]]:
        values = attributes.values(view)
        for name in self._names:
            if name in values:
                yield name, values[name].translate(_NOT_XML)


def _write(lines: list[str], view: View, names: tuple[str, ...], indent: str) -> None:
    values = attributes.values(view)
    tag = view.class_name.translate(_TAG)
    start = f"{indent}<{tag}{_rendered({n: values[n] for n in names if n in values})}"
    if not view.children:
        lines.append(f"{start} />")
        return
    lines.append(f"{start}>")
    for child in view.children:
        _write(lines, child, names, indent + "  ")
    lines.append(f"{indent}</{tag}>")


def _rendered(values: dict[str, str]) -> str:
    return "".join([f' {name}="{_escaped(text)}"' for name, text in values.items()])


def _escaped(text: str) -> str:
    # Nearly all values are plain: asking first is five times as fast as escaping.
    return text if text.isalnum() else escape(text.translate(_NOT_XML), _ENTITIES)


def _toast(toast: ToastView) -> dict[str, str]:
    return {
        "index": str(toast.index),
        "package": toast.package,
        "class": toast.class_name,
        "text": toast.text.translate(_NOT_XML),
        "displayed": "true",
    }
