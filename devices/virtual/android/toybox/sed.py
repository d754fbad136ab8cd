"""`sed`. Source: POSIX sed, toybox toys/posix/sed.c."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Final

from devices.virtual.android.toybox.options import Failure, UsageError, complain, toybox
from devices.virtual.android.toybox.sed_script import Script
from devices.virtual.android.toybox.text import encoded, lines_of, read_input
from devices.virtual.os.content import Bytes

if TYPE_CHECKING:
    import regex

    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.toybox.options import Given
    from devices.virtual.android.toybox.sed_script import Address, Command

_YIELD_EVERY: Final = 256
_MOST_HELD: Final = 1 << 24


@toybox("sed", options="e:f:i?nErzs",
        longs={"expression": "e", "file": "f", "in-place": "i", "quiet": "n", "silent": "n",
               "regexp-extended": "E", "null-data": "z"},
        usage="[-inrszE] [-e SCRIPT]...|SCRIPT [-f SCRIPT_FILE]... [FILE...]")  # fmt: skip
async def sed(call: Call, given: Given) -> int:
    """Edit lines by a script."""
    words, scripts = list(given.args), list(given.lists.get("e", []))
    files = [await read_input(call, path) for path in given.lists.get("f", [])]
    scripts += [data.decode("utf-8", "surrogateescape") for data in files]
    if not scripts:
        if not words:
            raise UsageError("no script")
        scripts.append(words.pop(0))
    commands = Script("\n".join(scripts), extended=given.has("E", "r")).commands()
    editing = _Editing(call, given, commands)
    status = 0
    if not given.has("i"):
        lines: list[str] = []
        for path in words or ["-"]:
            try:
                lines += lines_of(await read_input(call, path))
            except OSError as error:
                status = await complain(call, path, error)
        return await editing.run(lines) or status
    for path in words:
        try:
            data = await read_input(call, path)
            await editing.run(lines_of(data))
            if suffix := given.value("i"):
                call.phone.files.write(path + suffix, Bytes(data), cwd=call.cwd, who=call.who)
            made = encoded("".join(editing.output))
            call.phone.files.write(path, Bytes(made), cwd=call.cwd, who=call.who)
        except OSError as error:
            status = await complain(call, path, error)
    return status


class _Editing:
    """Runs a script over lines."""

    def __init__(self, call: Call, given: Given, commands: list[Command]) -> None:
        self._call, self._quiet, self._commands = call, given.has("n"), commands
        self._in_place = given.has("i")
        self._hold = ""
        self._steps = 0
        self.output: list[str] = []

    async def run(self, lines: list[str]) -> int:
        """The whole text; gives the status that `q` named."""
        self.output, self._lines, self._number = [], lines, 0
        for command in self._commands:
            command.until = None
        status, pattern = 0, ""
        keeps = False
        while self._number < len(lines) or keeps:
            if not keeps:
                pattern = lines[self._number]
                self._number += 1
            self._after: list[str] = []
            self._changed = False
            ending, pattern = await self._cycle(pattern)
            keeps = ending == "D"
            if not self._quiet and ending not in {"d", "D", "Q"}:
                self.output.append(pattern + "\n")
            self.output += self._after
            if ending in {"q", "Q"}:
                status = self._status
                self.output += (
                    [line + "\n" for line in lines[self._number :]] if self._in_place else []
                )
                break
        if not self._in_place and self.output:
            await self._call.stdout.write(encoded("".join(self.output)))
        return status

    async def _cycle(self, pattern: str) -> tuple[str, str]:  # noqa: C901, PLR0912 - a table of the commands that lead elsewhere
        """One line through the script: how it ended, and what it became."""
        at = 0
        self._status = 0
        while at < len(self._commands):
            self._steps += 1
            if self._steps % _YIELD_EVERY == 0:
                await asyncio.sleep(0)  # a script may go round and round
            if (
                len(pattern) > _MOST_HELD
                or len(self._hold) > _MOST_HELD
                or len(self.output) > _MOST_HELD
            ):
                raise Failure("out of memory")
            command = self._commands[at]
            at += 1
            if self._selected(command, pattern) is command.negated:
                at = command.jump + 1 if command.name == "{" else at
                continue
            match command.name:
                case "d" | "D":
                    _, newline, rest = pattern.partition("\n")
                    return ("D", rest) if command.name == "D" and newline else ("d", pattern)
                case "q" | "Q":
                    self._status = command.nth
                    return command.name, pattern
                case "b":
                    at = command.jump
                case "t" | "T":
                    if self._changed is (command.name == "t"):
                        at = command.jump
                    self._changed = False
                case "n" | "N":
                    if self._number >= len(self._lines):
                        return ("d" if command.name == "n" and self._quiet else "", pattern)
                    following = self._lines[self._number]
                    self._number += 1
                    if command.name == "n":
                        self.output += [] if self._quiet else [pattern + "\n"]
                        pattern = following
                    else:
                        pattern += "\n" + following
                case "c":
                    if command.until is None or command.negated or len(command.addresses) < 2:  # noqa: PLR2004
                        self.output.append(command.text + "\n")
                    return "d", pattern
                case _:
                    pattern = await self._simple(command, pattern)
        return "", pattern

    async def _simple(self, command: Command, pattern: str) -> str:  # noqa: C901, PLR0912 - a table of one-letter commands
        match command.name:
            case "s":
                return self._substitute(command, pattern)
            case "y":
                return self._transliterate(command, pattern)
            case "p":
                self.output.append(pattern + "\n")
            case "P":
                self.output.append(pattern.partition("\n")[0] + "\n")
            case "=":
                self.output.append(f"{self._number}\n")
            case "l":
                self.output.append(pattern.encode("unicode_escape").decode() + "$\n")
            case "a":
                self._after.append(command.text + "\n")
            case "i":
                self.output.append(command.text + "\n")
            case "h":
                self._hold = pattern
            case "H":
                self._hold += "\n" + pattern
            case "g":
                return self._hold
            case "G":
                return pattern + "\n" + self._hold
            case "x":
                pattern, self._hold = self._hold, pattern
            case "w":
                self._write(command.file, pattern)
            case "r":
                file = self._call.phone.files.get(command.file)
                if file is not None:
                    self._after.append(file.data().decode("utf-8", "surrogateescape"))
        return pattern

    def _write(self, path: str, pattern: str) -> None:
        files = self._call.phone.files
        files.append(files.create(path, *self._call.at), encoded(pattern + "\n"), path)

    def _selected(self, command: Command, pattern: str) -> bool:
        addresses = command.addresses
        if not addresses:
            return True
        if len(addresses) == 1:
            return self._at(addresses[0], pattern)
        return self._in_range(command, pattern)

    def _in_range(self, command: Command, pattern: str) -> bool:
        first, second = command.addresses
        if command.until is None:
            if not self._at(first, pattern):
                return False
            if second.kind == "plus":
                command.until = self._number + second.number
            elif second.kind == "line":
                command.until = second.number
            else:
                command.until = 1 << 60
            if command.until <= self._number:
                command.until = None
            return True
        ends = self._number >= command.until or (
            second.kind in {"regex", "last"} and self._at(second, pattern)
        )
        if ends:
            command.until = None
        return True

    def _at(self, address: Address, pattern: str) -> bool:
        match address.kind:
            case "line":
                return self._number == address.number
            case "last":
                return self._number == len(self._lines)
            case "step":
                if not address.step:
                    return self._number == address.number
                return (
                    self._number >= address.number
                    and (self._number - address.number) % address.step == 0
                )
        return address.rule is not None and address.rule.search(pattern) is not None

    def _substitute(self, command: Command, pattern: str) -> str:
        assert command.rule is not None
        found, at, count, done = [], 0, 0, False
        for match in command.rule.finditer(pattern):
            count += 1
            if count < command.nth:
                continue
            found += [pattern[at : match.start()], _replacement(command.text, match)]
            at, done = match.end(), True
            if "g" not in command.flags:
                break
        if not done:
            return pattern
        self._changed = True
        pattern = "".join(found) + pattern[at:]
        if "p" in command.flags:
            self.output.append(pattern + "\n")
        if command.file:
            self._write(command.file, pattern)
        return pattern

    def _transliterate(self, command: Command, pattern: str) -> str:
        first, second = (_plain(part) for part in command.text.split("\0"))
        if len(first) != len(second):
            raise Failure("y strings different lengths")
        return pattern.translate(str.maketrans(first, second))


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), text)


def _replacement(text: str, match: regex.Match[str]) -> str:
    def one(part: re.Match[str]) -> str:
        if part[0] == "&":
            return match[0]
        char = part[1]
        if char.isdecimal():
            number = int(char)
            return (match[number] or "") if number <= (match.re.groups or 0) else ""
        return {"n": "\n", "t": "\t"}.get(char, char)

    return re.sub(r"&|\\(.)", one, text, flags=re.DOTALL)
