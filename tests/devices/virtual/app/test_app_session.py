"""Signing in and out of the reference app."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.devices.virtual.app.office import EMAIL, PASSWORD

if TYPE_CHECKING:
    from tests.devices.virtual.app.bench.bench import Bench
    from tests.devices.virtual.app.office import Office


def _log_out(bench: Bench) -> None:
    bench.tap("menu")
    bench.tap("menu_settings")
    bench.tap("settings_log_out")


def test_first_launch_shows_the_sign_in_form(office: Office) -> None:
    """An app without a session starts with the form, and without an app bar."""
    bench = office.bench()
    assert bench.content().id == "login"
    assert bench.find("login_password")[0].secure
    assert not bench.find("app_bar_title")


def test_right_password_opens_the_dashboard(bench: Bench) -> None:
    """After signing in the dashboard carries the account's brand and greets the user."""
    assert bench.content().id == "dashboard"
    assert bench.texts("app_bar_title") == ["HoopAI"]
    assert bench.texts("dashboard_greeting") == ["Hello, Ana"]


@pytest.mark.parametrize(
    ("email", "password", "error"),
    [
        (EMAIL, "wrong", "Incorrect email or password"),
        ("nobody@example.test", PASSWORD, "Incorrect email or password"),
        (EMAIL, "", "Enter your email and password"),
        ("  ", PASSWORD, "Enter your email and password"),
    ],
)
def test_sign_in_says_what_is_wrong(office: Office, email: str, password: str, error: str) -> None:
    """A wrong or empty field keeps the form, with one message that does not tell which it was."""
    bench = office.bench()
    bench.sign_in(email, password)
    assert bench.content().id == "login"
    assert bench.texts("login_error") == [error]


def test_sign_in_offline_says_so(office: Office) -> None:
    """Without a connection signing in is refused with the reason, and works once it is back."""
    bench = office.bench()
    bench.network.set(connected=False)
    bench.sign_in(EMAIL, PASSWORD)
    assert bench.texts("login_error") == ["Connect to the internet to sign in"]
    bench.network.set(connected=True)
    bench.tap("login_sign_in")
    assert bench.content().id == "dashboard"


def test_enter_in_the_password_signs_in(office: Office) -> None:
    """The editor action of the password field sends the form."""
    bench = office.bench()
    bench.write("login_email", EMAIL)
    bench.write("login_password", PASSWORD)
    submit = bench.find("login_password")[0].on_submit
    assert submit is not None
    submit()
    assert bench.content().id == "dashboard"


def test_session_survives_the_process(bench: Bench) -> None:
    """A relaunch while signed in opens the dashboard; clearing the data opens the form."""
    bench.relaunch()
    assert bench.content().id == "dashboard"
    bench.storage.clear()
    bench.relaunch()
    assert bench.content().id == "login"


def test_a_screen_outlives_the_foreground_and_not_the_process(bench: Bench) -> None:
    """Who comes back finds the draft; an app whose process was ended meanwhile begins anew."""
    bench.tap("tab_conversations")
    bench.tap("conversation_row")
    bench.write("message_input", "half a sen")
    bench.resume()
    assert bench.texts("message_input") == ["half a sen"]
    bench.pause()
    bench.relaunch()
    assert bench.content().id == "dashboard"
    bench.tap("tab_conversations")
    bench.tap("conversation_row")
    assert bench.texts("message_input") == [""]


@pytest.mark.parametrize("connected", [True, False])
def test_log_out_ends_the_session(bench: Bench, office: Office, *, connected: bool) -> None:
    """Log Out leaves nothing on the phone, and, when online, nothing on the server."""
    bench.network.set(connected=connected)
    _log_out(bench)
    assert bench.content().id == "login"
    assert not {"session", "cache", "outbox"} & bench.storage.keys()
    assert bool(office.crm.records.sessions) is not connected
    bench.relaunch()
    assert bench.content().id == "login"


def test_log_out_defect_keeps_the_session(office: Office) -> None:
    """A build with the seeded defect shows the form, and is signed in again after a relaunch."""
    bench = office.signed_in("logout-keeps-session")
    _log_out(bench)
    assert bench.content().id == "login"
    bench.relaunch()
    assert bench.content().id == "dashboard"


def test_session_ended_by_the_server_asks_for_the_password(bench: Bench, office: Office) -> None:
    """When the server no longer knows the session, the next request leads to the form."""
    office.crm.records.sessions.clear()
    bench.resume()
    assert bench.content().id == "login"
    assert bench.texts("login_error") == ["Your session has ended. Sign in again."]
    assert not {"session", "cache", "outbox"} & bench.storage.keys()


def test_back_on_the_dashboard_leaves_the_app(bench: Bench) -> None:
    """Back on the first screen closes the activity, and the next launch starts at the beginning."""
    bench.tap("tab_contacts")
    bench.back()
    assert bench.content().id == "dashboard"
    bench.back()
    assert bench.context.finished == 1
    bench.resume()
    assert bench.content().id == "dashboard"


def test_two_users_do_not_see_each_other(bench: Bench, office: Office) -> None:
    """A user of another sub-account has an inbox of their own."""
    company = {"companyId": office.crm.company_id}
    place = office.call("POST", "/locations/", "2021-07-28", {"name": "Other"} | company)
    other = {
        "firstName": "Bo",
        "lastName": "Lind",
        "email": "bo@example.test",
        "password": "another",
        "type": "account",
        "role": "user",
        "locationIds": [place["id"]],
    }
    office.call("POST", "/users/", "2021-07-28", other | company)
    second = office.bench()
    second.sign_in("bo@example.test", "another")
    assert second.texts("conversations_open") == ["0"]
    assert bench.texts("conversations_open") == ["1"]
