"""A command's call, and the registry of commands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from devices.virtual.os.files import SHELL

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from devices.virtual.android.phone import Phone
    from devices.virtual.android.shell.streams import Reader, Writer
    from devices.virtual.os.files import Credentials, File

    Body = Callable[["Call"], Awaitable[int]]
    Runner = Callable[["Call"], Awaitable[int]]

COMMANDS: Final[dict[str, Body]] = {}
TOYBOX: Final[set[str]] = set()
"""Names of the commands that are toybox's own: links to one program."""


@dataclass(slots=True)
class Call:
    """What a command gets: the phone, its own words and its streams.

    Attributes:
        argv: the command's name and its arguments.
        env: the variables that the command inherits.
        cwd: the folder that relative paths start at.
        who: whose rights count.
        pid: the process that runs it; 0 where it has none of its own.
        umask: bits that what it creates does not get.
        run: runs another command, found as the shell finds it, with a call's words and streams.
    """

    phone: Phone
    argv: tuple[str, ...]
    stdin: Reader
    stdout: Writer
    stderr: Writer
    env: dict[str, str]
    cwd: str = "/"
    who: Credentials = SHELL
    pid: int = 0
    umask: int = 0
    run: Runner | None = None

    @property
    def name(self) -> str:
        """The command's name, without a folder."""
        return self.argv[0].rsplit("/", 1)[-1]

    @property
    def args(self) -> tuple[str, ...]:
        """The arguments, without the command's name."""
        return self.argv[1:]

    @property
    def at(self) -> tuple[str, Credentials]:
        """Where paths start, and whose rights count."""
        return self.cwd, self.who

    def sub(self, *argv: str) -> Call:
        """The same call with other words, for a command that hands on to another."""
        return replace(self, argv=argv)

    def file(self, path: str, *, follow: bool = True) -> File:
        """What a path leads to.

        Raises:
            OSError: nothing is there, or it cannot be reached.
        """
        return self.phone.files.need(path, self.cwd, self.who, follow=follow)

    async def print(self, text: str, end: str = "\n") -> None:
        """Write a line to standard output."""
        await self.stdout.write(f"{text}{end}".encode("utf-8", "surrogateescape"))

    async def fail(self, text: str, status: int = 1) -> int:
        """Write a line to standard error and give the status to return."""
        await self.stderr.write(f"{text}\n".encode("utf-8", "surrogateescape"))
        return status


def command(*names: str) -> Callable[[Body], Body]:
    """Register a command of the shell under its names."""

    def register(body: Body) -> Body:
        for name in names:
            COMMANDS[name] = body
        return body

    return register
