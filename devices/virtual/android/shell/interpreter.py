"""Runs parsed scripts: expansion, redirects, pipelines. It never runs a command of the host."""

from __future__ import annotations

import asyncio
import fnmatch
import posixpath
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.call import COMMANDS, Call
from devices.virtual.android.shell.parser import parse
from devices.virtual.android.shell.streams import Collected, Pipe
from devices.virtual.android.shell.syntax import Literal, ShellSyntaxError
from devices.virtual.os.files import Bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from devices.virtual.android.shell.streams import Reader, Writer
    from devices.virtual.android.shell.syntax import Pipeline, Redirect, Script, Simple, Word
    from devices.virtual.phone import Phone

NAME: Final = "/system/bin/sh"
NOT_FOUND: Final = 127
_SYNTAX_ERROR: Final = 1
_PATTERN: Final = re.compile(r"[*?\[]")
_GLOB_SPECIAL: Final = re.compile(r"([*?\[])")


class _ExitShell(Exception):  # noqa: N818 - control flow, not an error
    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class Streams:
    """The three streams of a shell or of a command."""

    stdin: Reader
    stdout: Writer
    stderr: Writer


class Shell:
    """One shell process of the user `shell`."""

    def __init__(self, phone: Phone, streams: Streams) -> None:
        self._phone = phone
        self._streams = streams
        self._status = 0
        self.left = False  # `exit` was called
        self.env = {
            "HOME": "/",
            "PATH": "/product/bin:/apex/com.android.runtime/bin:/system/bin:/vendor/bin",
            "SHELL": NAME,
            "TMPDIR": "/data/local/tmp",
            "USER": "shell",
        }

    async def run(self, source: str) -> int:
        """Run a script to its end and give the status of its last command."""
        try:
            return await self._script(parse(source))
        except ShellSyntaxError as error:
            await self._streams.stderr.write(f"{NAME}: {error}\n".encode())
            return _SYNTAX_ERROR
        except _ExitShell as leaving:
            self.left = True
            return leaving.status

    async def _script(self, script: Script) -> int:
        for step in script:
            if step.operator == "&&" and self._status != 0:
                continue
            if step.operator == "||" and self._status == 0:
                continue
            self._status = await self._pipeline(step.pipeline)
        return self._status

    async def _pipeline(self, pipeline: Pipeline) -> int:
        if len(pipeline.commands) == 1:
            status = await self._simple(pipeline.commands[0], self._streams)
        else:
            status = await self._joined(pipeline.commands)
        return int(status == 0) if pipeline.negated else status

    async def _joined(self, commands: Sequence[Simple]) -> int:
        pipes = [Pipe() for _ in commands[1:]]
        readers: list[Reader] = [self._streams.stdin, *pipes]
        writers: list[Writer] = [*pipes, self._streams.stdout]
        ends: list[Pipe | None] = [*pipes, None]

        async def run(index: int) -> int:
            streams = Streams(readers[index], writers[index], self._streams.stderr)
            try:
                return await self._simple(commands[index], streams)
            except _ExitShell as leaving:
                return leaving.status
            finally:
                end = ends[index]
                if end is not None:
                    end.end()

        tasks = [asyncio.create_task(run(index)) for index in range(len(commands))]
        try:
            return await tasks[-1]
        finally:
            # A writer whose reader has left is killed, as by SIGPIPE.
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _simple(self, command: Simple, streams: Streams) -> int:
        values = {name: self._joined_value(word) for name, word in command.assignments}
        argv = tuple(value for word in command.words for value in self._expand(word))
        if not argv:
            self.env.update(values)
        try:
            streams, files = self._redirected(command.redirects, streams)
        except OSError as error:
            await streams.stderr.write(
                f"{NAME}: can't create {error.filename}: {error.strerror}\n".encode()
            )
            return 1
        status = await self._call(argv, values, streams) if argv else 0
        self._store(files)
        return status

    async def _call(self, argv: tuple[str, ...], values: dict[str, str], streams: Streams) -> int:
        name = argv[0].removeprefix("/system/bin/")
        if name == "exec":
            return await self._call(argv[1:], values, streams) if len(argv) > 1 else 0
        if name == "exit":
            raise _ExitShell(int(argv[1]) if argv[1:] and argv[1].isdigit() else self._status)
        body = COMMANDS.get(name)
        if body is None:
            text = f"{NAME}: {argv[0]}: inaccessible or not found\n"
            await streams.stderr.write(text.encode("utf-8", "surrogateescape"))
            return NOT_FOUND
        env = {**self.env, **values} if values else self.env
        return await body(
            Call(self._phone, argv, streams.stdin, streams.stdout, streams.stderr, env)
        )

    def _redirected(
        self, redirects: Sequence[Redirect], streams: Streams
    ) -> tuple[Streams, list[tuple[str, bytes, Collected]]]:
        files: list[tuple[str, bytes, Collected]] = []
        for redirect in redirects:
            target = self._joined_value(redirect.target)
            if redirect.operator == ">&":
                join = {"1": streams.stdout, "2": streams.stderr}.get(target, streams.stdout)
                streams = _with_output(streams, redirect.fd, join)
            elif redirect.operator == "<":
                data = self._phone.files.read(target)
                streams = replace(streams, stdin=Pipe(data, ended=True))
            else:
                collected = Collected()
                streams = _with_output(streams, redirect.fd, collected)
                if target != "/dev/null":
                    files.append((target, self._before(redirect, target), collected))
        return streams, files

    def _before(self, redirect: Redirect, target: str) -> bytes:
        files = self._phone.files
        files.check_writable(target)
        old = files.get(target)
        before = old.data() if old is not None and redirect.operator == ">>" else b""
        files.write(target, Bytes(before))
        return before

    def _store(self, files: list[tuple[str, bytes, Collected]]) -> None:
        for path, before, collected in files:
            self._phone.files.write(path, Bytes(before + collected.data))

    def _value(self, name: str) -> str:
        if name == "?":
            return str(self._status)
        return self.env.get(name, "")

    def _joined_value(self, word: Word) -> str:
        return "".join(
            part.text if isinstance(part, Literal) else self._value(part.name) for part in word
        )

    def _expand(self, word: Word) -> list[str]:
        """A word as the arguments it stands for: variables, splitting at blanks, patterns."""
        fields: list[str] = [""]
        pattern, kept = "", False
        for part in word:
            if isinstance(part, Literal) or part.quoted:
                text = part.text if isinstance(part, Literal) else self._value(part.name)
                fields[-1] += text
                pattern += _GLOB_SPECIAL.sub(r"[\1]", text) if part.quoted else text
                kept = True
                continue
            value = self._value(part.name)
            first, *rest = value.split() or [""]
            fields[-1] += first
            fields.extend(rest)
            kept = kept or bool(value.strip())
        if len(fields) == 1 and any(_is_pattern(part) for part in word):
            return self._matches(pattern) or fields
        return fields if kept else []

    def _matches(self, pattern: str) -> list[str]:
        folder, name = posixpath.split(pattern)
        entry = self._phone.files.get(folder or "/")
        if entry is None or not entry.is_folder or not name:
            return []
        names = self._phone.files.children(folder or "/")
        return [posixpath.join(folder, n) for n in fnmatch.filter(names, name)]


def _is_pattern(part: object) -> bool:
    return isinstance(part, Literal) and not part.quoted and bool(_PATTERN.search(part.text))


def _with_output(streams: Streams, fd: int, writer: Writer) -> Streams:
    return replace(streams, stderr=writer) if fd == 2 else replace(streams, stdout=writer)  # noqa: PLR2004 - the number of standard error
