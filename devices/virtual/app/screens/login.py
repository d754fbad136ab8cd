"""Signing in: the form, and the one-time code of those who have switched that on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.app import layouts, theme
from devices.virtual.app.account import RequestFailed, SignInRefused
from devices.virtual.app.screens.screen import Screen
from devices.virtual.os.process import Offline
from devices.virtual.ui.node import Node, Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.app.account import Challenge
    from devices.virtual.app.screens.screen import App

ENDED: Final = "Your session has ended. Sign in again."
_EMPTY: Final = "Enter your email and password"
_REFUSED: Final = "Incorrect email or password"
_OFFLINE: Final = "Connect to the internet to sign in"
_FAILED: Final = "Something went wrong. Try again later."
_NO_CODE: Final = "Enter the code"
_WRONG_CODE: Final = "Incorrect code"
_OLD_CODE: Final = "This code has expired. Ask for a new one."


class Login(Screen):
    """E-mail, password, and what was wrong with them."""

    id = "login"
    bare = True

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
        password = theme.field(
            "login_password", "Password", self._password, self._set_password, secure=True
        )
        password.on_submit = self._sign_in
        form = [theme.field("login_email", "Email", self._email, self._set_email), password]
        form += _error("login_error", self._error)
        heading = theme.text("Sign in to your account", id="login_title", size=26, bold=True)
        line = "Conversations, contacts and calendar in one place."
        button = theme.button("login_sign_in", "Sign In", self._sign_in)
        return layouts.brand_page("chat", heading, line, *form, button)

    def _set_email(self, content: str) -> None:
        self._email = content

    def _set_password(self, content: str) -> None:
        self._password = content

    def _sign_in(self) -> None:
        account, email = self.app.account, self._email.strip()
        if not email or not self._password:
            self._show(_EMPTY)
            return
        challenge: list[Challenge | None] = []
        self._show(_tried(lambda: challenge.append(account.sign_in(email, self._password))))
        if self._error:
            return
        if challenge[0] is None:
            self.app.signed_in()
        else:
            self.app.open(ChooseWay(self.app, challenge[0]))

    def _show(self, error: str) -> None:
        self._error = error
        self.app.context.invalidate()


class ChooseWay(Screen):
    """Where the one-time code is to be sent."""

    id = "two_factor"
    bare = True

    def __init__(self, app: App, challenge: Challenge) -> None:
        super().__init__(app)
        self._challenge = challenge
        self._method = "email"
        self._error = ""

    @property
    def title(self) -> str:
        """None is shown: the screen has no app bar."""
        return ""

    def body(self) -> Node:
        """E-mail or phone, and Continue."""
        heading = theme.text("Verify it's you", id="two_factor_title", size=26, bold=True)
        ways = [self._way("email", "Email", self._challenge.email)]
        if self._challenge.phone:
            ways.append(self._way("phone", "Phone", self._challenge.phone))
        return layouts.brand_page(
            "chat",
            heading,
            "Choose where we send your security code.",
            *ways,
            *_error("two_factor_error", self._error),
            theme.button("two_factor_continue", "Continue", self._continue),
            theme.button("two_factor_cancel", "Back to sign in", self.app.start, plain=True),
        )

    def _way(self, method: str, name: str, to: str) -> Node:
        return Node(
            Role.RADIO,
            id=f"two_factor_{method}",
            label=name,
            text=f"{name} {to}",
            checkable=True,
            checked=self._method == method,
            on_tap=lambda: self._choose(method),
        )

    def _choose(self, method: str) -> None:
        self._method = method
        self.app.context.invalidate()

    def _continue(self) -> None:
        account = self.app.account
        self._error = _tried(lambda: account.send_code(self._challenge, self._method))
        if self._error:
            self.app.context.invalidate()
        else:
            self.app.open(EnterCode(self.app, self._challenge, self._method))


class EnterCode(Screen):
    """The one-time code."""

    id = "two_factor_code_form"
    bare = True

    def __init__(self, app: App, challenge: Challenge, method: str) -> None:
        super().__init__(app)
        self._challenge = challenge
        self._method = method
        self._code = ""
        self._error = ""

    @property
    def title(self) -> str:
        """None is shown: the screen has no app bar."""
        return ""

    def body(self) -> Node:
        """The code, and Verify and Sign In."""
        to = self._challenge.email if self._method == "email" else self._challenge.phone
        heading = theme.text("Enter your code", id="two_factor_title", size=26, bold=True)
        code = theme.field("two_factor_code", "Security code", self._code, self._set_code)
        code.on_submit = self._verify
        return layouts.brand_page(
            "chat",
            heading,
            f"We sent a code to {to}.",
            code,
            *_error("two_factor_error", self._error),
            theme.button("two_factor_verify", "Verify and Sign In", self._verify),
            theme.button("two_factor_resend", "Send a new code", self._resend, plain=True),
            theme.button("two_factor_cancel", "Back to sign in", self.app.start, plain=True),
        )

    def _set_code(self, content: str) -> None:
        self._code = content

    def _verify(self) -> None:
        if not self._code.strip():
            self._show(_NO_CODE)
            return
        account = self.app.account
        self._show(_tried(lambda: account.verify(self._challenge, self._code), _WRONG_CODE))
        if not self._error:
            self.app.signed_in()

    def _resend(self) -> None:
        account = self.app.account
        self._show(_tried(lambda: account.send_code(self._challenge, self._method)))
        if not self._error:
            self.app.say("We sent a new code.")

    def _show(self, error: str) -> None:
        self._error = error
        self.app.context.invalidate()


def _tried(action: Callable[[], object], refused: str = _REFUSED) -> str:
    """Try it; returns what went wrong, empty for nothing."""
    try:
        action()
    except SignInRefused as refusal:
        return _OLD_CODE if refusal.expired else refused
    except Offline:
        return _OFFLINE
    except RequestFailed:
        return _FAILED
    return ""


def _error(id: str, content: str) -> list[Node]:  # noqa: A002 - the node's own word
    return [theme.text(content, id=id, size=14, color=theme.DANGER)] if content else []
