"""The elements that a session handed out: what each of them stands for, and when it is stale.

Source: WebDriverAgent 16.12.9, Routing/FBElementCache.m, FBResponsePayload.m,
Categories/XCUIElement+FBUtilities.m.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final, NamedTuple

from devices.virtual.ios.wda.elements.snapshot import snapshot
from devices.virtual.ios.wda.errors import Fault, WdaError

if TYPE_CHECKING:
    from devices.virtual.ios.phone import IPhone
    from devices.virtual.ios.wda.elements.element import Element

_MOST: Final = 1024
"""Elements that are remembered. Source: FBElementCache.m, ELEMENT_CACHE_SIZE."""


class _Remembered(NamedTuple):
    """Whose element it is, its node's number, and how messages call it."""

    bundle_id: str
    identity: int
    description: str


class Elements:
    """The elements of a session, the ones used last kept."""

    def __init__(self, phone: IPhone) -> None:
        self._phone = phone
        self._known: OrderedDict[str, _Remembered] = OrderedDict()

    def remember(self, element: Element) -> str:
        """Keep an element; returns its UUID."""
        described = f'"{element.name or ""}" {element.kind}'
        self._known[element.uid] = _Remembered(
            element.tree.bundle_id, element.node.identity, described
        )
        self._known.move_to_end(element.uid)
        if len(self._known) > _MOST:
            self._known.popitem(last=False)
        return element.uid

    def get(self, uuid: str) -> Element:
        """What an element is now; one that is gone is forgotten.

        Raises:
            WdaError: it is not remembered, or gone from the screen.
        """
        remembered = self._known.get(uuid)
        if remembered is None:
            raise WdaError(
                Fault.STALE_ELEMENT,
                f'The element identified by "{uuid}" is either not present or it has expired from'
                " the internal cache. Try to find it again",
            )
        self._known.move_to_end(uuid)
        root = snapshot(self._phone, remembered.bundle_id)
        element = root.tree.known.get(remembered.identity)
        if element is None or element.uid != uuid:
            raise WdaError(
                Fault.STALE_ELEMENT,
                f'The previously found element "{remembered.description}" is not present in the'
                " current view anymore. Make sure the application UI has the expected state",
            )
        return element

    def touchable(self, uuid: str) -> Element:
        """The same for a command that looks first whether it is stale: then it is forgotten.

        Raises:
            WdaError: as `get`.
        """
        try:
            return self.get(uuid)
        except WdaError:
            self._known.pop(uuid, None)
            raise
