"""How the app's views are told to accessibility services: the two skins of a build.

``native`` tells every view by its id and its platform class. ``merged`` does as toolkits that draw
for themselves: no ids, a plain view for everything but controls, and one view for a row or a card
with all its words in one label.
Sources: Flutter's AccessibilityBridge (class names, content descriptions), SemanticsObject.mm (what
iOS is told: a view is a static text where it has words and nothing below it) and MergeSemantics.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ui.node import Node, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

METADATA: Final = "fleet.skin"
"""Key of the build's metadata that names the skin."""

SKINS: Final = ("native", "merged")
"""Every skin; a build that names none has the first."""

_WHOLE: Final = frozenset({"activity", "bubble"})  # groups that are one view, beside the rows
_CONTAINERS: Final = frozenset({Role.SCROLL, Role.LIST, Role.PAGER})


class UnknownSkinError(ValueError):
    """No skin has this name.

    Attributes:
        name: as it was written.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"no skin is named {self.name!r}: there are {', '.join(SKINS)}"


def check_skin(name: str) -> str:
    """The skin of this name.

    Raises:
        UnknownSkinError: there is none.
    """
    if name not in SKINS:
        raise UnknownSkinError(name)
    return name


def dressed(tree: Node, metadata: Mapping[str, str]) -> Node:
    """A screen as a build with this metadata tells it."""
    if metadata.get(METADATA) == "merged":
        for node in tree.walk():
            node.toolkit = True
        _merge(tree)
    return tree


def _merge(node: Node) -> None:
    """Take ids from a tree, join the words of what is one view, and silence the rest."""
    tabs = len(node.children) if node.id == "bottom_bar" else 0
    for number, child in enumerate(node.children, 1):
        if _is_whole(child):
            _join(child)
            child.label += f"\nTab {number} of {tabs}" if tabs else ""
        elif child.children:
            _merge(child)
        _tell(child)
    node.id = ""


def _is_whole(node: Node) -> bool:
    if node.role in _CONTAINERS or not node.children:
        return False
    named = node.id.endswith("_row") or node.id in _WHOLE
    return named or (node.on_tap is not None and node.id != "side_menu")


def _join(node: Node) -> None:
    words: list[str] = []
    for part in node.walk():
        if part is node or _is_control(part):
            continue
        if part.text and part.important:
            words.append(part.text)
        elif part.label and not part.text:
            words.append(part.label)
        part.silent = True
    if node.label and node.label not in words:
        words.insert(0, node.label)
    node.label = "\n".join(words)
    for part in node.walk():
        if part is not node:
            if _is_control(part):
                _tell(part)
            part.id = ""


def _is_control(node: Node) -> bool:
    return node.on_tap is not None or node.on_text is not None


def _tell(node: Node) -> None:
    """Give a view its one label; without any it is not told at all, but what it holds is."""
    node.id = ""
    if node.role is Role.INPUT:
        return
    node.label = node.label or (node.text if node.important else "")
    node.silent = not node.label and node.role not in _CONTAINERS
    node.kind = _kind(node)


def _kind(node: Node) -> str:
    """What iOS calls a view that a toolkit has drawn; empty where its role says so."""
    if node.role in _CONTAINERS:
        return "ScrollView"
    if node.role is not Role.GROUP:
        return ""
    if node.on_tap is not None:
        return "Button"
    return "Other" if any(not part.silent for part in _below(node)) else "StaticText"


def _below(node: Node) -> Iterator[Node]:
    return (part for part in node.walk() if part is not node)
