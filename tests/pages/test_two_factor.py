"""Signing in by form and one-time code: what is typed stays a secret, refusals can be read."""

from __future__ import annotations

import pytest

from config.secrets import Secret
from pages import ElementMissing, LoginPage, TwoFactorCodePage, TwoFactorPage
from tests.pages.fakes import FakeSession, on


def test_submitting_the_form_waits_for_no_screen() -> None:
    """The form is sent, and what follows is the caller's to wait for: here, a refusal."""
    session = FakeSession.showing("Email", "Password", "Sign In", "login_error")
    login = LoginPage(on(session))
    login.submit("ana@example.test", Secret("hunter2"))
    assert session.done == ["type ana@example.test", "secretly type hunter2", "tap Sign In"]
    assert login.error == "login_error"


@pytest.mark.parametrize("way", ["email", "phone"])
def test_a_code_is_sent_by_the_way_that_is_chosen(way: str) -> None:
    """The way is chosen before Continue, and the form for the code follows."""
    session = FakeSession.showing("Email", "Phone", "Continue", "Verify and Sign In")
    form = TwoFactorPage(on(session)).send_code("email" if way == "email" else "phone")
    assert session.done == [f"tap {way.title()}", "tap Continue"]
    assert isinstance(form, TwoFactorCodePage)


def test_a_code_is_typed_as_a_secret() -> None:
    """No log shows the code; the dashboard is waited for, and its absence told."""
    session = FakeSession.showing(
        "Security code", "Verify and Sign In", "dashboard", "two_factor_error"
    )
    form = TwoFactorCodePage(on(session))
    form.sign_in(Secret("123456"))
    assert session.done == ["secretly type 123456", "tap Verify and Sign In"]
    assert form.error == "two_factor_error"


def test_a_refused_sign_in_names_the_page_that_did_not_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without a dashboard signing in fails as the page's error, with nothing secret in it."""
    session = FakeSession.showing("Security code", "Verify and Sign In")
    form = TwoFactorCodePage(on(session))
    monkeypatch.setattr("devices.wait.until", lambda look, *_, **__: look())
    with pytest.raises(ElementMissing, match=r"dashboard page: .*'screen'") as error:
        form.sign_in(Secret("123456"))
    assert "123456" not in str(error.value)
