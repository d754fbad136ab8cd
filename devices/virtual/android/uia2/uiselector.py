"""UiSelector: what a chain of its methods matches in a snapshot.

Source: androidx.test.uiautomator UiSelector.isMatchFor and QueryController;
appium-uiautomator2-server, utils/UiExpressionParser, UiSelectorParser, ByUiAutomatorFinder.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from devices.virtual.android.uia2.classes import LOADABLE
from devices.virtual.android.uia2.errors import InvalidSelector, UiaError
from devices.virtual.android.uia2.java_regex import Pattern
from devices.virtual.android.uia2.uiselector_grammar import SELECTOR, parse, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from devices.virtual.android.uia2.snapshot import View
    from devices.virtual.android.uia2.uiselector_grammar import Call, Chain

    Test = Callable[[View], bool]

INSTANCE: Final = "INSTANCE"
_INDEX: Final = "INDEX"
_CLASS_REGEX: Final = "CLASS_REGEX"


@dataclass(slots=True)
class Selector:
    """A selector: tests of the view itself, and whose child or sibling is meant.

    Attributes:
        tests: by criterion, so that a later method replaces an earlier one of its kind.
        said: the criteria as the selector prints itself.
        instance: which of the matches in tree order; None for the first.
    """

    tests: dict[str, Test] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    instance: int | None = None
    child: Selector | None = None
    sibling: Selector | None = None

    def matches(self, view: View) -> bool:
        """Whether the view passes every test of its own."""
        return all(test(view) for test in self.tests.values())

    def at(self, instance: int) -> Selector:
        """The same, for one of its matches."""
        said = self.said | {INSTANCE: str(instance)}
        return Selector(self.tests, said, instance, self.child, self.sibling)

    def indexed(self, index: int) -> Selector:
        """The same, for views at one place among their siblings."""
        tests = self.tests | {_INDEX: lambda view: view.index == index}
        said = self.said | {_INDEX: str(index)}
        return Selector(tests, said, self.instance, self.child, self.sibling)

    def inside(self, child: Selector) -> Selector:
        """The selector of something below what this one matches."""
        if self.child is not None:
            return Selector(
                self.tests, self.said, self.instance, self.child.inside(child), self.sibling
            )
        return Selector(self.tests, self.said, self.instance, child, self.sibling)

    def __str__(self) -> str:
        said = sorted(self.said.items(), key=lambda pair: _ORDER.index(pair[0]))
        parts = [f"{name}={value}" for name, value in said]
        if self.child is not None:
            parts.append(f"CHILD={self.child}")
        if self.sibling is not None:
            parts.append(f"PARENT={self.sibling}")
        return f"UiSelector[{', '.join(parts)}]"


def where(test: Test) -> Selector:
    """The selector of the views that pass a test, which no text describes."""
    return Selector({"": test})


def by(method: str, wanted: str) -> Selector:
    """The selector that one of the methods that take a text makes."""
    selector = Selector()
    _METHODS[method][1](selector, wanted)
    return selector


def build(text: str) -> Selector:
    """The selector that a text describes.

    Raises:
        InvalidSelector: it cannot be read, or has an unknown method or wrong arguments.
        UiaError: a pattern cannot be compiled.
    """
    chain = parse(text, SELECTOR)
    if chain.head.name != SELECTOR:
        raise unreadable(
            chain.expression,
            f"Was trying to parse as {SELECTOR}, but didn't start with an acceptable prefix. "
            f"Acceptable prefixes are: `new {SELECTOR}` or `{SELECTOR}`",
        )
    if chain.head.arguments:
        shown = ", ".join(chain.head.arguments)
        raise unreadable(
            chain.expression, f"{SELECTOR} has no suitable constructor with arguments [{shown}]"
        )
    selector = Selector()
    for call in chain.calls:
        _apply(selector, call, chain)
    return selector


def _apply(selector: Selector, call: Call, chain: Chain) -> None:
    method = _METHODS.get(call.name)
    if method is None:
        if call.name == "toString" and not call.arguments:
            raise unreadable(
                chain.expression,
                "Unsupported return value type:`String`. "
                f"Only methods with return type `{SELECTOR}` are supported.",
            )
        raise unreadable(chain.expression, f"{SELECTOR} has no `{call.name}` method")
    kinds, perform = method
    perform(selector, coerced(chain, call, (kinds,), SELECTOR)[0])


def coerced(
    chain: Chain, call: Call, signatures: tuple[tuple[str, ...], ...], owner: str
) -> list[object]:
    """A call's arguments as one of the signatures has them.

    A signature's place holds the types that it takes, ``|`` between them.

    Raises:
        InvalidSelector: they fit no signature.
    """
    why = ""
    for signature in signatures:
        try:
            return _fitted(chain.expression, call.arguments, signature)
        except InvalidSelector as error:
            why = error.message
    shown = ", ".join(call.arguments)
    raise unreadable(
        chain.expression,
        f"`{owner}` doesn't have suitable method `{call.name}` with arguments [{shown}]: {why}",
    )


def _fitted(
    expression: str, arguments: tuple[str, ...], signature: tuple[str, ...]
) -> list[object]:
    if len(arguments) != len(signature):
        raise unreadable(
            expression,
            f"Invalid arguments count. Actual: {len(arguments)}. Expected: {len(signature)}.",
        )
    return [_argument(expression, *pair) for pair in zip(arguments, signature, strict=True)]


def _argument(expression: str, argument: str, kinds: str) -> object:
    """Source: UiExpressionParser.coerceArgToType."""
    why = ""
    for kind in kinds.split("|"):
        convert, complaint = _KINDS[kind]
        value = convert(argument)
        if value is not None:
            return value
        why = f"{argument} {complaint}"
    raise unreadable(expression, why)


def _boolean(argument: str) -> bool | None:
    return {"true": True, "false": False}.get(argument)


def _string(argument: str) -> str | None:
    quoted = len(argument) > 1 and argument[0] == argument[-1] == '"'
    return argument[1:-1].replace('\\"', '"') if quoted else None


def _integer(argument: str) -> int | None:
    if not re.fullmatch(r"[+-]?\d{1,10}", argument):
        return None
    number = int(argument)
    return number if -(1 << 31) <= number < 1 << 31 else None


def _double(argument: str) -> float | None:
    try:
        return float(argument.rstrip("fFdD"))
    except ValueError as error:
        # The server lets this one through: it is no syntax error to it.
        raise UiaError(f'For input string: "{argument}"') from error


def _loaded(argument: str) -> str | None:
    return argument if argument in LOADABLE else None


_KINDS: Final[dict[str, tuple[Callable[[str], object], str]]] = {
    "boolean": (_boolean, "is not a boolean"),
    "string": (_string, "is not a string"),
    "int": (_integer, "is not a integer"),
    "double": (_double, ""),
    "class": (_loaded, "class could not be found"),
    "selector": (build, ""),
}


# -- matching


def find(selector: Selector, scope: Iterable[View]) -> View | None:
    """The first match among views in tree order."""
    for view in _candidates(selector, scope):
        found: View | None = view
        if selector.child is not None:
            found = find(selector.child, view.below())
        elif selector.sibling is not None:
            found = find(selector.sibling, view.parent.below() if view.parent else ())
        if found is not None:
            return found
    return None


def spread(
    selector: Selector, scope: Callable[[], Iterable[View]], *, below: bool
) -> list[Selector]:
    """A selector for every match: its instances, asked for one after the other.

    Args:
        selector: one that names an instance stands for that one alone.
        scope: the views to search, in tree order.
        below: whether that is below an element: there instances are counted in any case. Elsewhere
            a selector with a class pattern counts places among siblings.
    """
    if selector.instance is not None:
        return [selector] if find(selector, scope()) is not None else []
    step = selector.indexed if _CLASS_REGEX in selector.said and not below else selector.at
    found: list[Selector] = []
    while find(step(len(found)), scope()) is not None:
        found.append(step(len(found)))
    return found


def _candidates(selector: Selector, scope: Iterable[View]) -> Iterator[View]:
    matching = (view for view in scope if selector.matches(view))
    for number, view in enumerate(matching):
        if selector.instance is None or number == selector.instance:
            yield view


# -- methods


def _criterion(name: str, make: Callable[[object], Test]) -> Callable[[Selector, object], None]:
    def apply(selector: Selector, wanted: object) -> None:
        selector.tests[name] = make(wanted)
        selector.said[name] = str(wanted).lower() if isinstance(wanted, bool) else str(wanted)

    return apply


def _equal(read: Callable[[View], object]) -> Callable[[object], Test]:
    return lambda wanted: lambda view: read(view) == wanted


def _pattern(
    read: Callable[[View], str | None], *, dotall: bool = False
) -> Callable[[object], Test]:
    def make(wanted: object) -> Test:
        pattern = Pattern(str(wanted), dotall=dotall)

        def test(view: View) -> bool:
            text = read(view)
            return text is not None and pattern.matches(text)

        return test

    return make


def _begins(read: Callable[[View], str | None]) -> Callable[[object], Test]:
    return lambda wanted: (
        lambda view: (
            (read(view) or "").lower().startswith(str(wanted).lower()) and (read(view) is not None)
        )
    )


def _contains(read: Callable[[View], str | None]) -> Callable[[object], Test]:
    return lambda wanted: (
        lambda view: str(wanted).lower() in (read(view) or "").lower() and (read(view) is not None)
    )


def _set_instance(selector: Selector, wanted: object) -> None:
    selector.instance = int(str(wanted))
    selector.said[INSTANCE] = str(wanted)


def _set_child(selector: Selector, wanted: object) -> None:
    assert isinstance(wanted, Selector)
    selector.child = wanted


def _set_sibling(selector: Selector, wanted: object) -> None:
    assert isinstance(wanted, Selector)
    selector.sibling = wanted


def _text(view: View) -> str | None:
    return view.spoken_text


def _description(view: View) -> str | None:
    return view.description


def _resource(view: View) -> str | None:
    return view.resource_id or None


def _class(view: View) -> str | None:
    return view.class_name


def _package(view: View) -> str | None:
    return view.package


_METHODS: Final[dict[str, tuple[tuple[str, ...], Callable[[Selector, object], None]]]] = {
    "text": (("string",), _criterion("TEXT", _equal(_text))),
    "textMatches": (("string",), _criterion("TEXT_REGEX", _pattern(_text, dotall=True))),
    "textStartsWith": (("string",), _criterion("START_TEXT", _begins(_text))),
    "textContains": (("string",), _criterion("CONTAINS_TEXT", _contains(_text))),
    "className": (("string|class",), _criterion("CLASS", _equal(_class))),
    "classNameMatches": (("string",), _criterion(_CLASS_REGEX, _pattern(_class))),
    "description": (("string",), _criterion("DESCRIPTION", _equal(_description))),
    "descriptionMatches": (
        ("string",),
        _criterion("DESCRIPTION_REGEX", _pattern(_description, dotall=True)),
    ),
    "descriptionStartsWith": (
        ("string",),
        _criterion("START_DESCRIPTION", _begins(_description)),
    ),
    "descriptionContains": (
        ("string",),
        _criterion("CONTAINS_DESCRIPTION", _contains(_description)),
    ),
    "resourceId": (("string",), _criterion("RESOURCE_ID", _equal(_resource))),
    "resourceIdMatches": (("string",), _criterion("RESOURCE_ID_REGEX", _pattern(_resource))),
    "packageName": (("string",), _criterion("PACKAGE NAME", _equal(_package))),
    "packageNameMatches": (("string",), _criterion("PACKAGE_NAME_REGEX", _pattern(_package))),
    "index": (("int",), _criterion(_INDEX, _equal(lambda view: view.index))),
    "instance": (("int",), _set_instance),
    "enabled": (("boolean",), _criterion("ENABLED", _equal(lambda view: view.node.enabled))),
    "focused": (("boolean",), _criterion("FOCUSED", _equal(lambda view: view.node.focused))),
    "focusable": (("boolean",), _criterion("FOCUSABLE", _equal(lambda view: view.focusable))),
    "scrollable": (("boolean",), _criterion("SCROLLABLE", _equal(lambda view: view.scrollable))),
    "selected": (("boolean",), _criterion("SELECTED", _equal(lambda view: view.node.selected))),
    "checked": (("boolean",), _criterion("CHECKED", _equal(lambda view: view.node.checked))),
    "clickable": (("boolean",), _criterion("CLICKABLE", _equal(lambda view: view.clickable))),
    "checkable": (("boolean",), _criterion("CHECKABLE", _equal(lambda view: view.node.checkable))),
    "longClickable": (
        ("boolean",),
        _criterion("LONG_CLICKABLE", _equal(lambda view: view.long_clickable)),
    ),
    "childSelector": (("selector",), _set_child),
    "fromParent": (("selector",), _set_sibling),
}
# The order in which a selector prints its criteria. Source: UiSelector.SELECTOR_*.
_ORDER: Final = (
    "TEXT", "START_TEXT", "CONTAINS_TEXT", "CLASS", "DESCRIPTION", "START_DESCRIPTION",
    "CONTAINS_DESCRIPTION", _INDEX, INSTANCE, "ENABLED", "FOCUSED", "FOCUSABLE", "SCROLLABLE",
    "CLICKABLE", "CHECKED", "SELECTED", "PACKAGE NAME", "LONG_CLICKABLE", "TEXT_REGEX",
    _CLASS_REGEX, "DESCRIPTION_REGEX", "PACKAGE_NAME_REGEX", "RESOURCE_ID", "CHECKABLE",
    "RESOURCE_ID_REGEX",
)  # fmt: skip
