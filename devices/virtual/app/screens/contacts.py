"""The contacts, and one contact's profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from devices.virtual.app import resources, theme
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

    @property
    def title(self) -> str:
        """Its name."""
        return "Contacts"

    def resources(self) -> tuple[Resource, ...]:
        """All contacts."""
        return (resources.contacts(self.app.account.place),)

    def body(self) -> Node:
        """The list, or that there is none."""
        found = self.app.account.cached(self.resources()[0]) or {}
        rows = sorted(found["contacts"], key=lambda row: row["name"].casefold())
        if not rows:
            return theme.empty("contacts_empty", "person", "No contacts yet")
        return theme.list_of("contact_list", map(self._row, rows))

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


class Contact(Screen):
    """One contact's profile."""

    id = "contact"

    def __init__(self, app: App, row: dict[str, Any]) -> None:
        super().__init__(app)
        self._row = row

    @property
    def title(self) -> str:
        """Who it is."""
        return str(self._row["name"])

    def resources(self) -> tuple[Resource, ...]:
        """The profile."""
        return (resources.contact(self._row["id"]),)

    def body(self) -> Node:
        """Name, ways to reach the contact, and tags."""
        person = (self.app.account.cached(self.resources()[0]) or {})["contact"]
        lines = [
            ("phone", "contact_phone", person["phone"]),
            ("mail", "contact_email", person["email"]),
            ("star", "contact_tags", ", ".join(person["tags"])),
        ]
        rows = [
            theme.row(theme.icon(icon), theme.text(content, id=id_, weight=1), gap=16)
            for icon, id_, content in lines
            if content
        ]
        name = theme.text(person["name"], id="contact_full_name", size=22, bold=True, weight=1)
        head = theme.row(theme.avatar(person["name"], 64), name, gap=16)
        return theme.scroll(theme.card("", "", None, head), theme.card("", "", None, *rows))
