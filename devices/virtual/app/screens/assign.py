"""Who of the team a conversation belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from devices.virtual.app import resources, theme
from devices.virtual.app.screens.screen import Screen

if TYPE_CHECKING:
    from devices.virtual.app.resources import Resource
    from devices.virtual.app.screens.screen import App
    from devices.virtual.ui.node import Node


class Assign(Screen):
    """The team to choose from; the contact and its conversation go to who is chosen."""

    id = "assign"

    def __init__(self, app: App, contact_id: str) -> None:
        super().__init__(app)
        self._contact_id = contact_id

    @property
    def title(self) -> str:
        """What it is for."""
        return "Assign to"

    def resources(self) -> tuple[Resource, ...]:
        """The team, and the contact for who has it now."""
        return (resources.users(self.app.account.place), resources.contact(self._contact_id))

    def body(self) -> Node:
        """Everybody, and nobody."""
        team, person = (self.read(one) for one in self.resources())
        owner = person["contact"]["assignedTo"] or ""
        rows = [self._row("", "Nobody", owner)]
        rows += [self._row(user["id"], user["name"], owner) for user in team["users"]]
        return theme.list_of("assignee_list", rows)

    def _row(self, user_id: str, name: str, owner: str) -> Node:
        chosen = user_id == owner
        mark = [theme.icon("check", theme.BRAND)] if chosen else []
        text = theme.text(name, id="assignee_name", bold=chosen, weight=1)
        row = theme.list_row(
            "assignee_row", name, lambda: self._choose(user_id), theme.avatar(name), text, *mark
        )
        row.selected = chosen
        return row

    def _choose(self, user_id: str) -> None:
        body: dict[str, Any] = {"assignedTo": user_id or None}
        path = f"/contacts/{self._contact_id}"
        account = self.app.account
        if self.app.attempt("Assigning", lambda: account.send("PUT", path, resources.JULY, body)):
            self.app.back()
