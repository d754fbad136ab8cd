"""Pages find what their locators say, wait for it, and say what they waited for."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, cast

import pytest

from config.paths import CHECKOUT
from config.secrets import Secret
from devices.device import DeviceFacts
from pages import ConversationsPage, ElementMissing, LoginPage, OfflineBanner
from pages.page import Region

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.locators import Locator
    from devices.appium.session import Session

FACTS = DeviceFacts("cell", "virtual", "android", "14", 34, "emulator", "emulator-5600")


class FakeElement:
    """An element that remembers what was done to it."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.done: list[str] = []

    def click(self) -> None:
        self.done.append("click")

    def send_keys(self, text: str) -> None:
        self.done.append(text)


class FakeSession:
    """A screen with these elements, by selector."""

    facts = FACTS

    def __init__(self, **elements: list[FakeElement]) -> None:
        self.elements = elements
        self.asked: list[str] = []
        self.is_sensitive = False
        self.typed_sensitive = False

    def find_all(self, locator: Locator) -> list[FakeElement]:
        self.asked.append(locator.selector)
        return self.elements.get(locator.selector.replace(" ", "_"), [])

    def call(self, tried: str, command: Callable[[], object]) -> object:
        self.typed_sensitive |= self.is_sensitive and "secret" in tried
        return command()

    def sensitive(self) -> FakeSession:
        return self

    def __enter__(self) -> None:
        self.is_sensitive = True

    def __exit__(self, *_: object) -> None:
        self.is_sensitive = False


def on(session: FakeSession) -> Session:
    """The fake as pages see it."""
    return cast("Session", session)


def test_an_element_that_does_not_come_is_named_with_page_and_device() -> None:
    """The error says device, page, element, how long, and where its locators stand."""
    page = LoginPage(on(FakeSession()))
    expected = r"cell \(emulator-5600\): login page: waiting 0.01 s for 'sign_in': .*login\.yaml"
    with pytest.raises(ElementMissing, match=expected):
        page.wait_until_open(0.01)


def test_signing_in_types_the_password_as_a_secret() -> None:
    """The password goes through the marked path, so that no log shows it."""
    fields = {"Email": FakeElement(), "Password": FakeElement(), "Sign_In": FakeElement()}
    session = FakeSession(
        **{name: [field] for name, field in fields.items()}, dashboard=[FakeElement()]
    )
    LoginPage(on(session)).sign_in("ana@example.test", Secret("hunter2"))
    assert fields["Email"].done == ["ana@example.test"]
    assert fields["Password"].done == ["hunter2"]
    assert fields["Sign_In"].done == ["click"]
    assert session.typed_sensitive


def test_a_banner_that_never_shows_does_not_appear() -> None:
    """Absence is an answer, not an error: the test makes the claim."""
    banner = OfflineBanner(on(FakeSession()))
    assert not banner.appears(0.01)
    assert banner.goes(0.01)


def test_a_banner_that_stays_does_not_go() -> None:
    """A banner that is still there at the deadline has not gone."""
    banner = OfflineBanner(on(FakeSession(offline_banner=[FakeElement("No connection")])))
    assert banner.appears(0.01)
    assert not banner.goes(0.01)
    assert banner.text == "No connection"


def test_a_conversation_is_opened_by_its_contact() -> None:
    """The contact's name fills the locator's place."""
    row = FakeElement()
    session = FakeSession(Mia_Brandt=[row], thread=[FakeElement()])
    ConversationsPage(on(session)).open("Mia Brandt")
    assert row.done == ["click"]


def test_every_page_has_its_locators_and_asserts_nothing() -> None:
    """Pages hold no claims: no assert stands in them, and each names a locator file."""
    for page in Region.__subclasses__():
        assert page.__module__.startswith("pages.")
    for path in (CHECKOUT / "pages").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not [n for n in ast.walk(tree) if isinstance(n, ast.Assert)], path
