"""Signing in by form and one-time code: what is typed stays a secret, refusals can be read."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

import pytest

from config.secrets import Secret
from devices.device import DeviceFacts
from pages import ElementMissing, LoginPage, TwoFactorCodePage, TwoFactorPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from config.locators import Locator
    from devices.appium.session import Session

FACTS = DeviceFacts("cell", "virtual", "android", "14", 34, "emulator", "emulator-5600")


class FakeElement:
    """An element that tells its session what is done to it."""

    def __init__(self, session: FakeSession, name: str) -> None:
        self._session = session
        self.text = name

    def click(self) -> None:
        self._session.done.append(f"tap {self.text}")

    def send_keys(self, text: str) -> None:
        how = "secretly type" if self._session.is_sensitive else "type"
        self._session.done.append(f"{how} {text}")


class FakeSession:
    """A screen with elements that have these selectors, and what was done on it."""

    facts = FACTS

    def __init__(self, *selectors: str) -> None:
        self._selectors = selectors
        self.done: list[str] = []
        self.is_sensitive = False

    def find_all(self, locator: Locator) -> list[FakeElement]:
        name = locator.selector
        return [FakeElement(self, name)] if name in self._selectors else []

    def call(self, _tried: str, command: Callable[[], object]) -> object:
        return command()

    @contextmanager
    def sensitive(self) -> Iterator[None]:
        self.is_sensitive = True
        yield
        self.is_sensitive = False


def on(session: FakeSession) -> Session:
    """The fake as pages see it."""
    return cast("Session", session)


def test_submitting_the_form_waits_for_no_screen() -> None:
    """The form is sent, and what follows is the caller's to wait for: here, a refusal."""
    session = FakeSession("Email", "Password", "Sign In", "login_error")
    login = LoginPage(on(session))
    login.submit("ana@example.test", Secret("hunter2"))
    assert session.done == ["type ana@example.test", "secretly type hunter2", "tap Sign In"]
    assert login.error == "login_error"


@pytest.mark.parametrize("way", ["email", "phone"])
def test_a_code_is_sent_by_the_way_that_is_chosen(way: str) -> None:
    """The way is chosen before Continue, and the form for the code follows."""
    session = FakeSession("Email", "Phone", "Continue", "Verify and Sign In")
    form = TwoFactorPage(on(session)).send_code("email" if way == "email" else "phone")
    assert session.done == [f"tap {way.title()}", "tap Continue"]
    assert isinstance(form, TwoFactorCodePage)


def test_a_code_is_typed_as_a_secret() -> None:
    """No log shows the code; the dashboard is waited for, and its absence told."""
    session = FakeSession("Security code", "Verify and Sign In", "dashboard", "two_factor_error")
    form = TwoFactorCodePage(on(session))
    form.sign_in(Secret("123456"))
    assert session.done == ["secretly type 123456", "tap Verify and Sign In"]
    assert form.error == "two_factor_error"


def test_a_refused_sign_in_names_the_page_that_did_not_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without a dashboard signing in fails as the page's error, with nothing secret in it."""
    session = FakeSession("Security code", "Verify and Sign In")
    form = TwoFactorCodePage(on(session))
    monkeypatch.setattr("pages.page.wait.until", lambda look, *_, **__: look())
    with pytest.raises(ElementMissing, match=r"dashboard page: .*'screen'") as error:
        form.sign_in(Secret("123456"))
    assert "123456" not in str(error.value)
