"""The alert that is open: what it says, its buttons, and which of them accepts or dismisses it.

Source: WebDriverAgent 16.12.9, FBAlert.m, Categories/XCUIApplication+FBAlert.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from devices.virtual.ios.apps.running import SPRINGBOARD
from devices.virtual.ios.wda.elements.snapshot import snapshot
from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.input import typing
from devices.virtual.ios.wda.queries import class_chain
from devices.virtual.ios.wda.runner import log
from devices.virtual.ios.wda.windows import from_top

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from devices.virtual.ios.phone import IPhone
    from devices.virtual.ios.wda.agent import Agent
    from devices.virtual.ios.wda.elements.element import Element

Action = Literal["accept", "dismiss"]

LIMITED_ACCESS: Final = "com.apple.ContactsUI.LimitedAccessPromptView"
"""The process of its own that asks which contacts an app may have."""
ACTIONS: Final[Mapping[str, Action]] = {"accept": "accept", "dismiss": "dismiss"}
_KINDS: Final = ("Alert", "Sheet")
_POPOVER: Final = "PopoverDismissRegion"
"""A sheet inside it is no alert on a tablet."""
_FIELDS: Final = frozenset({"TextField", "SecureTextField"})
_SELECTORS: Final = {
    "accept": "acceptAlertButtonSelector",
    "dismiss": "dismissAlertButtonSelector",
}


class Alert:
    """One that is on the screen.

    Args:
        agent: who looks at it.
        element: the Alert or Sheet.
    """

    def __init__(self, agent: Agent, element: Element) -> None:
        self._agent, self._element = agent, element

    @property
    def text(self) -> str:
        """What it says, a line a view; words on buttons are left out."""
        told = (each.label or each.value for each in self._element.below() if _says(each))
        return "\n".join(text for text in told if text is not None)

    @property
    def buttons(self) -> list[str]:
        """The buttons' labels, those without one left out."""
        return [each.label for each in self._buttons() if each.label is not None]

    def press(self, action: Action) -> None:
        """Tap the button that accepts or dismisses it, as the settings or its kind have it.

        Raises:
            WdaError: it has no button.
        """
        button = self._selected(self._agent.settings.text(_SELECTORS[action]), action)
        button = button or self._default(action)
        if button is None:
            raise self._lacks(f"Failed to find {action} button for alert")
        self._tap(button)

    def click(self, label: str) -> None:
        """Tap the first button that is labelled so.

        Raises:
            WdaError: none is.
        """
        button = next((each for each in self._buttons() if each.label == label), None)
        if button is None:
            raise self._lacks(f"Failed to find button with label '{label}' for alert")
        self._tap(button)

    def click_matching(self, selector: str) -> None:
        """Tap the first element that a class chain finds in it.

        Raises:
            WdaError: it cannot be read, or finds nothing.
        """
        found = class_chain.find(self._element, selector)
        if not found:
            raise self._lacks(
                f"Failed to find any element matching class chain selector '{selector}' for alert"
            )
        self._tap(found[0])

    def type(self, text: str) -> None:
        """Put a text into its one field.

        Raises:
            WdaError: it has none, or more than one.
        """
        fields = [each for each in self._element.below() if each.kind in _FIELDS]
        if len(fields) != 1:
            many = "more than one input field" if fields else "no input fields"
            raise WdaError(Fault.UNSUPPORTED_OPERATION, f"The alert contains {many}")
        typing.replace(fields[0], text)

    # -- which button

    def _buttons(self) -> Iterator[Element]:
        return (each for each in self._element.below() if each.kind == "Button")

    def _selected(self, selector: str, action: Action) -> Element | None:
        """What a selector of the settings finds; one that is broken finds nothing."""
        if not selector:
            return None
        try:
            found = class_chain.find(self._element, selector)
        except WdaError as error:
            log(self._agent.phone, f"Original error: {error.message}")
            found = []
        if found:
            return found[0]
        log(
            self._agent.phone,
            f"Cannot find any match for {action.capitalize()} alert button using the class chain"
            f" selector '{selector}'",
        )
        return None

    def _default(self, action: Action) -> Element | None:
        buttons = list(self._buttons())
        left_out = self._agent.phone.profile.rows["wda_alerts"]["left_out"]
        buttons = [each for each in buttons if not _inside(each, left_out)] or buttons
        if not buttons:
            return None
        last = (action == "accept") is (self._element.kind == "Alert")
        return buttons[-1 if last else 0]

    def _tap(self, element: Element) -> None:
        self._agent.phone.display.tap(*element.hit_point)

    def _lacks(self, message: str) -> WdaError:
        described = f'"{self._element.name or ""}" {self._element.kind}'
        return WdaError(Fault.INVALID_ELEMENT_STATE, f"{message}: {described}")


def find(agent: Agent, application: str) -> Alert | None:
    """The alert that is open in SpringBoard, in an application, or where contacts are chosen."""
    for bundle_id in dict.fromkeys((SPRINGBOARD, application, LIMITED_ACCESS)):
        element = _found(agent.phone, bundle_id)
        if element is not None:
            return Alert(agent, element)
    return None


def opened(agent: Agent, application: str) -> Alert:
    """The same, for what needs one.

    Raises:
        WdaError: there is none.
    """
    alert = find(agent, application)
    if alert is None:
        raise WdaError(Fault.NO_SUCH_ALERT, "No alert is open")
    return alert


def _found(phone: IPhone, bundle_id: str) -> Element | None:
    """An alert, or else a sheet, of an application."""
    display = phone.display
    kinds = {
        node.kind
        for window in from_top(display)
        if window.package == bundle_id
        for node in display.tree(window).walk()
    }
    if kinds.isdisjoint(_KINDS):  # spares the snapshot
        return None
    elements = [each for each in snapshot(phone, bundle_id).below() if each.kind in _KINDS]
    tablet = phone.profile.form == "tablet"
    for kind in _KINDS:
        for element in elements:
            if element.kind == kind and not (kind == "Sheet" and tablet and _in_popover(element)):
                return element
    return None


def _in_popover(element: Element) -> bool:
    return any(each.identifier == _POPOVER for each in element.above())


def _says(element: Element) -> bool:
    if element.kind == "StaticText":
        return all(each.kind != "Button" for each in element.above())
    return element.kind == "TextView"


def _inside(element: Element, kind: str) -> bool:
    return bool(kind) and any(each.kind == kind for each in element.above())
