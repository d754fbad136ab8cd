"""The foot of a thread: the channel, the field for the next message, and what goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from devices.virtual.app import attachments, theme
from devices.virtual.app.permissions import PHOTO, UPLOADS, VOICE_NOTE
from devices.virtual.app.screens.camera import Camera
from devices.virtual.app.screens.photos import Photos
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.app.screens.screen import App

# channel as the API writes it in requests: (in replies, id, as the app calls it)
CHANNELS: Final = {
    "SMS": ("TYPE_SMS", "channel_sms", "SMS"),
    "Email": ("TYPE_EMAIL", "channel_email", "Email"),
    "WhatsApp": ("TYPE_WHATSAPP", "channel_whatsapp", "WhatsApp"),
    "FB": ("TYPE_FACEBOOK", "channel_facebook", "Facebook Messenger"),
}
_SPOKEN: Final = frozenset({"WhatsApp"})  # channels that take voice notes
_WAITS: Final = "No connection. Messages are sent when it is back."
_SENDING: Final = "Sending an attachment"
_FIELD: Final = Style(
    weight=1,
    height=48,
    padding=(18, 12, 18, 12),
    radius=24,
    background=theme.BACKGROUND,
    border=theme.LINE,
)
_ROW: Final = Style(
    direction="row", align="center", gap=4, padding=(4, 8, 8, 8), background=theme.SURFACE
)
_PICKER: Final = Style(
    height=40,
    padding=(16, 8, 16, 8),
    text_align="left",
    text_size=13,
    color=theme.BRAND,
    background=theme.SURFACE,
)
_NOTICE: Final = Style(
    padding=(16, 8, 16, 0), text_size=13, color=theme.MUTED, background=theme.SURFACE
)
_MENU: Final = Style(padding=(0, 4, 0, 4), background=theme.SURFACE)


class Composer:
    """Writes to one contact.

    Args:
        app: around it.
        conversation: as the API writes it.
    """

    def __init__(self, app: App, conversation: dict[str, Any]) -> None:
        self._app, self._conversation = app, conversation
        self._draft, self._open, self._recording = "", "", False
        last = conversation["lastMessageType"]
        self._channel = next((c for c, (reply, *_) in CHANNELS.items() if reply == last), "SMS")

    def body(self) -> Node:
        """What stands below the messages."""
        menus = {"channels": self._channels, "attach": self._files}
        above = [menus[self._open]()] if self._open else []
        line = self._recorder() if self._recording else self._line()
        return theme.column(*above, *self._notice(), self._picker(), line)

    def _line(self) -> Node:
        attach = theme.icon_button(
            "thread_attach", "Attach", "plus", self._toggle("attach"), color=theme.BRAND
        )
        field = Node(
            Role.INPUT,
            id="message_input",
            label="Type a message",
            hint="Type a message",
            text=self._draft,
            on_text=self._write,
            style=_FIELD,
        )
        voice = theme.icon_button(
            "voice_record", "Record voice note", "mic", self._record, color=theme.BRAND
        )
        send = theme.icon_button("message_send", "Send", "send", self._send, color=theme.BRAND)
        send.enabled = bool(self._draft.strip())
        spoken = [voice] if self._channel in _SPOKEN else []
        parts = [attach, field, *spoken, send]
        return Node(Role.GROUP, id="composer", style=_ROW, children=parts)

    def _notice(self) -> list[Node]:
        if self._app.context.network.connected:
            return []
        return [Node(Role.TEXT, id="composer_notice", text=_WAITS, style=_NOTICE)]

    def _write(self, content: str) -> None:
        self._draft = content
        self._app.context.invalidate()

    def _send(self) -> None:
        contact_id = self._conversation["contactId"]
        self._app.outbox.add_message(contact_id, self._channel, self._draft.strip())
        self._draft = ""
        self._app.sync()

    # -- channel

    def _picker(self) -> Node:
        name = f"Channel: {CHANNELS[self._channel][2]}"
        tap = self._toggle("channels")
        return Node(
            Role.BUTTON, id="channel_picker", label=name, text=name, on_tap=tap, style=_PICKER
        )

    def _channels(self) -> Node:
        choices = [
            theme.pill(id_, name, self._chooser(channel), chosen=channel == self._channel)
            for channel, (_, id_, name) in CHANNELS.items()
        ]
        rows = [theme.bar(*choices[:2]), theme.bar(*choices[2:])]
        return Node(Role.GROUP, id="channel_menu", style=_MENU, children=rows)

    def _chooser(self, channel: str) -> Callable[[], None]:
        def choose() -> None:
            self._channel, self._open = channel, ""
            self._app.context.invalidate()

        return choose

    def _toggle(self, menu: str) -> Callable[[], None]:
        def toggle() -> None:
            self._open = "" if self._open == menu else menu
            self._app.context.invalidate()

        return toggle

    # -- photos

    def _files(self) -> Node:
        ways = theme.bar(
            theme.action("attach_camera", "Camera", "camera", self._photograph),
            theme.action("attach_photos", "Photos", "picture", self._pick),
        )
        return Node(Role.GROUP, id="attach_menu", style=_MENU, children=[ways])

    def _photograph(self) -> None:
        app = self._app
        if app.online(_SENDING):
            shot = lambda: self._attach(attachments.new_name(app, "photo", "jpg"))  # noqa: E731 - what a picture leads to
            app.permissions.use(PHOTO, lambda: app.open(Camera(app, "Take photo", shot)))

    def _pick(self) -> None:
        app = self._app
        if not app.online(_SENDING):
            return
        if app.permissions.sees_some_pictures and app.carries("limited-access-blocked"):
            app.say(UPLOADS.refused)
            return
        app.permissions.use(UPLOADS, lambda: app.open(Photos(app, self._attach_picked)))

    def _attach_picked(self, name: str) -> None:
        if not self._app.carries("photo-not-uploaded"):
            self._attach(name)

    def _attach(self, name: str) -> None:
        self._open = ""
        send = lambda: attachments.send(self._app, self._conversation, self._channel, name)  # noqa: E731 - what may fail
        if self._app.attempt(_SENDING, send):
            self._app.sync()

    # -- voice notes

    def _record(self) -> None:
        if self._app.online(_SENDING):
            self._app.permissions.use(VOICE_NOTE, lambda: self._set_recording(on=True))

    def _set_recording(self, *, on: bool) -> None:
        self._recording = on
        self._app.context.invalidate()

    def _recorder(self) -> Node:
        stop = theme.icon_button(
            "voice_cancel", "Cancel recording", "close", lambda: self._set_recording(on=False)
        )
        text = theme.text("Recording…", id="voice_recording", weight=1)
        send = theme.icon_button(
            "voice_send", "Send voice note", "send", self._send_recording, color=theme.BRAND
        )
        return Node(Role.GROUP, id="composer", style=_ROW, children=[stop, text, send])

    def _send_recording(self) -> None:
        self._recording = False
        self._attach(attachments.new_name(self._app, "voice-note", "mp3"))
