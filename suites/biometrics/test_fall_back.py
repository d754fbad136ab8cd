"""BIO-03: three failures end in the sign-in form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.device import Biometrics
    from fixtures.app import App
    from pages import LockPage, LoginPage

_MOST: Final = 3


@pytest.mark.promise("BIO-03")
@pytest.mark.needs("biometrics.enrol", "biometrics.mismatch")
def test_three_failures_end_in_the_form(
    locked: LockPage, fail: Callable[[], bool], app: App
) -> None:
    """The form is there at the latest after the third failure, and never before the first."""
    form = app.login_page
    assert not form.is_open, "the sign-in form before any failure"
    for _ in range(_MOST):
        if not fail():
            break
    assert form.opens(), "no sign-in form after three failures"
    assert locked.prompt.goes(), "the prompt is there still"
    assert not app.dashboard.is_open, "the app is open"


@pytest.mark.promise("BIO-03", assumed=True)
@pytest.mark.needs("biometrics.enrol", "biometrics.mismatch", "biometrics.match")
def test_a_match_after_two_failures_opens_the_app(
    locked: LockPage, fail: Callable[[], bool], finger: Biometrics, app: App
) -> None:
    """Two failures are not too many."""
    for _ in range(_MOST - 1):
        assert fail(), "no prompt after two failures"
    finger.match()
    assert app.dashboard.opens(), "no dashboard after two failures and a match"
    assert locked.prompt.goes(), "the prompt is there still"


@pytest.mark.promise("BIO-03", assumed=True)
@pytest.mark.needs("biometrics.enrol", "biometrics.mismatch", "biometrics.match")
def test_a_match_begins_the_count_anew(
    locked: LockPage, fail: Callable[[], bool], finger: Biometrics, app: App
) -> None:
    """Two failures, a match and two failures more leave the prompt where it is."""
    for _ in range(_MOST - 1):
        assert fail(), "no prompt after two failures"
    finger.match()
    assert app.dashboard.opens(), "no dashboard after two failures and a match"
    app.relaunch()
    assert locked.prompt.opens(), "no prompt after a start"
    for _ in range(_MOST - 1):
        assert fail(), "failures from before the match were counted"


@pytest.mark.promise("BIO-03", assumed=True)
@pytest.mark.needs("biometrics.enrol", "biometrics.mismatch")
def test_the_form_does_not_lead_back_to_the_prompt(
    fallen_back: LoginPage, lock_page: LockPage, app: App
) -> None:
    """Back leaves the app, and it comes back with the form."""
    fallen_back.back()
    app.start()
    assert fallen_back.opens(), "no sign-in form after Back and another start"
    assert not lock_page.prompt.is_open, "the prompt is back"
