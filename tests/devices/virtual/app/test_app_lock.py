"""The app's lock: when it is closed, what opens it, and what lies below it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from devices.virtual.os.authentication import Answer, Question
from tests.devices.virtual.app.biometric_looks import MOST, fail, locked, offered
from tests.devices.virtual.app.office import EMAIL, PASSWORD

if TYPE_CHECKING:
    from tests.devices.virtual.app.bench.bench import Bench
    from tests.devices.virtual.app.office import Office

LONG = timedelta(seconds=61)


def screen(bench: Bench) -> str:
    """The id of the screen that is shown."""
    return bench.content().id


def away(bench: Bench, step: timedelta) -> None:
    """Leave the app for a while."""
    bench.pause()
    bench.clock.advance(step)
    bench.resume()


def test_the_offer_needs_a_finger_and_a_password(office: Office) -> None:
    """Without a finger the dashboard follows; with one every sign-in offers it while it is off."""
    bench = office.signed_in()
    assert screen(bench) == "dashboard"
    bench = offered(office)
    assert screen(bench) == "biometric_offer"
    bench.relaunch()
    assert screen(bench) == "dashboard"


def test_a_start_locks_the_app_and_asks_by_itself(office: Office) -> None:
    """The prompt names the brand, and its button leads to the password."""
    bench = locked(office)
    assert screen(bench) == "lock"
    assert bench.biometrics.asked == Question("Unlock HoopAI", fallback="Use password")


def test_the_app_locks_after_a_while_in_the_background(office: Office) -> None:
    """A minute is borne; after more a match shows what was open before."""
    bench = locked(office)
    bench.biometrics.match()
    bench.tap("tab_contacts")
    away(bench, LONG - timedelta(seconds=2))
    assert screen(bench) == "contacts"
    away(bench, LONG)
    assert screen(bench) == "lock"
    bench.biometrics.match()
    assert screen(bench) == "contacts"


@pytest.mark.parametrize("answer", [Answer.DECLINED, Answer.WITHDRAWN])
def test_a_prompt_without_a_match_comes_again_when_asked(office: Office, answer: Answer) -> None:
    """The lock screen stays; Unlock asks once more, and only once at a time."""
    bench = locked(office)
    bench.biometrics.end(answer)
    assert (screen(bench), bench.biometrics.asked) == ("lock", None)
    bench.tap("lock_unlock")
    assert bench.biometrics.asked is not None
    bench.biometrics.match()
    assert screen(bench) == "dashboard"


def test_failures_count_over_prompts_and_restarts(office: Office) -> None:
    """One at each of three prompts, with a restart between, are three."""
    bench = locked(office)
    fail(bench, 1)
    bench.biometrics.end(Answer.DECLINED)
    bench.tap("lock_unlock")
    fail(bench, 1)
    bench.relaunch()
    assert screen(bench) == "lock"
    fail(bench, 1)
    assert (screen(bench), bench.biometrics.asked) == ("login", None)


def test_a_match_begins_the_count_anew(office: Office) -> None:
    """Two failures before it and two after it are not four."""
    bench = locked(office)
    fail(bench, MOST - 1)
    bench.biometrics.match()
    bench.relaunch()
    fail(bench, MOST - 1)
    assert screen(bench) == "lock"


def test_after_three_failures_only_the_password_opens(office: Office) -> None:
    """Neither a restart, nor the background, nor Back bring the prompt; the password brings it."""
    bench = locked(office)
    fail(bench)
    for come_back in (bench.relaunch, lambda: away(bench, LONG), bench.back):
        come_back()
        assert (screen(bench), bench.biometrics.asked) == ("login", None)
    bench.sign_in(EMAIL, "wrong-password")
    assert screen(bench) == "login"
    bench.sign_in(EMAIL, PASSWORD)
    assert screen(bench) == "dashboard"
    bench.relaunch()
    assert bench.biometrics.asked is not None


@pytest.mark.parametrize("answer", [Answer.SHUT, Answer.UNAVAILABLE, Answer.FALLBACK])
def test_the_form_stands_in_for_a_finger_that_does_not_do(office: Office, answer: Answer) -> None:
    """It opens nothing by itself, and the next start asks for a finger again."""
    bench = locked(office)
    bench.biometrics.end(answer)
    assert screen(bench) == "login"
    bench.relaunch()
    assert bench.biometrics.asked is not None


def test_a_reader_that_is_shut_leads_to_the_form_at_once(office: Office) -> None:
    """A start while it is shut shows no prompt."""
    bench = locked(office)
    bench.biometrics.shut = True
    bench.relaunch()
    assert screen(bench) == "login"


def test_a_one_time_code_stands_before_the_lock_as_well(office: Office) -> None:
    """The form of a locked app leads on to the code, and the code opens it."""
    bench = locked(office)
    (user,) = office.crm.records.users.values()
    user.two_factor = True
    bench.tap("lock_use_password")
    bench.sign_in(EMAIL, PASSWORD)
    assert screen(bench) == "two_factor"
    bench.tap("two_factor_cancel")
    assert screen(bench) == "lock"
    bench.tap("lock_use_password")
    bench.sign_in(EMAIL, PASSWORD)
    bench.tap("two_factor_continue")
    code = office.crm.records.letters[-1].body.removesuffix(".").split()[-1]
    bench.write("two_factor_code", code)
    bench.tap("two_factor_verify")
    assert screen(bench) == "dashboard"


def test_back_on_the_lock_screen_leaves_the_app_locked(office: Office) -> None:
    """It does not lead to what lies below."""
    bench = locked(office)
    bench.back()
    assert bench.context.finished == 1
    assert screen(bench) == "lock"


def test_switching_it_off_asks_for_the_password_once(office: Office) -> None:
    """Who has switched it off signs in at the next start, and then is asked no more."""
    bench = locked(office)
    bench.biometrics.match()
    for node_id in ("menu", "menu_settings", "settings_biometric", "biometric_enabled"):
        bench.tap(node_id)
    bench.relaunch()
    assert (screen(bench), bench.biometrics.asked) == ("login", None)
    bench.sign_in(EMAIL, PASSWORD)
    bench.tap("biometric_not_now")
    bench.relaunch()
    assert screen(bench) == "dashboard"


def test_without_a_finger_it_cannot_be_switched_on(office: Office) -> None:
    """The switch stays off, and a sentence says why."""
    bench = office.signed_in()
    for node_id in ("menu", "menu_settings", "settings_biometric", "biometric_enabled"):
        bench.tap(node_id)
    assert bench.texts("snackbar") == ["Set up a fingerprint on this phone first."]
    assert not bench.find("biometric_enabled")[0].checked


def test_logging_out_switches_it_off(office: Office) -> None:
    """The form after it has no prompt, and the next user is offered it anew."""
    bench = locked(office)
    bench.biometrics.match()
    for node_id in ("menu", "menu_settings", "settings_log_out"):
        bench.tap(node_id)
    bench.relaunch()
    assert (screen(bench), bench.biometrics.asked) == ("login", None)
    bench.sign_in(EMAIL, PASSWORD)
    assert screen(bench) == "biometric_offer"
