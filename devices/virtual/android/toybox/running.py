"""Commands that run others. Source: toybox toys/posix xargs.c, env.c, toys/other/timeout.c."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.builtins_io import duration
from devices.virtual.android.shell.call import COMMANDS, command
from devices.virtual.android.shell.commands import SIGNALS
from devices.virtual.android.shell.programs import run_shell
from devices.virtual.android.shell.streams import Pipe, read_all
from devices.virtual.android.toybox.options import TOYBOX, Failure, UsageError, toybox
from devices.virtual.os.files import Credentials

if TYPE_CHECKING:
    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.toybox.options import Given

_NOT_FOUND: Final = 127
_TIMED_OUT: Final = 124
_KILLED: Final = 128
_MOST_BYTES: Final = 128 * 1024
_QUOTED: Final = re.compile(r"""\s*((?:[^\s"'\\]|\\.|"[^"\n]*"|'[^'\n]*')+)""", re.DOTALL)


async def _run(call: Call, words: list[str]) -> int:
    assert call.run is not None
    status = await call.run(call.sub(*words))
    if status == _NOT_FOUND:
        await call.fail(f"{call.name}: exec {words[0]}: No such file or directory")
    return status


command("sh", "mksh")(run_shell)


@toybox("xargs", options="0E:I:L#ln:oprP#s#tx", longs={"null": "0", "no-run-if-empty": "r"},
        stops=True, usage="[-0prt] [-snE STR] COMMAND...")  # fmt: skip
async def xargs(call: Call, given: Given) -> int:
    """Run a command with words from standard input."""
    data = (await read_all(call.stdin)).decode("utf-8", "surrogateescape")
    if given.has("0"):
        items = data.removesuffix("\0").split("\0") if data else []
    elif given.has("I", "L"):
        items = [line.strip() for line in data.split("\n") if line.strip()]
    else:
        items = [_unquoted(match[1]) for match in _QUOTED.finditer(data)]
    words = given.args or ["echo"]
    quiet = replace(call, stdin=Pipe(ended=True))
    status = 0
    for batch in _batches(given, items):
        if given.has("I"):
            run = [word.replace(given.value("I"), batch[0]) for word in words]
        else:
            run = [*words, *batch]
        if given.has("t"):
            await call.fail(" ".join(run))
        ended = await _run(quiet, run)
        if ended == 255:  # noqa: PLR2004 - what a command ends all with
            return await call.fail(f"xargs: {words[0]}: exited with status 255; aborting", 124)
        status = 123 if ended and ended < 126 else ended or status  # noqa: PLR2004 - POSIX's numbers
    return status


def _batches(given: Given, items: list[str]) -> list[list[str]]:
    if not items:
        return [] if given.has("r", "I") else [[]]
    size = 1 if given.has("I") else given.number("n", 0) or given.number("L", 0)
    if size < 0:
        raise Failure("-n < 1")
    if size:
        return [items[i : i + size] for i in range(0, len(items), size)]
    batches: list[list[str]] = [[]]
    room = _MOST_BYTES
    for item in items:
        if len(item) >= room:
            batches.append([])
            room = _MOST_BYTES
        batches[-1].append(item)
        room -= len(item) + 1
    return [batch for batch in batches if batch]


def _unquoted(text: str) -> str:
    return re.sub(
        r""""([^"]*)"|'([^']*)'|\\(.)""",
        lambda m: m[1] or m[2] or m[3] or "",
        text,
        flags=re.DOTALL,
    )


@toybox("env", options="0iu:", stops=True, usage="[-i] [-u NAME] [NAME=VALUE...] [COMMAND...]")
async def env(call: Call, given: Given) -> int:
    """Print the variables, or run a command with others."""
    values = {} if given.has("i") else dict(call.env)
    for name in given.lists.get("u", []):
        values.pop(name, None)
    words = list(given.args)
    while words and "=" in words[0]:
        name, _, value = words.pop(0).partition("=")
        values[name] = value
    if words:
        return await _run(replace(call, env=values), words)
    end = "\0" if given.has("0") else "\n"
    for name, value in values.items():
        await call.print(f"{name}={value}", end)
    return 0


@toybox("printenv", options="0", usage="[-0] [env_var...]")
async def printenv(call: Call, given: Given) -> int:
    """Print variables."""
    end = "\0" if given.has("0") else "\n"
    if not given.args:
        for name, value in call.env.items():
            await call.print(f"{name}={value}", end)
    for name in given.args:
        if name in call.env:
            await call.print(call.env[name], end)
    return int(any(name not in call.env for name in given.args))


@toybox(
    "timeout",
    options="fk:s:vi",
    least=2,
    stops=True,
    usage="[-iv] [-k DURATION] [-s SIGNAL] DURATION COMMAND...",
)
async def timeout(call: Call, given: Given) -> int:
    """Run a command no longer than some time."""
    seconds = duration(given.args[0])
    if seconds is None:
        raise Failure(f"bad time '{given.args[0]}'")
    name = given.value("s", "TERM").upper().removeprefix("SIG")
    signal = int(name) if name.isdecimal() else SIGNALS.get(name)
    if signal is None:
        raise Failure(f"bad -s: '{given.value('s')}'")
    running = asyncio.create_task(_run(call, given.args[1:]))
    try:
        done, _ = await asyncio.wait({running}, timeout=seconds or None)
        if done:
            return running.result()
    finally:
        running.cancel()
        await asyncio.wait({running})
    return _KILLED + signal if signal == SIGNALS["KILL"] else _TIMED_OUT


@toybox("nohup", "setsid", options="cdw", least=1, stops=True, usage="COMMAND...")
async def nohup(call: Call, given: Given) -> int:
    """Run a command that outlives the terminal."""
    return await _run(call, given.args)


@toybox(
    "nice",
    "ionice",
    "chrt",
    "taskset",
    options="n:c:p:abfRir",
    stops=True,
    usage="[-n PRIORITY] COMMAND...",
)
async def nice(call: Call, given: Given) -> int:
    """Run a command; there is nothing that priorities would change."""
    if not given.args:
        await call.print("0")
        return 0
    return await _run(call, given.args)


@toybox("time", options="pv", stops=True, usage="[-pv] COMMAND...")
async def time_command(call: Call, given: Given) -> int:
    """Run a command and print how long it took."""
    loop = asyncio.get_running_loop()
    started = loop.time()
    status = await _run(call, given.args) if given.args else 0
    await call.fail(f"real\t{loop.time() - started:.6f}\nuser\t0.000000\nsys\t0.000000")
    return status


@toybox("which", options="a", usage="[-a] filename...")
async def which(call: Call, given: Given) -> int:
    """Print where programs lie."""
    status = 0
    path = call.env.get("PATH", "")
    for name in given.args:
        places = (
            [name] if "/" in name else [f"{folder or '.'}/{name}" for folder in path.split(":")]
        )
        found = False
        for place in places:
            try:
                file = call.file(place)
            except OSError:
                continue
            if file.is_folder or not file.allows(call.who, 1):
                continue
            found = True
            await call.print(place)
            if not given.has("a"):
                break
        status = status if found else 1
    return status


@toybox("toybox", stops=True, usage="[--long | --help | --version | [COMMAND] [ARGUMENTS...]]")
async def toybox_itself(call: Call, given: Given) -> int:
    """List the commands, or run one."""
    if not given.args:
        names = sorted(TOYBOX)
        await call.print(" ".join(names))
        return 0
    name = given.args[0]
    if name not in TOYBOX:
        raise UsageError(f"Unknown command {name}")
    return await COMMANDS[name](call.sub(*given.args))


@command("run-as")
async def run_as(call: Call) -> int:
    """Run a command as a debuggable package. Source: AOSP system/core/run-as/run-as.cpp."""
    words = list(call.args)
    if words and words[0] == "--user" and len(words) > 1:
        words = words[2:]
    if not words:
        return await call.fail(
            "run-as: usage: run-as <package-name> [--user <uid>] <command> [<args>]\n"
        )
    package = call.phone.packages.get(words[0])
    if package is None:
        return await call.fail(f"run-as: unknown package: {words[0]}")
    if not package.manifest.debuggable:
        return await call.fail(f"run-as: package not debuggable: {words[0]}")
    who = Credentials(package.uid, (package.uid, 3003, 9997))
    words = words[1:] or ["sh"]
    assert call.run is not None
    return await call.run(
        replace(call, argv=tuple(words), who=who, cwd=f"/data/data/{package.name}")
    )
