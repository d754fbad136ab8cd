"""The words that braces stand for. Source: mksh eval.c, alt_expand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.state import ShellError
from devices.virtual.android.shell.syntax import Literal

if TYPE_CHECKING:
    from devices.virtual.android.shell.syntax import Part, Word

_MOST: Final = 1000


def alternatives(word: Word) -> list[Word]:
    """The words that ``a{b,c}d`` stands for.

    Raises:
        ShellError: they are too many.
    """
    if not any(isinstance(p, Literal) and not p.quoted and "{" in p.text for p in word):
        return [word]
    atoms: list[Part] = []
    for part in word:
        if isinstance(part, Literal) and not part.quoted:
            atoms += [Literal(char, quoted=False) for char in part.text]
        else:
            atoms.append(part)
    return [_merged(found) for found in _brace_words(atoms)][:_MOST]


def _brace_words(atoms: list[Part]) -> list[list[Part]]:
    found = _brace(atoms)
    if found is None:
        return [atoms]
    start, cuts, end = found
    made: list[list[Part]] = []
    rest = _brace_words(atoms[end + 1 :])
    for first, last in zip([start, *cuts], [*cuts, end], strict=True):
        for middle in _brace_words(atoms[first + 1 : last]):
            made += [atoms[:start] + middle + tail for tail in rest]
            if len(made) > _MOST:
                raise ShellError("argument list too long")
    return made


def _brace(atoms: list[Part]) -> tuple[int, list[int], int] | None:
    """Where the first braces with a comma open, where their commas are, and where they close."""
    plain = [a.text if isinstance(a, Literal) and not a.quoted else "" for a in atoms]
    for start, char in enumerate(plain):
        if char != "{":
            continue
        depth, cuts = 0, []
        for at in range(start, len(plain)):
            depth += {"{": 1, "}": -1}.get(plain[at], 0)
            if plain[at] == "," and depth == 1:
                cuts.append(at)
            if depth == 0:
                if cuts:
                    return start, cuts, at
                break
    return None


def _merged(atoms: list[Part]) -> Word:
    merged: list[Part] = []
    for atom in atoms:
        last = merged[-1] if merged else None
        plain = isinstance(atom, Literal) and not atom.quoted
        if plain and isinstance(last, Literal) and not last.quoted:
            assert isinstance(atom, Literal)
            merged[-1] = Literal(last.text + atom.text, quoted=False)
        else:
            merged.append(atom)
    return tuple(merged) or (Literal("", quoted=True),)
