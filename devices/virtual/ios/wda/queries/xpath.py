"""XPath 1 over an application's elements, with the functions that WebDriverAgent adds.

A document holds the attributes that the expression names, and no others.
Source: WebDriverAgent 16.12.9, Utilities/FBXPath.m, FBXPathExtensions.m.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from devices.virtual.ios.wda.elements.source import ATTRIBUTES, safe
from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.queries.icu_pattern import Pattern, PatternError

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.ios.wda.elements.element import Element

_EVERY: Final = re.compile(r"[^\w@]@\*[^\w]")
_NAMED: Final = {name: re.compile(rf"[^\w@]@{name}[^\w]") for name in ATTRIBUTES}
_SEPARATOR: Final = "\ue01e"
"""Joins what ``tokenize`` makes; WebDriverAgent has U+001E, which lxml lets nobody pass."""
_FLAGS: Final = re.compile("[imsxq]*")


class Document:
    """A tree of elements as XML, and which node is which element."""

    def __init__(self, root: Element, names: frozenset[str]) -> None:
        self._told = [(name, read) for name, read in ATTRIBUTES.items() if name in names]
        self.elements: dict[etree._Element, Element] = {}
        self.nodes: dict[Element, etree._Element] = {}
        self.root = etree.Element(root.type)
        self._fill(self.root, root)

    def _fill(self, node: etree._Element, element: Element) -> None:
        self.elements[node], self.nodes[element] = element, node
        for name, read in self._told:
            value = read(element)
            if value is not None:
                node.set(name, safe(value))
        for child in element.children:
            self._fill(etree.SubElement(node, child.type), child)


def find(root: Element, expression: str, *, context: Element | None = None) -> list[Element]:
    """What an expression finds, in tree order.

    Args:
        root: what the document holds.
        expression: the query.
        context: where relative paths begin; the root itself for None.

    Raises:
        WdaError: it cannot be read, or finds what is no element.
    """
    query = expression.replace("XCUIElementTypeAny", "*")
    document = _document(root, _attributes(query))
    node = document.nodes.get(context or root, document.root)
    try:
        found = _compiled(query)(node)
    except (etree.XPathError, TypeError, ValueError) as error:  # the last two are of functions
        detail = f": {error}" if isinstance(error, PatternError) else ""
        message = f'Cannot evaluate results for XPath expression "{query}"{detail}'
        raise WdaError(Fault.INVALID_SELECTOR, message) from error
    if not isinstance(found, list):
        return []
    if not all(isinstance(each, etree._Element) for each in found):  # noqa: SLF001 - lxml's only name for it
        message = f'Cannot evaluate results for XPath expression "{query}"'
        raise WdaError(Fault.UNKNOWN_ERROR, message)
    return [document.elements[each] for each in found if each in document.elements]


def _document(root: Element, names: frozenset[str]) -> Document:
    made = root.tree.documents
    key = root.node.identity, names
    if key not in made:
        made[key] = Document(root, names)
    return made[key]


@lru_cache(maxsize=512)
def _attributes(query: str) -> frozenset[str]:
    """The attributes that an expression names, as WebDriverAgent finds them in its text."""
    if _EVERY.search(query):
        return frozenset(ATTRIBUTES)
    return frozenset(name for name, pattern in _NAMED.items() if pattern.search(query))


@lru_cache(maxsize=512)
def _compiled(query: str) -> etree.XPath:
    return etree.XPath(query, extensions=_EXTENSIONS, smart_strings=False)


# -- functions


def _text(value: Any) -> str:  # noqa: ANN401 - whatever an expression makes
    """A value as XPath's ``string()`` has it."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, etree._Element):  # noqa: SLF001 - as above
        return "".join(map(str, value.itertext()))
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _pattern(expression: Any, flags: Any) -> Pattern:  # noqa: ANN401 - as above
    if not _FLAGS.fullmatch(_text(flags)):
        raise PatternError("Invalid regular expression flags")
    return Pattern(_text(expression), ignore_case="i" in _text(flags))


def _matches(_: object, text: Any, expression: Any, flags: Any = "") -> bool:  # noqa: ANN401 - as above
    return _pattern(expression, flags).finds(_text(text))


def _ends_with(_: object, text: Any, end: Any) -> bool:  # noqa: ANN401 - as above
    return bool(_text(end)) and _text(text).endswith(_text(end))


def _lower_case(_: object, text: Any) -> str:  # noqa: ANN401 - as above
    return _text(text).lower()


def _upper_case(_: object, text: Any) -> str:  # noqa: ANN401 - as above
    return _text(text).upper()


def _replace(_: object, text: Any, expression: Any, by: Any, flags: Any = "") -> str:  # noqa: ANN401 - as above
    return _pattern(expression, flags).replace(_text(text), _text(by))


def _tokenize(_: object, text: Any, expression: Any = None) -> str:  # noqa: ANN401 - as above
    whole = _text(text)
    if expression is None:
        return _SEPARATOR.join(whole.split())
    if not _text(expression):
        return _SEPARATOR.join(whole)
    return _SEPARATOR.join(_pattern(expression, "").split(whole))


def _string_join(_: object, sequence: Any, separator: Any) -> str:  # noqa: ANN401 - as above
    if isinstance(sequence, list):
        parts = [_text(each) for each in sequence]
    else:
        parts = [part for part in _text(sequence).split(_SEPARATOR) if part]
    return _text(separator).join(parts)


_EXTENSIONS: Final[dict[tuple[None, str], Callable[..., Any]]] = {
    (None, "matches"): _matches,
    (None, "ends-with"): _ends_with,
    (None, "lower-case"): _lower_case,
    (None, "upper-case"): _upper_case,
    (None, "replace"): _replace,
    (None, "tokenize"): _tokenize,
    (None, "string-join"): _string_join,
}
