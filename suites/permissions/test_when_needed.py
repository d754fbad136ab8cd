"""PERM-09: nothing is asked before it is needed, and never again after a final refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fixtures.app import App
    from fixtures.crm import People
    from fixtures.permissions import AppPermissions
    from pages import CallPage, CameraPage, ContactPage, ContactsPage, DashboardPage
    from pages.system import AppInfoPage, PermissionPrompt
    from suites.permissions.conftest import Unasked


@pytest.mark.promise("PERM-09")
def test_looking_around_asks_for_nothing(
    people: People, logged_in: DashboardPage, permissions: AppPermissions, unasked: Unasked
) -> None:
    """The settings, every main screen, a conversation and a contact open without a question."""
    talk = people.correspondence("See you there.")
    with unasked():
        logged_in.open_menu().open_settings().back()
        bar = logged_in.bottom_bar
        bar.open_conversations().open(talk.contact.name).back()
        bar.open_calendars()
        bar.open_opportunities()
        contacts = bar.open_contacts()
        contacts.add().back()
        contacts.open(talk.contact.name)
    assert permissions.granted() <= {"notifications"}


@pytest.fixture
def refused(
    logged_in: DashboardPage, permissions: AppPermissions, prompt: PermissionPrompt
) -> ContactsPage:
    """The contacts, after the scanner was refused the camera for good."""
    del permissions  # nobody has chosen anything before
    contacts = logged_in.bottom_bar.open_contacts()
    prompt.refuse_for_good(contacts.scan)
    contacts.wait_until_open()
    return contacts


@pytest.fixture
def silenced(
    people: People, logged_in: DashboardPage, permissions: AppPermissions, prompt: PermissionPrompt
) -> ContactPage:
    """A contact, after calling was refused the microphone for good."""
    del permissions  # nobody has chosen anything before
    contact = people.contact()
    page = logged_in.bottom_bar.open_contacts().open(contact.name)
    prompt.refuse_for_good(page.call)
    return page.wait_until_open()


@pytest.mark.promise("PERM-09")
def test_nothing_is_asked_after_a_final_refusal(
    refused: ContactsPage,
    logged_in: DashboardPage,
    app: App,
    camera: CameraPage,
    unasked: Unasked,
) -> None:
    """Neither at the next use nor after a relaunch."""
    with unasked():
        refused.scan()
        app.snackbar.says_it_needs("the camera")  # it has answered
    app.relaunch()
    contacts = logged_in.wait_until_open().bottom_bar.open_contacts()
    with unasked():
        contacts.scan()
        app.snackbar.says_it_needs("the camera")
    assert contacts.is_open, "refused for good, the scanner leaves the contacts"
    assert not camera.is_open, "refused for good, the camera opens"


@pytest.mark.promise("PERM-09", "PERM-02")
@pytest.mark.needs("crm.address")
def test_a_call_does_not_ask_after_a_final_refusal(
    silenced: ContactPage, app: App, call: CallPage, unasked: Unasked
) -> None:
    """The microphone is not asked for again either, and nobody is called."""
    with unasked():
        silenced.call()
        app.snackbar.says_it_needs("the microphone")  # it has answered
    assert not call.is_open, "refused for good, somebody is called"


@pytest.mark.promise("PERM-09")
def test_final_refusal_points_to_the_settings(
    refused: ContactsPage, app: App, app_info: AppInfoPage
) -> None:
    """From the sentence that says why, the system's page of the app is reached."""
    refused.scan()
    assert app.snackbar.offers_settings(), "after a final refusal nothing leads to the settings"
    app.snackbar.open_settings()
    assert app_info.opens(), "the system's page of the app does not open"
    assert app_info.app == app.name
