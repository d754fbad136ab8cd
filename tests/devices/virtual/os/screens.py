"""A display with a clock that stands still, and windows that show a given tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

from devices.virtual.os.display import Display, Window, WindowKind
from devices.virtual.os.profile import catalog
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.os.clock import Clock


class StillClock:
    def now(self) -> datetime:
        return datetime(2026, 11, 22, 9, 41, tzinfo=UTC)

    def uptime(self) -> timedelta:
        return timedelta(0)


@dataclass
class Stage:
    """A display that shows what a function builds, and what was done to it."""

    build: Callable[[Stage], Node]
    release: str = "android-14"
    done: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.display = Display(catalog()[self.release], cast("Clock", StillClock()))
        self.window = Window(
            "com.x", "com.x.Main", WindowKind.APP, lambda: self.build(self), self.say("back")
        )
        self.display.show(self.window)

    def say(self, word: str) -> Callable[[], None]:
        """A callback that leaves a word in `done`."""
        return lambda: self.done.append(word)

    def rebuild(self) -> None:
        """Have the tree built anew."""
        self.display.invalidate(self.window)

    def node(self, node_id: str) -> Node:
        """The node of the tree of now that has an id."""
        return next(node for node in self.display.root().walk() if node.id == node_id)

    def middle(self, node_id: str) -> tuple[int, int]:
        """The middle of what can be seen of a node."""
        return self.node(node_id).visible.center


def button(stage: Stage, name: str, *, style: Style | None = None, enabled: bool = True) -> Node:
    """A button that says its name when it is tapped, and another word when it is held."""
    return Node(
        Role.BUTTON,
        id=name,
        text=name,
        enabled=enabled,
        on_tap=stage.say(name),
        on_long_press=stage.say(f"held {name}"),
        style=style or Style(),
    )


def strip(stage: Stage, name: str, count: int, **style: float) -> Node:
    """A container that scrolls sideways over tappable cards."""
    cards = [button(stage, f"{name}{n}", style=Style(width=160, height=80)) for n in range(count)]
    return Node(Role.SCROLL, id=name, style=Style(direction="row", **style), children=cards)  # type: ignore[arg-type]
