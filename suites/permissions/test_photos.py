"""PERM-06: uploads ask for the phone's photos, and there are none without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fixtures.app import App
    from fixtures.arrivals import Arrivals
    from fixtures.crm import People
    from pages import DashboardPage, PhotosPage
    from pages.system import PermissionPrompt
    from suites.permissions.conftest import Asks


pytestmark = pytest.mark.usefixtures("pictures")


@pytest.mark.promise("PERM-06")
@pytest.mark.needs("crm.send")
def test_upload_asks_for_the_photos(
    people: People,
    logged_in: DashboardPage,
    asks_for: Asks,
    photos: PhotosPage,
    arrived: Arrivals,
) -> None:
    """Allowed, the phone's photos are there, and the account gets the one that is chosen."""
    talk = people.correspondence("Do you have a photo of it?")
    logged_in.bottom_bar.open_conversations().open(talk.contact.name).upload_photo()
    assert asks_for("photos"), "an upload does not ask for the photos"
    assert photos.opens(), "allowed, no photos open"
    assert photos.has_all, "allowed, the app does not say that it has access to all"
    photos.send_first()
    assert arrived.attachments(talk.conversation), "the photo does not arrive"


@pytest.mark.promise("PERM-06")
@pytest.mark.usefixtures("permissions")
def test_no_photos_open_without_permission(
    people: People, logged_in: DashboardPage, app: App, prompt: PermissionPrompt, photos: PhotosPage
) -> None:
    """Refused, the conversation stays where the upload was begun."""
    talk = people.correspondence("Send me the plan.")
    thread = logged_in.bottom_bar.open_conversations().open(talk.contact.name)
    thread.upload_photo()
    prompt.deny()
    app.snackbar.says_it_needs("your photos")  # it has answered; what it says is a claim below
    assert not photos.is_open, "without permission the app shows photos"
    assert thread.is_open, "the conversation is not there any more"


@pytest.mark.promise("PERM-06", assumed=True)
@pytest.mark.usefixtures("permissions")
def test_upload_that_is_refused_says_why(
    people: People, logged_in: DashboardPage, app: App, prompt: PermissionPrompt
) -> None:
    """Who has refused the photos is told what an upload needs them for."""
    talk = people.correspondence("And the other side?")
    logged_in.bottom_bar.open_conversations().open(talk.contact.name).upload_photo()
    prompt.deny()
    assert app.snackbar.says_it_needs("your photos"), "refused, the upload does not say why"


@pytest.mark.promise("PERM-06", assumed=True)
@pytest.mark.usefixtures("permissions")
@pytest.mark.releases(android="14..", ios="all")
def test_limited_access_offers_what_was_selected_alone(
    people: People, logged_in: DashboardPage, prompt: PermissionPrompt, photos: PhotosPage
) -> None:
    """Two photos were chosen for the app, so it shows two; another choice is shown as well."""
    talk = people.correspondence("Two will do.")
    thread = logged_in.bottom_bar.open_conversations().open(talk.contact.name)
    thread.upload_photo()
    prompt.select_photos().select(2).done()
    assert photos.opens(), "allowed in part, no photos open"
    photos.back()
    thread.upload_photo()
    assert photos.opens(), "allowed in part, no photos open at the next use"
    two = photos.labels_become(2)
    assert len(two) == 2, f"two were selected, and it shows {sorted(two)}"
    assert not photos.has_all, "the app says that it has access to all"
    photos.change_access()
    prompt.select_photos().select(3).done()
    assert photos.opens(), "after another choice no photos open"
    three = photos.labels_become(3)
    assert len(three) == 3, f"three were selected, and it shows {sorted(three)}"
    assert two < three, f"of {sorted(two)} not all are shown any more, but {sorted(three)}"
