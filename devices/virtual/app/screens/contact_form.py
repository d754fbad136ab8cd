"""A new contact: written by hand, from the phone's address book, or from a business card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.app import resources, theme
from devices.virtual.app.permissions import ADDRESS_BOOK
from devices.virtual.app.screens.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.app.screens.screen import App
    from devices.virtual.os.belongings import Person
    from devices.virtual.ui.node import Node


@dataclass(slots=True)
class Draft:
    """What the form holds."""

    name: str = ""
    phone: str = ""
    email: str = ""


CARD: Final = Draft("Nora Lindqvist", "+12065550142", "nora.lindqvist@example.test")
"""What the business card says that the scanner reads."""


class NewContact(Screen):
    """The form."""

    id = "contact_form"

    def __init__(self, app: App, draft: Draft | None = None) -> None:
        super().__init__(app)
        self._draft = draft or Draft()

    @property
    def title(self) -> str:
        """What it is for."""
        return "New contact"

    def body(self) -> Node:
        """Name, phone and e-mail, the way to the address book, and Save."""
        draft = self._draft
        save = theme.button("contact_save", "Save", self._save)
        save.enabled = bool(draft.name.strip())
        return theme.scroll(
            theme.field("contact_name_input", "Name", draft.name, self._writer("name")),
            theme.field("contact_phone_input", "Phone", draft.phone, self._writer("phone")),
            theme.field("contact_email_input", "Email", draft.email, self._writer("email")),
            theme.button(
                "contact_from_address_book", "Fill in from phone contacts", self._fill, plain=True
            ),
            save,
        )

    def _writer(self, part: str) -> Callable[[str], None]:
        def write(content: str) -> None:
            setattr(self._draft, part, content)
            self.app.context.invalidate()

        return write

    def _fill(self) -> None:
        self.app.permissions.use(
            ADDRESS_BOOK, lambda: self.app.open(AddressBook(self.app, self._filled))
        )

    def _filled(self, person: Person) -> None:
        if not self.app.carries("contact-not-filled-in"):
            self._draft = Draft(person.name, person.phone, person.email)
        self.app.context.invalidate()

    def _save(self) -> None:
        account, draft = self.app.account, self._draft
        body = {
            "locationId": account.place["id"],
            "name": draft.name.strip(),
            "phone": draft.phone.strip(),
            "email": draft.email.strip(),
        }
        if self.app.attempt(
            "Adding a contact", lambda: account.send("POST", "/contacts/", resources.JULY, body)
        ):
            self.app.back()
            self.app.say("Contact added.")


class AddressBook(Screen):
    """The people of the phone; the one that is chosen goes into the form below."""

    id = "address_book"

    def __init__(self, app: App, choose: Callable[[Person], None]) -> None:
        super().__init__(app)
        self._choose = choose

    @property
    def title(self) -> str:
        """Whose contacts they are."""
        return "Phone contacts"

    def body(self) -> Node:
        """The list, or that there is none."""
        people = self.app.context.belongings.people()
        if not people:
            return theme.empty("address_book_empty", "person", "No phone contacts")
        return theme.list_of("address_book_list", map(self._row, people))

    def _row(self, person: Person) -> Node:
        texts = (
            theme.text(person.name, id="address_book_name", bold=True),
            theme.text(person.phone, id="address_book_phone", size=14, color=theme.MUTED),
        )
        return theme.list_row(
            "address_book_row",
            person.name,
            lambda: self._take(person),
            theme.avatar(person.name),
            theme.column(*texts, gap=2, weight=1),
        )

    def _take(self, person: Person) -> None:
        self.app.back()
        self._choose(person)
