"""UiScrollable: scrolling a container by real swipes until something comes into view.

Source: androidx.test.uiautomator UiScrollable and UiCollection; appium-uiautomator2-server,
utils/UiScrollableParser.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.android.uia2 import uiselector
from devices.virtual.android.uia2.errors import NoSuchElement
from devices.virtual.android.uia2.uiselector import Selector, coerced
from devices.virtual.android.uia2.uiselector_grammar import SCROLLABLE, parse, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.uia2.snapshot import Snapshot, View
    from devices.virtual.os.display import Display

_MAX_SWIPES: Final = 30
_MOST_SWIPES: Final = 200
"""No content here is longer; a phone would go on swiping at the end of it."""
_DEAD_ZONE: Final = 0.1
"""The part at either end of the container that a swipe leaves out."""
_NOT_FOUND: Final = "androidx.test.uiautomator.UiObjectNotFoundException"
_LEGACY: Final = frozenset({"scrollTextIntoView", "scrollDescriptionIntoView", "scrollIntoView"})
"""Methods that are not performed where their target can be seen already."""


@dataclass(slots=True)
class Scrollable:
    """A container found by a selector, on a display.

    Attributes:
        container: what to scroll.
        take: makes a snapshot of the display now.
        vertical: which way it scrolls.
        dead_zone: part of its length at either end where no swipe begins or ends.
    """

    container: Selector
    display: Display
    take: Callable[[], Snapshot]
    max_swipes: int = _MAX_SWIPES
    dead_zone: float = _DEAD_ZONE
    vertical: bool = True

    def find(self, selector: Selector) -> View | None:
        """The first match on the screen as it is now."""
        return uiselector.find(selector, self.take().views)

    def forward(self, *, back: bool = False) -> bool:
        """Swipe once; says whether the content moved.

        Raises:
            NoSuchElement: the container is not on the screen.
        """
        view = self.find(self.container)
        if view is None:
            raise NoSuchElement(f"{_NOT_FOUND}: {self.container}")
        area, (x, y) = view.bounds, view.bounds.center
        if self.vertical:
            margin = int(area.height * self.dead_zone)
            line = (x, area.bottom - margin - 1, x, area.top + margin)
        else:
            margin = int(area.width * self.dead_zone)
            line = (area.right - margin - 1, y, area.left + margin, y)
        return self.display.swipe(*line[2:], *line[:2]) if back else self.display.swipe(*line)

    def to_end(self, swipes: int, *, back: bool = False) -> bool:
        """Swipe until the content stops, at most so many times; says whether it ever did."""
        for _ in range(min(swipes, _MOST_SWIPES)):
            if not self.forward(back=back):
                break
        return True

    def into_view(self, selector: Selector) -> bool:
        """Look for a match where the content is, then from its beginning; says whether found."""
        inside = self.container.inside(selector)
        if self.find(inside) is not None:
            return True
        self.to_end(self.max_swipes, back=True)
        for _ in range(min(self.max_swipes, _MOST_SWIPES)):
            if self.find(inside) is not None:
                return True
            if not self.forward():
                break
        return self.find(inside) is not None

    def child(self, kind: Selector, inner: Selector, what: str) -> Selector:
        """The row of a kind that is, or holds, what is looked for; only the screen is searched.

        Raises:
            NoSuchElement: no row does.
        """
        number = 0
        while (row := self.find(self.row(kind, number))) is not None:
            if inner.matches(row) or uiselector.find(inner, row.below()) is not None:
                return self.row(kind, number)
            number += 1
        raise NoSuchElement(f"{_NOT_FOUND}: {what}")

    def row(self, kind: Selector, number: int) -> Selector:
        """The selector of one of the container's rows of a kind."""
        return self.container.inside(kind.at(number))


def evaluate(text: str, display: Display, take: Callable[[], Snapshot]) -> Selector:
    """Perform a chain of UiScrollable's methods; returns the selector of what it ends at.

    That is the last object that a method gave back: the scrollable itself where one only set
    something up and what came behind it found nothing at once.

    Raises:
        InvalidSelector: an unknown method or wrong arguments.
        NoSuchElement: the container is not on the screen.
    """
    chain = parse(text, SCROLLABLE)
    container = chain.head.arguments
    if len(container) != 1:
        shown = ", ".join(container)
        raise unreadable(
            chain.expression, f"{SCROLLABLE} has no suitable constructor with arguments [{shown}]"
        )
    scrollable = Scrollable(uiselector.build(container[0]), display, take)
    target: Selector | None = None
    ended: Selector | None = None
    for call in chain.calls:
        method = _METHODS.get(call.name)
        if method is None:
            raise unreadable(chain.expression, f"{SCROLLABLE} has no `{call.name}` method")
        signatures, perform = method
        arguments = coerced(chain, call, signatures, SCROLLABLE)
        target = _target(call.name, arguments) or target
        if call.name in _LEGACY and target is not None and scrollable.find(target) is not None:
            ended = target
            continue
        result = perform(scrollable, *arguments)
        ended = result if isinstance(result, Selector) else ended
    return ended or target or scrollable.container


def _target(name: str, arguments: list[object]) -> Selector | None:
    """What a call is looking for."""
    if name == "scrollTextIntoView":
        return _by_text(str(arguments[0]))
    if name == "scrollDescriptionIntoView":
        return _by_description(str(arguments[0]))
    return next((argument for argument in arguments if isinstance(argument, Selector)), None)


def _by_text(text: str) -> Selector:
    return uiselector.by("text", text)


def _by_description(text: str) -> Selector:
    return uiselector.by("description", text)


def _child_by_text(s: Scrollable, kind: Selector, text: str, *, scroll: bool = True) -> Selector:
    if scroll:
        s.into_view(_by_text(text))
    return s.child(kind, _by_text(text), f'for text= "{text}"')


def _child_by_description(
    s: Scrollable, kind: Selector, text: str, *, scroll: bool = True
) -> Selector:
    if scroll:
        s.into_view(_by_description(text))
    return s.child(kind, _by_description(text), f'for description= "{text}"')


def _configured(s: Scrollable, name: str, value: object) -> Selector:
    setattr(s, name, value)
    return s.container


_CHILD: Final = (("selector", "string"), ("selector", "string", "boolean"))
_STEPS: Final = ((), ("int",))
_SWIPES: Final = (("int",), ("int", "int"))
_METHODS: Final[dict[str, tuple[tuple[tuple[str, ...], ...], Callable[..., object]]]] = {
    "scrollIntoView": ((("selector",),), Scrollable.into_view),
    "scrollTextIntoView": ((("string",),), lambda s, text: s.into_view(_by_text(text))),
    "scrollDescriptionIntoView": (
        (("string",),),
        lambda s, text: s.into_view(_by_description(text)),
    ),
    "getChildByText": (
        _CHILD,
        lambda s, kind, text, scroll=True: _child_by_text(s, kind, text, scroll=scroll),
    ),
    "getChildByDescription": (
        _CHILD,
        lambda s, kind, text, scroll=True: _child_by_description(s, kind, text, scroll=scroll),
    ),
    "getChildByInstance": ((("selector", "int"),), Scrollable.row),
    "scrollForward": (_STEPS, lambda s, *_: s.forward()),
    "scrollBackward": (_STEPS, lambda s, *_: s.forward(back=True)),
    "flingForward": (((),), Scrollable.forward),
    "flingBackward": (((),), lambda s: s.forward(back=True)),
    "scrollToEnd": (_SWIPES, lambda s, swipes, *_: s.to_end(swipes)),
    "scrollToBeginning": (_SWIPES, lambda s, swipes, *_: s.to_end(swipes, back=True)),
    "flingToEnd": ((("int",),), lambda s, swipes: s.to_end(swipes)),
    "flingToBeginning": ((("int",),), lambda s, swipes: s.to_end(swipes, back=True)),
    "setAsVerticalList": (((),), lambda s: _configured(s, "vertical", True)),  # noqa: FBT003 - a value
    "setAsHorizontalList": (((),), lambda s: _configured(s, "vertical", False)),  # noqa: FBT003 - a value
    "setMaxSearchSwipes": (
        (("int",),),
        lambda s, count: _configured(s, "max_swipes", max(0, count)),
    ),
    "getMaxSearchSwipes": (((),), lambda s: s.max_swipes),
    "setSwipeDeadZonePercentage": (
        (("double",),),
        lambda s, part: _configured(s, "dead_zone", max(0.0, min(part, 0.5))),
    ),
    "getSwipeDeadZonePercentage": (((),), lambda s: s.dead_zone),
}
"""Methods that UiScrollable declares itself, by their signatures: the parser sees no others."""
