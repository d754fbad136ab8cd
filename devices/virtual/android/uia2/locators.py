"""Finding views: the five locator strategies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import elementpath
from elementpath.xpath2 import XPath2Parser
from lxml import etree

from devices.virtual.android.uia2 import uiscrollable, uiselector
from devices.virtual.android.uia2.errors import InvalidSelector
from devices.virtual.android.uia2.uiselector_grammar import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from devices.virtual.android.uia2.session import Session
    from devices.virtual.android.uia2.snapshot import ToastView, View

    Found = Iterable[View | ToastView]

# Source: appium-uiautomator2-server, ElementLocationHelpers.resourceIdRegex.
_FULL_ID: Final = re.compile(r"^[a-zA-Z_][a-zA-Z0-9._]*:[^/]+/\S+$")


def find(
    session: Session, strategy: str, selector: str, context: View | None
) -> Iterator[View | ToastView]:
    """What a locator matches, in tree order, below a context where one is given.

    Raises:
        InvalidSelector: an unknown strategy or an expression that cannot be read.
    """
    look = _STRATEGIES.get(strategy)
    if look is None:
        raise InvalidSelector(
            f"Selector strategy '{strategy}' is not supported. Only the following selector "
            f"strategies are supported: [{', '.join(_STRATEGIES)}]"
        )
    yield from look(session, selector, context)


def _scope(session: Session, context: View | None) -> Iterable[View]:
    return session.snapshot().views if context is None else context.below()


def _by_id(session: Session, selector: str, context: View | None) -> Found:
    if not (session.settings.on("disableIdLocatorAutocompletion") or _FULL_ID.match(selector)):
        selector = f"{session.app_package}:id/{selector}"
    return (view for view in _scope(session, context) if view.resource_id == selector)


def _by_accessibility_id(session: Session, selector: str, context: View | None) -> Found:
    return (view for view in _scope(session, context) if view.node.label == selector and selector)


def _by_class(session: Session, selector: str, context: View | None) -> Found:
    return (view for view in _scope(session, context) if view.class_name == selector)


def _by_ui_automator(session: Session, selector: str, context: View | None) -> Found:
    found: dict[View, None] = {}
    for chain in parse(selector):
        if chain.name == "UiScrollable":
            target = uiscrollable.evaluate(chain, selector, session.phone.display, session.snapshot)
        else:
            target = uiselector.build(chain, selector)
        found.update(dict.fromkeys(uiselector.find_all(target, session.snapshot(), context)))
    return found


def _by_xpath(session: Session, selector: str, context: View | None) -> Found:
    within = context if session.settings.on("limitXPathContextScope") else None
    root, views = session.source().tree(selector, within)
    if context is not None and within is None:
        root = list(root.iter())[views.index(context)]
    meaning = dict(zip(root.getroottree().iter(), views, strict=True))
    for element in _select(selector, root, session):
        view = meaning.get(element) if isinstance(element, etree._Element) else None  # noqa: SLF001 - lxml's public name of the type is private
        if view is not None:
            yield view


def _select(expression: str, root: etree._Element, session: Session) -> list[object]:
    """XPath 1 by lxml, which is fast; XPath 2 by elementpath where lxml cannot."""
    tree = root.getroottree()
    at = tree if tree.getroot() is root else root
    try:
        result = at.xpath(expression)
        return list(result) if isinstance(result, list) else []
    except etree.XPathError as error:
        if session.settings.on("enforceXPath1"):
            raise InvalidSelector(f"{expression}: {error}") from error
    try:
        selected = elementpath.select(tree, expression, item=root, parser=XPath2Parser)
    except elementpath.ElementPathError as error:
        raise InvalidSelector(f"{expression}: {error}") from error
    return selected if isinstance(selected, list) else []


_STRATEGIES: Final[dict[str, Callable[[Session, str, View | None], Found]]] = {
    "id": _by_id,
    "xpath": _by_xpath,
    "accessibility id": _by_accessibility_id,
    "class name": _by_class,
    "-android uiautomator": _by_ui_automator,
}
