"""The sign-in screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.app import theme
from devices.virtual.app.account import RequestFailed, SignInRefused
from devices.virtual.app.screens.screen import Screen
from devices.virtual.os.process import Offline
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.app.screens.screen import App

ENDED: Final = "Your session has ended. Sign in again."
_EMPTY: Final = "Enter your email and password"
_REFUSED: Final = "Incorrect email or password"
_OFFLINE: Final = "Connect to the internet to sign in"
_FAILED: Final = "Something went wrong. Try again later."


class Login(Screen):
    """E-mail, password, and what was wrong with them."""

    id = "login"

    def __init__(self, app: App, error: str = "") -> None:
        super().__init__(app)
        self._email = ""
        self._password = ""
        self._error = error

    @property
    def title(self) -> str:
        """None is shown: the screen has no app bar."""
        return ""

    def body(self) -> Node:
        """Brand, form and button."""
        form = [self._field("login_email", "Email", self._email, self._set_email)]
        form.append(self._field("login_password", "Password", self._password, self._set_password))
        form[-1].secure = True
        form[-1].on_submit = self._sign_in
        if self._error:
            form.append(theme.text(self._error, id="login_error", size=14, color=theme.DANGER))
        style = Style(weight=1, padding=(24, 56, 24, 24), gap=16, background=theme.SURFACE)
        return Node(Role.SCROLL, style=style, children=[*_heading(), *form, self._button()])

    def _button(self) -> Node:
        style = Style(
            height=52,
            radius=12,
            background=theme.BRAND,
            color="#FFFFFF",
            bold=True,
            padding=(24, 12, 24, 12),
        )
        return Node(
            Role.BUTTON,
            id="login_sign_in",
            label="Sign In",
            text="Sign In",
            on_tap=self._sign_in,
            style=style,
        )

    @staticmethod
    def _field(id: str, name: str, content: str, on_text: Callable[[str], None]) -> Node:  # noqa: A002 - the node's own word
        style = Style(padding=(16, 16, 16, 16), radius=12)
        return Node(
            Role.INPUT, id=id, label=name, hint=name, text=content, on_text=on_text, style=style
        )

    def _set_email(self, content: str) -> None:
        self._email = content

    def _set_password(self, content: str) -> None:
        self._password = content

    def _sign_in(self) -> None:
        self._error = self._attempt()
        if self._error:
            self.app.context.invalidate()
        else:
            self.app.start()

    def _attempt(self) -> str:
        """Try to sign in; returns what went wrong, empty for nothing."""
        if not self._email.strip() or not self._password:
            return _EMPTY
        try:
            self.app.account.sign_in(self._email.strip(), self._password)
        except SignInRefused:
            return _REFUSED
        except Offline:
            return _OFFLINE
        except RequestFailed:
            return _FAILED
        return ""


def _heading() -> list[Node]:
    mark = Node(
        Role.IMAGE,
        important=False,
        style=Style(
            icon="chat",
            color="#FFFFFF",
            background=theme.BRAND,
            width=64,
            height=64,
            radius=18,
            padding=(16, 16, 16, 16),
        ),
    )
    title = theme.text("Sign in to your account", id="login_title", size=26, bold=True)
    line = theme.text("Conversations, contacts and calendar in one place.", color=theme.MUTED)
    return [mark, theme.column(title, line, gap=6)]
