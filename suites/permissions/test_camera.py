"""PERM-01: scanner, photos and signing ask for the camera; refused, they say why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fixtures.app import App
    from fixtures.arrivals import Arrivals
    from fixtures.crm import People
    from pages import CameraPage, ContactForm, DashboardPage
    from pages.system import PermissionPrompt
    from suites.permissions.conftest import Asks


@pytest.mark.promise("PERM-01")
def test_scanner_asks_for_the_camera(
    logged_in: DashboardPage, asks_for: Asks, camera: CameraPage
) -> None:
    """Allowed, the camera opens."""
    logged_in.bottom_bar.open_contacts().scan()
    assert asks_for("camera"), "the scanner does not ask for the camera"
    assert camera.opens(), "allowed, the camera does not open"


@pytest.mark.promise("PERM-01")
@pytest.mark.usefixtures("permissions")
def test_scanned_card_fills_in_a_new_contact(
    logged_in: DashboardPage,
    prompt: PermissionPrompt,
    camera: CameraPage,
    card: str,
    new_contact: ContactForm,
) -> None:
    """What the camera reads on a business card stands in the form."""
    logged_in.bottom_bar.open_contacts().scan()
    prompt.allow()
    camera.wait_until_open().take_picture()
    assert new_contact.opens(), "no contact comes of the card"
    assert new_contact.name_becomes(card) == card


@pytest.mark.promise("PERM-01")
@pytest.mark.needs("crm.send")
def test_photo_for_a_message_asks_for_the_camera(
    people: People,
    logged_in: DashboardPage,
    asks_for: Asks,
    camera: CameraPage,
    arrived: Arrivals,
) -> None:
    """Allowed, a photo is taken, and the account gets it."""
    talk = people.correspondence("What does it look like?")
    thread = logged_in.bottom_bar.open_conversations().open(talk.contact.name)
    thread.photograph()
    assert asks_for("camera"), "a photo for a message does not ask for the camera"
    assert camera.opens(), "allowed, the camera does not open"
    camera.take_picture()
    assert arrived.attachments(talk.conversation), "the photo does not arrive"


@pytest.mark.promise("PERM-01")
def test_signing_asks_for_the_camera(
    people: People,
    logged_in: DashboardPage,
    asks_for: Asks,
    camera: CameraPage,
) -> None:
    """Allowed, the signer is photographed, and the document is signed."""
    contact = people.contact()
    page = logged_in.bottom_bar.open_contacts().open(contact.name)
    page.sign()
    assert asks_for("camera"), "signing does not ask for the camera"
    assert camera.opens(), "allowed, the camera does not open"
    camera.take_picture()
    page.wait_until_open()
    assert page.document_status == "Signed"


@pytest.mark.promise("PERM-01", assumed=True)
@pytest.mark.usefixtures("permissions")
def test_scanner_that_is_refused_says_why(
    logged_in: DashboardPage, app: App, prompt: PermissionPrompt
) -> None:
    """The contacts stay, and can be used."""
    contacts = logged_in.bottom_bar.open_contacts()
    contacts.scan()
    prompt.deny()
    assert app.snackbar.says_it_needs("the camera"), "refused, the scanner does not say why"
    assert contacts.is_open, "refused, the scanner leaves the contacts"
    contacts.add()


@pytest.mark.promise("PERM-01", assumed=True)
@pytest.mark.usefixtures("permissions")
@pytest.mark.releases(android="all")
def test_scanner_that_is_refused_asks_again(
    logged_in: DashboardPage, prompt: PermissionPrompt, camera: CameraPage
) -> None:
    """Where the system asks twice, the next card can be scanned."""
    contacts = logged_in.bottom_bar.open_contacts()
    contacts.scan()
    prompt.deny()
    contacts.scan()
    prompt.allow()
    assert camera.opens(), "after a refusal the camera does not open when it is allowed"


@pytest.mark.promise("PERM-01", assumed=True)
@pytest.mark.usefixtures("permissions")
def test_scanner_that_is_refused_opens_once_settings_allow_it(
    logged_in: DashboardPage, app: App, prompt: PermissionPrompt, camera: CameraPage
) -> None:
    """Allowed in the system's settings afterwards, the camera opens without a question."""
    logged_in.bottom_bar.open_contacts().scan()
    prompt.deny()
    app.settings.open_permissions().permit("camera")
    app.start()
    app.bottom_bar.open_contacts().scan()
    assert camera.opens(), "allowed in the settings, the camera does not open"


@pytest.mark.promise("PERM-01", assumed=True)
@pytest.mark.usefixtures("permissions")
@pytest.mark.needs("crm.send")
def test_photo_that_is_refused_says_why(
    people: People, logged_in: DashboardPage, app: App, prompt: PermissionPrompt
) -> None:
    """The conversation stays, and a message can be sent."""
    talk = people.correspondence("Have you a picture?")
    thread = logged_in.bottom_bar.open_conversations().open(talk.contact.name)
    thread.photograph()
    prompt.deny()
    assert app.snackbar.says_it_needs("the camera"), "refused, the photo does not say why"
    assert thread.is_open, "refused, the photo leaves the conversation"
    thread.send("Not now.")
    assert thread.reads("Not now.", "Sent"), "after a refusal nothing is sent"


@pytest.mark.promise("PERM-01", assumed=True)
@pytest.mark.usefixtures("permissions")
def test_signing_that_is_refused_says_why(
    people: People, logged_in: DashboardPage, app: App, prompt: PermissionPrompt
) -> None:
    """The contact stays, and the document is not signed."""
    contact = people.contact()
    page = logged_in.bottom_bar.open_contacts().open(contact.name)
    page.sign()
    prompt.deny()
    assert app.snackbar.says_it_needs("the camera"), "refused, signing does not say why"
    assert page.document_status == "Not signed"
