"""The views of a prompt, from a release's tree: each is there when it has something to show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_ROLES: Final = {
    "image": Role.IMAGE,
    "text": Role.TEXT,
    "button": Role.BUTTON,
    "check_box": Role.CHECK_BOX,
    "radio": Role.RADIO,
    "radio_group": Role.RADIO_GROUP,
    "scroll": Role.SCROLL,
    "sideways": Role.SCROLL,
}
_DIRECTIONS: Final = {"row": "row", "frame": "stack", "free": "free", "sideways": "row"}
_CHECKABLE: Final = frozenset({Role.CHECK_BOX, Role.RADIO})
_GAP: Final = Style(weight=1)
_PICTURE_DP: Final = 96.0
_PALE: Final = "#D9E2FF"
_GREY: Final = "#E1E2EC"
_ACCENT: Final = "#0B57D0"
_MUTED: Final = "#74777F"


@dataclass(frozen=True, slots=True)
class Part:
    """What one view shows and does.

    Attributes:
        icon: name of its picture; empty for none.
        passive: whether it takes no touches, although views of its kind do.
    """

    text: str = ""
    label: str = ""
    icon: str = ""
    on_tap: Callable[[], None] | None = None
    checked: bool = False
    enabled: bool = True
    heading: bool = False
    passive: bool = False


@dataclass(slots=True)
class Views:
    """Builds the tree of one prompt.

    Attributes:
        look: sizes and colours of the release, by name.
        parts: what there is to show, by id.
        taps: what groups do when they are touched, by id.
    """

    look: Mapping[str, Mapping[str, Any]]
    parts: Mapping[str, Part]
    taps: Mapping[str, Callable[[], None]] = field(default_factory=dict)

    def build(self, tree: str | Mapping[str, Any]) -> Node | None:
        """A tree of the row ``permission_prompt_trees``; None where nothing of it is shown."""
        if isinstance(tree, str):
            return self._leaf(_Name.parse(tree))
        ((text, inside),) = tree.items()
        name = _Name.parse(text)
        children = [child for one in inside if (child := self.build(one)) is not None]
        if all(child.silent for child in children):
            return None
        return Node(
            _ROLES.get(name.kind, Role.GROUP),
            id=name.id,
            important=name.important,
            on_tap=self.taps.get(name.id),
            style=self._style(name),
            children=_ruled(children, self._look(name).get("rules")),
        )

    def _leaf(self, name: _Name) -> Node | None:
        if name.kind == "gap":
            return Node(Role.GROUP, important=False, silent=True, style=_GAP)
        part = self.parts.get(name.id)
        if part is None:
            return None
        role = _ROLES[name.kind]
        look = self._look(name)
        node = Node(
            role,
            id=name.id,
            text=part.text,
            label=part.label,
            enabled=part.enabled,
            checkable=role in _CHECKABLE,
            checked=part.checked,
            heading=part.heading,
            passive=part.passive,
            on_tap=part.on_tap,
            style=self._style(name, icon=part.icon),
        )
        if "picture" in look:
            node.children = _drawn(part, look)
        return node

    def _look(self, name: _Name) -> Mapping[str, Any]:
        """What is said of a part: by its look, else by its id, else by its kind."""
        found = (self.look.get(key) for key in (name.look, name.id, name.kind) if key)
        return next((look for look in found if look is not None), {})

    def _style(self, name: _Name, icon: str = "") -> Style:
        look = dict(self._look(name))
        for drawn in ("picture", "rules"):
            look.pop(drawn, None)
        if "padding" in look:
            look["padding"] = tuple(look["padding"])
        look.setdefault("direction", _DIRECTIONS.get(name.kind, "column"))
        if icon:
            look["icon"] = icon
        return Style(**look)


def _ruled(children: list[Node], colour: str | None) -> list[Node]:
    """Views with a line above each, where there is a colour for it."""
    if colour is None:
        return children
    line = Style(height=1, background=colour)
    return [
        node
        for child in children
        for node in (Node(Role.GROUP, important=False, silent=True, style=line), child)
    ]


def _drawn(part: Part, look: Mapping[str, Any]) -> list[Node]:
    """A choice as a picture above its words; to accessibility it is one view."""
    disc = Style(
        width=_PICTURE_DP,
        height=_PICTURE_DP,
        radius=_PICTURE_DP / 2,
        background=_PALE if part.checked else _GREY,
        border=_ACCENT if part.checked else None,
        color=_ACCENT if part.checked else _MUTED,
        icon=look["picture"],
        padding=(30, 30, 30, 30),
    )
    words = Style(
        text_size=look["text_size"], color=look["color"], bold=part.checked, text_align="center"
    )
    inside = [
        Node(Role.IMAGE, silent=True, style=disc),
        Node(Role.TEXT, silent=True, text=part.text, style=words),
    ]
    style = Style(align="center", gap=8, padding=(0, 4, 0, 4))
    return [Node(Role.GROUP, silent=True, style=style, children=inside)]


@dataclass(frozen=True, slots=True)
class _Name:
    """What a tree says of a view: ``kind.look#id``, and ``!`` where it is not important."""

    kind: str
    look: str
    id: str
    important: bool

    @classmethod
    def parse(cls, text: str) -> _Name:
        named, hurry, _ = text.partition("!")
        kind, _, id_ = named.partition("#")
        kind, _, look = kind.partition(".")
        return cls(kind, look, id_, not hurry)
