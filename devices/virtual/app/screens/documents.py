"""A contact's documents: each is signed before the camera."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.app import theme
from devices.virtual.app.permissions import SIGNING
from devices.virtual.app.screens.camera import Camera

if TYPE_CHECKING:
    from devices.virtual.app.screens.screen import App
    from devices.virtual.ui.node import Node

_SIGN: Final = "Sign document"


def documents(app: App, contact_id: str) -> Node:
    """The contact's one document, and the way to sign it."""
    signed = app.account.has_signed(contact_id)
    status = "Signed" if signed else "Not signed"
    row = theme.plain_row(
        "document_row",
        theme.text("Service agreement", id="document_title"),
        theme.text(status, id="document_status", size=13, color=theme.MUTED),
    )
    ways = [] if signed else [theme.button("document_sign", _SIGN, lambda: _sign(app, contact_id))]
    line = theme.row(theme.column(row, weight=1), *ways, gap=8)
    return theme.card("", "", None, theme.text("Documents", bold=True), line)


def _sign(app: App, contact_id: str) -> None:
    def signed() -> None:
        app.account.sign(contact_id)
        app.say("Document signed.")

    app.permissions.use(SIGNING, lambda: app.open(Camera(app, _SIGN, signed)))
