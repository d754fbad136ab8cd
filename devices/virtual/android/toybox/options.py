"""Options as toybox reads them, and what it says of wrong ones.

Source: toybox lib/args.c, lib/lib.c.
"""

from __future__ import annotations

import errno
import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.call import COMMANDS, TOYBOX, Call, command

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    Work = Callable[[Call, "Given"], Awaitable[int]]

_SPEC: Final = re.compile(r"(.)([:#?]?)")
_SUFFIXES: Final = {"c": 1, "b": 512, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}


class UsageError(Exception):
    """Words that a command does not understand; its help is named with them."""


class Failure(Exception):  # noqa: N818 - how a command ends, with its own words
    """The command ends at once; the message follows its name."""

    def __init__(self, message: str, status: int = 1) -> None:
        super().__init__(message)
        self.status = status


@dataclass(slots=True)
class Given:
    """The options of a call, and what is left.

    Attributes:
        flags: letters in the order they came in.
        lists: every value of an option, by letter.
    """

    flags: str = ""
    lists: dict[str, list[str]] = field(default_factory=dict)
    args: list[str] = field(default_factory=list)

    def has(self, *letters: str) -> bool:
        """Whether one of some options was given."""
        return any(letter in self.flags for letter in letters)

    def value(self, letter: str, default: str = "") -> str:
        """The last value of an option."""
        return self.lists.get(letter, [default])[-1]

    def number(self, letter: str, default: int) -> int:
        """The value of an option as a number, which may have a suffix such as ``k``."""
        return number(self.value(letter)) if letter in self.lists else default

    def last_of(self, letters: str) -> str:
        """The last one that was given of options which exclude each other."""
        return next((flag for flag in reversed(self.flags) if flag in letters), "")


def number(text: str) -> int:
    """A whole number with toybox's suffixes.

    Raises:
        Failure: it is none.
    """
    match = re.fullmatch(r"([-+]?)(0x[0-9a-f]+|\d+)([cbkmgt]?)(d?)", text.lower(), re.ASCII)
    if match is None or len(text) > 24:  # noqa: PLR2004 - more digits than 64 bits have
        raise Failure(f"not integer: {text}")
    value = int(match[2], 16 if match[2].startswith("0x") else 10)
    return value * _SUFFIXES.get(match[3], 1) * (-1 if match[1] == "-" else 1)


def parse(
    args: tuple[str, ...], spec: str, longs: Mapping[str, str], *, stops: bool = False
) -> Given:
    """Read the options of a command.

    Args:
        args: its words.
        spec: letters, ``:`` or ``#`` after one that takes a value, ``?`` after one whose value
            stands beside it or not at all; a ``#`` in front lets ``-5`` through as a word.
        longs: letters by the long names.
        stops: the first word that is no option ends them.

    Raises:
        UsageError: an option is unknown, or lacks its value.
    """
    takes = dict(_SPEC.findall(spec))
    given, rest = Given(), list(args)
    while rest:
        word = rest.pop(0)
        if word == "--":
            given.args += rest
            break
        if word.startswith("--"):
            _long(given, word[2:], longs, takes, rest)
        elif word.startswith("-") and len(word) > 1 and not _is_number(word, takes):
            _cluster(given, word[1:], takes, rest)
        else:
            given.args.append(word)
            if stops:
                given.args += rest
                break
    return given


def _is_number(word: str, takes: Mapping[str, str]) -> bool:
    """``-5`` for commands that take a number in place of an option."""
    return "#" in takes and word[1:].isdecimal()


def _long(
    given: Given, name: str, longs: Mapping[str, str], takes: Mapping[str, str], rest: list[str]
) -> None:
    name, equals, value = name.partition("=")
    letter = longs.get(name)
    if letter is None:
        raise UsageError(f"Unknown option '{name}'")
    given.flags += letter
    if takes.get(letter) in {":", "#"}:
        if not equals and not rest:
            raise UsageError(f"Missing argument to --{name}")
        given.lists.setdefault(letter, []).append(value if equals else rest.pop(0))
    elif equals:
        given.lists.setdefault(letter, []).append(value)


def _cluster(given: Given, letters: str, takes: Mapping[str, str], rest: list[str]) -> None:
    while letters:
        letter, letters = letters[0], letters[1:]
        if letter not in takes or letter in ":#":
            raise UsageError(f"Unknown option '{letter}{letters}'")
        given.flags += letter
        kind = takes[letter]
        if kind in {":", "#"}:
            if not letters and not rest:
                raise UsageError(f"Missing argument to -{letter}")
            given.lists.setdefault(letter, []).append(letters or rest.pop(0))
            return
        if kind == "?":
            given.lists.setdefault(letter, []).append(letters)
            return


def toybox(
    *names: str,
    options: str = "",
    longs: Mapping[str, str] | None = None,
    least: int = 0,
    most: int | None = None,
    stops: bool = False,
    usage: str = "",
    error: int = 1,
    signals: bool = False,
    bundled: bool = False,
) -> Callable[[Work], Work]:
    """Register a command of toybox: its options, how many words it wants, its line of help.

    Args:
        names: what it is called by.
        options: see `parse`.
        longs: see `parse`.
        least: words that it needs.
        most: words that it takes, if there is a limit.
        stops: see `parse`.
        usage: what follows its name in its help, or the whole of it.
        error: the status of wrong words.
        signals: ``-KILL`` and ``-9`` mean ``-s KILL``.
        bundled: the first word is options even without a dash, as in ``tar xf``.
    """

    def register(work: Work) -> Work:
        async def body(call: Call) -> int:
            if call.args == ("--help",):
                known = usage if usage.startswith("usage: ") else f"usage: {call.name} {usage}"
                await call.print(known.rstrip())
                return 0
            try:
                args = _with_signal(call.args) if signals else call.args
                if bundled and args and not args[0].startswith("-"):
                    args = (f"-{args[0]}", *args[1:])
                given = parse(args, options, longs or {}, stops=stops)
                _check_count(given, least, most)
                return await work(call, given)
            except UsageError as wrong:
                text = f'{call.name}: {wrong} (see "{call.name} --help")'
                return await call.fail(text, error)
            except Failure as failure:
                return await call.fail(f"{call.name}: {failure}", failure.status)

        TOYBOX.update(names)
        command(*names)(body)
        return work

    return register


def _with_signal(args: tuple[str, ...]) -> tuple[str, ...]:
    """The first word as the value of ``-s`` where it is a signal."""
    if args and re.fullmatch(r"-(\d+|[A-Z]{2,}\d?)", args[0], re.ASCII):
        return ("-s", args[0][1:], *args[1:])
    return args


def _check_count(given: Given, least: int, most: int | None) -> None:
    if len(given.args) < least:
        raise UsageError(f"Need{'s' if least == 1 else ''} {least} argument{'s' * (least > 1)}")
    if most is not None and len(given.args) > most:
        raise UsageError(f"Max {most} argument{'s' * (most != 1)}")


def reason(error: OSError) -> str:
    """What errno says."""
    return os.strerror(error.errno) if error.errno else str(error)


async def complain(call: Call, path: str, error: OSError, *, quoted: bool = False) -> int:
    """Tell that something failed with a file, as toybox does; gives the status.

    Raises:
        ConnectionError: nobody reads the command's streams any longer.
    """
    if isinstance(error, ConnectionError) or error.errno == errno.EPIPE:
        raise error
    shown = f"'{path}'" if quoted else path
    return await call.fail(f"{call.name}: {shown}: {reason(error)}")


__all__ = ["COMMANDS", "TOYBOX", "Failure", "Given", "UsageError", "complain", "number", "toybox"]
