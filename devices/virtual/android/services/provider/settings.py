"""`settings`. Source: AOSP packages/SettingsProvider, SettingsService and SettingsProvider."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.java import ILLEGAL_ARGUMENT
from devices.virtual.android.services.registry import (
    call_service,
    help_or_unknown,
    service,
    threw,
)
from devices.virtual.android.shell.call import Call, command
from devices.virtual.os.settings import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.virtual.android.phone import Phone

_BAD: Final = 255
_VERBS: Final = ("get", "put", "delete", "reset", "list")
_RESETS: Final = ("untrusted_defaults", "untrusted_clear", "trusted_defaults")
_TOO_MANY: Final = "Too many arguments"


class _UsageError(Exception):
    """What the command prints to standard error before it ends."""


@dataclass(slots=True)
class _Request:
    user: str | None = None
    verb: str = ""
    space: str = ""
    key: str | None = None
    value: str | None = None
    tag: str | None = None

    @classmethod
    def parse(cls, words: tuple[str, ...]) -> _Request:
        """Read the words one by one, in the order and with the complaints of the original.

        Raises:
            _UsageError: the words make no request.
        """
        request = cls()
        rest = list(words)
        done = False
        while rest and not done:
            word = rest.pop(0)
            if word == "--user":
                request._take_user(rest)
            elif not request.verb:
                request._take_verb(word)
            elif not request.space:
                done = request._take_space(word)
            else:
                done = request._take_rest(word, rest)
        if not (done or (request.verb == "put" and request.value is not None)):
            raise _UsageError("Bad arguments")
        return request

    def _take_user(self, rest: list[str]) -> None:
        if self.user is not None:
            raise _UsageError("Invalid user: --user specified more than once")
        if not rest:
            raise _MissingArgumentError("--user")
        self.user = rest.pop(0)
        if self.user == "all":
            raise _UsageError("Invalid user: all")

    def _take_verb(self, word: str) -> None:
        self.verb = word.lower()
        if self.verb not in _VERBS:
            raise _UsageError(f"Invalid command: {word}")

    def _take_space(self, word: str) -> bool:
        self.space = word.lower()
        if self.space not in NAMESPACES:
            raise _UsageError(f"Invalid namespace '{word}'")
        return self.verb == "list"

    def _take_rest(self, word: str, rest: list[str]) -> bool:
        """One word after the namespace; says whether the request is complete."""
        if self.key is None:
            self.key = word
            if self.verb == "put":
                return False
            if rest and not (self.verb == "reset" and len(rest) == 1 and word not in _RESETS):
                raise _UsageError(_TOO_MANY)
            self.tag = rest.pop(0) if rest else None
            return True
        if self.value is None:
            self.value = word
            return False
        if self.tag is None and word.lower() != "default":
            self.tag = word
            return not rest
        if word.lower() != "default":
            raise _UsageError("Argument expected to be 'default'")
        if rest:
            raise _UsageError(_TOO_MANY)
        return True


class _MissingArgumentError(Exception):
    """An option stands without its value."""


@command("settings")
async def settings_command(call: Call) -> int:
    """The command of the shell; the service does the work."""
    return await call_service(call, "settings", *call.args)


@service("settings")
async def settings(call: Call) -> int:
    """Read and write the settings provider."""
    if not call.args or call.args[0] in {"help", "-h"}:
        return await help_or_unknown(call, call.phone.profile.rows["settings_usage"]["text"])
    try:
        request = _Request.parse(call.args)
        _check_user(request.user)
    except _UsageError as error:
        return await call.fail(str(error), _BAD)
    except _MissingArgumentError as error:
        return await threw(
            call,
            ILLEGAL_ARGUMENT,
            f'Argument expected after "{error}"',
        )
    for line in _answer(call.phone, request):
        await call.print(line)
    return 0


def _check_user(user: str | None) -> None:
    if user in {None, "cur", "current", "0"}:
        return
    shown = user if user and user.lstrip("-").isdigit() else None
    # Source: AOSP UserHandle.parseUserArg.
    raise _UsageError(f"Invalid user: {shown}" if shown else f"Bad user number: {user}")


def _answer(phone: Phone, request: _Request) -> Iterator[str]:
    space, key = request.space, request.key or ""
    table = phone.settings
    if request.verb == "list":
        yield from (f"{name}={value}" for name, value in table.items(space))
    elif request.verb == "get":
        found = table.get(space, key)
        yield "null" if found is None else found
    elif request.verb == "delete":
        yield f"Deleted {int(table.delete(space, key))} rows"
    elif request.verb == "put":
        put(phone, space, key, request.value or "")
    elif key.lower() in _RESETS:
        table.reset(space, remove_others=key.lower() == "untrusted_clear")


def put(phone: Phone, space: str, key: str, value: str) -> None:
    """Write a setting as the provider does, which keeps the location's two keys in step."""
    table = phone.settings
    if (space, key) == ("secure", "location_providers_allowed"):
        if phone.profile.rows["location_settings"]["signed_providers"] and value[:1] in {"+", "-"}:
            value = _signed(table.get(space, key) or "", value)
        table.put(space, key, value)
        table.put("secure", "location_mode", _mode(value))
        return
    table.put(space, key, value)
    if (space, key) == ("secure", "location_mode"):
        table.put("secure", "location_providers_allowed", _PROVIDERS.get(value, ""))


# Source: AOSP SettingsProvider.updateLocationProvidersAllowedLocked, Settings.Secure.
_PROVIDERS: Final = {"0": "", "1": "gps", "2": "network", "3": "gps,network"}


def _signed(before: str, value: str) -> str:
    """``+gps`` adds a provider and ``-gps`` takes it away; several are joined by commas."""
    providers = [name for name in before.split(",") if name]
    for word in value.split(","):
        name = word[1:]
        providers = [other for other in providers if other != name]
        if word[:1] == "+" and name:
            providers.append(name)
    return ",".join(sorted(providers))


def _mode(providers: str) -> str:
    on = set(providers.split(","))
    return str(("gps" in on) + 2 * ("network" in on))
