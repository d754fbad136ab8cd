"""XPath over the page source: version 1 by lxml, version 2 by elementpath where lxml cannot.

Source: appium-uiautomator2-server, core/AccessibilityNodeInfoDumper.findNodes.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any, Final

import elementpath
from elementpath.xpath2 import XPath2Parser
from lxml import etree

from devices.virtual.android.uia2.errors import InvalidSelector, UiaError
from devices.virtual.android.uia2.java_regex import Pattern
from devices.virtual.android.uia2.source import INDEX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from devices.virtual.android.uia2.session import Session
    from devices.virtual.android.uia2.snapshot import ToastView, View

_DEADLINE_S: Final = 1.0
"""An expression that takes longer is given up."""
_MOST_VISITS: Final = 10_000_000
_LONGEST_RANGE: Final = 10_000
_PARSER_ERROR: Final = "org.eclipse.wst.xml.xpath2.processor.XPathParserException"
_NAME_ERROR: Final = "org.eclipse.wst.xml.xpath2.processor.internal.StaticFunctNameError"
_SYNTAX: Final = "XPST0003"
_NAMES: Final = frozenset({"XPST0008", "XPST0017", "XPST0081"})
_FIRST_ERROR: Final = "javax.xml.xpath.XPathExpressionException"
_UNKNOWN_NAMES: Final = ("Unregistered function", "Undefined namespace prefix")
"""What lxml says of names that Java resolves when it compiles an expression."""
_TYPES: Final[dict[type, str]] = {bool: "#BOOLEAN", float: "#NUMBER"}
_FROM_THE_TOP: Final = re.compile(r"[\s(]*/(?:[^|]|\|[\s(]*/)*\Z")
"""Begins at the document in every part; the fast engine begins at the root element."""
_COSTLY: Final = re.compile(
    r"""'[^']*'|"[^"]*"|\[|\]|//|(?:descendant|following|preceding|ancestor)"""
)
_EXPLOSIVE: Final = re.compile(r"[+*}]\)+[+*{]")
"""Repeats what repeats: a pattern that may never come to an end."""


def find(session: Session, expression: str, context: View | None) -> Iterator[View | ToastView]:
    """The views, and toasts, that an expression selects; attributes and texts are passed over.

    Raises:
        InvalidSelector: it cannot be parsed.
        UiaError: it fails when it is evaluated.
    """
    first = session.settings.on("enforceXPath1")
    within = context if session.settings.on("limitXPathContextScope") else None
    root, views = session.source().tree(expression, within)
    at: etree._Element | None = None
    if context is not None and within is None:
        at = next((e for e in root.iter() if _view(e, views) is context), None)
        if at is None:
            raise UiaError("java.lang.RuntimeException: Cannot match the index of the root node")
    select = _select_1 if first else _select_2
    for element in select(expression, root, at, len(views)):
        view = _view(element, views)
        if view is not None:
            yield view


def _view(item: object, views: list[View | ToastView | None]) -> View | ToastView | None:
    if not isinstance(item, etree._Element):  # noqa: SLF001 - lxml's public name of the type is private
        return None
    index = item.get(INDEX)
    return views[int(index)] if index is not None else None


def _select_1(
    expression: str, root: etree._Element, at: etree._Element | None, views: int
) -> list[object]:
    """All of version 1, and nothing else."""
    try:
        compiled = etree.XPath(expression)
    except (etree.XPathError, ValueError) as error:
        raise InvalidSelector(f"{_FIRST_ERROR}: {error}") from error
    _affordable(expression, views)
    try:
        result = compiled(root if at is None else at)
    except etree.XPathError as error:
        if str(error).startswith(_UNKNOWN_NAMES):
            raise InvalidSelector(f"{_FIRST_ERROR}: {error}: {expression}") from error
        raise UiaError(_advice(str(error), "normalizeTagNames")) from error
    if not isinstance(result, list):
        reason = f"Can not convert {_TYPES.get(type(result), '#STRING')} to a NodeList!"
        raise UiaError(_advice(reason, "normalizeTagNames"))
    return list(result)


def _select_2(
    expression: str, root: etree._Element, at: etree._Element | None, views: int
) -> list[object]:
    """Version 2; what both versions say alike is told by the fast engine."""
    beginning = expression.removeprefix(".") if at is None else expression
    if at is None and not _FROM_THE_TOP.match(beginning):
        return _select_slowly(expression, root, at)
    try:
        compiled = etree.XPath(beginning)
        _affordable(beginning, views)
        result = compiled(root if at is None else at)
    except (etree.XPathError, ValueError):
        return _select_slowly(expression, root, at)
    return list(result) if isinstance(result, list) else []


def _affordable(expression: str, views: int) -> None:
    """Refuse what would look through all views over and over: the fast engine has no deadline.

    Raises:
        UiaError: the steps of an expression and its nested predicates are too many.
    """
    axes, depth, deepest, open_axes = 1, 1, 1, [False]
    for part in _COSTLY.findall(expression):
        if part == "[":
            open_axes.append(False)
        elif part == "]":
            depth -= open_axes.pop() if len(open_axes) > 1 else 0
        elif part[0] not in "'\"":
            axes += 1
            if len(open_axes) > 1 and not open_axes[-1]:
                open_axes[-1] = True
                depth += 1
                deepest = max(deepest, depth)
    if axes * views**deepest > _MOST_VISITS:
        raise UiaError(_advice(f"{expression} has not been evaluated in time", "enforceXPath1"))


def _select_slowly(
    expression: str, root: etree._Element, at: etree._Element | None
) -> list[object]:
    try:
        token = _Parser(namespaces={}).parse(expression)
        tree: Any = root.getroottree() if at is None else at
        result = token.get_results(_Context(tree))
    except elementpath.ElementPathError as error:
        raise _failure(error) from error
    except (RecursionError, OverflowError, ValueError, TypeError, ArithmeticError) as error:
        raise UiaError(_advice(str(error), "enforceXPath1")) from error
    return result if isinstance(result, list) else []


def _failure(error: elementpath.ElementPathError) -> UiaError:
    """A syntax error is the selector's; every other is one of evaluation."""
    code = (error.code or "").rpartition(":")[2]
    if code == _SYNTAX:
        return InvalidSelector(f"{_PARSER_ERROR}: {error}")
    if code in _NAMES:
        return UiaError(f"{_NAME_ERROR}: {error}")
    return UiaError(_advice(str(error), "enforceXPath1"))


def _advice(message: str, setting: str) -> str:
    return (
        f"{message}. Try changing the '{setting}' driver setting to 'true' "
        "in order to workaround the problem."
    )


class _Context(elementpath.XPathContext):
    """An evaluation that is given up when its time is over."""

    def __init__(self, root: Any) -> None:  # noqa: ANN401 - whatever lxml made
        super().__init__(root)
        self._ends = time.monotonic() + _DEADLINE_S

    def _check(self) -> None:
        if time.monotonic() > self._ends:
            raise UiaError(
                _advice("The expression has not been evaluated in time", "enforceXPath1")
            )

    def iter_children_or_self(self) -> Iterator[Any]:
        """The step down."""
        self._check()
        return super().iter_children_or_self()

    def iter_descendants(self, *args: Any, **kwargs: Any) -> Iterator[Any]:  # noqa: ANN401 - passed on
        """The step to everything below."""
        self._check()
        return super().iter_descendants(*args, **kwargs)

    def inner_focus_select(self, *args: Any, **kwargs: Any) -> Iterator[Any]:  # noqa: ANN401 - passed on
        """What a step or predicate looks at."""
        for item in super().inner_focus_select(*args, **kwargs):
            self._check()
            yield item

    def iter_product(self, *args: Any, **kwargs: Any) -> Iterator[Any]:  # noqa: ANN401 - passed on
        """What `for`, `some` and `every` go through."""
        for item in super().iter_product(*args, **kwargs):
            self._check()
            yield item


class _Parser(XPath2Parser):
    """XPath 2 without what reads other documents, and with Java's patterns."""


def _matches(self: Any, context: Any = None) -> bool:  # noqa: ANN401 - an untyped token
    """fn:matches. Source: org.eclipse.wst.xml.xpath2.processor FnMatches."""
    text = self.get_argument(context, default="", cls=str)
    return Pattern(self.get_argument(context, 1, required=True, cls=str)).finds(text)


def _guarded(base: type, number: int) -> type:
    """A function with a pattern whose time is bounded."""

    def evaluate(self: Any, context: Any = None) -> object:  # noqa: ANN401 - an untyped token
        pattern = self.get_argument(context, number, required=True, cls=str)
        if _EXPLOSIVE.search(pattern):
            raise UiaError(_advice(f"Invalid pattern {pattern}", "enforceXPath1"))
        return base.evaluate(self, context)  # type: ignore[attr-defined] # every token has it

    return type(base.__name__, (base,), {"evaluate": evaluate})


def _bounded_range(base: type) -> type:
    """The operator ``to``, which makes every number at once."""

    def bounded(name: str) -> Callable[..., object]:
        made = getattr(base, name)

        def make(self: Any, context: Any = None) -> object:  # noqa: ANN401 - an untyped token
            first, last = (operand.evaluate(context) for operand in self)
            numbers = isinstance(first, int) and isinstance(last, int)
            if numbers and last - first > _LONGEST_RANGE:
                raise UiaError(_advice("The range is too long", "enforceXPath1"))
            result: object = made(self, context)
            return result

        return make

    names = ("select", "evaluate")
    return type(base.__name__, (base,), {name: bounded(name) for name in names})


def _install() -> None:
    table = _Parser.symbol_table
    for name in ("doc", "doc-available", "collection"):
        table.pop(name, None)
    table["matches"] = type("_Matches", (table["matches"],), {"evaluate": _matches})
    for name in ("replace", "tokenize"):
        table[name] = _guarded(table[name], 1)
    table["to"] = _bounded_range(table["to"])


_install()
