"""Pages find what their locators say, wait for it, and say what they waited for."""

from __future__ import annotations

import ast

import pytest

from config.paths import CHECKOUT
from config.secrets import Secret
from pages import ConversationsPage, ElementMissing, LoginPage, OfflineBanner
from pages.region import Region
from tests.pages.fakes import FakeElement, FakeSession, on


def test_an_element_that_does_not_come_is_named_with_page_and_device() -> None:
    """The error says device, page, element, how long, and where its locators stand."""
    page = LoginPage(on(FakeSession()))
    expected = r"cell \(emulator-5600\): login page: waiting 0.01 s for 'sign_in': .*login\.yaml"
    with pytest.raises(ElementMissing, match=expected):
        page.wait_until_open(0.01)


def test_signing_in_types_the_password_as_a_secret() -> None:
    """The password goes through the marked path, so that no log shows it."""
    session = FakeSession.showing("Email", "Password", "Sign In", "dashboard")
    LoginPage(on(session)).sign_in("ana@example.test", Secret("hunter2"))
    assert session.done == ["type ana@example.test", "secretly type hunter2", "tap Sign In"]


def test_a_banner_that_never_shows_does_not_appear() -> None:
    """Absence is an answer, not an error: the test makes the claim."""
    banner = OfflineBanner(on(FakeSession()))
    assert not banner.appears(0.01)
    assert banner.goes(0.01)


def test_a_banner_that_stays_does_not_go() -> None:
    """A banner that is still there at the deadline has not gone."""
    banner = OfflineBanner(on(FakeSession({"offline_banner": [FakeElement("No connection")]})))
    assert banner.appears(0.01)
    assert not banner.goes(0.01)
    assert banner.text == "No connection"


def test_a_conversation_is_opened_by_its_contact() -> None:
    """The contact's name fills the locator's place."""
    session = FakeSession.showing("Mia Brandt", "thread")
    ConversationsPage(on(session)).open("Mia Brandt")
    assert session.done == ["tap Mia Brandt"]


def test_every_page_has_its_locators_and_asserts_nothing() -> None:
    """Pages hold no claims: no assert stands in them, and each names a locator file."""
    for page in Region.__subclasses__():
        assert page.__module__.startswith("pages.")
    for path in (CHECKOUT / "pages").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not [n for n in ast.walk(tree) if isinstance(n, ast.Assert)], path
