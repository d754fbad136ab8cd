"""Biometric login: the offer of it, the screen of a locked app, and the switch."""

from __future__ import annotations

from devices.virtual.app import theme
from devices.virtual.app.screens.screen import Screen
from devices.virtual.ui.node import Node, Role, Style


class Locked(Screen):
    """The app is locked; the system's question stands over this screen."""

    id = "lock"
    bare = True

    @property
    def title(self) -> str:
        """None is shown: the screen has no app bar."""
        return ""

    def body(self) -> Node:
        """Brand, Unlock and Use password."""
        lock = self.app.lock
        return _page(
            theme.text(self.app.account.brand, id="lock_brand", size=26, bold=True),
            "Locked. Unlock it with your fingerprint.",
            theme.button("lock_unlock", "Unlock", lock.ask),
            theme.button("lock_use_password", "Use password", lock.use_password, plain=True),
        )


class Offer(Screen):
    """Follows a sign-in by password where the phone knows a finger."""

    id = "biometric_offer"
    bare = True

    @property
    def title(self) -> str:
        """None is shown: the screen has no app bar."""
        return ""

    def body(self) -> Node:
        """Enable and Not now."""
        return _page(
            theme.text("Unlock with your fingerprint?", id="biometric_title", size=26, bold=True),
            f"{self.app.account.brand} then opens with a fingerprint in place of the password.",
            theme.button("biometric_enable", "Enable", self._enable),
            theme.button("biometric_not_now", "Not now", self._decline, plain=True),
        )

    def _enable(self) -> None:
        self.app.lock.turn_on()
        self.app.start()

    def _decline(self) -> None:
        if self.app.carries("declined-turned-on"):
            self.app.lock.turn_on()
        self.app.start()


class BiometricLogin(Screen):
    """Whether the app opens with a finger; it is kept on the phone."""

    id = "biometric_settings"

    @property
    def title(self) -> str:
        """Its name."""
        return "Biometric Login"

    def body(self) -> Node:
        """A switch, and what it does."""
        on = self.app.lock.on
        line = "When it is on, the app locks and opens with your fingerprint."
        return theme.column(
            theme.switch("biometric_enabled", self.title, lambda: self._flip(on=on), on=on),
            theme.divider(),
            theme.spaced(theme.text(line, size=14, color=theme.MUTED)),
            weight=1,
        )

    def _flip(self, *, on: bool) -> None:
        lock = self.app.lock
        if on:
            lock.turn_off()
        elif lock.enrolled:
            lock.turn_on()
        else:
            self.app.say("Set up a fingerprint on this phone first.")
        self.app.context.invalidate()


def _page(heading: Node, line: str, *buttons: Node) -> Node:
    mark = Node(
        Role.IMAGE,
        important=False,
        style=Style(
            icon="lock",
            color="#FFFFFF",
            background=theme.BRAND,
            width=64,
            height=64,
            radius=18,
            padding=(16, 16, 16, 16),
        ),
    )
    head = theme.column(heading, theme.text(line, color=theme.MUTED), gap=6)
    style = Style(weight=1, padding=(24, 56, 24, 24), gap=16, background=theme.SURFACE)
    return Node(Role.SCROLL, style=style, children=[mark, head, *buttons])
