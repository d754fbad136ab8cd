"""The user's sub-accounts, and which of them is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.app import theme
from devices.virtual.app.screens.dashboard import Dashboard
from devices.virtual.app.screens.screen import Screen

if TYPE_CHECKING:
    from devices.virtual.app.resources import Place
    from devices.virtual.ui.node import Node


class Accounts(Screen):
    """A list to choose the sub-account from."""

    id = "accounts"

    @property
    def title(self) -> str:
        """What it is for."""
        return "Switch account"

    def body(self) -> Node:
        """All sub-accounts, in the server's order."""
        return theme.list_of("account_list", map(self._row, self.app.account.places))

    def _row(self, place: Place) -> Node:
        chosen = place["id"] == self.app.account.chosen["id"]
        name = theme.text(place["name"], id="account_name", bold=chosen, weight=1)
        mark = [theme.icon("check", theme.BRAND)] if chosen else []
        row = theme.list_row(
            "account_row",
            place["name"],
            lambda: self._choose(place["id"]),
            theme.avatar(place["name"]),
            name,
            *mark,
        )
        row.selected = chosen
        return row

    def _choose(self, place_id: str) -> None:
        self.app.account.switch(place_id)
        self.app.switch(Dashboard(self.app))
