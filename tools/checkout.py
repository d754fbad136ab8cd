"""Makes a checkout ready to run, in steps done once each and again when their input changes.

Standard library only: it runs before anything is installed.
"""

from __future__ import annotations

import fcntl
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from tools.child import Child, SetupError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import FrameType

# Measured: the virtual environment with Node's wheel and what pip keeps of both; Appium, its
# drivers and Allure, and what npm keeps of them.
VENV_BYTES: Final = 800 * 10**6
CACHE_BYTES: Final = 600 * 10**6

WAIT_S: Final = 40 * 60.0
ANSWER_S: Final = 30.0
NODE_WANTED: Final = 3  # exit code of `python -m devices.host.toolchain install`


@dataclass(frozen=True, slots=True)
class Step:
    """One step of set-up.

    Attributes:
        name: in the note of what is done.
        title: for the person who waits.
        key: changes when the step must be done again.
        arguments: of ``pip install``; the virtual environment itself has none.
        packages: how many of them there are.
    """

    name: str
    title: str
    key: str
    arguments: tuple[str, ...] = ()
    packages: int = 0


class Checkout:
    """A checkout being set up, by one process at a time.

    Args:
        root: its folder.
        python: makes the virtual environment.
        say: is given each line for the person who waits.
        environ: names the cache.
    """

    def __init__(
        self,
        root: Path,
        python: Path,
        say: Callable[[str], None],
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self.root = root
        self.venv = root / ".venv"
        self._python = python
        self._say = say
        self._environ = environ
        self._note = self.venv / "fleet-setup.json"
        self._done: dict[str, str] = {}

    def set_up(self) -> None:
        """Do what is not done yet.

        Raises:
            SetupError: it could not be done; another try goes on from there.
        """
        with self._alone():
            self._done = self._read_note()
            steps = self._pending()
            total = len(steps) + 1
            if steps:
                self._check_space(steps)
                self._say(f"Setting up {self.root} (once; {total} steps, minutes at most)")
            for number, step in enumerate(steps, 1):
                self._perform(step, f"[{number}/{total}]")
            self._install_tools(f"[{total}/{total}]")

    def _pending(self) -> list[Step]:
        """Return what is to be done.

        That is everything when a step was cut off: pip takes a half-copied package for whole.
        """
        steps = [self._locked(*row) for row in _LOCKED]
        steps.append(self._editable())
        if "node" in self._done:
            steps.append(self._locked(*_NODE))
        venv = Step("venv", "virtual environment", self._venv_key())
        moved = "venv" in self._done and self._done["venv"] != venv.key
        if moved or "unfinished" in self._done or not self._answers():
            self._done = {}
            return [venv, *steps]
        return [step for step in steps if self._done.get(step.name) != step.key]

    def _venv_key(self) -> str:
        """Return what makes a virtual environment useless: it was moved, or Python was replaced."""
        python = self.venv / "bin/python"
        return f"{self.venv} {python.resolve()} {python.exists()}"

    def _answers(self) -> bool:
        """Say whether there is a virtual environment, ours or the user's own, with a pip in it."""
        if "venv" in self._done:
            return True
        try:
            answer = subprocess.run(
                [self.venv / "bin/python", "-m", "pip", "--version"],
                capture_output=True,
                check=False,
                timeout=ANSWER_S,
            )
        except (OSError, subprocess.SubprocessError):
            return False
        return answer.returncode == 0

    def _locked(self, name: str, title: str, flags: tuple[str, ...]) -> Step:
        lock = self.root / "requirements" / f"{name}.lock"
        text = lock.read_text(encoding="utf-8")
        arguments = ("--require-hashes", *flags, "-r", str(lock))
        return Step(name, title, _digest(text), arguments, len(_PIN.findall(text)))

    def _editable(self) -> Step:
        text = (self.root / "pyproject.toml").read_text(encoding="utf-8")
        arguments = ("--no-deps", "--no-build-isolation", "-e", str(self.root))
        return Step("checkout", "the command `fleet`", _digest(text), arguments)

    def _perform(self, step: Step, number: str) -> None:
        self._say(f"{number} {step.title}")
        started = time.monotonic()
        if step.name == "venv":
            self._make_venv(step)
        else:
            self._keep(unfinished=step.name)
            self._pip(step)
        del self._done["unfinished"]
        self._keep(**{step.name: step.key} | {"venv": self._venv_key()})
        self._say(f"      done in {time.monotonic() - started:.0f} s")

    def _make_venv(self, step: Step) -> None:
        shutil.rmtree(self.venv, ignore_errors=True)
        self.venv.mkdir(exist_ok=True)
        self._keep(unfinished=step.name)
        Child([self._python, "-m", "venv", self.venv], self.root).succeed(step.title)

    def _pip(self, step: Step) -> None:
        arguments = ("-m", "pip", "install", *_QUIET, *step.arguments)
        pip = Child(
            [str(self.venv / "bin/python"), *arguments],
            self.root,
            self._say,
            packages=step.packages,
        )
        pip.succeed(f"installing {step.title}", log=self.venv / "fleet-setup.log")

    def _install_tools(self, number: str) -> None:
        """Let the checkout's own code install what does not come from the package index."""
        title = f"{number} Appium, its drivers, adb, aapt2, Allure"
        if self._tools(title) == NODE_WANTED:
            self._perform(self._locked(*_NODE), number)
            if self._tools(title) == NODE_WANTED:
                raise SetupError("the Node that was installed does not run on this machine.")

    def _tools(self, title: str) -> int:
        command = (self.venv / "bin/python", "-m", "devices.host.toolchain", "install")
        child = Child(command, self.root, self._say, title=title)
        code = child.wait()
        if code not in {0, NODE_WANTED}:
            ended = f"installing the tools ended with {code}; run it again."
            raise SetupError("\n".join(child.complaints) or ended)
        return code

    def _check_space(self, steps: list[Step]) -> None:
        """Refuse before the start what would fail in the middle."""
        if not {"venv", "fleet"} & {step.name for step in steps}:
            return
        wanted = [(self.root, VENV_BYTES)]
        if not (self.venv / "fleet-toolchain.json").exists():
            wanted.append((self._cache(), CACHE_BYTES))
        for folder, message in short_of_space(wanted):
            raise SetupError(f"{folder}: {message}")

    def _cache(self) -> Path:
        chosen = self._environ.get("FLEET_CACHE") or self._environ.get("XDG_CACHE_HOME")
        return Path(chosen).expanduser() if chosen else Path("~/.cache").expanduser()

    def _keep(self, **changes: str) -> None:
        self._done |= changes
        new = self._note.with_suffix(".new")
        new.write_text(json.dumps(self._done, indent=2) + "\n", encoding="utf-8")
        new.replace(self._note)

    def _read_note(self) -> dict[str, str]:
        try:
            return dict(json.loads(self._note.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return {}
        except ValueError:
            return {"unfinished": "note"}

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock of this checkout: pyproject.toml, so that no file is left behind."""
        with (self.root / "pyproject.toml").open(encoding="utf-8") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._say("Another set-up is running in this checkout; waiting for it.")
                _flock_within(handle.fileno(), WAIT_S)
            yield


_PIN: Final = re.compile(r"^[^\s#]+==", re.MULTILINE)
_QUIET: Final = ("--disable-pip-version-check", "--no-input", "--progress-bar", "off")
_LOCKED: Final = (
    ("build", "what builds packages", ()),
    ("fleet", "Python packages", ("--no-build-isolation",)),
)
_NODE: Final = ("node", "Node, as the system has none that will do", ())


def short_of_space(wanted: list[tuple[Path, int]]) -> Iterator[tuple[Path, str]]:
    """Yield the folders whose disk has less free space than asked for, with what to say.

    Args:
        wanted: folders, which need not exist yet, and bytes; those on one disk add up.
    """
    disks: dict[int, tuple[Path, int]] = {}
    for folder, size in wanted:
        present = next(path for path in (folder, *folder.absolute().parents) if path.exists())
        first, before = disks.get(present.stat().st_dev, (present, 0))
        disks[present.stat().st_dev] = (first, before + size)
    for folder, size in disks.values():
        free = shutil.disk_usage(folder).free
        if free < size:
            message = (
                f"{size / 1e9:.1f} GB are needed on this disk and {free / 1e9:.1f} GB are free.\n"
                "Free some space, or put the cache on another disk with FLEET_CACHE."
            )
            yield folder, message


def untried_machine(system: str, machine: str, libc: str) -> str:
    """Say what is known of a machine other than the one set-up is made for; empty for that one."""
    if (system, machine, libc) == ("Linux", "x86_64", "glibc"):
        return ""
    seen = " ".join(part for part in (system, machine, libc) if part)
    return (
        f"This is {seen}; set-up is made for Linux x86_64 with glibc and was not tried elsewhere.\n"
        "The adb and aapt2 that it brings may not run: with an Android SDK of your own, name it in"
        " ANDROID_HOME.\n`.venv/bin/fleet doctor` tells what is here and what to bring."
    )


def main() -> int:
    """Set up the checkout that this file belongs to; returns the exit code."""
    signal.signal(signal.SIGTERM, _end)
    root = Path(__file__).resolve().parents[1]
    notice = untried_machine(platform.system(), platform.machine(), platform.libc_ver()[0])
    try:
        Checkout(root, _base_python(), lambda line: print(line, flush=True)).set_up()
    except SetupError as error:
        print(f"\nSet-up failed: {error}", file=sys.stderr)
    except OSError as error:
        print(f"\nSet-up failed: {error.strerror}: {error.filename}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nInterrupted; run it again and it goes on from here.", file=sys.stderr)
        return 130
    else:
        return 0
    if notice:
        print(notice, file=sys.stderr)
    return 1


def _base_python() -> Path:
    """Return the Python to make a virtual environment with: not one of the environment itself."""
    return Path(getattr(sys, "_base_executable", sys.executable))  # as CPython's own venv does


def _flock_within(handle: int, seconds: float) -> None:
    def give_up(_number: int, _frame: FrameType | None) -> NoReturn:
        raise SetupError(f"The other set-up has not ended in {seconds / 60:.0f} minutes; end it.")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    """End by way of every `finally`, so that no child goes on."""
    raise SystemExit(128 + number)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
