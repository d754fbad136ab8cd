"""Finding views: the five locator strategies.

Source: appium-uiautomator2-server, utils/ElementLocationHelpers, utils/ByUiAutomatorFinder.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from devices.virtual.android.uia2 import uiscrollable, uiselector, xpath
from devices.virtual.android.uia2.elements import Locator
from devices.virtual.android.uia2.errors import InvalidSelector, UiaError
from devices.virtual.android.uia2.uiselector_grammar import is_scrollable, statements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from devices.virtual.android.uia2.session import Session
    from devices.virtual.android.uia2.snapshot import ToastView, View

    Found = Iterable[View | ToastView]

UI_AUTOMATOR: Final = "-android uiautomator"
_FULL_ID: Final = re.compile(r"^[a-zA-Z_][a-zA-Z0-9._]*:[^/]+/\S+$")
"""Source: ElementLocationHelpers.resourceIdRegex."""
_WIDGETS: Final = "android.widget"


def find(
    session: Session, strategy: str, selector: str, context: View | None
) -> Iterator[View | ToastView]:
    """What a locator matches, in tree order, below a context where one is given.

    Raises:
        InvalidSelector: an unknown strategy or an expression that cannot be read.
        UiaError: an expression that fails when it is evaluated.
    """
    look = _STRATEGIES.get(strategy)
    if look is None:
        raise InvalidSelector(
            f"Selector strategy '{strategy}' is not supported. Only the following selector "
            f"strategies are supported: [{', '.join(_STRATEGIES)}]"
        )
    yield from look(session, selector, context)


def find_one(
    session: Session, strategy: str, selector: str, context_id: str | None
) -> dict[str, object] | None:
    """The reference of the first match; None where nothing matches.

    Raises:
        InvalidSelector, UiaError: as `find`.
        NoSuchElement, StaleElement: the context is not known, or gone.
    """
    if strategy == UI_AUTOMATOR:
        selectors = _selectors(session, selector)
        found = [_Live(session, selectors[0], context_id)]
        view = found[0]()
        if view is None:
            return None
        return session.elements.add(view, Locator(strategy, selector, True, found[0], found[0]))  # noqa: FBT003 - single

    def again() -> View | ToastView | None:
        context = session.view(context_id) if context_id else None
        return next(find(session, strategy, selector, context), None)

    first = again()
    if first is None:
        return None
    return session.elements.add(first, Locator(strategy, selector, single=True, again=again))


def find_all(
    session: Session, strategy: str, selector: str, context_id: str | None
) -> list[dict[str, object]]:
    """The references of all matches.

    Raises:
        InvalidSelector, UiaError, NoSuchElement, StaleElement: as `find_one`.
    """
    context = session.view(context_id) if context_id else None
    if strategy != UI_AUTOMATOR:
        locator = Locator(strategy, selector, single=False, again=lambda: None)
        found = list(find(session, strategy, selector, context))
        return [session.elements.add(view, locator) for view in found]
    known: dict[int, tuple[View, _Live]] = {}
    for one in _selectors(session, selector):
        scope = _Scope(session, context_id)
        for step in uiselector.spread(one, scope, below=context is not None):
            live = _Live(session, step, context_id)
            view = live()
            if view is not None:
                known.setdefault(view.node.identity, (view, live))
    return [
        session.elements.add(
            view, Locator(strategy, selector, single=False, again=lambda: None, live=live)
        )
        for view, live in known.values()
    ]


class _Scope:
    """Where a UiSelector looks: in the active window, or below an element."""

    def __init__(self, session: Session, context_id: str | None) -> None:
        self._session, self._context = session, context_id

    def __call__(self) -> Iterable[View]:
        if self._context is None:
            return self._session.active().views
        return self._session.view(self._context).below()


class _Live:
    """A UiObject: whatever its selector matches at the moment."""

    def __init__(
        self, session: Session, selector: uiselector.Selector, context: str | None
    ) -> None:
        self._selector, self._scope = selector, _Scope(session, context)

    def __call__(self) -> View | None:
        return uiselector.find(self._selector, self._scope())


def _selectors(session: Session, expression: str) -> list[uiselector.Selector]:
    """The selectors of all statements; those about a scrollable are performed on the way."""
    try:
        return [
            uiscrollable.evaluate(statement, session.phone.display, session.active)
            if is_scrollable(statement)
            else uiselector.build(statement)
            for statement in statements(expression)
        ]
    except RecursionError as error:
        raise UiaError("java.lang.StackOverflowError: stack size 1037KB") from error


def _scope(session: Session, context: View | None) -> Iterable[View]:
    return session.snapshot().views if context is None else context.below()


def _by_id(session: Session, selector: str, context: View | None) -> Found:
    if not (session.settings.on("disableIdLocatorAutocompletion") or _FULL_ID.match(selector)):
        selector = f"{session.app_package}:id/{selector}"
    return (view for view in _scope(session, context) if view.resource_id == selector and selector)


def _by_accessibility_id(session: Session, selector: str, context: View | None) -> Found:
    return (view for view in _scope(session, context) if view.node.label == selector and selector)


def _by_class(session: Session, selector: str, context: View | None) -> Found:
    if not selector:
        raise UiaError("java.lang.StringIndexOutOfBoundsException: index=0, length=0")
    if selector[0] == ".":  # Source: androidx.test.uiautomator BySelector.clazz
        selector = f"{_WIDGETS}{selector}"
    return (view for view in _scope(session, context) if view.class_name == selector)


def _by_ui_automator(session: Session, selector: str, context: View | None) -> Found:
    scope = _scope(session, context) if context is not None else session.active().views
    found = uiselector.find(_selectors(session, selector)[0], scope)
    return () if found is None else (found,)


_STRATEGIES: Final[dict[str, Callable[[Session, str, View | None], Found]]] = {
    "id": _by_id,
    "xpath": xpath.find,
    "accessibility id": _by_accessibility_id,
    "class name": _by_class,
    UI_AUTOMATOR: _by_ui_automator,
}
