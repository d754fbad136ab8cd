"""Installs a tree of npm packages, as its lock file has them, into the user's cache."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import threading
import time
from collections import deque
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import yaml

from devices.host.cache import ensure_entry, no_space
from devices.host.tool_error import ToolchainError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.host.node import Node

DEADLINE_S: Final = 20 * 60.0
WARM_DEADLINE_S: Final = 120.0
_PROGRESS_S: Final = 5.0
_FILES: Final = ("package.json", "package-lock.json", ".npmrc")
_FETCHED: Final = re.compile(r"npm http (?:fetch|cache) .*\.tgz\b")
_CODE: Final = re.compile(r"npm (?:error|ERR!) (?:code|signal) (\S+)")

# Where distributions keep the certificates they trust: Debian, Fedora, SUSE, Alpine. The order of
# Go's crypto/x509 root_linux.go.
_BUNDLES: Final = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)

# npm's own retries, sooner than its defaults (10 s, then 60 s): a missing network is said at once.
_PATIENCE: Final = {
    "npm_config_fetch_retry_mintimeout": "1000",
    "npm_config_fetch_retry_factor": "3",
    "npm_config_fetch_timeout": "60000",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """What an error code of npm's means to a person."""

    seen: str
    advice: str


_NO_NETWORK: Final = Cause(
    "the npm registry could not be reached",
    "Check the network (and the proxy settings), then run it again; what came is kept.",
)
_CUT: Final = Cause(
    "the download was cut off or damaged",
    "Run it again; what came whole is kept.",
)
_CERTIFICATE: Final = Cause(
    "the npm registry's certificate is not trusted here",
    "Set NODE_EXTRA_CA_CERTS to the file with your organisation's certificates; run it again.",
)
_DENIED: Final = Cause(
    "the npm registry refused",
    "Check the registry and the login in your .npmrc, then run it again.",
)
_ENDED: Final = Cause(
    "npm was told to end",
    "Run it again; what came is kept.",
)
_STRANGE: Final = Cause(
    "npm failed; its last words are above",
    "Put right what npm names, then run it again.",
)
# The codes are Node's and libuv's (errno names), OpenSSL's, and npm's own.
_CAUSES: Final[Mapping[str, Cause]] = {
    **dict.fromkeys(
        ("EAI_AGAIN", "ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "ETIMEDOUT"),
        _NO_NETWORK,
    ),
    **dict.fromkeys(("ERR_SOCKET_TIMEOUT", "FETCH_ERROR", "ENOTCACHED"), _NO_NETWORK),
    **dict.fromkeys(
        ("ECONNRESET", "EINTEGRITY", "EPIPE", "ERR_STREAM_PREMATURE_CLOSE", "Z_BUF_ERROR"), _CUT
    ),
    **dict.fromkeys(
        ("TAR_BAD_ARCHIVE", "TAR_ABORT", "Z_DATA_ERROR", "ERR_INVALID_ARG_VALUE"), _CUT
    ),
    **dict.fromkeys(
        (
            "CERT_HAS_EXPIRED",
            "DEPTH_ZERO_SELF_SIGNED_CERT",
            "SELF_SIGNED_CERT_IN_CHAIN",
            "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
            "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
        ),
        _CERTIFICATE,
    ),
    **dict.fromkeys(("SIGINT", "SIGTERM", "SIGHUP"), _ENDED),
    **dict.fromkeys(("E401", "E403", "E404", "ENEEDAUTH", "ETARGET"), _DENIED),
}
_FULL: Final = frozenset({"ENOSPC", "EDQUOT", "EFBIG"})


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree of npm packages.

    Attributes:
        name: of the cache entry.
        title: as a sentence calls it.
        folder: holds package.json, package-lock.json and .npmrc.
        finish: is given the Node, the installed tree and the path it will have in the end, and
            does what else must be done before the tree is used.
    """

    name: str
    title: str
    folder: Path
    finish: Callable[[Node, Path, Path], None] | None = None

    def entry(self, node: Node) -> str:
        """Return the cache entry's name: changes with the lock file and Node's major version."""
        digest = sha256()
        for name in _FILES:
            digest.update((self.folder / name).read_bytes())
        return f"{self.name}-{digest.hexdigest()[:16]}-node{node.version[0]}"


def install_tree(tree: Tree, node: Node, root: Path, report: Callable[[str], None]) -> Path:
    """Return the folder with the tree's ``node_modules``, installed when it is not in the cache.

    Args:
        tree: what to install.
        node: the Node whose npm installs it, and that will run it.
        root: of the cache.
        report: is given a line of progress now and then.

    Raises:
        ToolchainError: no network, a cut download, no space, npm's own failure or the deadline; the
            cache has no entry then.
    """

    def fill(part: Path, final: Path) -> None:
        for name in _FILES:
            shutil.copy(tree.folder / name, part)
        _npm_ci(tree, node, part, report)
        if tree.finish is not None:
            tree.finish(node, part, final)

    def waiting() -> None:
        report(f"another set-up is installing {tree.title}; waiting for it")

    return ensure_entry(root / "npm", tree.entry(node), fill, waiting)


def warm_appium(node: Node, part: Path, final: Path) -> None:
    """Let Appium write its list of drivers now, so that no server has to write to the tree.

    The first start of an Appium home writes ``node_modules/.cache/appium/``: ``extensions.yaml``,
    with absolute paths in it, and at the second start ``package.hash`` (appium
    lib/extension/manifest, lib/extension/package-changed). Two servers starting at once would write
    the same files.

    Raises:
        ToolchainError: Appium does not find the drivers that were installed.
    """
    main = part / "node_modules/appium/index.js"
    command = (node.program, main, "driver", "list", "--installed", "--json")
    for _ in range(2):
        done = subprocess.run(
            command,
            capture_output=True,
            check=False,
            cwd=part,
            env={**os.environ, "APPIUM_HOME": str(part)},
            text=True,
            timeout=WARM_DEADLINE_S,
        )
        if done.returncode != 0:
            raise ToolchainError(
                "starting Appium for the first time",
                f"it ended with {done.returncode}: {done.stderr.strip()[-500:]}",
                "Run it again; if it stays so, `fleet doctor` shows the versions to report.",
            )
    listing = part / "node_modules/.cache/appium/extensions.yaml"
    moved = _moved(yaml.safe_load(listing.read_text()), str(part), str(final))
    listing.write_text(yaml.safe_dump(moved, sort_keys=False))


def npm_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment npm runs in: the caller's, trusting the host's certificates too.

    Node has its own list of certificates; an organisation's, which every other program of the host
    trusts, must be named to it (Node.js CLI, NODE_EXTRA_CA_CERTS).
    """
    found = _PATIENCE | dict(environ)
    for bundle in (environ.get("SSL_CERT_FILE", ""), *_BUNDLES):
        if bundle and Path(bundle).is_file():
            found.setdefault("NODE_EXTRA_CA_CERTS", bundle)
            break
    return found


def _moved(value: object, old: str, new: str) -> object:
    """Replace the folder ``old`` by ``new`` wherever a text begins with it."""
    if isinstance(value, dict):
        return {key: _moved(item, old, new) for key, item in value.items()}
    if isinstance(value, list):
        return [_moved(item, old, new) for item in value]
    if isinstance(value, str) and value.startswith(old):
        return new + value.removeprefix(old)
    return value


def _npm_ci(tree: Tree, node: Node, part: Path, report: Callable[[str], None]) -> None:
    """Run ``npm ci``. No package's scripts run: what they would build is not needed here."""
    from devices.host.processes import die_with  # noqa: PLC0415 - `locate` need not pay for psutil

    flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", "--loglevel=http"]
    started = time.monotonic()
    npm = subprocess.Popen(
        [node.program, node.npm_cli, "ci", *flags, "--no-update-notifier"],
        cwd=part,
        env=npm_environment(os.environ),
        errors="replace",
        preexec_fn=die_with(os.getpid()),  # noqa: PLW1509 - set-up has no thread at this point
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    words = _Words(npm, tree, report)
    try:
        npm.wait(DEADLINE_S)
    except subprocess.TimeoutExpired:
        raise ToolchainError(
            f"installing {tree.title} with npm",
            f"not done after {DEADLINE_S / 60:.0f} minutes",
            _NO_NETWORK.advice,
        ) from None
    finally:
        npm.kill()
        npm.wait()
        words.join()
    if npm.returncode != 0:
        raise _failure(tree, part, words.tail, report)
    report(f"{tree.title} installed in {time.monotonic() - started:.0f} s")


def _failure(
    tree: Tree, part: Path, tail: deque[str], report: Callable[[str], None]
) -> ToolchainError:
    codes = [match[1] for line in tail if (match := _CODE.match(line))]
    code = codes[-1] if codes else "no code"
    if code in _FULL or any(full in line for line in tail for full in _FULL):
        return no_space(part.parent)
    cause = _CAUSES.get(code, _STRANGE)
    if cause is _STRANGE:
        for line in tail:
            report(f"  {line}")
    return ToolchainError(
        f"installing {tree.title} with npm", f"{cause.seen} ({code})", cause.advice
    )


class _Words(threading.Thread):
    """Reads what npm says: counts packages, keeps the last lines."""

    def __init__(
        self, npm: subprocess.Popen[str], tree: Tree, report: Callable[[str], None]
    ) -> None:
        super().__init__(name=f"npm {tree.name}", daemon=True)
        self.tail: deque[str] = deque(maxlen=40)
        self._npm = npm
        self._tree = tree
        self._report = report
        self._total = _packages(tree.folder / "package-lock.json")
        self.start()

    def run(self) -> None:
        fetched, reported = 0, time.monotonic()
        assert self._npm.stdout is not None
        for line in self._npm.stdout:
            if _FETCHED.match(line):
                fetched += 1
            else:
                self.tail.append(line.rstrip())
            if time.monotonic() - reported >= _PROGRESS_S:
                reported = time.monotonic()
                self._report(f"{self._tree.title}: {fetched} of about {self._total} packages")
        self._npm.stdout.close()


def _packages(lock: Path) -> int:
    """Count the packages that npm fetches: not those bundled in others, nor other systems'."""
    entries: Mapping[str, dict[str, object]] = json.loads(lock.read_text())["packages"]
    return sum(
        1
        for path, entry in entries.items()
        if path and not entry.get("inBundle") and _for_this_host(entry)
    )


def _for_this_host(entry: Mapping[str, object]) -> bool:
    wanted = {"os": "linux", "cpu": "x64", "libc": "glibc"}
    return all(name in str(entry.get(field, name)) for field, name in wanted.items())
