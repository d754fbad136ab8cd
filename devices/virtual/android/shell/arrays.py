"""Arrays: a name with numbers, of which the first element is the plain variable.

Source: mksh var.c, arraysearch and set_array.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.syntax import Assignment, Literal

if TYPE_CHECKING:
    from devices.virtual.android.shell.expansion import Expansion
    from devices.virtual.android.shell.state import State
    from devices.virtual.android.shell.syntax import Word

SUBSCRIPTED: Final = re.compile(r"([A-Za-z_]\w*)\[", re.ASCII)
_ELEMENT: Final = re.compile(r"([A-Za-z_]\w*)\[(.*)\]", re.ASCII | re.DOTALL)
_KEPT: Final = re.compile(r"(\w+)\[(-?[0-9]+)\]", re.ASCII)
_END: Final = re.compile(r"\](\+?)=")


def element(name: str, index: int) -> str:
    """The name under which an element is kept."""
    return f"{name}[{index}]" if index else name


def elements(state: State, name: str) -> dict[int, str]:
    """What an array holds, by number; empty if it is not set."""
    found = {0: state.variables[name]} if name in state.variables else {}
    for key, value in state.variables.items():
        match = _KEPT.fullmatch(key)
        if match and match[1] == name:
            found[int(match[2])] = value
    return dict(sorted(found.items()))


def put(state: State, name: str, values: list[str], *, start: int = 0) -> None:
    """Fill an array from a number on.

    Raises:
        ShellError: it is read-only.
    """
    if not start:
        state.unset(name)
    for index, value in enumerate(values, start):
        state.put(element(name, index), value)


def resolved(name: str, expansion: Expansion) -> str:
    """The name of what a text such as ``a[i+1]`` means."""
    match = _ELEMENT.fullmatch(name)
    return element(match[1], expansion.evaluate(match[2])) if match else name


async def assign(assignment: Assignment, state: State, expansion: Expansion) -> tuple[str, str]:
    """Carry out an assignment of an array or of its element; the name and value of others."""
    if assignment.elements is not None:
        values = await expansion.arguments(assignment.elements)
        last = max(elements(state, assignment.name), default=-1)
        put(state, assignment.name, values, start=last + 1 if assignment.appends else 0)
        return "", ""
    name = assignment.name
    if assignment.subscript:
        name = element(name, await expansion.number(assignment.subscript))
    return name, await expansion.text(assignment.value)


def as_element(word: Word) -> Assignment | None:
    """A word such as ``a[i]=value`` as an assignment."""
    first = word[0]
    if not isinstance(first, Literal) or first.quoted:
        return None
    match = SUBSCRIPTED.match(first.text)
    if match is None:
        return None
    parts = (Literal(first.text[match.end() :], quoted=False), *word[1:])
    for place, part in enumerate(parts):
        if not isinstance(part, Literal) or part.quoted:
            continue
        if end := _END.search(part.text):
            inside = (*parts[:place], Literal(part.text[: end.start()], quoted=False))
            rest = part.text[end.end() :]
            value = (*((Literal(rest, quoted=False),) if rest else ()), *parts[place + 1 :])
            return Assignment(match[1], value, bool(end[1]), subscript=inside)
    return None
