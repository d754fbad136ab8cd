"""What suites say of their tests, checked without running pytest: promises, needs and roles."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from config import accounts, ledger, requirements
from config.errors import ConfigError, nearest
from config.paths import CHECKOUT
from fixtures.marks import VERBS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
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
    """Every verb that tests of these suites need by a mark or a fixture, with the first such."""
    found: dict[str, str] = {}
    shared = fixtures_of((CHECKOUT / "fixtures").glob("*.py"))
    for suite in suites:
        folder = _SUITES / suite
        for path in _files(folder):
            own = fixtures_of((folder / "conftest.py", path))
            for test in _tests(path):
                where = f"{path.relative_to(CHECKOUT)}::{test.name}"
                marks = list(_marks(test, path))
                marked = [mark.value for mark in marks if mark.name == "needs"]
                used = [mark.value for mark in marks if mark.name == "usefixtures"]
                taken = closure((*_arguments(test), *filter(None, used)), shared | own)
                by_fixture = [verb for name in sorted(taken) for verb in VERBS.get(name, ())]
                for verb in (*filter(None, marked), *by_fixture):
                    found.setdefault(verb, where)
    return found


def fixtures_of(paths: Iterable[Path]) -> dict[str, tuple[str, ...]]:
    """The fixtures of some files, with those that each takes; of a missing file none."""
    return {
        node.name: _arguments(node)
        for path in paths
        if path.is_file()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and "fixture" in map(_name, node.decorator_list)
    }


def closure(names: Iterable[str], fixtures: Mapping[str, tuple[str, ...]]) -> set[str]:
    """These fixtures and all that they take, directly or by others."""
    found, left = set[str](), list(names)
    while left:
        if (name := left.pop()) not in found:
            found.add(name)
            left += fixtures.get(name, ())
    return found


def _arguments(function: ast.FunctionDef) -> tuple[str, ...]:
    return tuple(argument.arg for argument in function.args.args)


def _name(decorator: ast.expr) -> str:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return called.attr if isinstance(called, ast.Attribute) else ""


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
    """Those of its decorators and of its file's ``pytestmark``."""
    for decorator in (*test.decorator_list, *_common(path)):
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute):
            for argument in decorator.args:
                plain = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                value = str(argument.value) if plain else None  # type: ignore[attr-defined] # ruled
                place = (argument.lineno, argument.col_offset + 1)
                yield Mark(decorator.func.attr, value, path, *place)


@cache
def _common(path: Path) -> tuple[ast.expr, ...]:
    """The marks of all tests of a file."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            return tuple(node.value.elts) if isinstance(node.value, ast.List) else (node.value,)
    return ()
