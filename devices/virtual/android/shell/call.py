"""A command's call, and the registry of commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from devices.virtual.android.shell.streams import Reader, Writer
    from devices.virtual.phone import Phone

    Body = Callable[["Call"], Awaitable[int]]

COMMANDS: Final[dict[str, Body]] = {}


@dataclass(slots=True)
class Call:
    """What a command gets: the phone, its own words and its streams.

    Attributes:
        argv: the command's name and its arguments.
        env: the variables of the shell; `export` and friends change them.
    """

    phone: Phone
    argv: tuple[str, ...]
    stdin: Reader
    stdout: Writer
    stderr: Writer
    env: dict[str, str]

    @property
    def args(self) -> tuple[str, ...]:
        """The arguments, without the command's name."""
        return self.argv[1:]

    def sub(self, *argv: str) -> Call:
        """The same call with other words, for a command that hands on to another."""
        return Call(self.phone, argv, self.stdin, self.stdout, self.stderr, self.env)

    async def print(self, text: str) -> None:
        """Write a line to standard output."""
        await self.stdout.write(f"{text}\n".encode("utf-8", "surrogateescape"))

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
