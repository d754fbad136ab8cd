"""Settings, and what this build is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.app import theme
from devices.virtual.app.screens.lock import BiometricLogin
from devices.virtual.app.screens.preferences import (
    InboundCalls,
    LocalPresence,
    Notifications,
    TwoFactor,
)
from devices.virtual.app.screens.profile import ChangePassword, Profile
from devices.virtual.app.screens.screen import Screen

if TYPE_CHECKING:
    from devices.virtual.ui.node import Node


class About(Screen):
    """Version and build number."""

    id = "about"

    @property
    def title(self) -> str:
        """Its name."""
        return "About"

    def body(self) -> Node:
        """What the operating system says is installed."""
        version, build = self.app.context.version_name, self.app.context.build
        if self.app.carries("about-shows-old-version"):
            version, build = "3.90.0", "39000"
        return theme.scroll(
            theme.card(
                "",
                "",
                None,
                theme.text(self.app.account.brand, id="about_brand", size=22, bold=True),
                theme.text(f"Version {version}", id="about_version"),
                theme.text(f"Build {build}", id="about_build", color=theme.MUTED),
            )
        )


_ENTRIES: Final[tuple[tuple[str, str, str, type[Screen]], ...]] = (
    ("settings_profile", "My Profile", "person", Profile),
    ("settings_password", "Change Password", "lock", ChangePassword),
    ("settings_two_factor", "Two-Factor Authentication", "check", TwoFactor),
    ("settings_biometric", "Biometric Login", "fingerprint", BiometricLogin),
    ("settings_calls", "Inbound Calls", "phone", InboundCalls),
    ("settings_notifications", "Notification Preferences", "bell", Notifications),
    ("settings_dialling", "Local Presence", "place", LocalPresence),
    ("settings_about", "About", "apps", About),
)


class Settings(Screen):
    """What can be looked at and set; Log Out is at the bottom."""

    id = "settings"

    @property
    def title(self) -> str:
        """Its name."""
        return "Settings"

    def body(self) -> Node:
        """Its entries."""
        rows: list[Node] = []
        for entry in _ENTRIES:
            rows += [self._entry(*entry), theme.divider()]
        log_out = theme.entry(
            "settings_log_out", "Log Out", "logout", self.app.log_out, color=theme.DANGER
        )
        return theme.column(*rows, theme.spacer(), log_out, weight=1)

    def _entry(self, id: str, name: str, icon: str, screen: type[Screen]) -> Node:  # noqa: A002 - the node's own word
        return theme.entry(id, name, icon, lambda: self.app.open(screen(self.app)))
