"""Settings, with the profile and what this build is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.app import theme
from devices.virtual.app.screens.screen import Screen
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable


class Settings(Screen):
    """What can be looked at and set; Log Out is at the bottom."""

    id = "settings"

    @property
    def title(self) -> str:
        """Its name."""
        return "Settings"

    def body(self) -> Node:
        """Its entries."""
        entries = [
            _entry("settings_profile", "My Profile", "person", lambda: self._open(Profile)),
            theme.divider(),
            _entry("settings_about", "About", "apps", lambda: self._open(About)),
        ]
        log_out = _entry(
            "settings_log_out", "Log Out", "logout", self.app.log_out, color=theme.DANGER
        )
        return theme.column(*entries, theme.spacer(), log_out, weight=1)

    def _open(self, screen: type[Screen]) -> None:
        self.app.open(screen(self.app))


class Profile(Screen):
    """Who is signed in."""

    id = "profile"

    @property
    def title(self) -> str:
        """Its name."""
        return "My Profile"

    def body(self) -> Node:
        """Name, e-mail, phone and sub-account."""
        user = self.app.account.user
        lines = [
            ("mail", "profile_email", user["email"]),
            ("phone", "profile_phone", user["phone"]),
            ("home", "profile_account", self.app.account.place["name"]),
        ]
        rows = [
            theme.row(theme.icon(icon), theme.text(content, id=id_, weight=1), gap=16)
            for icon, id_, content in lines
            if content
        ]
        name = theme.text(user["name"], id="profile_name", size=22, bold=True, weight=1)
        head = theme.row(theme.avatar(user["name"], 64), name, gap=16)
        return theme.scroll(theme.card("", "", None, head), theme.card("", "", None, *rows))


class About(Screen):
    """Version and build number."""

    id = "about"

    @property
    def title(self) -> str:
        """Its name."""
        return "About"

    def body(self) -> Node:
        """What the operating system says is installed."""
        context = self.app.context
        return theme.scroll(
            theme.card(
                "",
                "",
                None,
                theme.text(self.app.account.brand, size=22, bold=True),
                theme.text(f"Version {context.version_name}", id="about_version"),
                theme.text(f"Build {context.version_code}", id="about_build", color=theme.MUTED),
            )
        )


def _entry(
    id: str,  # noqa: A002 - the node's own word
    name: str,
    icon: str,
    on_tap: Callable[[], None],
    *,
    color: str = theme.INK,
) -> Node:
    style = Style(
        height=56,
        padding=(16, 14, 16, 14),
        icon=icon,
        color=color,
        background=theme.SURFACE,
        text_align="left",
    )
    return Node(Role.BUTTON, id=id, label=name, text=name, on_tap=on_tap, style=style)
