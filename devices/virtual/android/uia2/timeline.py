"""W3C actions as the server reads them: what each finger and key does, and at which millisecond.

Source: appium-uiautomator2-server, utils/w3c/ActionsPreprocessor and ActionsTokenizer.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from devices.virtual.android.uia2.errors import InvalidArgument
from devices.virtual.android.uia2.fields import Fields, required_text, unified_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from devices.virtual.ui.node import Rect

TICK_MS: Final = 20
"""Source: utils/w3c/ActionsConstants.EVENT_INJECTION_DELAY_MS."""
_ITEMS: Final = {
    "pointer": ("pointerMove", "pointerUp", "pointerDown", "pointerCancel", "pause"),
    "key": ("keyUp", "keyDown", "pause"),
    "none": ("pause",),
}
_POINTERS: Final = ("mouse", "pen", "touch")
_LAST_STEPS: Final = 6
"""Steps of a move that tell how fast a finger was when it was lifted."""


class Kind(IntEnum):
    """What an event is, in the order in which those of one moment happen."""

    KEY_DOWN = 0
    KEY_UP = 1
    DOWN = 2
    UP = 3
    MOVE = 4


class Event(NamedTuple):
    """What a key or a finger does: a code point, or a finger's number and where it is."""

    at_ms: int
    kind: Kind
    code: int = 0
    finger: int = 0
    x: float = 0.0
    y: float = 0.0

    @property
    def order(self) -> tuple[int, int, int]:
        """Of its moment: keys first, then fingers that go down, go up, and move."""
        kind = Kind.KEY_DOWN if self.kind is Kind.KEY_UP else self.kind
        return self.at_ms, kind, -self.finger if kind is Kind.UP else self.finger


@dataclass(frozen=True, slots=True)
class Item:
    """One step of an input source.

    Attributes:
        origin: a word, an element reference, or None for the viewport.
    """

    type: str
    duration: int | None
    origin: object
    x: float | None
    y: float | None
    value: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """An input source with its steps."""

    id: str
    type: str
    pointer: str | None
    items: list[Item]


def read(body: Fields) -> list[Source]:
    """The input sources of a request, checked as a whole before any of them acts.

    Raises:
        InvalidArgument: anything in it is malformed.
    """
    listed = body.nested_list("actions", "W3CItemModel")
    if listed is None:
        raise body.missing("actions")
    sources = [_source(fields) for fields in listed]
    known: set[str] = set()
    checked = [_checked(source, known) for source in sources]
    pointers = sorted({source.pointer for source in checked if source.pointer is not None})
    if len(pointers) > 1:
        raise InvalidArgument(
            "It is only allowed to use one pointer type simultaneously. "
            f"And you have {len(pointers)}: [{', '.join(pointers)}]"
        )
    return checked


def events(sources: list[Source], bounds: Callable[[str], Rect]) -> list[Event]:
    """Everything that happens, in order.

    Args:
        sources: from `read`.
        bounds: where an element is; raises what the client is told if it is nowhere.

    Raises:
        InvalidArgument: a step lacks what it needs.
    """
    found: list[Event] = []
    for source in sources:
        if source.type == "none":
            for item in source.items:
                _duration(source, item)
    for source in sources:
        if source.type == "key":
            found.extend(_keys(source))
    pointers = [source for source in sources if source.type == "pointer"]
    for number, source in enumerate(pointers):
        found.extend(_Pointer(source, number, bounds).events())
    return sorted(found, key=lambda event: event.order)


# -- reading


def _source(fields: Fields) -> Source:
    kind, name = required_text(fields, "type"), required_text(fields, "id")
    parameters = fields.nested("parameters", "W3CItemParametersModel")
    items = fields.nested_list("actions", "W3CGestureModel")
    if items is None:
        raise fields.missing("actions")
    pointer = parameters.text("pointerType") if parameters is not None else None
    return Source(name, kind, pointer, [_item(item) for item in items])


def _item(fields: Fields) -> Item:
    fields.integer("button")
    fields.number("size")
    fields.number("pressure")
    return Item(
        type=required_text(fields, "type"),
        duration=fields.long("duration"),
        origin=fields.raw("origin"),
        x=fields.number("x"),
        y=fields.number("y"),
        value=fields.text("value"),
    )


def _checked(source: Source, known: set[str]) -> Source:
    if source.id in known:
        raise InvalidArgument(f"The action id '{source.id}' has one one or more duplicates")
    known.add(source.id)
    if source.type not in _ITEMS:
        raise _not_among(list(_ITEMS), "type", source.type, source.id)
    if source.pointer is not None:
        if source.pointer not in _POINTERS:
            raise _not_among(list(_POINTERS), "pointerType", source.pointer, source.id)
        if source.type != "pointer":
            raise InvalidArgument(
                "pointerType parameter is only supported for action type 'pointer' "
                f"in '{source.id}' action"
            )
    return Source(source.id, source.type, source.pointer, list(_without_cancelled(source)))


def _without_cancelled(source: Source) -> Iterator[Item]:
    """The steps without those that a pointerCancel behind them takes back."""
    allowed = _ITEMS[source.type]
    for item in reversed(source.items):
        if item.type not in allowed:
            raise InvalidArgument(
                f"Only [{', '.join(allowed)}] item type values are supported for action type "
                f"'{source.type}'. '{item.type}' is passed instead for action '{source.id}'"
            )
    for number, item in enumerate(source.items):
        if item.type == "pointerCancel" or _is_cancelled(source.items, number):
            continue
        yield item


def _is_cancelled(items: list[Item], number: int) -> bool:
    return number + 1 < len(items) and items[number + 1].type == "pointerCancel"


def _not_among(values: list[str], key: str, value: str, source: str) -> InvalidArgument:
    return InvalidArgument(
        f"Only [{', '.join(values)}] values are supported for {key} key. "
        f"'{value}' is passed instead for action '{source}'"
    )


# -- the flow of time


def _duration(source: Source, item: Item) -> int:
    """A step's duration, in whole ticks."""
    if item.duration is None:
        raise InvalidArgument(
            f"Missing duration key for action item '{item.type}' of action with id '{source.id}'"
        )
    if item.duration < 0:
        raise InvalidArgument(
            f"duration key cannot be negative for action item '{item.type}' "
            f"of action with id '{source.id}'"
        )
    return -(-item.duration // TICK_MS) * TICK_MS


def _keys(source: Source) -> Iterator[Event]:
    at_ms = 0
    for item in source.items:
        if item.type == "pause":
            at_ms += _duration(source, item)
            continue
        if item.value is None:
            raise InvalidArgument(
                f"Missing value key for action item '{item.type}' of action with id '{source.id}'"
            )
        if not item.value:
            raise InvalidArgument(
                f"value key cannot be empty for action item '{item.type}' "
                f"of action with id '{source.id}'"
            )
        kind = Kind.KEY_DOWN if item.type == "keyDown" else Kind.KEY_UP
        yield Event(at_ms, kind, code=ord(item.value[0]))


class _Pointer:
    """One pointer's way over the screen."""

    def __init__(self, source: Source, number: int, bounds: Callable[[str], Rect]) -> None:
        self._source, self._number, self._bounds = source, number, bounds
        self._at_ms = 0
        self._down_ms = self._up_ms = -1
        self._is_down = False
        self._moved = False
        if number and source.pointer in {"mouse", "pen"}:
            raise InvalidArgument(
                "No more that one simultaneous pointer is supported for "
                f"pointerType {source.pointer}"
            )

    def events(self) -> Iterator[Event]:
        """What it does, step by step."""
        for number, item in enumerate(self._source.items):
            if item.type == "pause":
                self._at_ms += _duration(self._source, item)
            elif item.type == "pointerMove":
                yield from self._move(number, item)
            else:
                yield self._press(number, item)

    def _press(self, number: int, item: Item) -> Event:
        goes_down = item.type == "pointerDown"
        if (self._down_ms if goes_down else self._up_ms) == self._at_ms or (
            goes_down and self._is_down
        ):
            raise InvalidArgument(
                f"You cannot perform two or more '{item.type}' actions without a pause between "
                f"them at {self._at_ms}ms in '{self._source.id}' chain"
            )
        x, y = self._where(number)
        self._is_down = goes_down
        if goes_down:
            self._down_ms = self._at_ms
        else:
            self._up_ms = self._at_ms
        kind = Kind.DOWN if goes_down else Kind.UP
        return Event(self._at_ms, kind, finger=self._number, x=x, y=y)

    def _move(self, number: int, item: Item) -> Iterator[Event]:
        """A move that takes time; one that takes none only says where the next step happens."""
        duration = _duration(self._source, item)
        first, self._moved = not self._moved, True
        if duration and not (first and item.origin != "pointer"):
            start, end = self._where(number - 1), self._where(number)
            began = self._at_ms
            if began in {self._down_ms, self._up_ms}:
                began += TICK_MS
            steps = (self._at_ms + duration - began) // TICK_MS
            if self._is_down or self._source.pointer != "mouse":
                yield from self._steps(start, end, began, steps)
        self._at_ms += duration

    def _steps(
        self, start: tuple[float, float], end: tuple[float, float], began: int, steps: int
    ) -> Iterator[Event]:
        """An even move. Of a long one only the beginning and the end are told step by step."""
        if steps <= 1:
            yield Event(began, Kind.MOVE, finger=self._number, x=end[0], y=end[1])
            return
        told = {1, *range(2, min(steps, _LAST_STEPS)), *range(steps // 8, steps, steps // 8 + 1)}
        told |= set(range(steps - _LAST_STEPS, steps + 1))
        for step in sorted(step for step in told if step >= 1):
            done = 0 if step == 1 else step / steps
            x, y = (s + (e - s) * done for s, e in zip(start, end, strict=True))
            at_ms = began + (step - 1) * TICK_MS
            yield Event(at_ms, Kind.MOVE, finger=self._number, x=x, y=y)

    def _where(self, number: int) -> tuple[float, float]:
        """Where the pointer is after a step: what the last move up to it says."""
        items, name = self._source.items, self._source.id
        if number < 0:
            raise InvalidArgument(
                f"The first item of the action '{name}' must only use absolute coordinates"
            )
        item = items[number]
        if item.type != "pointerMove":
            if number > 0:
                return self._where(number - 1)
            raise InvalidArgument(
                f"Action item '{item.type}' #1 of the action '{name}' should be preceded with "
                "at least one item having absolute coordinates"
            )
        if item.origin is None or item.origin == "viewport":
            if item.x is None or item.y is None:
                raise InvalidArgument(
                    f"Both coordinates must be be set for action item '{item.type}' "
                    f"#{number + 1} of action '{name}'"
                )
            return item.x, item.y
        x, y = item.x or 0.0, item.y or 0.0
        if item.origin == "pointer":
            if number == 0:
                raise InvalidArgument(
                    f"Action item '{item.type}' #1 of action '{name}' should be preceded with "
                    "at least one item containing absolute coordinates"
                )
            before = self._where(number - 1)
            return before[0] + x, before[1] + y
        bounds = self._element(item)
        return bounds.left + bounds.width / 2 + x, bounds.top + bounds.height / 2 + y

    def _element(self, item: Item) -> Rect:
        origin, name = item.origin, self._source.id
        found = origin if isinstance(origin, str) else None
        if isinstance(origin, dict):
            found = unified_id(Fields("ElementModel", origin))
        if found is None:
            raise InvalidArgument(
                f"An unknown element '{origin}' is set for action item '{item.type}' "
                f"of action '{name}'"
            )
        bounds = self._bounds(found)
        if not bounds.width or not bounds.height:
            raise InvalidArgument(
                f"The element with id '{found}' has zero width/height in the action item "
                f"{item.type} of action '{name}'"
            )
        return bounds
