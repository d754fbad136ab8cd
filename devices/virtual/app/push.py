"""Notifications: registering the phone, what a push message becomes, and what a tap opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.app import opening, words
from devices.virtual.app.events import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.app.screens.screen import App

_REGISTERED: Final = "push"
_OFF: Final = "push-off"
_CHANNELS: Final = (
    ("messages", "Messages", 4),
    ("calls", "Calls", 4),
    ("reminders", "Reminders", 3),
)
_LOW: Final = 2
_OF_THREAD: Final = ("message", "missed_call", "voicemail")
# what a build with a seeded defect asks the server not to hold to
_PAST: Final = {
    "push-of-unassigned": "assignment",
    "push-without-number": "number",
    "push-ignores-preferences": "preferences",
    "push-of-all-accounts": "account",
    "logout-keeps-push": "session",
}
# what a build with a seeded defect says nothing of
_SILENT: Final = {
    "push-call-silent": "call",
    "push-missed-call-silent": "missed_call",
    "push-voicemail-silent": "voicemail",
    "push-task-silent": "task",
    "push-appointment-silent": "appointment",
}


class Push:
    """The app's notifications; made when its process begins."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._context = app.context
        for id_, name, importance in _CHANNELS:
            least = _LOW if app.carries("push-without-banner") else importance
            self._context.notifications.create_channel(id_, name, least)
        self._context.push.on_message(self._arrived)
        self._context.notifications.on_open(self._tapped)

    def register(self) -> None:
        """Have this phone told of events in the sub-account that is shown, if it is not yet.

        Raises:
            Offline, SessionEnded, RequestFailed: as `Account.send`.
        """
        account, storage = self._app.account, self._context.storage
        place, token = account.chosen, self._context.push.token
        registered = [token, place["token"]]
        if storage.get(_REGISTERED) == registered:
            return
        past = [rule for defect, rule in _PAST.items() if self._app.carries(defect)]
        body = {"token": token, "past": past}
        account.send("PUT", "/oauth/app/device", None, body, place_id=place["id"])
        storage[_REGISTERED] = registered

    def read(self, conversation_id: str) -> None:
        """Take away what was shown about a thread: it is open."""
        for kind in _OF_THREAD:
            self._context.notifications.cancel(KINDS[kind].number, conversation_id)

    def answered(self, conversation_id: str) -> None:
        """Take away that a call rings."""
        self._context.notifications.cancel(KINDS["call"].number, conversation_id)

    def forget(self) -> None:
        """Take all away: the user has gone."""
        self._context.notifications.cancel_all()

    def _arrived(self, message: Mapping[str, str]) -> None:
        if message["event"] == "call_over":
            self.answered(message["conversationId"])
            opening.close_call(self._app, message["id"])
        elif self._concerns(message) and not self._is_silent(message):
            front = self._app.front
            if message["event"] in _OF_THREAD and opening.is_thread(front, message):
                self._app.sync()
                if message["event"] == "message":
                    return
            self._show(message)

    def _show(self, message: Mapping[str, str]) -> None:
        kind = KINDS[message["event"]]
        actions = [
            (words_, {**message, "action": action})
            for words_, action in (("Answer", "answer"), ("Decline", "decline"))
            if message["event"] == "call"
        ]
        self._context.notifications.post(
            kind.number,
            kind.channel,
            title=kind.title,
            text=self._text(message),
            tag=message["conversationId"] or message["id"],
            extras=message,
            ongoing=message["event"] == "call",
            actions=actions,
        )

    def _text(self, message: Mapping[str, str]) -> str:
        text = message["name"]
        if message["text"]:
            text = f"{text}: {message['text']}"
        if message["time"]:
            zone = self._context.clock.now().tzinfo
            text = f"{text}, {words.local(message['time'], zone):%H:%M}"
        return text

    def _concerns(self, message: Mapping[str, str]) -> bool:
        """Whether it is for who is signed in, in the sub-account that is shown."""
        account, carries = self._app.account, self._app.carries
        if not account.signed_in:
            return carries("logout-keeps-push")
        shown: Any = account.chosen["id"]
        return message["locationId"] == shown or carries("push-of-all-accounts")

    def _is_silent(self, message: Mapping[str, str]) -> bool:
        """Whether a build with a seeded defect says nothing of it."""
        carries, storage = self._app.carries, self._context.storage
        if carries("push-stays-off"):
            storage[_OFF] = storage.get(_OFF) or not self._context.notifications.enabled
            return bool(storage[_OFF])
        if carries("push-email-silent"):
            return message["channel"] == "Email"
        if carries("push-needs-open-app"):
            return self._app.front is None
        return any(carries(name) and message["event"] == kind for name, kind in _SILENT.items())

    def _tapped(self, extras: Mapping[str, str]) -> None:
        if self._app.account.signed_in and not self._app.carries("push-tap-opens-dashboard"):
            opening.open_event(self._app, extras)
