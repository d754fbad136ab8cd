"""UiScrollable: scrolling a container by real swipes until something comes into view.

Source: AOSP frameworks/uiautomator UiScrollable; appium-uiautomator2-server, UiScrollableParser.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.android.uia2 import uiselector
from devices.virtual.android.uia2.errors import NoSuchElement
from devices.virtual.android.uia2.uiselector_grammar import Chain, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.uia2.snapshot import Snapshot, View
    from devices.virtual.os.display import Display

_MAX_SWIPES: Final = 30
_DEAD_ZONE: Final = 0.1
"""The part at either end of the container that a swipe leaves out."""


@dataclass(slots=True)
class Scrollable:
    """A container found by a selector, on a display.

    Attributes:
        container: what to scroll.
        take: makes a snapshot of the display now.
        target: what the last method was looking for; the container where none was.
    """

    container: uiselector.Selector
    display: Display
    take: Callable[[], Snapshot]
    max_swipes: int = _MAX_SWIPES
    dead_zone: float = _DEAD_ZONE
    target: uiselector.Selector | None = None

    def find(self, selector: uiselector.Selector) -> View | None:
        """The first match on the screen as it is now."""
        return uiselector.find(selector, self.take())

    def forward(self, *, back: bool = False) -> bool:
        """Swipe once; says whether the content moved.

        Raises:
            NoSuchElement: the container is not on the screen.
        """
        view = self.find(self.container)
        if view is None:
            raise NoSuchElement
        area = view.bounds
        margin = int(area.height * self.dead_zone)
        x = area.center[0]
        low, high = area.bottom - margin - 1, area.top + margin
        return self.display.swipe(x, high, x, low) if back else self.display.swipe(x, low, x, high)

    def to_end(self, *, back: bool = False) -> None:
        """Swipe until the content stops."""
        for _ in range(self.max_swipes):
            if not self.forward(back=back):
                return

    def into_view(self, selector: uiselector.Selector) -> bool:
        """Look for a match where the content is, then from its beginning; says whether found."""
        self.target = selector
        if self.find(selector) is not None:
            return True
        self.to_end(back=True)
        for _ in range(self.max_swipes):
            if self.find(selector) is not None:
                return True
            if not self.forward():
                break
        return self.find(selector) is not None


def evaluate(
    chain: Chain, expression: str, display: Display, take: Callable[[], Snapshot]
) -> uiselector.Selector:
    """Perform a chain of UiScrollable's methods and return the selector of what it ends at.

    Raises:
        InvalidSelector: an unknown method or wrong arguments.
        NoSuchElement: the container is not on the screen.
    """
    if len(chain.arguments) != 1 or not isinstance(chain.arguments[0], Chain):
        raise unreadable(
            expression, "UiScrollable has no suitable constructor with these arguments"
        )
    scrollable = Scrollable(uiselector.build(chain.arguments[0], expression), display, take)
    for call in chain.calls:
        method = _METHODS.get((call.name, len(call.arguments)))
        if method is None:
            raise unreadable(
                expression, f"UiScrollable has no `{call.name}` method with these arguments"
            )
        arguments = [
            uiselector.build(a, expression) if isinstance(a, Chain) else a for a in call.arguments
        ]
        types, perform = method
        if [type(argument) for argument in arguments] != list(types):
            raise unreadable(
                expression, f"`UiScrollable` doesn't have suitable method `{call.name}`"
            )
        perform(scrollable, *arguments)
    return scrollable.target or scrollable.container


def _by_text(text: str) -> uiselector.Selector:
    return uiselector.Selector([lambda view: view.text == text])


def _by_description(text: str) -> uiselector.Selector:
    return uiselector.Selector([lambda view: view.node.label == text])


def _child(scrollable: Scrollable, kind: uiselector.Selector, inner: uiselector.Selector) -> None:
    """Scroll to a row of a kind that holds something, and aim at the row."""
    scrollable.into_view(inner)

    def holds(view: View) -> bool:
        return any(inner.matches(below) for below in (view, *view.below()))

    scrollable.target = uiselector.Selector([kind.matches, holds])


def _configure(scrollable: Scrollable, name: str, value: float) -> None:
    setattr(scrollable, name, value)


_METHODS: Final[dict[tuple[str, int], tuple[tuple[type, ...], Callable[..., object]]]] = {
    ("scrollIntoView", 1): ((uiselector.Selector,), Scrollable.into_view),
    ("scrollTextIntoView", 1): ((str,), lambda s, text: s.into_view(_by_text(text))),
    ("scrollDescriptionIntoView", 1): ((str,), lambda s, text: s.into_view(_by_description(text))),
    ("getChildByText", 2): (
        (uiselector.Selector, str),
        lambda s, kind, text: _child(s, kind, _by_text(text)),
    ),
    ("getChildByText", 3): (
        (uiselector.Selector, str, bool),
        lambda s, kind, text, _: _child(s, kind, _by_text(text)),
    ),
    ("getChildByDescription", 2): (
        (uiselector.Selector, str),
        lambda s, kind, text: _child(s, kind, _by_description(text)),
    ),
    ("scrollForward", 0): ((), Scrollable.forward),
    ("scrollBackward", 0): ((), lambda s: s.forward(back=True)),
    ("flingForward", 0): ((), Scrollable.forward),
    ("flingBackward", 0): ((), lambda s: s.forward(back=True)),
    ("scrollToEnd", 1): ((int,), lambda s, _: s.to_end()),
    ("scrollToBeginning", 1): ((int,), lambda s, _: s.to_end(back=True)),
    ("flingToEnd", 1): ((int,), lambda s, _: s.to_end()),
    ("flingToBeginning", 1): ((int,), lambda s, _: s.to_end(back=True)),
    ("setAsVerticalList", 0): ((), lambda _: None),
    ("setMaxSearchSwipes", 1): ((int,), lambda s, count: _configure(s, "max_swipes", count)),
    ("setSwipeDeadZonePercentage", 1): ((float,), lambda s, part: _configure(s, "dead_zone", part)),
}
