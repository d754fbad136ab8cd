"""What a shell script is made of, once parsed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Literal:
    """Text that stands for itself; unquoted text may hold patterns such as ``*``."""

    text: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Variable:
    """``$NAME``; unquoted, its value is split at blanks."""

    name: str
    quoted: bool


Word = tuple[Literal | Variable, ...]


@dataclass(frozen=True, slots=True)
class Redirect:
    """``fd`` goes to a file (``>``, ``>>``), comes from one (``<``) or joins another (``>&``)."""

    fd: int
    operator: str
    target: Word


@dataclass(frozen=True, slots=True)
class Simple:
    """One command with what is assigned for it and where its streams go."""

    assignments: tuple[tuple[str, Word], ...]
    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Commands joined by ``|``; ``!`` turns the status of the last one round."""

    commands: tuple[Simple, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A pipeline and the operator before it: ``;``, ``&&`` or ``||``."""

    operator: str
    pipeline: Pipeline


Script = tuple[Step, ...]


class ShellSyntaxError(Exception):
    """The script cannot be parsed; the message is what mksh prints after its own name."""
