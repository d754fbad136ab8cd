"""The user's own profile and password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.app import resources, theme
from devices.virtual.app.account import RequestFailed
from devices.virtual.app.screens.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.app.screens.screen import App
    from devices.virtual.ui.node import Node

_FORBIDDEN: Final = 403
_UNFIT: Final = 422
_SHORTEST: Final = 8  # characters of a password


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
        edit = theme.button("profile_edit", "Edit", self._edit)
        return theme.scroll(theme.card("", "", None, head), theme.card("", "", None, *rows), edit)

    def _edit(self) -> None:
        if self.app.online("Editing the profile"):
            self.app.open(EditProfile(self.app))


class EditProfile(Screen):
    """Name, e-mail and phone to change."""

    id = "profile_form"

    def __init__(self, app: App) -> None:
        super().__init__(app)
        user = app.account.user
        self._fields = {
            "profile_first_name_input": user["firstName"],
            "profile_last_name_input": user["lastName"],
            "profile_email_input": user["email"],
            "profile_phone_input": user["phone"],
        }

    @property
    def title(self) -> str:
        """What it is for."""
        return "Edit profile"

    def body(self) -> Node:
        """The form."""
        names = ("First name", "Last name", "Email", "Phone")
        fields = [
            theme.column(
                theme.text(name, size=13, color=theme.MUTED),
                theme.field(id_, name, content, self._writer(id_)),
                gap=4,
            )
            for name, (id_, content) in zip(names, self._fields.items(), strict=True)
        ]
        return theme.scroll(*fields, theme.button("profile_save", "Save", self._save))

    def _writer(self, field: str) -> Callable[[str], None]:
        def write(content: str) -> None:
            self._fields[field] = content

        return write

    def _save(self) -> None:
        names = ("firstName", "lastName", "email", "phone")
        values = (content.strip() for content in self._fields.values())
        body = dict(zip(names, values, strict=True))
        account = self.app.account
        path = f"/users/{account.user['id']}"
        saved = self.app.attempt(
            "Editing the profile",
            lambda: account.set_user(account.send("PUT", path, resources.JULY, body)),
        )
        if saved:
            self.app.back()
            self.app.say("Profile saved.")


class ChangePassword(Screen):
    """The current password, and twice the new one."""

    id = "password"

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._fields = dict.fromkeys(("password_current", "password_new", "password_confirm"), "")
        self._error = ""

    @property
    def title(self) -> str:
        """Its name."""
        return "Change Password"

    def body(self) -> Node:
        """The form."""
        names = ("Current password", "New password", "Confirm new password")
        fields = [
            theme.field(id_, name, content, self._writer(id_), secure=True)
            for name, (id_, content) in zip(names, self._fields.items(), strict=True)
        ]
        if self._error:
            error = theme.text(self._error, id="password_error", size=14, color=theme.DANGER)
            fields.append(error)
        return theme.scroll(*fields, theme.button("password_update", "Update", self._update))

    def _writer(self, field: str) -> Callable[[str], None]:
        def write(content: str) -> None:
            self._fields[field] = content

        return write

    def _update(self) -> None:
        current, new, confirmed = self._fields.values()
        if not (current and new and confirmed):
            self._error = "Fill in all three fields"
        elif new != confirmed:
            self._error = "The new passwords do not match"
        elif len(new) < _SHORTEST:
            self._error = f"Use at least {_SHORTEST} characters"
        else:
            self._error = ""
            if self.app.attempt("Changing the password", lambda: self._send(current, new)):
                self._done()
        self.app.context.invalidate()

    def _send(self, current: str, new: str) -> None:
        body = {"current": current, "new": new}
        try:
            self.app.account.send("POST", "/oauth/app/password", None, body)
        except RequestFailed as failure:
            if failure.status not in {_FORBIDDEN, _UNFIT}:
                raise
            self._error = "The current password is incorrect"

    def _done(self) -> None:
        if not self._error:
            self.app.back()
            self.app.say("Password updated.")
