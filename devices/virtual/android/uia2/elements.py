"""The elements that a session handed out: what each of them stands for, and when it is stale.

Source: appium-uiautomator2-server, model/ElementsCache, BaseElement.toModel.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.android.uia2 import attributes
from devices.virtual.android.uia2.errors import (
    NoSuchElement,
    StaleElement,
    UiaError,
    UnknownCommand,
)
from devices.virtual.android.uia2.snapshot import ToastView, View

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.uia2.session import Session

_KEYS: Final = ("ELEMENT", "element-6066-11e4-a52e-4f735466cecf")
_MOST: Final = 500
"""Elements that are remembered. Source: model/Session.MAX_CACHE_SIZE."""
_NAMED: Final = {
    "id": "By.id",
    "xpath": "By.xpath",
    "accessibility id": "By.accessibilityId",
    "class name": "By.clazz",
    "-android uiautomator": "By.AndroidUiAutomator",
}
_STALE: Final = "androidx.test.uiautomator.StaleObjectException"
_FIELD_OF_ATTRIBUTE: Final = "attribute/"


@dataclass(frozen=True, slots=True)
class Locator:
    """How an element was found.

    Attributes:
        single: whether one was asked for, not all.
        again: looks for it once more; None where nothing matches now.
        live: what it stands for at any time, where it is not one view: a UiObject is looked up by
            its selector whenever it is used.
    """

    strategy: str
    selector: str
    single: bool
    again: Callable[[], View | ToastView | None]
    live: Callable[[], View | None] | None = None

    def __str__(self) -> str:
        return f"{_NAMED[self.strategy]}: {self.selector}"


@dataclass(slots=True)
class _Element:
    """What is remembered of an element: a view's number, or a toast."""

    identity: int
    toast: ToastView | None
    locator: Locator | None


class Elements:
    """The elements of a session, the ones used last kept."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: OrderedDict[str, _Element] = OrderedDict()

    def add(self, view: View | ToastView, locator: Locator | None) -> dict[str, object]:
        """Remember a found view; returns its reference as the client gets it."""
        element_id = view.id
        toast = view if isinstance(view, ToastView) else None
        identity = 0 if isinstance(view, ToastView) else view.node.identity
        self._known[element_id] = _Element(identity, toast, locator)
        self._known.move_to_end(element_id)
        if len(self._known) > _MOST:
            self._known.popitem(last=False)
        reference: dict[str, object] = dict.fromkeys(_KEYS, element_id)
        if not self._session.settings.on("shouldUseCompactResponses"):
            reference |= self._described(view)
        return reference

    def view(self, element_id: str) -> View:
        """The view that an element stands for.

        Raises:
            NoSuchElement: it is not remembered.
            StaleElement: it is gone, or a toast, of which only the text can be read.
        """
        element = self._get(element_id)
        if element.toast is not None:
            raise StaleElement(_STALE)
        if element.locator is not None and element.locator.live is not None:
            view = element.locator.live()
        else:
            view = self._session.attached().view(element.identity)
        if view is None:
            raise self._stale(element_id, element)
        return view

    def text(self, element_id: str) -> str:
        """The text of a view, or of a toast that is still shown.

        Raises:
            NoSuchElement, StaleElement: as `view`.
        """
        toast = self._get(element_id).toast
        return self._restored(element_id).text if toast is not None else self.view(element_id).text

    def attribute(self, element_id: str, name: str) -> str | None:
        """An attribute of an element.

        Raises:
            NoSuchElement, StaleElement: as `view`.
            UnknownCommand: elements have no such attribute.
        """
        toast = self._get(element_id).toast
        view = self._restored(element_id) if toast is not None else self.view(element_id)
        return self._read(view, name)

    def _read(self, view: View | ToastView, name: str) -> str | None:
        canonical = attributes.canonical(name, self._session.profile)
        if isinstance(view, ToastView):
            if canonical != "text":
                raise StaleElement(_STALE)
            return view.text
        if canonical == "contentSize":
            scale, tracks = self._session.phone.display.scale, self._session.settings
            return attributes.content_size(
                view, scale, tracks_scrolls=tracks.on("trackScrollEvents")
            )
        return attributes.value(view, canonical)

    def _get(self, element_id: str) -> _Element:
        element = self._known.get(element_id)
        if element is None:
            raise NoSuchElement(
                f"The element identified by '{element_id}' is not present in the cache "
                "or has expired. Try to find it again"
            )
        self._known.move_to_end(element_id)
        return element

    def _restored(self, element_id: str) -> ToastView:
        """A toast can never be refreshed: it is found again each time that it is looked at."""
        element = self._get(element_id)
        locator = element.locator
        found = locator.again() if locator is not None and locator.single else None
        if not isinstance(found, ToastView):
            raise self._stale(element_id, element)
        return found

    def _stale(self, element_id: str, element: _Element) -> UiaError:
        """Why an element cannot be restored; it is looked for once more, as the server does."""
        locator = element.locator
        if locator is None:
            return StaleElement(f"The element '{element_id}' does not exist in DOM anymore")
        if not locator.single:
            return StaleElement(f"Cached elements '{locator}' do not exist in DOM anymore")
        try:
            found = locator.again()
        except UiaError:
            found = None
        if found is None:
            return StaleElement(f"The element '{locator}' does not exist in DOM anymore")
        return StaleElement(
            f"The element '{locator}' is not linked to the same object in DOM anymore"
        )

    def _described(self, view: View | ToastView) -> dict[str, object]:
        """What the setting elementResponseAttributes adds to a reference; unknown names nothing."""
        said: dict[str, object] = {}
        for name in self._session.settings.text("elementResponseAttributes").split(","):
            try:
                said |= self._field(view, name)
            except UnknownCommand:
                continue
        return said

    def _field(self, view: View | ToastView, name: str) -> dict[str, object]:
        if name in {"name", "rect"} and isinstance(view, ToastView):
            raise StaleElement(_STALE)
        if name == "name" and isinstance(view, View):
            return {name: view.description}
        if name == "text":
            return {name: view.text}
        if name == "rect" and isinstance(view, View):
            left, top, right, bottom = view.bounds
            return {name: {"x": left, "y": top, "width": right - left, "height": bottom - top}}
        if name in {"enabled", "displayed", "selected"}:
            return {name: self._read(view, name)}
        if name.startswith(_FIELD_OF_ATTRIBUTE):
            return {name: self._read(view, name.removeprefix(_FIELD_OF_ATTRIBUTE))}
        return {}
