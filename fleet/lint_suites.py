"""What suites say of their tests, checked without running pytest: promises, needs and roles."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from config import accounts, ledger, requirements
from config.errors import ConfigError, nearest
from config.paths import CHECKOUT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_SUITES: Final = CHECKOUT / "suites"


@dataclass(frozen=True, slots=True)
class Mark:
    """An argument of a mark.

    Attributes:
        name: of the mark, as ``promise``.
        value: the argument; None where it is no plain string.
    """

    name: str
    value: str | None
    path: Path
    line: int
    column: int

    def complaint(self, problem: str) -> ConfigError:
        """A complaint about it, where it stands."""
        return ConfigError(self.path, self.line, self.column, problem)


def suite_complaints() -> Iterator[ConfigError]:
    """Tests without a promise; promises, needs and roles that there are not."""
    known: dict[str, list[str]] = {
        "promise": list(requirements.read()),
        "needs": list(ledger.read().verbs),
        "role": list(accounts.read().roles),
    }
    for path in _files(_SUITES):
        for test in _tests(path):
            marks = list(_marks(test, path))
            if not any(mark.name == "promise" for mark in marks):
                problem = f"{test.name} names no promise: add @pytest.mark.promise(ID)"
                yield ConfigError(path, test.lineno, test.col_offset + 1, problem)
            for mark in marks:
                names = known.get(mark.name)
                if names is None:
                    continue
                if mark.value is None:
                    yield mark.complaint(f"{mark.name} takes plain strings")
                elif mark.value not in names:
                    hint = nearest(mark.value, names)
                    yield mark.complaint(f"no {_NOUNS[mark.name]} {mark.value!r}; {hint}")


def needed(suites: Iterable[str]) -> dict[str, str]:
    """Every verb that tests of these suites need, with the first test that does."""
    found: dict[str, str] = {}
    for mark, test in _all_marks(suites):
        if mark.name == "needs" and mark.value is not None:
            found.setdefault(mark.value, f"{mark.path.relative_to(CHECKOUT)}::{test}")
    return found


def first_tests() -> dict[str, Mark]:
    """Every promise that a test of any suite names, with the mark that names it first."""
    found: dict[str, Mark] = {}
    names = sorted(folder.name for folder in _SUITES.iterdir() if folder.is_dir())
    for mark, _ in _all_marks(names):
        if mark.name == "promise" and mark.value is not None:
            found.setdefault(mark.value, mark)
    return found


def untested() -> list[str]:
    """The promises that no test of any suite names."""
    tested = first_tests()
    return [id_ for id_ in requirements.read() if id_ not in tested]


_NOUNS: Final = {"promise": "promise", "needs": "verb", "role": "role"}


def _all_marks(suites: Iterable[str]) -> Iterator[tuple[Mark, str]]:
    for suite in suites:
        for path in _files(_SUITES / suite):
            for test in _tests(path):
                yield from ((mark, test.name) for mark in _marks(test, path))


def _files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("test_*.py"))


def _tests(path: Path) -> Iterator[ast.FunctionDef]:
    """Its test functions.

    Raises:
        ConfigError: it is no Python.
    """
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except SyntaxError as error:
        raise ConfigError(path, error.lineno or 0, error.offset or 0, str(error.msg)) from error
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            yield node


def _marks(test: ast.FunctionDef, path: Path) -> Iterator[Mark]:
    for decorator in test.decorator_list:
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute):
            for argument in decorator.args:
                plain = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                value = str(argument.value) if plain else None  # type: ignore[attr-defined] # ruled
                place = (argument.lineno, argument.col_offset + 1)
                yield Mark(decorator.func.attr, value, path, *place)
