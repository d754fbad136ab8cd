"""What a command of the emulator's console is, and how one is found.

Source: Android emulator, android/android-emu/android/console.cpp, control_client_do_command.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.phone import Phone

KO: Final = "KO: {}\r\n"
_NAME_WIDTH: Final = 24


@dataclass(slots=True)
class Console:
    """What a control session works on.

    Attributes:
        phone: whose hardware it sets.
    """

    phone: Phone


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        names: the first is its own, the others are aliases.
        summary: one line of its help.
        description: the help of the command by itself.
        run: gives what is said before OK, with its ends of line, or a line with KO; None where
            it takes a sub-command.
        below: its sub-commands.
    """

    names: tuple[str, ...]
    summary: str
    description: str = ""
    run: Callable[[Console, str], str] | None = None
    below: tuple[Command, ...] = field(default=())

    def help_text(self, prefix: str = "") -> str:
        """What `help` says of it."""
        name = f"{prefix}{self.names[0]}"
        text = (self.description or self.summary).replace("\n", "\r\n") + "\r\n"
        if not self.below:
            return text
        rows = [
            f"    {f'{name} {sub.names[0]}':<{_NAME_WIDTH}} {sub.summary}" for sub in self.below
        ]
        return text + "\r\n".join(["", "available sub-commands:", *rows, ""]) + "\r\n"


def find(root: Command, line: str) -> tuple[Command | None, Command, str]:
    """The command of a line, the group in which it was looked for last, and its arguments.

    None where the word is unknown in that group.
    """
    group, rest = root, line.strip(" \t")
    while True:
        word, _, args = rest.partition(" ")
        found = next((c for c in group.below if word in c.names), None)
        if found is None or found.run is not None or not args.strip():
            return found, group, args.strip(" \t")
        group, rest = found, args.strip(" \t")
