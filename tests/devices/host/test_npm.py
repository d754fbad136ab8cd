"""Installing a tree of npm packages: whole or not at all, and plain words for what went wrong.

The real npm, against a registry of one package on loopback; a script stands in for npm where what
matters is how it ends.
"""

from __future__ import annotations

import base64
import errno
import hashlib
import io
import json
import pickle
import subprocess
import sys
import tarfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import psutil
import pytest
import yaml

from config.paths import CHECKOUT
from devices.host import npm as npm_module
from devices.host.cache import ensure_entry
from devices.host.node import Node, find_node
from devices.host.npm import Tree, install_tree, npm_environment
from devices.host.tool_error import ToolchainError
from devices.host.toolchain import locate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_DEADLINE_S = 30.0
_CLOSED_PORT = 9  # discard: nobody has listened there for decades


def _package() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, text in (
            ("package.json", '{"name":"tiny","version":"1.0.0"}'),
            ("index.js", "// x\n" * 9999),
        ):
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    return packed.getvalue()


_TINY = _package()
_INTEGRITY = "sha512-" + base64.b64encode(hashlib.sha512(_TINY).digest()).decode()


class _Registry(ThreadingHTTPServer):
    """Knows one package; `cut` ends the download of it in the middle."""

    cut = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    server: _Registry

    def do_GET(self) -> None:
        if self.path.endswith(".tgz"):
            self._answer(_TINY, _TINY[: len(_TINY) // 2] if self.server.cut else _TINY)
            return
        tarball = f"{self.server.url}tiny/-/tiny-1.0.0.tgz"
        dist = {"tarball": tarball, "integrity": _INTEGRITY}
        version = {"name": "tiny", "version": "1.0.0", "dist": dist}
        packument = {
            "name": "tiny",
            "dist-tags": {"latest": "1.0.0"},
            "versions": {"1.0.0": version},
        }
        body = json.dumps(packument).encode()
        self._answer(body, body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's own name
        """Keep the tests' output clean."""

    def _answer(self, promised: bytes, sent: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(promised)))
        self.end_headers()
        self.wfile.write(sent)
        self.close_connection = True


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[_Registry]:
    """A registry on loopback, which npm is told to use with a cache and settings of its own."""
    server = _Registry(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    _point_npm_at(server.url, monkeypatch, tmp_path)
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def _point_npm_at(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("npm_config_registry", url)
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm-cache"))
    monkeypatch.setenv("npm_config_userconfig", str(tmp_path / "npmrc"))
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """A tree of the one package, locked with its hash and without a registry."""
    folder = tmp_path / "tree"
    folder.mkdir()
    root = {"name": "tree", "version": "0.0.0", "dependencies": {"tiny": "1.0.0"}}
    tiny = {"version": "1.0.0", "integrity": _INTEGRITY}
    lock = root | {"lockfileVersion": 3, "packages": {"": root, "node_modules/tiny": tiny}}
    (folder / "package.json").write_text(json.dumps(root))
    (folder / "package-lock.json").write_text(json.dumps(lock))
    (folder / ".npmrc").write_text("omit-lockfile-registry-resolved=true\n")
    return Tree("tree", "the tree", folder)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A cache of the test's own."""
    return tmp_path / "cache"


@pytest.fixture(scope="session")
def node() -> Node:
    """The Node of this host."""
    return find_node()


def _fake_npm(node: Node, tmp_path: Path, script: str) -> Node:
    """Let a script of the test's stand in for npm."""
    cli = tmp_path / "npm-cli.js"
    cli.write_text(script)
    return Node(node.program, node.version, cli, "system")


def _entries(root: Path) -> list[str]:
    """What is in the cache beside lock files."""
    return [path.name for path in (root / "npm").iterdir() if path.suffix != ".lock"]


def _silent(_line: str) -> None:
    """Progress that no test looks at."""


@pytest.mark.usefixtures("registry")
def test_a_tree_is_installed_as_its_lock_file_has_it(tree: Tree, node: Node, root: Path) -> None:
    """The entry holds the packages, under a name that changes with lock file and Node."""
    entry = install_tree(tree, node, root, _silent)
    assert (entry / "node_modules/tiny/index.js").is_file()
    assert _entries(root) == [entry.name]
    assert entry.name.endswith(f"-node{node.version[0]}")
    (tree.folder / "package-lock.json").write_text("{}")
    assert tree.entry(node) != entry.name


def test_an_installed_tree_needs_no_network(
    tree: Tree, node: Node, root: Path, registry: _Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in the cache is used as it is: npm does not run."""
    assert registry.url
    entry = install_tree(tree, node, root, _silent)
    monkeypatch.setattr(npm_module, "_npm_ci", None)
    assert install_tree(tree, node, root, _silent) == entry


def test_a_cut_download_leaves_no_entry(
    tree: Tree, node: Node, root: Path, registry: _Registry
) -> None:
    """A connection that ends in the middle is said plainly, and the next try is whole."""
    registry.cut = True
    with pytest.raises(ToolchainError, match="cut off or damaged"):
        install_tree(tree, node, root, _silent)
    assert _entries(root) == []
    registry.cut = False
    assert install_tree(tree, node, root, _silent).is_dir()


def test_no_network_leaves_no_entry(
    tree: Tree, node: Node, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A registry that cannot be reached is said plainly, with what to do."""
    _point_npm_at(f"http://127.0.0.1:{_CLOSED_PORT}/", monkeypatch, tmp_path)
    with pytest.raises(ToolchainError, match="could not be reached") as caught:
        install_tree(tree, node, root, _silent)
    assert "Check the network" in caught.value.advice
    assert _entries(root) == []


def test_a_full_disk_leaves_no_entry(tree: Tree, node: Node, root: Path, tmp_path: Path) -> None:
    """When npm finds no space, its half of a tree goes and the message says how to make room."""
    script = """
        require("fs").writeFileSync("half", "x");
        console.error("npm error code ENOSPC");
        process.exit(228);
    """
    with pytest.raises(ToolchainError, match="no space left") as caught:
        install_tree(tree, _fake_npm(node, tmp_path, script), root, _silent)
    assert "FLEET_CACHE" in caught.value.advice
    assert _entries(root) == []


def test_a_disk_that_fills_up_in_our_own_hands_says_the_same(root: Path) -> None:
    """A copy of ours that finds no space ends like npm's."""

    def fill(part: Path, _final: Path) -> None:
        (part / "half").write_text("x")
        raise OSError(errno.ENOSPC, "No space left on device", str(part))

    with pytest.raises(ToolchainError, match="no space left"):
        ensure_entry(root / "npm", "tree", fill)
    assert _entries(root) == []


def test_an_unwritable_cache_is_named(tmp_path: Path) -> None:
    """A cache that is no folder is said with its path and the way out."""
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(ToolchainError, match="FLEET_CACHE") as caught:
        ensure_entry(tmp_path / "cache", "tree", lambda _part, _final: None)
    assert str(tmp_path / "cache") in str(caught.value)


def test_an_unknown_failure_shows_npms_last_words(
    tree: Tree, node: Node, root: Path, tmp_path: Path
) -> None:
    """What nobody foresaw is shown as npm said it."""
    said: list[str] = []
    fake = _fake_npm(node, tmp_path, "console.error('npm error code EODD'); process.exit(1)")
    with pytest.raises(ToolchainError, match="EODD"):
        install_tree(tree, fake, root, said.append)
    assert "npm error code EODD" in said[-1]


def test_an_npm_that_never_ends_is_ended(
    tree: Tree, node: Node, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The deadline ends npm and leaves no entry."""
    monkeypatch.setattr(npm_module, "DEADLINE_S", 0.5)
    fake = _fake_npm(node, tmp_path, "setInterval(() => {}, 1000)")
    with pytest.raises(ToolchainError, match="not done after"):
        install_tree(tree, fake, root, _silent)
    assert _entries(root) == []


def test_two_at_once_install_once(tree: Tree, node: Node, root: Path, tmp_path: Path) -> None:
    """The second waits for the first, says so, and uses what it made."""
    go, ran = tmp_path / "go", tmp_path / "ran"
    script = f"""
        const fs = require("fs");
        fs.appendFileSync({json.dumps(str(ran))}, "once\\n");
        setInterval(() => fs.existsSync({json.dumps(str(go))}) && process.exit(0), 20);
    """
    fake = _fake_npm(node, tmp_path, script)
    waits = threading.Event()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(install_tree, tree, fake, root, _silent)
        _until(ran.exists)
        second = pool.submit(
            install_tree, tree, fake, root, lambda line: waits.set() if "waiting" in line else None
        )
        assert waits.wait(_DEADLINE_S)
        go.touch()
        assert first.result(_DEADLINE_S) == second.result(_DEADLINE_S)
    assert ran.read_text() == "once\n"


def test_a_killed_set_up_takes_npm_along(
    tree: Tree, node: Node, root: Path, tmp_path: Path
) -> None:
    """After a SIGKILL of set-up no npm goes on filling a folder that nobody waits for."""
    fake = _fake_npm(node, tmp_path, "setInterval(() => {}, 1000)")
    setup = f"""
from pathlib import Path
from devices.host.node import Node
from devices.host.npm import Tree, install_tree
node = Node(Path({str(fake.program)!r}), (20,), Path({str(fake.npm_cli)!r}), "system")
tree = Tree("tree", "the tree", Path({str(tree.folder)!r}))
install_tree(tree, node, Path({str(root)!r}), print)
"""
    with subprocess.Popen([sys.executable, "-c", setup], cwd=CHECKOUT) as process:
        _until(lambda: bool(psutil.Process(process.pid).children()))
        (npm,) = psutil.Process(process.pid).children()
        process.kill()
    assert psutil.wait_procs([npm], timeout=_DEADLINE_S)[1] == []


@pytest.mark.usefixtures("registry")
def test_what_killed_installs_left_is_swept(tree: Tree, node: Node, root: Path) -> None:
    """The half of a tree that a SIGKILL leaves, of this lock file or another, goes."""
    for name in (tree.entry(node), "other-0123"):
        (root / "npm" / f".{name}.abc.part").mkdir(parents=True)
    entry = install_tree(tree, node, root, _silent)
    assert _entries(root) == [entry.name]


def test_the_hosts_certificates_are_npms_too(tmp_path: Path) -> None:
    """A file of certificates that the host's programs trust is named to Node, unless one is."""
    bundle = tmp_path / "bundle.pem"
    bundle.touch()
    named = npm_environment({"SSL_CERT_FILE": str(bundle)})
    assert named["NODE_EXTRA_CA_CERTS"] == str(bundle)
    kept = npm_environment({"SSL_CERT_FILE": str(bundle), "NODE_EXTRA_CA_CERTS": "/theirs"})
    assert kept["NODE_EXTRA_CA_CERTS"] == "/theirs"


def test_the_error_pickles() -> None:
    """An error goes from process to process with all its fields."""
    error = ToolchainError("what", "seen", "advice")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert (copy.what, copy.seen, copy.advice) == ("what", "seen", "advice")


def test_appiums_home_is_ready_to_be_shared() -> None:
    """The list of drivers is written at set-up, with the paths that the drivers have now."""
    home = locate().appium_home
    written = home / "node_modules/.cache/appium"
    assert (written / "package.hash").is_file()
    drivers = yaml.safe_load((written / "extensions.yaml").read_text())["drivers"]
    assert {name: driver["installPath"] for name, driver in drivers.items()} == {
        "uiautomator2": f"{home}/node_modules/appium-uiautomator2-driver",
        "xcuitest": f"{home}/node_modules/appium-xcuitest-driver",
    }


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline
        threading.Event().wait(0.01)
