"""What one shell process knows: variables, functions, arguments, options, jobs."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Mapping

    from devices.virtual.android.phone import Phone
    from devices.virtual.android.shell.commands import Running
    from devices.virtual.android.shell.streams import Reader, Writer
    from devices.virtual.android.shell.syntax import Command
    from devices.virtual.os.files import Credentials

NAME: Final = "/system/bin/sh"
PATH: Final = (
    "/product/bin:/apex/com.android.runtime/bin:/apex/com.android.art/bin:/system_ext/bin"
    ":/system/bin:/system/xbin:/odm/bin:/vendor/bin:/vendor/xbin"
)
_LETTERS: Final = {
    "e": "errexit", "u": "nounset", "x": "xtrace", "f": "noglob", "n": "noexec", "v": "verbose",
    "a": "allexport", "C": "noclobber", "b": "notify", "h": "trackall", "m": "monitor",
}  # fmt: skip
OPTIONS: Final[Mapping[str, str]] = _LETTERS
"""Names of the options that ``set`` knows, by letter."""


_STANDARD: Final = {0: "stdin", 1: "stdout", 2: "stderr"}


class ShellExit(Exception):  # noqa: N818 - control flow, not an error
    """The shell ends, by ``exit`` or as an error makes it end."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class LoopJump(Exception):  # noqa: N818 - control flow
    """``break`` or ``continue``, through a number of loops."""

    def __init__(self, levels: int, *, goes_on: bool) -> None:
        super().__init__(levels)
        self.levels, self.goes_on = levels, goes_on


class FunctionReturn(Exception):  # noqa: N818 - control flow
    """``return``."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class ShellError(Exception):
    """What ends a shell that is not interactive; the message follows the shell's name."""

    def __init__(self, message: str, status: int = 1) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Streams:
    """The streams of a shell or of a command, by the numbers of their descriptors.

    ``more`` holds those beyond the three: ``exec 3<file``.
    """

    stdin: Reader
    stdout: Writer
    stderr: Writer
    more: Mapping[int, Reader | Writer] = field(default_factory=dict)

    def get(self, fd: int) -> Reader | Writer | None:
        """The stream of a descriptor."""
        known: Mapping[int, Reader | Writer] = {0: self.stdin, 1: self.stdout, 2: self.stderr}
        return known.get(fd) or self.more.get(fd)

    def with_stream(self, fd: int, stream: Reader | Writer) -> Streams:
        """The same streams but for one."""
        # What is read from a stream that only writes, or the other way, fails where it is done.
        if fd in _STANDARD:
            return replace(self, **{_STANDARD[fd]: stream})  # type: ignore[arg-type]
        return replace(self, more={**self.more, fd: stream})


@dataclass(slots=True, eq=False)
class Job:
    """A command in the background."""

    number: int
    text: str
    running: Running
    task: asyncio.Task[int]
    held: bool  # it writes to the shell's own streams


@dataclass(slots=True)
class State:
    """All of it; a subshell gets a copy."""

    phone: Phone
    who: Credentials
    name: str = NAME
    file: str = ""
    variables: dict[str, str] = field(default_factory=dict)
    exported: set[str] = field(default_factory=set)
    read_only: set[str] = field(default_factory=set)
    functions: dict[str, Command] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    args: list[str] = field(default_factory=list)
    options: set[str] = field(default_factory=set)
    locals: list[dict[str, str | None]] = field(default_factory=list)
    traps: dict[str, str] = field(default_factory=dict)
    jobs: list[Job] = field(default_factory=list)
    finished: dict[int, int] = field(default_factory=dict)
    cwd: str = "/"
    umask: int = 0
    status: int = 0
    line: int = 1
    last_background: int | None = None
    process: Running | None = None
    parent_pid: int = 0
    loops: int = 0
    started: timedelta = timedelta()
    interactive: bool = False

    @classmethod
    def fresh(cls, phone: Phone, who: Credentials) -> State:
        """A shell that adbd starts."""
        state = cls(phone, who)
        adbd = next((p.pid for p in phone.processes.all() if p.name == "adbd"), 1)
        state.parent_pid = adbd
        state.started = phone.clock.uptime()
        state.export_all(
            {
                "PATH": PATH,
                "ANDROID_DATA": "/data",
                "ANDROID_ROOT": "/system",
                "ANDROID_STORAGE": "/storage",
                "ASEC_MOUNTPOINT": "/mnt/asec",
                "EXTERNAL_STORAGE": "/sdcard",
                "HOME": "/",
                "HOSTNAME": phone.properties.get("ro.product.device", "localhost"),
                "LOGNAME": "shell",
                "SHELL": NAME,
                "TERM": "dumb",
                "TMPDIR": "/data/local/tmp",
                "USER": "shell",
            }
        )
        state.variables |= {"IFS": " \t\n", "OPTIND": "1", "PS1": "$ ", "PS2": "> ", "PS4": "+ "}
        return state

    def copy(self) -> State:
        """What a subshell starts with."""
        return replace(
            self,
            variables=self.variables.copy(),
            exported=self.exported.copy(),
            read_only=self.read_only.copy(),
            functions=self.functions.copy(),
            aliases=self.aliases.copy(),
            args=self.args.copy(),
            options=self.options.copy(),
            locals=[],
            traps={},
            jobs=[],
            finished={},
        )

    def export_all(self, values: Mapping[str, str]) -> None:
        """Set variables that commands inherit."""
        self.variables.update(values)
        self.exported.update(values)

    @property
    def environment(self) -> dict[str, str]:
        """What a command inherits."""
        return {k: self.variables[k] for k in sorted(self.exported) if k in self.variables}

    @property
    def pid(self) -> int:
        """The process id of the shell: ``$$``."""
        if self.process is None:
            self.process = self.phone.commands.start((self.name,), self.parent_pid)
        return self.process.pid

    def get(self, name: str) -> str | None:
        """The value of a parameter; None if it is not set."""
        special = _SPECIAL.get(name)
        if special is not None:
            return special(self)
        if name.isdecimal():
            number = int(name)
            if number == 0:
                return self.name
            return self.args[number - 1] if number <= len(self.args) else None
        return self.variables.get(name)

    def put(self, name: str, value: str) -> None:
        """Assign a variable.

        Raises:
            ShellError: it is read-only.
        """
        if name in self.read_only:
            raise ShellError(f"{name}: is read-only", 2)
        self.variables[name] = value
        if "allexport" in self.options:
            self.exported.add(name)

    def unset(self, name: str) -> None:
        """Forget a variable.

        Raises:
            ShellError: it is read-only.
        """
        if name in self.read_only:
            raise ShellError(f"{name}: is read-only", 2)
        for key in [key for key in self.variables if key == name or key.startswith(f"{name}[")]:
            del self.variables[key]
        self.exported.discard(name)

    def make_local(self, name: str) -> None:
        """Keep the value that a variable has outside of the function."""
        if self.locals and name not in self.locals[-1]:
            self.locals[-1][name] = self.variables.pop(name, None)

    def leave_function(self) -> None:
        """Give the variables of the function's end their values from outside."""
        for name, value in self.locals.pop().items():
            if value is None:
                self.variables.pop(name, None)
            else:
                self.variables[name] = value


def joined(state: State, values: list[str]) -> str:
    """Values as one text, as the first character of IFS joins them."""
    separator = (state.variables.get("IFS", " ") + " ")[:1] if state.variables.get("IFS") else ""
    return separator.join(values)


_SPECIAL: Final[dict[str, Callable[[State], str | None]]] = {
    "?": lambda s: str(s.status),
    "$": lambda s: str(s.pid),
    "#": lambda s: str(len(s.args)),
    "@": lambda s: " ".join(s.args) if s.args else None,
    "*": lambda s: joined(s, s.args) if s.args else None,
    "!": lambda s: None if s.last_background is None else str(s.last_background),
    "-": lambda s: "".join(k for k, name in sorted(_LETTERS.items()) if name in s.options),
    "PPID": lambda s: str(s.parent_pid),
    "RANDOM": lambda _: str(random.randrange(32768)),  # noqa: S311 - the shell's own $RANDOM
    "EPOCHREALTIME": lambda s: f"{s.phone.clock.now().timestamp():.6f}",
    "SECONDS": lambda s: str(int((s.phone.clock.uptime() - s.started).total_seconds())),
    "LINENO": lambda s: str(s.line),
    "PWD": lambda s: s.cwd,
    "KSH_VERSION": lambda _: "@(#)MIRBSD KSH R59 2020/10/31 Android",
    "USER_ID": lambda s: str(s.who.uid),
}
