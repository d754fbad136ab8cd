"""What holds for the files of the repository as a whole."""

from __future__ import annotations

import ast
import json
import os
import re
from typing import TYPE_CHECKING, Any

import pytest

from config.paths import CHECKOUT
from tools.lock import TREES, unhashed_packages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ROOMS = ("config", "crm", "devices", "fixtures", "fleet", "pages", "reports")
_MADE = {"__pycache__", "node_modules", "out"}  # beside what begins with a dot
_PICTURES = {".png", ".ttf", ".apk", ".ico"}

# In halves, so that this file is not among those that it looks for.
_REGISTRIES = re.compile(
    "|".join(
        re.escape(".".join(parts))
        for parts in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("npmjs", "org"),
            ("npmjs", "com"),
            ("yarnpkg", "com"),
            ("npmmirror", "com"),
        )
    )
)
_MACHINE_PATHS = re.compile("|".join(f"/{folder}/" for folder in ("work", "tmp/probe", "root/\\.")))


def _files() -> Iterator[Path]:
    for folder, folders, names in os.walk(CHECKOUT):
        folders[:] = [n for n in folders if n == ".ci" or (n[0] != "." and n not in _MADE)]
        yield from (CHECKOUT / folder / name for name in names)


def _texts() -> Iterator[tuple[str, str]]:
    for path in _files():
        if path.suffix not in _PICTURES:
            yield str(path.relative_to(CHECKOUT)), path.read_text(encoding="utf-8")


def _sources(*rooms: str) -> Iterator[tuple[str, ast.Module]]:
    for room in rooms:
        for path in sorted((CHECKOUT / room).rglob("*.py")):
            yield str(path.relative_to(CHECKOUT)), ast.parse(path.read_text(encoding="utf-8"))


def _found(pattern: re.Pattern[str]) -> list[str]:
    return [f"{name}: {match[0]}" for name, text in _texts() if (match := pattern.search(text))]


def test_no_file_names_a_package_registry() -> None:
    """Packages come from the registry that the user's pip and npm are set to, whichever it is."""
    assert _found(_REGISTRIES) == []


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    """Nothing in the repository leans on where it was written."""
    assert _found(_MACHINE_PATHS) == []


@pytest.mark.parametrize("name", ["build", "fleet", "node"])
def test_every_python_package_is_locked_with_hashes(name: str) -> None:
    """Pip compares each download with the lock file."""
    text = (CHECKOUT / "requirements" / f"{name}.lock").read_text()
    blocks = [block for block in re.split(r"\n(?=\S)", text.strip()) if block[0] != "#"]
    assert blocks
    assert [b.split("\n")[0] for b in blocks if "==" not in b or "--hash=sha256:" not in b] == []


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.parent.name)
def test_every_npm_package_is_locked_with_a_hash(tree: Path) -> None:
    """Npm compares each download with the lock file, and asks the user's registry for it."""
    lock = tree / "package-lock.json"
    assert unhashed_packages(lock) == []
    entries = json.loads(lock.read_text())["packages"].values()
    assert [entry for entry in entries if "resolved" in entry] == []


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.parent.name)
def test_the_npm_lock_file_is_of_its_package_file(tree: Path) -> None:
    """What package.json asks for is one exact version, and the lock file has it."""
    wanted = json.loads((tree / "package.json").read_text())["dependencies"]
    entries: dict[str, Any] = json.loads((tree / "package-lock.json").read_text())["packages"]
    assert {name: entries[f"node_modules/{name}"]["version"] for name in wanted} == wanted


def test_every_package_has_a_door() -> None:
    """Each folder of code is a package of its own right, which linters and installers see."""
    folders = {path.parent for room in _ROOMS for path in (CHECKOUT / room).rglob("*.py")}
    doorless = [str(f.relative_to(CHECKOUT)) for f in folders if not (f / "__init__.py").is_file()]
    assert sorted(doorless) == []


def test_pages_assert_nothing() -> None:
    """What is right is for a test to say; a page says what is there."""
    asserting = [
        f"{name}:{node.lineno}"
        for name, tree in _sources("pages")
        for node in ast.walk(tree)
        if isinstance(node, ast.Assert)
    ]
    assert asserting == []


def test_nothing_sleeps() -> None:
    """Code waits for conditions; the pause between two looks is in one place."""
    sleeping = [
        f"{name}:{node.lineno}"
        for name, tree in _sources(*_ROOMS, "suites", "tools")
        for node in ast.walk(tree)
        if name != "devices/wait.py"
        and isinstance(node, ast.Attribute)
        and node.attr == "sleep"
        and isinstance(node.value, ast.Name)
        and node.value.id == "time"
    ]
    assert sleeping == []


def test_suites_take_fixtures_by_name() -> None:
    """A suite imports no fixture: it names the type of one, where type checkers alone look."""
    imported = [
        f"{name}: {node.module}"
        for name, tree in _sources("suites")
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("fixt", "devi"))
    ]
    assert imported == []


def test_golden_rows_have_one_reader() -> None:
    """Neither pages nor virtual phones know what phones must answer, or agreement means nothing."""
    words = ("tests/golden", "tests.golden")
    knowing = [
        name
        for name, text in _texts()
        if name.startswith(("pages/", "devices/virtual/")) and any(word in text for word in words)
    ]
    assert knowing == []


def test_virtual_phones_do_not_read_locators() -> None:
    """Where a page finds a thing is not where a virtual phone learns what to call it."""
    reading = [
        name
        for name, text in _texts()
        if name.startswith("devices/virtual/") and re.search(r"config[./]locators", text)
    ]
    assert reading == []


def test_ci_types_what_a_user_types() -> None:
    """The script for CI runs `make test`, and every target of the README is in the Makefile."""
    script = CHECKOUT / ".ci/run"
    assert os.access(script, os.X_OK)
    assert "make test" in script.read_text()
    targets = set(
        re.findall(r"^([a-z-]+):.*## ", (CHECKOUT / "Makefile").read_text(), re.MULTILINE)
    )
    named = {
        target
        for name in ("README.md", "CONTRIBUTING.md")
        for target in re.findall(
            r"(?:^|`)make ([a-z-]+)", (CHECKOUT / name).read_text(), re.MULTILINE
        )
    }
    assert "demo" in named
    assert named <= targets
