"""Where the tools are: what set-up notes, what is read of it, and what is said when it is stale."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from devices.host import toolchain
from devices.host.node import Node
from devices.host.tool_error import NodeMissingError, ToolchainError
from devices.host.toolchain import EXIT_NODE_WANTED, Toolchain, install, locate, main

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from devices.host.npm import Tree


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache with empty files in place of the tools, and a note of the test's own."""
    cache = tmp_path / "cache"
    for file in (
        "node",
        "npm-cli.js",
        "appium/node_modules/appium/index.js",
        "allure/node_modules/allure/cli.js",
        "sdk/platform-tools/adb",
        "sdk/build-tools/2.19.0/aapt2",
    ):
        (cache / file).parent.mkdir(parents=True, exist_ok=True)
        (cache / file).touch()

    def find_node() -> Node:
        return Node(cache / "node", (24, 0, 0), cache / "npm-cli.js", "wheel")

    def install_tree(tree: Tree, _node: Node, _root: Path, _report: Callable[[str], None]) -> Path:
        return cache / tree.name

    def install_android_home(_root: Path) -> Path:
        return cache / "sdk"

    monkeypatch.setattr(toolchain, "find_node", find_node)
    monkeypatch.setattr(toolchain, "install_tree", install_tree)
    monkeypatch.setattr(toolchain, "install_android_home", install_android_home)
    monkeypatch.setattr(toolchain, "note_path", lambda: tmp_path / "note.json")
    for name in ("ANDROID_HOME", "ANDROID_SDK_ROOT"):
        monkeypatch.delenv(name, raising=False)
    return cache


def _silent(_line: str) -> None:
    """Progress that no test looks at."""


def _own_sdk(folder: Path) -> Mapping[str, str]:
    for file in ("platform-tools/adb", "build-tools/36.0.0/aapt2"):
        (folder / file).parent.mkdir(parents=True)
        (folder / file).touch()
    return {"ANDROID_HOME": str(folder)}


def test_what_is_installed_is_located(cache: Path) -> None:
    """After set-up all tools are found where it put them."""
    expected = Toolchain(
        node=cache / "node",
        npm_cli=cache / "npm-cli.js",
        appium_home=cache / "appium",
        appium_main=cache / "appium/node_modules/appium/index.js",
        adb=cache / "sdk/platform-tools/adb",
        aapt2=cache / "sdk/build-tools/2.19.0/aapt2",
        android_home=cache / "sdk",
        allure_main=cache / "allure/node_modules/allure/cli.js",
    )
    assert install(_silent) == expected
    assert locate({}) == expected


def test_a_whole_sdk_of_the_users_is_taken(cache: Path, tmp_path: Path) -> None:
    """With adb and aapt2 in the user's SDK, both come from there."""
    install(_silent)
    found = locate(_own_sdk(tmp_path / "own"))
    assert found.android_home == tmp_path / "own"
    assert found.adb == tmp_path / "own/platform-tools/adb"
    assert found.aapt2 == tmp_path / "own/build-tools/36.0.0/aapt2"
    assert found.node == cache / "node"


@pytest.mark.usefixtures("cache")
def test_an_sdk_that_is_no_longer_named_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Set up with an SDK and run without it: the error says what is missing and what to type."""
    for name, value in _own_sdk(tmp_path / "own").items():
        monkeypatch.setenv(name, value)
    install(_silent)
    with pytest.raises(ToolchainError, match="not named now") as caught:
        locate({})
    assert "make" in caught.value.advice


@pytest.mark.usefixtures("cache")
def test_without_set_up_one_is_told_to_run_it() -> None:
    """In a checkout that was never set up, the error names the command that does it."""
    with pytest.raises(ToolchainError, match="set-up has not run here") as caught:
        locate({})
    assert "`make`" in str(caught.value)


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize("damage", ["{", "[]", '{"paths": 1}'])
def test_a_damaged_note_is_said_to_be_damaged(damage: str) -> None:
    """A note that cannot be read is an error with its path, not a traceback."""
    toolchain.note_path().write_text(damage)
    with pytest.raises(ToolchainError, match="damaged") as caught:
        locate({})
    assert str(toolchain.note_path()) in str(caught.value)


@pytest.mark.usefixtures("cache")
def test_changed_lock_files_ask_for_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a pull that changes the lock files, old tools are not used in silence."""
    install(_silent)
    monkeypatch.setattr(toolchain, "_locks_hash", lambda: "another")
    with pytest.raises(ToolchainError, match="changed since"):
        locate({})


@pytest.mark.parametrize("gone", ["node", "appium/node_modules/appium/index.js"])
def test_a_tool_that_is_gone_is_named(cache: Path, gone: str) -> None:
    """When the cache was emptied, the error names what is missing."""
    install(_silent)
    (cache / gone).unlink()
    with pytest.raises(ToolchainError, match="is gone") as caught:
        locate({})
    assert gone in str(caught.value)


@pytest.mark.usefixtures("cache")
def test_a_second_install_writes_nothing() -> None:
    """With all in place the note is left as it is."""
    install(_silent)
    before = toolchain.note_path().stat()
    install(_silent)
    assert toolchain.note_path().stat() == before


@pytest.mark.usefixtures("cache")
def test_set_up_asks_for_node_by_its_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a Node the command ends with the code on which set-up brings one."""

    def find_node() -> Node:
        raise NodeMissingError("looking for Node", "none", "Run `make`.")

    monkeypatch.setattr(toolchain, "find_node", find_node)
    assert main(["install"]) == EXIT_NODE_WANTED
    assert "none" in capsys.readouterr().err


@pytest.mark.usefixtures("cache")
def test_a_failure_is_said_and_coded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Any other trouble is one plain message and code 1."""

    def install_android_home(_root: Path) -> Path:
        raise ToolchainError("trying adb", "it does not run", "Bring your own.")

    monkeypatch.setattr(toolchain, "install_android_home", install_android_home)
    assert main(["install"]) == 1
    assert capsys.readouterr().err == "trying adb: it does not run\nBring your own.\n"


def test_the_note_names_paths_and_locks(cache: Path) -> None:
    """The note can be read by a person who wonders where things are."""
    install(_silent)
    note = json.loads(toolchain.note_path().read_text())
    assert note["paths"]["node"] == str(cache / "node")
