"""PERM-03: a new contact can be filled in from the phone's address book, which is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from fixtures.app import App
    from pages import AddressBookPage, DashboardPage
    from pages.system import PermissionPrompt
    from suites.permissions.conftest import Asks


@pytest.mark.promise("PERM-03")
@pytest.mark.usefixtures("people_on_phone")
def test_new_contact_is_filled_in_from_the_address_book(
    logged_in: DashboardPage,
    asks_for: Asks,
    address_book: AddressBookPage,
) -> None:
    """Allowed, whoever is chosen there stands in the form."""
    form = logged_in.bottom_bar.open_contacts().add()
    form.fill_in_from_address_book()
    assert asks_for("contacts"), "the form does not ask for the contacts"
    names = address_book.names
    assert names, "allowed, nobody of the address book is there"
    address_book.choose(names[0])
    assert form.name_becomes(names[0]) == names[0]


@pytest.mark.promise("PERM-03", assumed=True)
@pytest.mark.usefixtures("permissions")
def test_new_contact_can_be_typed_in_without_the_address_book(
    logged_in: DashboardPage,
    app: App,
    prompt: PermissionPrompt,
    name: str,
    is_saved: Callable[[str], bool],
) -> None:
    """Refused, the form stays, and what is written by hand is in the account."""
    contacts = logged_in.bottom_bar.open_contacts()
    form = contacts.add()
    form.fill_in_from_address_book()
    prompt.deny()
    assert app.snackbar.says_it_needs("your phone contacts"), "refused, it does not say why"
    form.write_name(name)
    form.save()
    assert contacts.lists(name), "the contact that was typed in is not there"
    assert is_saved(name), "the account does not have the contact that was typed in"
