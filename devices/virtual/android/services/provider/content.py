"""`content`: the providers from the command line.

Settings are the phone's own; text messages are those that came in; media, contacts and the call
log hold nothing.

Source: AOSP frameworks/base cmds/content, Content.java; SettingsProvider; TelephonyProvider.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from devices.virtual.android.services.java import ILLEGAL_ARGUMENT, JavaError
from devices.virtual.android.services.provider import settings
from devices.virtual.android.shell.call import Call, command
from devices.virtual.os.settings import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.phone import Phone

    Row = dict[str, str]

_USAGE: Final = """usage: adb shell content [subcommand] [options]

usage: adb shell content insert --uri <URI> [--user <USER_ID>] --bind <BINDING> [--bind <BINDING>...]
  <URI> a content provider URI.
  <BINDING> binds a typed value to a column and is formatted:
  <COLUMN_NAME>:<TYPE>:<COLUMN_VALUE> where:
  <TYPE> specifies data type such as:
  b - boolean, s - string, i - integer, l - long, f - float, d - double
  Note: Omit the value for passing an empty string, e.g column:s:
  Example:
  # Add "new_setting" secure setting with value "new_value".
  adb shell content insert --uri content://settings/secure --bind name:s:new_setting --bind value:s:new_value

usage: adb shell content update --uri <URI> [--user <USER_ID>] [--where <WHERE>]
  <WHERE> is a SQL style where clause in quotes (You have to escape single quotes - see example below).

usage: adb shell content delete --uri <URI> [--user <USER_ID>] --bind <BINDING> [--bind <BINDING>...] [--where <WHERE>]

usage: adb shell content query --uri <URI> [--user <USER_ID>] [--projection <PROJECTION>] [--where <WHERE>] [--sort <SORT_ORDER>]
  <PROJECTION> is a list of colon separated column names and is formatted:
  <COLUMN_NAME>[:<COLUMN_NAME>...]
  <SORT_ORDER> is the order in which rows in the result should be sorted.

usage: adb shell content call --uri <URI> --method <METHOD> [--arg <ARG>] [--extra <BINDING> ...]
  <METHOD> is the name of a provider-defined method
"""  # noqa: E501 - Android's own text
_VERBS: Final = ("insert", "delete", "update", "query", "call", "gettype")
_TYPES: Final = frozenset("bsilfdn")
_VALUED: Final = frozenset(
    {
        "--uri",
        "--user",
        "--bind",
        "--where",
        "--projection",
        "--sort",
        "--method",
        "--arg",
        "--extra",
    }
)
# column='value' joined by AND: what command lines select by.
_TERM: Final = re.compile(r"\s*(\w+)\s*=\s*(?:'((?:[^']|'')*)'|\"([^\"]*)\"|(-?\w+))\s*")


class _UsageError(Exception):
    """The command line makes no request; the message stands after the usage."""


@dataclass(slots=True)
class _Request:
    verb: str
    options: dict[str, str] = field(default_factory=dict)
    binds: dict[str, str] = field(default_factory=dict)

    @property
    def authority(self) -> str:
        return urlsplit(self.options["--uri"]).netloc

    @property
    def path(self) -> list[str]:
        return [unquote(part) for part in urlsplit(self.options["--uri"]).path.split("/") if part]


def _parse(words: tuple[str, ...]) -> _Request:
    if words[0] not in _VERBS:
        raise _UsageError(f"Unsupported operation: {words[0]}")
    request = _Request(words[0])
    rest = iter(words[1:])
    for word in rest:
        if word not in _VALUED:
            raise _UsageError(f"Unsupported argument: {word}")
        value = next(rest, None)
        if value is None:
            raise _UsageError(f"No value for argument: {word}")
        if word in {"--bind", "--extra"}:
            _bind(request, value)
        else:
            request.options[word] = value
    _complete(request)
    return request


def _bind(request: _Request, text: str) -> None:
    column, colon, typed = text.partition(":")
    kind, second, value = typed.partition(":")
    if not column:
        raise _UsageError(f"Binding not well formed: {text}")
    if not colon or not second:
        raise _UsageError(f"Binding not well formed: {text}")
    if kind not in _TYPES:
        raise _UsageError(f"Unsupported type: {kind}")
    request.binds[column] = value


def _complete(request: _Request) -> None:
    if "--uri" not in request.options:
        raise _UsageError("Content provider URI not specified. Did you specify --uri argument?")
    try:
        urlsplit(request.options["--uri"])
    except ValueError as error:
        raise _UsageError(str(error)) from error
    if request.verb in {"insert", "update"} and not request.binds:
        raise _UsageError("Bindings not specified. Did you specify --bind argument(s)?")
    if request.verb == "call" and "--method" not in request.options:
        raise _UsageError("Content provider method not specified.")


@command("content")
async def content(call: Call) -> int:
    """Query or change a provider; its exceptions are printed and do not count as failure."""
    if not call.args or call.args[0] in {"-h", "--help", "help"}:
        await call.print(_USAGE)
        return 0
    try:
        request = _parse(call.args)
    except _UsageError as error:
        await call.print(f"{_USAGE}\n[ERROR] {error}")
        return 0
    try:
        lines = _run(call.phone, request)
    except JavaError as error:
        await call.fail(
            f"Error while accessing provider:{request.authority}\n{error.name}: {error.message}"
        )
        return 0
    if lines:
        await call.print("\n".join(lines))
    return 0


def _run(phone: Phone, request: _Request) -> list[str]:
    if request.authority not in _AUTHORITIES:
        raise JavaError(
            "java.lang.IllegalStateException", f"Could not find provider: {request.authority}"
        )
    if request.authority == "settings":
        return _SETTINGS[request.verb](phone, request)
    if request.verb == "query":
        rows = _messages(phone) if request.authority == "sms" else []
        return _shown(rows, request)
    if request.verb in {"gettype", "call"}:
        return ["Result: null"]
    return []


_AUTHORITIES: Final = frozenset(
    {
        "settings",
        "sms",
        "mms",
        "mms-sms",
        "media",
        "contacts",
        "com.android.contacts",
        "call_log",
        "com.android.calendar",
        "downloads",
    }
)


def _messages(phone: Phone) -> list[Row]:
    """The columns of Telephony.Sms that say what a message is."""
    return [
        {
            "_id": str(sms.id),
            "thread_id": "1",
            "address": sms.number,
            "date": str(round(sms.received.timestamp() * 1000)),
            "read": "0",
            "type": "1",
            "body": sms.body,
        }
        for sms in reversed(phone.telephony.messages)
    ]


def _matching(rows: list[Row], where: str) -> list[Row]:
    wanted: Row = {}
    for term in re.split(r"\bAND\b", where, flags=re.IGNORECASE) if where.strip() else []:
        found = _TERM.fullmatch(term)
        if found is None:
            raise JavaError(
                "android.database.sqlite.SQLiteException",
                f'near "{term.strip()}": syntax error (code 1 SQLITE_ERROR)',
            )
        column, quoted, double, bare = found.groups()
        wanted[column] = next(v for v in (quoted, double, bare) if v is not None).replace("''", "'")
    for column in wanted:
        if rows and column not in rows[0]:
            raise JavaError(
                "android.database.sqlite.SQLiteException",
                f"no such column: {column} (code 1 SQLITE_ERROR)",
            )
    return [row for row in rows if all(row[c] == v for c, v in wanted.items())]


def _shown(rows: list[Row], request: _Request) -> list[str]:
    found = _matching(rows, request.options.get("--where", ""))
    columns = [name for name in request.options.get("--projection", "").split(":") if name]
    for column in columns:
        if found and column not in found[0]:
            raise JavaError(ILLEGAL_ARGUMENT, f"Invalid column {column}")
    if not found:
        return ["No result found."]
    return [
        f"Row: {n} " + ", ".join(f"{name}={row[name]}" for name in columns or row)
        for n, row in enumerate(found)
    ]


# -- the settings provider


def _space(request: _Request) -> str:
    path = request.path
    if not path or path[0] not in NAMESPACES:
        raise JavaError(ILLEGAL_ARGUMENT, f"Invalid URI: {request.options['--uri']}")
    return path[0]


def _settings_rows(phone: Phone, request: _Request) -> list[Row]:
    space = _space(request)
    only = request.path[1:2]
    columns = phone.profile.rows["settings_columns"]["names"]
    return [
        {name: _cell(phone, space, key, value, name) for name in columns}
        for key, value in phone.settings.items(space)
        if not only or key == only[0]
    ]


def _cell(phone: Phone, space: str, key: str, value: str, column: str) -> str:
    cells = {"name": key, "value": value, "is_preserved_in_restore": "0"}
    return cells[column] if column in cells else str(phone.settings.row_id(space, key))


def _query_settings(phone: Phone, request: _Request) -> list[str]:
    return _shown(_settings_rows(phone, request), request)


def _insert_settings(phone: Phone, request: _Request) -> list[str]:
    if name := request.binds.get("name", ""):
        settings.put(phone, _space(request), name, request.binds.get("value", ""))
    return []


def _update_settings(phone: Phone, request: _Request) -> list[str]:
    rows = _matching(_settings_rows(phone, request), request.options.get("--where", ""))
    for row in rows:
        settings.put(phone, _space(request), row["name"], request.binds.get("value", row["value"]))
    return []


def _delete_settings(phone: Phone, request: _Request) -> list[str]:
    for row in _matching(_settings_rows(phone, request), request.options.get("--where", "")):
        phone.settings.delete(_space(request), row["name"])
    return []


def _call_settings(phone: Phone, request: _Request) -> list[str]:
    verb, _, space = request.options["--method"].partition("_")
    key = request.options.get("--arg", "")
    if verb.lower() not in {"get", "put"} or space.lower() not in NAMESPACES:
        return ["Result: null"]
    if verb.lower() == "put":
        settings.put(phone, space.lower(), key, request.binds.get("value", ""))
        return ["Result: null"]
    value = phone.settings.get(space.lower(), key)
    return [f"Result: Bundle[{{value={'null' if value is None else value}}}]"]


def _type_of_settings(phone: Phone, request: _Request) -> list[str]:
    del phone
    kind = "item" if request.path[1:] else "dir"
    return [f"Result: vnd.android.cursor.{kind}/{_space(request)}"]


_SETTINGS: Final[dict[str, Callable[[Phone, _Request], list[str]]]] = {
    "query": _query_settings,
    "insert": _insert_settings,
    "update": _update_settings,
    "delete": _delete_settings,
    "call": _call_settings,
    "gettype": _type_of_settings,
}
