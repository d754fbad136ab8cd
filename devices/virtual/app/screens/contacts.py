"""The contacts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from devices.virtual.app import resources, theme
from devices.virtual.app.permissions import SCANNER
from devices.virtual.app.screens.camera import Camera
from devices.virtual.app.screens.contact import Contact
from devices.virtual.app.screens.contact_form import CARD, NewContact
from devices.virtual.app.screens.screen import Screen

if TYPE_CHECKING:
    from devices.virtual.app.resources import Resource
    from devices.virtual.app.screens.screen import App
    from devices.virtual.ui.node import Node


class Contacts(Screen):
    """All contacts, by name."""

    id = "contacts"
    tab = "tab_contacts"
    top_level = True

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._wanted = ""

    @property
    def title(self) -> str:
        """Its name."""
        return "Contacts"

    def resources(self) -> tuple[Resource, ...]:
        """All contacts."""
        return (resources.contacts(self.app.account.place),)

    def body(self) -> Node:
        """The list, or that there is none."""
        found = self.read(self.resources()[0])["contacts"]
        rows = sorted(filter(self._is_wanted, found), key=lambda row: row["name"].casefold())
        if rows:
            shown = theme.list_of("contact_list", map(self._row, rows))
        else:
            said = "Nothing found" if self._wanted else "No contacts yet"
            shown = theme.empty("contacts_empty", "person", said)
        search = theme.field("contact_search", "Search", self._wanted, self._search)
        return theme.column(theme.spaced(search), theme.divider(), shown, weight=1)

    def actions(self) -> list[Node]:
        """Scan a business card, add by hand."""
        scan = theme.icon_button(
            "contact_scan", "Scan business card", "camera", self._scan, color=theme.SURFACE
        )
        add = theme.icon_button(
            "contact_add", "Add contact", "plus", self._add, color=theme.SURFACE
        )
        return [scan, add]

    def _scan(self) -> None:
        read = lambda: self.app.open(NewContact(self.app, replace(CARD)))  # noqa: E731 - what a picture leads to
        self.app.permissions.use(
            SCANNER, lambda: self.app.open(Camera(self.app, "Scan business card", read))
        )

    def _add(self) -> None:
        self.app.open(NewContact(self.app))

    def _is_wanted(self, row: dict[str, Any]) -> bool:
        words = f"{row['name']}\n{row['email']}\n{row['phone']}"
        return self._wanted.casefold() in words.casefold()

    def _search(self, content: str) -> None:
        self._wanted = content
        self.app.context.invalidate()

    def _row(self, row: dict[str, Any]) -> Node:
        name, detail = row["name"], row["phone"] or row["email"]
        texts = [theme.text(name, id="contact_name", bold=True)]
        if detail:
            texts.append(theme.text(detail, id="contact_detail", size=14, color=theme.MUTED))
        return theme.list_row(
            "contact_row",
            name,
            lambda: self.app.open(Contact(self.app, row)),
            theme.avatar(name),
            theme.column(*texts, gap=2, weight=1),
        )
