"""Toybox commands that touch no files. Source: AOSP external/toybox, system/core/toolbox."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from devices.virtual.android.shell.call import COMMANDS, Call, command
from devices.virtual.android.shell.streams import read_all

_STATUS_USAGE: Final = 2
_ID: Final = "uid=2000(shell) gid=2000(shell) groups=2000(shell),1004(input),1007(log),1011(adb)"
# Virtual and resident size, wait channel, address: the same for every process here.
_PS_MIDDLE: Final = "  13871324 128736 0                   0"
_PS_HELP: Final = """usage: ps [-AadefLlnwZ] [-gG GROUP,] [-k FIELD,] [-o FIELD,] [-p PID,]

List processes.

Which processes to show (-gGuUpPt selections may be comma separated lists):

-A\tAll
-a\tHas terminal not session leader
-d\tAll but session leaders
-e\tSynonym for -A
-p\tBelonging to PID"""


@command("echo")
async def echo(call: Call) -> int:
    """Print the words."""
    words, end = list(call.args), "\n"
    if words and words[0] == "-n":
        words, end = words[1:], ""
    text = " ".join(words) + end
    await call.stdout.write(text.encode("utf-8", "surrogateescape"))
    return 0


@command("true", ":")
async def true(call: Call) -> int:
    """Succeed."""
    del call
    return 0


@command("false")
async def false(call: Call) -> int:
    """Fail."""
    del call
    return 1


@command("export")
async def export(call: Call) -> int:
    """Set variables of the shell."""
    for word in call.args:
        name, equals, value = word.partition("=")
        if equals:
            call.env[name] = value
    return 0


@command("getprop")
async def getprop(call: Call) -> int:
    """Print one system property, or all of them."""
    properties = call.phone.properties
    if call.args:
        fallback = call.args[1] if len(call.args) > 1 else ""
        await call.print(properties.get(call.args[0], fallback))
        return 0
    for name, value in sorted(properties.items()):
        await call.print(f"[{name}]: [{value}]")
    return 0


@command("setprop")
async def setprop(call: Call) -> int:
    """Set a system property; read-only ones stay."""
    if len(call.args) != 2:  # noqa: PLR2004 - name and value
        return await call.fail("setprop: needs 2 arguments", 1)
    name, value = call.args
    if name.startswith("ro."):
        return await call.fail(f"Failed to set property '{name}' to '{value}'.", 1)
    call.phone.properties[name] = value
    return 0


@command("date")
async def date(call: Call) -> int:
    """Print the phone's time, ``+FORMAT`` as strftime has it."""
    now = call.phone.clock.now()
    shape = next((word[1:] for word in call.args if word.startswith("+")), "")
    if not shape:
        await call.print(f"{now:%a %b %e %H:%M:%S %Z %Y}")
        return 0
    await call.print(now.strftime(shape))
    return 0


@command("uptime")
async def uptime(call: Call) -> int:
    """Print how long the phone has been up."""
    minutes = int(call.phone.clock.uptime().total_seconds() // 60)
    now = call.phone.clock.now()
    await call.print(f" {now:%H:%M:%S} up {minutes} min,  0 users,  load average: 0.00, 0.00, 0.00")
    return 0


@command("id")
async def identity(call: Call) -> int:
    """Print the user."""
    await call.print("2000" if "-u" in call.args else _ID)
    return 0


@command("whoami")
async def whoami(call: Call) -> int:
    """Print the user's name."""
    await call.print("shell")
    return 0


@command("sleep")
async def sleep(call: Call) -> int:
    """Wait on the phone's clock."""
    try:
        delay = timedelta(seconds=float(call.args[0].removesuffix("s")))
    except (IndexError, ValueError):
        return await call.fail(f"sleep: bad time '{' '.join(call.args)}'", 1)
    await call.phone.clock.sleep(delay)
    return 0


@command("which")
async def which(call: Call) -> int:
    """Print where commands lie."""
    missing = [word for word in call.args if word not in COMMANDS]
    for word in call.args:
        if word in COMMANDS:
            await call.print(f"/system/bin/{word}")
    return int(bool(missing) or not call.args)


@command("ps")
async def ps(call: Call) -> int:
    """List processes; a shell sees those of all users only with ``-A`` or ``-e``."""
    if "--help" in call.args:
        await call.print(_PS_HELP)
        return 0
    rows = ["USER           PID  PPID        VSZ    RSS WCHAN            ADDR S NAME"]
    everyone = any(word in {"-A", "-e", "-ef"} for word in call.args)
    rows += [
        f"{process.user:<11} {process.pid:6} {process.ppid:5} {_PS_MIDDLE} S {process.name}"
        for process in call.phone.processes.all()
        if everyone or process.user == "shell"
    ]
    await call.print("\n".join(rows))
    return 0


@command("pidof")
async def pidof(call: Call) -> int:
    """Print the ids of processes by name."""
    found = [call.phone.processes.get(name) for name in call.args]
    ids = [str(process.pid) for process in found if process is not None]
    if ids:
        await call.print(" ".join(ids))
    return int(not ids)


@command("grep")
async def grep(call: Call) -> int:
    """Print lines of standard input that contain a text; ``-i``, ``-v``, ``-c`` and ``-q``."""
    flags = "".join(word[1:] for word in call.args if word.startswith("-"))
    wanted = [word for word in call.args if not word.startswith("-")]
    if len(wanted) != 1 or set(flags) - set("ivcqEF"):
        return await call.fail("grep: bad arguments", _STATUS_USAGE)
    return await _matching(call, flags, wanted[0])


async def _matching(call: Call, flags: str, wanted: str) -> int:
    pattern = re.compile(
        re.escape(wanted) if "F" in flags else wanted, re.IGNORECASE if "i" in flags else 0
    )
    text = (await read_all(call.stdin)).decode("utf-8", "surrogateescape")
    found = [line for line in text.splitlines() if bool(pattern.search(line)) is not ("v" in flags)]
    if "c" in flags:
        await call.print(str(len(found)))
    elif "q" not in flags and found:
        await call.print("\n".join(found))
    return int(not found)
