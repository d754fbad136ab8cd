"""The deals of the pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.app import resources, theme, words
from devices.virtual.app.screens.screen import Screen

if TYPE_CHECKING:
    from devices.virtual.app.resources import Resource
    from devices.virtual.ui.node import Node

_COLOURS: Final = {
    "open": (theme.BRAND, theme.BRAND_TINT),
    "won": ("#027A48", "#ECFDF3"),
    "lost": (theme.DANGER, "#FEF3F2"),
    "abandoned": (theme.MUTED, "#F2F4F7"),
}


class Opportunities(Screen):
    """All deals, newest first."""

    id = "opportunities"
    tab = "tab_opportunities"
    top_level = True

    @property
    def title(self) -> str:
        """Its name."""
        return "Opportunities"

    def resources(self) -> tuple[Resource, ...]:
        """All deals."""
        return (resources.opportunities(self.app.account.place),)

    def body(self) -> Node:
        """The list, or that there is none."""
        found = self.read(self.resources()[0])
        if not found["opportunities"]:
            return theme.empty("opportunities_empty", "pipeline", "No opportunities yet")
        return theme.list_of("opportunity_list", map(_row, found["opportunities"]))


def _row(row: dict[str, Any]) -> Node:
    color, background = _COLOURS[row["status"]]
    texts = theme.column(
        theme.text(row["name"], id="opportunity_name", bold=True),
        theme.text(row["contact"]["name"], id="opportunity_contact", size=14, color=theme.MUTED),
        gap=2,
        weight=1,
    )
    status = row["status"].title()
    return theme.list_row(
        "opportunity_row",
        row["name"],
        None,
        texts,
        theme.chip(status, id="opportunity_status", color=color, background=background),
        theme.text(words.money(row["monetaryValue"]), id="opportunity_value", bold=True),
    )
