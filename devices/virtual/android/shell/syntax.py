"""What a shell script is made of, once parsed."""

from __future__ import annotations

from dataclasses import dataclass


class ShellSyntaxError(Exception):
    """The script cannot be parsed; the message is what mksh prints after its own name.

    Attributes:
        before: the lines above the broken one, which mksh has run by then.
    """

    def __init__(self, message: str, before: Script = ()) -> None:
        super().__init__(message)
        self.before = before


@dataclass(frozen=True, slots=True)
class Literal:
    """Text that stands for itself; unquoted text may hold patterns such as ``*``."""

    text: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Variable:
    """``$NAME`` or ``${NAME…}``; unquoted, its value is split at blanks.

    Attributes:
        operator: ``:-`` ``#`` ``/`` and so on; ``length`` for ``${#NAME}``, ``keys`` for
            ``${!NAME[*]}``, ``bad`` where mksh knows no such expansion.
        word: what stands after the operator.
        second: what replaces a match, or the length of a substring.
        subscript: which element of an array; ``@`` and ``*`` are all of them.
    """

    name: str
    quoted: bool
    operator: str = ""
    word: Word = ()
    second: Word | None = None
    subscript: Word = ()


@dataclass(frozen=True, slots=True)
class Substitution:
    """``$(…)`` or backticks: what a script prints."""

    script: Script
    quoted: bool


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``$((…))``: the value of an expression."""

    expression: Word
    quoted: bool


Part = Literal | Variable | Substitution | Arithmetic
Word = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where a stream goes.

    ``fd`` goes to a file (``>``, ``>>``, ``>|``), comes from one (``<``), joins another (``>&``,
    ``<&``), or reads the text of a here-document (``<<``) or here-string (``<<<``).
    """

    fd: int
    operator: str
    target: Word


@dataclass(frozen=True, slots=True)
class Assignment:
    """``NAME=word``, ``NAME[subscript]=word`` or ``NAME=(elements)``; ``+=`` adds."""

    name: str
    value: Word
    appends: bool = False
    subscript: Word = ()
    elements: tuple[Word, ...] | None = None


@dataclass(frozen=True, slots=True)
class Simple:
    """One command with what is assigned for it and where its streams go."""

    assignments: tuple[Assignment, ...]
    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]
    line: int = 1


@dataclass(frozen=True, slots=True)
class Group:
    """``{ …; }``."""

    body: Script


@dataclass(frozen=True, slots=True)
class Subshell:
    """``( … )``: what it changes is its own."""

    body: Script


@dataclass(frozen=True, slots=True)
class If:
    """Conditions and what follows each; the last may have none."""

    branches: tuple[tuple[Script, Script], ...]
    otherwise: Script | None


@dataclass(frozen=True, slots=True)
class For:
    """``for NAME in WORDS``; without words, the arguments."""

    name: str
    words: tuple[Word, ...] | None
    body: Script


@dataclass(frozen=True, slots=True)
class While:
    """``while``, or ``until`` where it goes on as long as the condition fails."""

    condition: Script
    body: Script
    until: bool


@dataclass(frozen=True, slots=True)
class Case:
    """A word, and for each list of patterns what to run and how it ends: ``;;``, ``;&``, ``;|``."""

    word: Word
    branches: tuple[tuple[tuple[Word, ...], Script, str], ...]


@dataclass(frozen=True, slots=True)
class Function:
    """A definition."""

    name: str
    body: Command


@dataclass(frozen=True, slots=True)
class Let:
    """``(( … ))``."""

    expression: Word


@dataclass(frozen=True, slots=True)
class Conditional:
    """``[[ … ]]``; operators are plain text, operands are words."""

    terms: tuple[str | Word, ...]


@dataclass(frozen=True, slots=True)
class Redirected:
    """A compound command with redirects of its own."""

    command: Command
    redirects: tuple[Redirect, ...]


Compound = Group | Subshell | If | For | While | Case | Function | Let | Conditional | Redirected
Command = Simple | Compound


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Commands joined by ``|``; ``!`` turns the status of the last one round."""

    commands: tuple[Command, ...]
    negated: bool
    timed: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A pipeline and the operator before it: ``;``, ``&&`` or ``||``."""

    operator: str
    pipeline: Pipeline


@dataclass(frozen=True, slots=True)
class Background:
    """Steps that end with ``&``."""

    steps: tuple[Step, ...]


Script = tuple[Step | Background, ...]
