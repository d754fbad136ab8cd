"""Scripts of `sed`, as they are read. Source: POSIX sed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from devices.virtual.android.toybox.expression import Expression, compiled
from devices.virtual.android.toybox.options import Failure


@dataclass(slots=True)
class Address:
    """Which lines: ``kind`` is ``line``, ``last``, ``regex``, ``step`` or ``plus``."""

    kind: str
    number: int = 0
    step: int = 0
    rule: Expression | None = None


@dataclass(slots=True)
class Command:
    """One command; ``until`` is the line that its range is open to, None while it is closed."""

    name: str
    addresses: list[Address] = field(default_factory=list)
    negated: bool = False
    text: str = ""
    rule: Expression | None = None
    flags: str = ""
    nth: int = 1
    file: str = ""
    jump: int = -1
    until: int | None = None


class Script:
    """Reads a script."""

    def __init__(self, text: str, *, extended: bool) -> None:
        self._text, self._extended = text, extended
        self._at = 0
        self._last: Expression | None = None

    def commands(self) -> list[Command]:
        """All of them, with their jumps resolved.

        Raises:
            Failure: the script is broken.
        """
        found: list[Command] = []
        open_groups: list[int] = []
        while self._skip():
            command = self._command()
            if command.name == "}":
                if not open_groups:
                    raise self._wrong()
                found[open_groups.pop()].jump = len(found)
            elif command.name == "{":
                open_groups.append(len(found))
            found.append(command)
        if open_groups:
            raise Failure("bad {")
        self._labels(found)
        return found

    def _labels(self, found: list[Command]) -> None:
        labels = {c.text: i for i, c in enumerate(found) if c.name == ":"}
        for command in found:
            if command.name in {"b", "t", "T"}:
                if command.text and command.text not in labels:
                    raise Failure(f"no label '{command.text}'")
                command.jump = labels.get(command.text, len(found))

    def _skip(self) -> bool:
        while self._at < len(self._text):
            char = self._text[self._at]
            if char == "#":
                end = self._text.find("\n", self._at)
                self._at = len(self._text) if end < 0 else end
            elif char in " \t\n;":
                self._at += 1
            else:
                return True
        return False

    def _wrong(self) -> Failure:
        return Failure(
            f"bad pattern '{self._text}'@{self._at + 1} ({self._text[self._at : self._at + 1]})"
        )

    def _command(self) -> Command:
        addresses = []
        if (first := self._address()) is not None:
            addresses.append(first)
            if self._take(","):
                self._blanks()
                second = self._address()
                if second is None:
                    raise self._wrong()
                addresses.append(second)
        self._blanks()
        negated = False
        while self._take("!"):
            negated = True
            self._blanks()
        name = self._text[self._at : self._at + 1]
        if not name or name not in "{}acipPdDgGhHlnNqQrswtTbxy=:":
            raise self._wrong()
        self._at += 1
        command = Command(name, addresses, negated)
        self._operands(command)
        return command

    def _operands(self, command: Command) -> None:
        name = command.name
        if name == "s":
            self._substitution(command)
        elif name == "y":
            command.text = "\0".join(self._parts(2))
        elif name in "aic":
            command.text = self._block()
        elif name in "btT:":
            end = re.compile(r"[;\n}]|$").search(self._text, self._at)
            assert end is not None
            command.text = self._text[self._at : end.start()].strip()
            self._at = end.start()
        elif name in "rw":
            command.file = self._line()
        elif name in "qQ":
            match = re.compile(r"[ \t]*(\d{1,3})").match(self._text, self._at)
            if match:
                command.nth, self._at = int(match[1]), match.end()
            else:
                command.nth = 0

    def _block(self) -> str:
        match = re.compile(r"[ \t]*\\?\n?[ \t]*").match(self._text, self._at)
        assert match is not None
        self._at = match.end()
        found = []
        while self._at < len(self._text):
            char = self._text[self._at]
            self._at += 1
            if char == "\n":
                break
            if char == "\\" and self._at < len(self._text):
                char = self._text[self._at]
                self._at += 1
                char = {"t": "\t", "n": "\n"}.get(char, char)
            found.append(char)
        return "".join(found)

    def _line(self) -> str:
        end = self._text.find("\n", self._at)
        end = len(self._text) if end < 0 else end
        text, self._at = self._text[self._at : end].strip(), end
        return text

    def _blanks(self) -> None:
        while self._text[self._at : self._at + 1] in {" ", "\t"}:
            self._at += 1

    def _take(self, sign: str) -> bool:
        if not self._text.startswith(sign, self._at):
            return False
        self._at += len(sign)
        return True

    def _address(self) -> Address | None:
        if match := re.compile(r"(\d{1,9})(?:~(\d{1,9}))?").match(self._text, self._at):
            self._at = match.end()
            self._blanks()
            if match[2]:
                return Address("step", int(match[1]), int(match[2]))
            return Address("line", int(match[1]))
        if match := re.compile(r"\+(\d{1,9})").match(self._text, self._at):
            self._at = match.end()
            return Address("plus", int(match[1]))
        if self._take("$"):
            self._blanks()
            return Address("last")
        char = self._text[self._at : self._at + 1]
        if char not in {"/", "\\"} or not char:
            return None
        self._at += char == "\\"
        (text,) = self._parts(1)
        ignores = self._take("I")
        self._blanks()
        return Address("regex", rule=self._rule(text, ignores=ignores))

    def _rule(self, text: str, *, ignores: bool) -> Expression:
        if text or self._last is None:
            self._last = compiled(text, extended=self._extended, ignores_case=ignores)
        return self._last

    def _parts(self, count: int) -> list[str]:
        """Texts between delimiters."""
        delimiter = self._text[self._at : self._at + 1]
        if delimiter in {"", "\n", "\\"}:
            raise self._wrong()
        self._at += 1
        found: list[str] = []
        for _ in range(count):
            part, in_set = [], False
            while True:
                char = self._text[self._at : self._at + 1]
                if not char:
                    raise self._wrong()
                self._at += 1
                if char == "\\" and self._at < len(self._text):
                    following = self._text[self._at]
                    self._at += 1
                    part.append(
                        following
                        if following == delimiter and following not in ".*[]^$(){}|+?&"
                        else char + following
                    )
                    continue
                if char == "[" and count - len(found) == count:
                    in_set = True
                elif char == "]":
                    in_set = False
                if char == delimiter and not (in_set and "]" in self._text[self._at :]):
                    break
                part.append(char)
            found.append("".join(part))
        return found

    def _substitution(self, command: Command) -> None:
        text, command.text = self._parts(2)
        while char := self._text[self._at : self._at + 1]:
            if char in "gpiIeM":
                command.flags += char.lower()
                self._at += 1
            elif match := re.compile(r"\d{1,6}").match(self._text, self._at):
                command.nth, self._at = max(1, int(match[0])), match.end()
            elif char == "w":
                self._at += 1
                command.file = self._line()
            else:
                break
        if char not in {"", " ", "\t", ";", "\n", "}", "#"}:
            raise self._wrong()
        command.rule = self._rule(text, ignores="i" in command.flags)
