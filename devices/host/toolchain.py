"""The tools that a lab on this host is made of: where they are, and how they get there.

``install`` puts what is missing into the user's cache and notes all paths in the virtual
environment; ``locate`` reads that note. Nothing is looked up on PATH after set-up, so that a run
uses what was set up, and a private HOME does not move the cache.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from devices.host.android_home import ADB, install_android_home, newest_aapt2, user_sdk
from devices.host.cache import cache_root, write_atomically
from devices.host.node import find_node
from devices.host.npm import Tree, install_tree, warm_appium
from devices.host.tool_error import NodeMissingError, ToolchainError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import FrameType

__all__ = ["Toolchain", "ToolchainError", "install", "locate"]

_ROOT: Final = Path(__file__).resolve().parents[2]
_APPIUM: Final = Tree("appium", "Appium and its drivers", _ROOT / "devices/appium/npm", warm_appium)
_ALLURE: Final = Tree("allure", "the Allure report", _ROOT / "reports/npm")
_ADVICE: Final = (
    "Run `make` in the checkout; `fleet doctor` shows what is here and what is missing."
)

EXIT_NODE_WANTED: Final = 3  # tools/bootstrap.py then installs Node from its wheel and asks again


@dataclass(frozen=True, slots=True)
class Toolchain:
    """Programs and folders, all present when this was made.

    Attributes:
        node: the Node that runs Appium and Allure.
        npm_cli: npm's own script, to be run by that Node.
        appium_home: what ``APPIUM_HOME`` must be; nothing writes to it any more.
        appium_main: Appium's script.
        adb: of ``android_home``.
        aapt2: of ``android_home``.
        android_home: what ``ANDROID_HOME`` must be: the user's SDK when whole, else ours.
        allure_main: Allure's script.
    """

    node: Path
    npm_cli: Path
    appium_home: Path
    appium_main: Path
    adb: Path
    aapt2: Path
    android_home: Path
    allure_main: Path


def note_path() -> Path:
    """Where the paths of the installed tools are noted: in the virtual environment."""
    return Path(sys.prefix) / "fleet-toolchain.json"


def install(report: Callable[[str], None]) -> Toolchain:
    """Install what is missing and note where it is; quick and silent when all is there.

    Args:
        report: is given a line of progress now and then.

    Raises:
        NodeMissingError: there is no Node to install with.
        ToolchainError: something could not be installed; nothing half-made is left.
    """
    root = cache_root()
    node = find_node()
    appium = install_tree(_APPIUM, node, root, report)
    allure = install_tree(_ALLURE, node, root, report)
    paths = {
        "node": node.program,
        "npm_cli": node.npm_cli,
        "appium_home": appium,
        "appium_main": appium / "node_modules/appium/index.js",
        "allure_main": allure / "node_modules/allure/cli.js",
    }
    if user_sdk(os.environ) is None:
        paths["android_home"] = install_android_home(root)
    note = {"locks": _locks_hash(), "paths": {name: str(path) for name, path in paths.items()}}
    text = json.dumps(note, indent=2) + "\n"
    if not note_path().exists() or note_path().read_text() != text:
        write_atomically(note_path(), text)
    return locate()


def locate(environ: Mapping[str, str] = os.environ) -> Toolchain:
    """Return the tools that ``install`` has put in place; takes a few milliseconds.

    Args:
        environ: may name an Android SDK of the user's, which is taken when it is whole.

    Raises:
        ToolchainError: set-up never ran here, is out of date, or something has gone since.
    """
    paths = _read_note()
    android_home = user_sdk(environ) or paths.get("android_home")
    if android_home is None:
        raise ToolchainError(
            "looking for adb and aapt2",
            "set-up used your Android SDK, which is not named now",
            _ADVICE,
        )
    found = Toolchain(
        node=paths["node"],
        npm_cli=paths["npm_cli"],
        appium_home=paths["appium_home"],
        appium_main=paths["appium_main"],
        adb=android_home / ADB,
        aapt2=newest_aapt2(android_home) or android_home / "build-tools/*/aapt2",
        android_home=android_home,
        allure_main=paths["allure_main"],
    )
    for name in Toolchain.__slots__:
        path: Path = getattr(found, name)
        if not path.exists():
            raise ToolchainError(f"{name} of the tool chain", f"{path} is gone", _ADVICE)
    return found


def main(arguments: list[str]) -> int:
    """Run ``install`` for tools/bootstrap.py; returns the exit code."""
    if arguments != ["install"]:
        print("usage: python -m devices.host.toolchain install", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, _end)  # so that `finally` runs: npm ends, its part is removed
    try:
        install(lambda line: print(f"      {line}", flush=True))
    except NodeMissingError as error:
        print(error, file=sys.stderr)
        return EXIT_NODE_WANTED
    except ToolchainError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


def _read_note() -> dict[str, Path]:
    try:
        note = json.loads(note_path().read_text())
        paths = {name: Path(path) for name, path in note["paths"].items()}
    except FileNotFoundError:
        raise ToolchainError(
            "looking for the tools that set-up installs", "set-up has not run here", _ADVICE
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ToolchainError(
            f"reading {note_path()}", f"it is damaged: {error!r}", _ADVICE
        ) from error
    if note.get("locks") != _locks_hash():
        raise ToolchainError(
            "looking for the tools that set-up installs",
            "the lock files have changed since",
            _ADVICE,
        )
    return paths


def _locks_hash() -> str:
    digest = sha256()
    for tree in (_APPIUM, _ALLURE):
        digest.update((tree.folder / "package-lock.json").read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
