"""BIO-03: three failures end in the sign-in form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from devices.device import Biometrics
    from fixtures.app import App
    from fixtures.biometrics import Failures
    from pages import LockPage, LoginPage

_MOST: Final = 3


@pytest.mark.promise("BIO-03")
def test_three_failures_end_in_the_form(locked: LockPage, failures: Failures, app: App) -> None:
    """The form is there at the latest after the third failure, and never before the first."""
    assert locked.is_behind_prompt(), "something else than the lock screen before any failure"
    for _ in range(_MOST):
        failures.fail()
        if not failures.asks_again():
            break
    assert app.login_page.opens(), "no sign-in form after three failures"
    assert locked.prompt.goes(), "the prompt is there still"
    assert not app.dashboard.is_open, "the app is open"


@pytest.mark.promise("BIO-03", assumed=True)
@pytest.mark.needs("biometrics.match")
def test_a_match_after_two_failures_opens_the_app(
    locked: LockPage, failures: Failures, finger: Biometrics, app: App
) -> None:
    """Two failures are not too many."""
    for _ in range(_MOST - 1):
        failures.fail()
        assert failures.asks_again(), "no prompt after two failures"
    finger.match()
    assert app.dashboard.opens(), "no dashboard after two failures and a match"
    assert locked.prompt.goes(), "the prompt is there still"


@pytest.mark.promise("BIO-03", assumed=True)
@pytest.mark.needs("biometrics.match")
def test_a_match_begins_the_count_anew(
    locked: LockPage, failures: Failures, finger: Biometrics, app: App
) -> None:
    """Two failures, a match and two failures more leave the prompt where it is."""
    for _ in range(_MOST - 1):
        failures.fail()
        assert failures.asks_again(), "no prompt after two failures"
    finger.match()
    assert app.dashboard.opens(), "no dashboard after two failures and a match"
    app.relaunch()
    assert locked.prompt.opens(), "no prompt after a start"
    for _ in range(_MOST - 1):
        failures.fail()
        assert failures.asks_again(), "failures from before the match were counted"


@pytest.mark.promise("BIO-03", assumed=True)
def test_the_form_does_not_lead_back_to_the_prompt(
    fallen_back: LoginPage, lock_page: LockPage, app: App
) -> None:
    """Back leaves the app, and it comes back with the form."""
    fallen_back.back()
    app.start()
    assert lock_page.prompt.spares(fallen_back), "no form, or a prompt over it, after Back"
