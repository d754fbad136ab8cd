"""`cmd SERVICE …` and `dumpsys`: the services of the system, and what each answers.

Source: AOSP frameworks/native cmds/cmd/cmd.cpp, cmds/dumpsys/dumpsys.cpp; frameworks/base
android.os.Binder.onShellCommand, android.os.ShellCommand, BasicShellCommandHandler.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.call import Call, command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from devices.virtual.android.phone import Phone
    from devices.virtual.android.shell.call import Body

    Dump = Callable[[Phone, tuple[str, ...]], str]

SERVICES: Final[dict[str, Body]] = {}
DUMPS: Final[dict[str, Dump]] = {}

NO_SERVICE: Final = 20
UNKNOWN_COMMAND: Final = 255
_RULE: Final = "-" * 79
_MANY: Final = 10  # levels of dump priority, timeouts and the like are no longer than this
_FLAGS: Final = frozenset(
    {"--pid", "--proto", "--stability", "--thread", "--clients", "--dump", "-a"}
)


def service(name: str) -> Callable[[Body], Body]:
    """Register what answers ``cmd NAME``; its argv begins with the service's name."""

    def register(body: Body) -> Body:
        SERVICES[name] = body
        return body

    return register


def dump(name: str) -> Callable[[Dump], Dump]:
    """Register what ``dumpsys NAME`` prints."""

    def register(body: Dump) -> Dump:
        DUMPS[name] = body
        return body

    return register


def interfaces(phone: Phone) -> dict[str, str]:
    """The services that servicemanager lists, by name, with the interface of each."""
    level = phone.profile.api_level
    known = phone.profile.rows["binder_services"]["services"]
    return {
        name: facts.get("interface", "")
        for name, facts in known.items()
        if facts.get("since", 0) <= level <= facts.get("to", level)
    }


def has_shell(phone: Phone, name: str) -> bool:
    """Whether ``cmd NAME`` does anything on this release."""
    since = phone.profile.rows["shell_since"]["services"].get(name, 0)
    return name in SERVICES and bool(since <= phone.profile.api_level)


def has_sub_command(phone: Phone, name: str, sub_command: str) -> bool:
    """Whether a service's shell knows a sub-command on this release."""
    since = phone.profile.rows["sub_commands_since"]["commands"].get(name, {})
    return bool(since.get(sub_command, 0) <= phone.profile.api_level)


@command("cmd")
async def cmd(call: Call) -> int:
    """Call a service. ``-w`` waits for it, which here is always there."""
    words = call.args
    if not words:
        return await call.fail("cmd: No service specified; use -l to list all services", NO_SERVICE)
    if words == ("-l",):
        await call.print(_listing(call.phone))
        return 0
    if words[0] == "-w" and len(words) > 1:
        words = words[1:]
    if words[0] not in interfaces(call.phone):
        return await call.fail(f"cmd: Can't find service: {words[0]}", NO_SERVICE)
    return await call_service(call, *words)


async def call_service(call: Call, name: str, *args: str) -> int:
    """Run a service's shell command, as `cmd` and the commands that stand for it do."""
    if not has_shell(call.phone, name):
        await call.fail("No shell command implementation.")
        return 0
    if args and not has_sub_command(call.phone, name, args[0]):
        return await unknown_command(call.sub(name, *args))
    return await SERVICES[name](call.sub(name, *args))


def _listing(phone: Phone) -> str:
    return "\n".join(
        ["Currently running services:", *(f"  {n}" for n in sorted(interfaces(phone)))]
    )


class _OptionError(Exception):
    """An option of `dumpsys` that is refused, with the complaint."""


@command("dumpsys")
async def dumpsys(call: Call) -> int:
    """Print the state of a service, or of all."""
    try:
        skipped, words = _options(list(call.args))
    except _OptionError as error:
        return await _usage(call, str(error))
    if words[:1] == ["--help"]:
        return await _usage(call, "", 0)
    if words[:1] == ["-l"]:
        await call.print(_listing(call.phone))
    elif not words:
        await _dump_all(call, skipped)
    elif words[0] in interfaces(call.phone):
        await _dump_one(call, words[0], tuple(words[1:]))
    else:
        await call.fail(f"Can't find service: {words[0]}")
    return 0


def _options(words: list[str]) -> tuple[set[str], list[str]]:
    """The services to skip, and the words after the options.

    Raises:
        _OptionError: an option is unknown, or its value is wrong.
    """
    skipped: set[str] = set()
    while words and words[0].startswith("-") and words[0] not in {"-l", "--help"}:
        option = words.pop(0)
        if option in {"-t", "-T", "--priority", "--skip"}:
            value = words.pop(0) if words else ""
            if wrong := _wrong_value(option, value):
                raise _OptionError(wrong)
            skipped.update(value.split(",") if option == "--skip" else ())
        elif option not in _FLAGS:
            raise _OptionError(f"Error: unknown option: {option}\n")
    return skipped, words


def _wrong_value(option: str, value: str) -> str:
    number = int(value) if value.isascii() and value.isdigit() and len(value) < _MANY else 0
    if option in {"-t", "-T"} and not number:
        return f"Error: invalid timeout number: '{value}'\n"
    if option == "--priority" and value not in {"CRITICAL", "HIGH", "NORMAL"}:
        return "\n"
    return ""


async def _usage(call: Call, complaint: str, status: int = 255) -> int:
    usage: str = call.phone.profile.rows["dumpsys_usage"]["text"]
    return await call.fail(complaint + usage.rstrip("\n"), status)


async def _dump_one(call: Call, name: str, args: tuple[str, ...]) -> None:
    body = DUMPS.get(name)
    text = body(call.phone, args) if body else ""
    if text:
        await call.print(text)


async def _dump_all(call: Call, skipped: set[str]) -> None:
    await call.print(_listing(call.phone))
    for name in _unskipped(call.phone, skipped):
        await call.print(f"{_RULE}\nDUMP OF SERVICE {name}:")
        await _dump_one(call, name, ())
        now = f"{call.phone.clock.now():%Y-%m-%d %H:%M:%S}"
        await call.print(f"--------- 0.001s was the duration of dumpsys {name}, ending at: {now}")


def _unskipped(phone: Phone, skipped: set[str]) -> Iterator[str]:
    return (name for name in sorted(interfaces(phone)) if name not in skipped)


async def say(call: Call, text: str, status: int) -> int:
    """Print an answer; gives the status that goes with it."""
    await call.print(text)
    return status


async def unknown_command(call: Call) -> int:
    """What Android's ShellCommand prints for a word that a service does not know."""
    word = call.args[0] if call.args else ""
    await call.print(f"Unknown command: {word}")
    return UNKNOWN_COMMAND


async def help_or_unknown(call: Call, usage: str) -> int:
    """A service's help where it is asked for, or no word was given; else the unknown command."""
    if call.args and call.args[0] not in {"help", "-h"}:
        return await unknown_command(call)
    await call.print(usage.rstrip("\n"))
    return UNKNOWN_COMMAND


async def threw(call: Call, exception: str, message: str) -> int:
    """What a service's shell prints for an exception, by its class.

    Args:
        call: its first argument is the sub-command that failed.
        exception: full name of the class.
        message: of the exception.
    """
    heading = call.phone.profile.rows["shell_exceptions"]["heading"]
    words = heading.format(command=call.args[0] if call.args else "")
    return await call.fail(f"\n{words}\n{exception}: {message}", UNKNOWN_COMMAND)
