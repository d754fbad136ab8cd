"""PERM-03: a new contact can be filled in from the phone's address book, which is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fixtures.app import App
    from pages import AddressBookPage, DashboardPage
    from pages.system import PermissionPrompt
    from suites.permissions.conftest import Asks


@pytest.mark.promise("PERM-03")
@pytest.mark.needs("permissions.state")
def test_new_contact_is_filled_in_from_the_address_book(
    logged_in: DashboardPage,
    asks_for: Asks,
    address_book: AddressBookPage,
) -> None:
    """Allowed, whoever is chosen there stands in the form."""
    form = logged_in.bottom_bar.open_contacts().add()
    form.fill_in_from_address_book()
    assert asks_for("contacts"), "the form does not ask for the contacts"
    name = address_book.names[0]
    address_book.choose(name)
    assert form.name == name


@pytest.mark.promise("PERM-03", assumed=True)
@pytest.mark.usefixtures("permissions")
def test_new_contact_can_be_typed_in_without_the_address_book(
    logged_in: DashboardPage, app: App, prompt: PermissionPrompt, name: str
) -> None:
    """Refused, the form stays and is saved by hand."""
    contacts = logged_in.bottom_bar.open_contacts()
    form = contacts.add()
    form.fill_in_from_address_book()
    prompt.deny()
    assert app.snackbar.says_it_needs("your phone contacts"), "refused, it does not say why"
    form.write_name(name)
    form.save()
    assert contacts.lists(name), "the contact that was typed in is not there"
