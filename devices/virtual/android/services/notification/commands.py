"""`cmd notification`. Source: AOSP NotificationShellCmd."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.registry import (
    has_sub_command,
    help_or_unknown,
    service,
)
from devices.virtual.os.notification_choices import Channel
from devices.virtual.os.notification_records import Content

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from devices.virtual.android.phone import Phone
    from devices.virtual.android.shell.call import Call
    from devices.virtual.os.notification_records import Record

_BAD: Final = 255
_PACKAGE: Final = "com.android.shell"
_UID: Final = 2000
_CHANNEL: Final = Channel("shellcmd", "Shell command", 3)
_COMPONENT: Final = re.compile(r"[\w.]+/[\w.$]+")
_STYLES: Final = {
    "bigtext": "BigTextStyle",
    "bigpicture": "BigPictureStyle",
    "inbox": "InboxStyle",
    "messaging": "MessagingStyle",
    "media": "MediaStyle",
}
_POST_USAGE: Final = """usage: cmd notification post [flags] <tag> <text>

flags:
  -h|--help
  -v|--verbose
  -t|--title <text>
  -i|--icon <iconspec>
  -I|--large-icon <iconspec>
  -S|--style <style> [styleargs]
  -c|--content-intent <intentspec>

styles: (default none)
  bigtext
  bigpicture --picture <iconspec>
  inbox --line <text> --line <text> ...
  messaging --conversation <title> --message <who>:<text> ...
  media

an <iconspec> is one of
  file:///data/local/tmp/<img.png>
  content://<provider>/<path>
  @[<package>:]drawable/<img>
  data:base64,<B64DATA==>

an <intentspec> is (broadcast|service|activity) <args>
  <args> are as described in `am start`"""
_USAGE: Final = """usage: cmd notification SUBCMD [args]

SUBCMDs:
  allow_listener COMPONENT [user_id (current user if not specified)]
  disallow_listener COMPONENT [user_id (current user if not specified)]
  allow_assistant COMPONENT [user_id (current user if not specified)]
  remove_assistant COMPONENT [user_id (current user if not specified)]
  set_dnd [on|none (same as on)|priority|alarms|all|off (same as all)]
  allow_dnd PACKAGE [user_id (current user if not specified)]
  disallow_dnd PACKAGE [user_id (current user if not specified)]
  reset_assistant_user_set [user_id (current user if not specified)]
  get_approved_assistant [user_id (current user if not specified)]
  post [--help | flags] TAG TEXT
  set_bubbles PACKAGE PREFERENCE (0=none 1=all 2=selected) [user_id (current user if not specified)]
  set_bubbles_channel PACKAGE CHANNEL_ID ALLOW [user_id (current user if not specified)]
  list
  get <notification-key>"""


@service("notification")
async def notification(call: Call) -> int:
    """Hand on to the sub-command; dashes and underscores are the same."""
    word = call.args[0].replace("-", "_") if call.args else ""
    body = _COMMANDS.get(word)
    if body is None or not has_sub_command(call.phone, "notification", word):
        return await help_or_unknown(call, _USAGE)
    return await body(call)


# -- who may listen


def _approvals(key: str, *, allowed: bool, what: str) -> Callable[[Call], Awaitable[int]]:
    """A command that adds a component to a setting, or takes it away."""

    async def change(call: Call) -> int:
        if len(call.args) == 1:
            return await _missing(call)
        component = call.args[1]
        if not _COMPONENT.fullmatch(component):
            return await call.fail(f"Invalid {what} - must be a ComponentName", _BAD)
        _list_change(call.phone, key, component, allowed=allowed)
        return 0

    return change


def _dnd(*, allowed: bool) -> Callable[[Call], Awaitable[int]]:
    async def change(call: Call) -> int:
        if len(call.args) == 1:
            return await _missing(call)
        _list_change(
            call.phone,
            "enabled_notification_policy_access_packages",
            call.args[1],
            allowed=allowed,
        )
        return 0

    return change


def _suspend(*, on: bool) -> Callable[[Call], Awaitable[int]]:
    async def change(call: Call) -> int:
        if len(call.args) == 1:
            return await _missing(call)
        call.phone.notifications.suspend(call.args[1], on=on)
        return 0

    return change


async def _missing(call: Call) -> int:
    # Source: getNextArgRequired; the command catches and prints only the message.
    return await call.fail(
        f'Error occurred. Check logcat for details. Argument expected after "{call.args[0]}"', _BAD
    )


def _list_change(phone: Phone, key: str, name: str, *, allowed: bool) -> None:
    before = [c for c in (phone.settings.get("secure", key) or "").split(":") if c]
    after = [c for c in before if c != name] + ([name] if allowed else [])
    phone.settings.put("secure", key, ":".join(after))


_DND: Final = {"on": "2", "none": "2", "priority": "1", "alarms": "3", "all": "0", "off": "0"}


async def _set_dnd(call: Call) -> int:
    mode = call.args[1] if len(call.args) > 1 else ""
    if mode not in _DND:
        return await help_or_unknown(call.sub("notification"), _USAGE)
    call.phone.settings.put("global", "zen_mode", _DND[mode])
    return 0


# -- posting


class _PostError(Exception):
    """A command line of `post` that makes no notification; the message, empty for the usage."""


@dataclass(slots=True)
class _Post:
    words: list[str] = field(default_factory=list)
    title: str | None = None
    style: str | None = None
    verbose: bool = False
    extras: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


_VALUED: Final = {
    "-t": "title",
    "--title": "title",
    "title": "title",
    "-i": "icon",
    "--icon": "icon",
    "icon": "icon",
    "-I": "icon",
    "--large-icon": "icon",
    "large-icon": "icon",
    "largeicon": "icon",
    "--picture": "icon",
    "-c": "intent",
    "--content-intent": "intent",
    "content-intent": "intent",
    "-S": "style",
    "--style": "style",
    "style": "style",
    "--line": "line",
    "line": "line",
    "--message": "message",
    "message": "message",
    "--conversation": "conversation",
    "conversation": "conversation",
}


def _parsed(words: tuple[str, ...]) -> _Post:
    post, rest = _Post(), list(words)
    while rest and rest[0].startswith("-"):
        option = rest.pop(0)
        if option in {"-v", "--verbose"}:
            post.verbose = True
        elif option in {"-h", "--help"} or option not in _VALUED:
            raise _PostError
        elif not rest:
            raise _PostError(f'Argument expected after "{option}"')
        else:
            _take(post, _VALUED[option], rest.pop(0), rest)
    post.words = rest
    return post


def _take(post: _Post, kind: str, value: str, rest: list[str]) -> None:
    if kind == "title":
        post.title = value
    elif kind == "style":
        if value not in _STYLES:
            raise _PostError(f"error: unrecognized notification style: {value}\n\n")
        post.style = value
    elif kind == "line":
        post.lines.append(value)
    elif kind == "message":
        post.messages.append(value)
    elif kind == "conversation":
        post.extras["conversationTitle"] = value
    elif kind == "intent" and value in {"broadcast", "service", "activity"}:
        # The intent's own words go up to the next flag of this command.
        while len(rest) > 2 and rest[0] not in {"-t", "-S", "-v", "--title", "--style"}:  # noqa: PLR2004 - the tag and the text follow
            rest.pop(0)
    elif kind == "intent":
        raise _PostError(f"error: unrecognized intent type: {value}")


async def _post(call: Call) -> int:
    try:
        post = _parsed(call.args[1:])
    except _PostError as error:
        await call.print(f"{error}\n{_POST_USAGE}" if str(error) else _POST_USAGE)
        return 0 if not str(error) else _BAD
    if len(post.words) < 2:  # noqa: PLR2004 - a tag and a text
        await call.print(_POST_USAGE)
        return _BAD
    tag, text = post.words[0], post.words[1]
    record = _posted(call.phone, post, tag, text)
    await call.print(f"posting:\n  {described(record)}" if record else "posting:")
    return 0


def _posted(phone: Phone, post: _Post, tag: str, text: str) -> Record | None:
    phone.notifications.create_channel(
        _PACKAGE, Channel(_CHANNEL.id, _CHANNEL.name, _CHANNEL.importance)
    )
    style = f"android.app.Notification${_STYLES[post.style]}" if post.style else None
    content = Content(
        title=post.title,
        text=text,
        big_text=text if post.style == "bigtext" else None,
        style=style,
        extras=post.extras
        | ({"textLines": "\n".join(post.lines)} if post.lines else {})
        | ({"messages": "\n".join(post.messages)} if post.messages else {}),
    )
    number = phone.profile.rows["shell_notification"]["id"]
    return phone.notifications.post(_PACKAGE, _UID, number, _CHANNEL.id, content, tag=tag)


def described(record: Record, shown_flags: str = "") -> str:
    """A notification in one line, as ``Notification.toString`` has it."""
    flags = shown_flags or f"0x{record.content.flags:x}"
    return (
        f"Notification(channel={record.channel.id} shortcut=null contentView=null vibrate=null"
        f" sound=null defaults=0x0 flags={flags} color=0x00000000 vis=PRIVATE)"
    )


# -- what is posted


async def _list(call: Call) -> int:
    for record in call.phone.notifications.active():
        await call.print(record.key)
    return 0


async def _get(call: Call) -> int:
    key = call.args[1] if len(call.args) > 1 else ""
    found = next((r for r in call.phone.notifications.active() if r.key == key), None)
    if found is None:
        return await call.fail(f"error: no active notification matching key: {key}", 1)
    await call.print(
        f"StatusBarNotification(pkg={found.package} user=UserHandle{{0}}"
        f" id={found.id} tag={found.tag or 'null'} key={found.key}: {described(found)})"
    )
    return 0


_COMMANDS: Final[dict[str, Callable[[Call], Awaitable[int]]]] = {
    "allow_listener": _approvals("enabled_notification_listeners", allowed=True, what="listener"),
    "disallow_listener": _approvals(
        "enabled_notification_listeners", allowed=False, what="listener"
    ),
    "allow_assistant": _approvals("enabled_notification_assistant", allowed=True, what="assistant"),
    "remove_assistant": _approvals(
        "enabled_notification_assistant", allowed=False, what="assistant"
    ),
    "disallow_assistant": _approvals(
        "enabled_notification_assistant", allowed=False, what="assistant"
    ),
    "allow_dnd": _dnd(allowed=True),
    "disallow_dnd": _dnd(allowed=False),
    "suspend_package": _suspend(on=True),
    "unsuspend_package": _suspend(on=False),
    "set_dnd": _set_dnd,
    "post": _post,
    "notify": _post,
    "list": _list,
    "get": _get,
}
