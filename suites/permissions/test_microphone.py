"""PERM-02: calls and voice notes ask for the microphone, and there is no call without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fixtures.app import App
    from fixtures.arrivals import Arrivals
    from fixtures.crm import People
    from pages import CallPage, DashboardPage, VoiceRecorder
    from pages.system import PermissionPrompt
    from suites.permissions.conftest import Asks


@pytest.mark.promise("PERM-02")
@pytest.mark.needs("crm.address")
def test_call_asks_for_the_microphone(
    people: People,
    logged_in: DashboardPage,
    asks_for: Asks,
    call: CallPage,
) -> None:
    """Allowed, the contact is called."""
    contact = people.contact()
    logged_in.bottom_bar.open_contacts().open(contact.name).call()
    assert asks_for("microphone"), "a call does not ask for the microphone"
    assert call.opens(), "allowed, nobody is called"


@pytest.mark.promise("PERM-02")
@pytest.mark.needs("crm.send")
def test_voice_note_asks_for_the_microphone(
    people: People,
    logged_in: DashboardPage,
    asks_for: Asks,
    recorder: VoiceRecorder,
    arrived: Arrivals,
) -> None:
    """Allowed, it is recorded, and the account gets it by WhatsApp."""
    talk = people.correspondence("Tell me about it.", channel="WhatsApp")
    thread = logged_in.bottom_bar.open_conversations().open(talk.contact.name)
    thread.record_voice()
    assert asks_for("microphone"), "a voice note does not ask for the microphone"
    assert recorder.opens(), "allowed, nothing is recorded"
    recorder.send()
    assert arrived.attachments(talk.conversation), "the voice note does not arrive"


@pytest.mark.promise("PERM-02")
@pytest.mark.usefixtures("permissions")
@pytest.mark.needs("crm.address")
def test_nobody_is_called_without_the_microphone(
    people: People, logged_in: DashboardPage, app: App, prompt: PermissionPrompt, call: CallPage
) -> None:
    """Refused, the conversation stays where the call was begun."""
    talk = people.correspondence("Call me.")
    thread = logged_in.bottom_bar.open_conversations().open(talk.contact.name)
    thread.call()
    prompt.deny()
    app.snackbar.says_it_needs("the microphone")  # it has answered; what it says is a claim below
    assert not call.is_open, "without the microphone the app shows a call"
    assert thread.is_open, "the conversation is not there any more"


@pytest.mark.promise("PERM-02", assumed=True)
@pytest.mark.usefixtures("permissions")
@pytest.mark.needs("crm.address")
def test_call_that_is_refused_says_why(
    people: People, logged_in: DashboardPage, app: App, prompt: PermissionPrompt
) -> None:
    """Who has refused the microphone is told what calling needs it for."""
    contact = people.contact()
    logged_in.bottom_bar.open_contacts().open(contact.name).call()
    prompt.deny()
    assert app.snackbar.says_it_needs("the microphone"), "refused, the call does not say why"
