"""Resolves all dependencies anew and writes the lock files: `make lock`.

The lock files name packages, versions and hashes; no registry, so that each user's own is asked.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from devices.host.node import find_node
from devices.host.npm import npm_environment

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT: Final = Path(__file__).resolve().parents[1]
TREES: Final = (ROOT / "devices/appium/npm", ROOT / "reports/npm")
DEADLINE_S: Final = 15 * 60.0

# One lock file for every Python and system that the project names, the oldest Python deciding.
_COMPILE: Final = (
    *("pip", "compile", "--quiet", "--upgrade", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url"),
)
# Lock file: what it is made from. setuptools is named in build.in, and pip wants its hash.
_LOCKS: Final[Mapping[str, tuple[str, ...]]] = {
    "build.lock": ("--allow-unsafe", "requirements/build.in"),
    "fleet.lock": ("pyproject.toml", "--extra", "dev"),
    "node.lock": ("--no-deps", "requirements/node.in"),
}


def lock_python() -> None:
    """Write requirements/*.lock, with a uv that is installed for the purpose and removed."""
    with tempfile.TemporaryDirectory() as folder:
        _run([sys.executable, "-m", "venv", folder])
        _run([f"{folder}/bin/python", "-m", "pip", "install", "--quiet", "uv"])
        for name, sources in _LOCKS.items():
            print(f"requirements/{name}")
            _run([f"{folder}/bin/uv", *_COMPILE, *sources, "-o", f"requirements/{name}"])


def lock_npm(folder: Path) -> None:
    """Write the folder's package-lock.json anew from its package.json."""
    print((folder / "package-lock.json").relative_to(ROOT))
    node = find_node()
    (folder / "package-lock.json").unlink(missing_ok=True)
    flags = ("--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund")
    _run([str(node.program), str(node.npm_cli), "install", *flags], folder)
    unhashed = unhashed_packages(folder / "package-lock.json")
    if unhashed:
        sys.exit(f"npm wrote no hash for {', '.join(unhashed)}")


def unhashed_packages(lock: Path) -> list[str]:
    """Return the packages that npm would install without comparing a hash."""
    entries: Mapping[str, Mapping[str, object]] = json.loads(lock.read_text())["packages"]
    return [
        path
        for path, entry in entries.items()
        if path and "integrity" not in entry and not entry.get("inBundle")
    ]


def _run(command: list[str], folder: Path = ROOT) -> None:
    subprocess.run(
        command, check=True, cwd=folder, env=npm_environment(os.environ), timeout=DEADLINE_S
    )


if __name__ == "__main__":
    lock_python()
    for tree in TREES:
        lock_npm(tree)
