"""A contact is calling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.app import theme
from devices.virtual.app.account import RequestFailed
from devices.virtual.app.permissions import CALL
from devices.virtual.app.screens.call import Call
from devices.virtual.app.screens.screen import Screen
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.app.screens.screen import App


class IncomingCall(Screen):
    """Who is calling, and what to do about it."""

    id = "incoming_call"

    def __init__(self, app: App, event: Mapping[str, str]) -> None:
        super().__init__(app)
        self._name = event["name"]
        self._conversation_id = event["conversationId"]
        self.call_id = event["id"]

    @property
    def title(self) -> str:
        """What it is."""
        return "Inbound call"

    def body(self) -> Node:
        """The contact, Answer and Decline."""
        style = Style(weight=1, padding=(32, 72, 32, 32), gap=20, align="center")
        name = theme.text(self._name, id="call_name", size=24, bold=True, align="center")
        status = theme.text("Incoming call", id="call_status", color=theme.MUTED, align="center")
        answer = theme.button("call_answer", "Answer", self.answer)
        decline = theme.button("call_decline", "Decline", self.decline, plain=True)
        return Node(
            Role.GROUP,
            important=False,
            style=style,
            children=[theme.avatar(self._name, 96), name, status, answer, decline],
        )

    def answer(self) -> None:
        """Take the call, with the microphone."""
        if self.app.online("Calling"):
            self.app.permissions.use(CALL, self._take)

    def _take(self) -> None:
        if self._tell("answer"):
            self.app.back()
            self.app.open(Call(self.app, self._name, status="Connected", on_end=self._hang_up))

    def decline(self) -> None:
        """Do not take it."""
        if self._tell("decline"):
            self.app.back()

    def _hang_up(self) -> None:
        self._tell("end")

    def _tell(self, what: str) -> bool:
        """Tell the server; a call that is over by now is left, with a sentence that says so."""
        over: list[bool] = []

        def ask() -> None:
            path = f"/oauth/app/calls/{self.call_id}/{what}"
            try:
                self.app.account.send("POST", path, None)
            except RequestFailed:
                over.append(True)

        if not self.app.attempt("Calling", ask):
            return False
        self.app.push.answered(self._conversation_id)
        if over and what != "end":
            self.app.back()
            self.app.say("This call has ended.")
        return not over
