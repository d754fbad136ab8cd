"""UiSelector: what a chain of its methods matches in a snapshot.

Source: AOSP frameworks/uiautomator UiSelector.isMatchFor and QueryController.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from devices.virtual.android.uia2.uiselector_grammar import Chain, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from devices.virtual.android.uia2.snapshot import Snapshot, View


@dataclass(slots=True)
class Selector:
    """A selector: tests of the view itself, and whose child or sibling is meant."""

    tests: list[Callable[[View], bool]] = field(default_factory=list)
    instance: int | None = None
    child: Selector | None = None
    sibling: Selector | None = None

    def matches(self, view: View) -> bool:
        """Whether the view passes every test of its own."""
        return all(test(view) for test in self.tests)


def build(chain: Chain, expression: str) -> Selector:
    """The selector that a chain describes.

    Raises:
        InvalidSelector: it is no UiSelector, or has an unknown method or wrong arguments.
    """
    if chain.name != "UiSelector" or chain.arguments:
        raise unreadable(
            expression,
            f"Was trying to parse as UiSelector, but found `{chain.name}`. "
            "Acceptable prefixes are: `new UiSelector` or `UiSelector`",
        )
    selector = Selector()
    for call in chain.calls:
        if call.name in {"childSelector", "fromParent"}:
            if len(call.arguments) != 1 or not isinstance(call.arguments[0], Chain):
                raise unreadable(expression, f"`{call.name}` takes one UiSelector")
            nested = build(call.arguments[0], expression)
            selector.child, selector.sibling = (
                (nested, None) if call.name == "childSelector" else (None, nested)
            )
        else:
            _apply(selector, call.name, call.arguments, expression)
    return selector


def _apply(selector: Selector, name: str, arguments: tuple[object, ...], expression: str) -> None:
    method = _METHODS.get(name)
    if method is None:
        raise unreadable(expression, f"UiSelector has no `{name}` method")
    type_, make = method
    if len(arguments) != 1 or type(arguments[0]) is not type_:
        shown = ", ".join(repr(argument) for argument in arguments)
        raise unreadable(
            expression,
            f"`UiSelector` doesn't have suitable method `{name}` with arguments [{shown}]",
        )
    if name == "instance":
        selector.instance = arguments[0] if isinstance(arguments[0], int) else None
        return
    try:
        selector.tests.append(make(arguments[0]))
    except re.error as error:
        raise unreadable(expression, f"`{name}` has a bad pattern: {error}") from error


def find(selector: Selector, snapshot: Snapshot, context: View | None = None) -> View | None:
    """The first match, below a context where one is given."""
    return _first(selector, _scope(snapshot, context))


def find_all(selector: Selector, snapshot: Snapshot, context: View | None = None) -> list[View]:
    """Every match: the first for instance 0, 1, 2 and so on, as the server asks for them."""
    if selector.instance is not None:
        found = find(selector, snapshot, context)
        return [found] if found else []
    matches: list[View] = []
    while True:
        step = Selector(selector.tests, len(matches), selector.child, selector.sibling)
        found = find(step, snapshot, context)
        if found is None:
            return list(dict.fromkeys(matches))
        matches.append(found)


def _scope(snapshot: Snapshot, context: View | None) -> Iterable[View]:
    return snapshot.views if context is None else context.below()


def _first(selector: Selector, scope: Iterable[View]) -> View | None:
    for view in _candidates(selector, scope):
        found: View | None = view
        if selector.child is not None:
            found = _first(selector.child, view.below())
        elif selector.sibling is not None:
            found = _first(selector.sibling, view.parent.below() if view.parent else ())
        if found is not None:
            return found
    return None


def _candidates(selector: Selector, scope: Iterable[View]) -> Iterator[View]:
    matching = (view for view in scope if selector.matches(view))
    for number, view in enumerate(matching):
        if selector.instance is None or number == selector.instance:
            yield view


def _equal(read: Callable[[View], object]) -> Callable[[object], Callable[[View], bool]]:
    return lambda wanted: lambda view: read(view) == wanted


def _pattern(read: Callable[[View], str]) -> Callable[[object], Callable[[View], bool]]:
    def make(wanted: object) -> Callable[[View], bool]:
        pattern = re.compile(str(wanted), re.DOTALL)
        return lambda view: pattern.fullmatch(read(view)) is not None

    return make


def _begins(read: Callable[[View], str]) -> Callable[[object], Callable[[View], bool]]:
    return lambda wanted: lambda view: read(view).lower().startswith(str(wanted).lower())


def _contains(read: Callable[[View], str]) -> Callable[[object], Callable[[View], bool]]:
    return lambda wanted: lambda view: str(wanted).lower() in read(view).lower()


def _text(view: View) -> str:
    return view.text


def _description(view: View) -> str:
    return view.node.label


_METHODS: Final[dict[str, tuple[type, Callable[[object], Callable[[View], bool]]]]] = {
    "text": (str, _equal(_text)),
    "textMatches": (str, _pattern(_text)),
    "textStartsWith": (str, _begins(_text)),
    "textContains": (str, _contains(_text)),
    "description": (str, _equal(_description)),
    "descriptionMatches": (str, _pattern(_description)),
    "descriptionStartsWith": (str, _begins(_description)),
    "descriptionContains": (str, _contains(_description)),
    "resourceId": (str, _equal(lambda view: view.resource_id)),
    "resourceIdMatches": (str, _pattern(lambda view: view.resource_id)),
    "className": (str, _equal(lambda view: view.class_name)),
    "classNameMatches": (str, _pattern(lambda view: view.class_name)),
    "packageName": (str, _equal(lambda view: view.package)),
    "packageNameMatches": (str, _pattern(lambda view: view.package)),
    "index": (int, _equal(lambda view: view.index)),
    "instance": (int, _equal(lambda _: None)),
    "enabled": (bool, _equal(lambda view: view.node.enabled)),
    "focused": (bool, _equal(lambda view: view.node.focused)),
    "focusable": (bool, _equal(lambda view: view.focusable)),
    "scrollable": (bool, _equal(lambda view: view.scrollable)),
    "selected": (bool, _equal(lambda view: view.node.selected)),
    "checked": (bool, _equal(lambda view: view.node.checked)),
    "clickable": (bool, _equal(lambda view: view.clickable)),
    "checkable": (bool, _equal(lambda view: view.node.checkable)),
    "longClickable": (bool, _equal(lambda view: view.node.on_long_press is not None)),
}
