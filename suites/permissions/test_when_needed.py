"""PERM-09: nothing is asked before it is needed, and never again after a final refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fixtures.app import App
    from fixtures.crm import People
    from fixtures.permissions import AppPermissions
    from pages import CameraPage, ContactsPage, DashboardPage
    from pages.system import AppInfoPage, PermissionPrompt


@pytest.mark.promise("PERM-09")
@pytest.mark.needs("permissions.state")
def test_looking_around_asks_for_nothing(
    people: People, logged_in: DashboardPage, permissions: AppPermissions, prompt: PermissionPrompt
) -> None:
    """The settings, every main screen, a conversation and a contact open without a question."""
    talk = people.correspondence("See you there.")
    logged_in.open_menu().open_settings().back()
    bar = logged_in.bottom_bar
    bar.open_conversations().open(talk.contact.name).back()
    bar.open_calendars()
    bar.open_opportunities()
    contacts = bar.open_contacts()
    contacts.add().back()
    contacts.choose(talk.contact.name)  # what would cover a page that is waited for is an error
    assert not prompt.is_shown, "somewhere on the way the app has asked"
    assert permissions.granted() <= {"notifications"}


@pytest.fixture
def refused(
    logged_in: DashboardPage, permissions: AppPermissions, prompt: PermissionPrompt
) -> ContactsPage:
    """The contacts, after the scanner was refused the camera for good."""
    del permissions  # nobody has chosen anything before
    contacts = logged_in.bottom_bar.open_contacts()
    contacts.scan()
    prompt.deny()
    contacts.scan()
    prompt.deny_for_good()
    contacts.wait_until_open()
    return contacts


@pytest.mark.promise("PERM-09")
def test_nothing_is_asked_after_a_final_refusal(
    refused: ContactsPage,
    logged_in: DashboardPage,
    app: App,
    prompt: PermissionPrompt,
    camera: CameraPage,
) -> None:
    """Neither at the next use nor after a relaunch."""
    refused.scan()
    app.snackbar.says_it_needs("the camera")  # it has answered
    assert not prompt.is_shown, "after a final refusal the app asks"
    app.relaunch()
    logged_in.wait_until_open().bottom_bar.open_contacts().scan()
    app.snackbar.says_it_needs("the camera")
    assert not prompt.is_shown, "after a final refusal and a relaunch the app asks"
    assert not camera.is_open, "refused for good, the camera opens"


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
