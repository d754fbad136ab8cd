"""Sets this checkout up with nothing but Python's standard library: `python3 tools/bootstrap.py`.

This file is kept readable to every Python from 3.6, so that an old one can say that it is old; the
work is in tools/checkout.py, which only a new one can read.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
CANDIDATES = ("python3.14", "python3.13", "python3.12", "python3.11", "python3")
ANSWER_S = 20.0
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - as above


def complaint(version: "tuple[int, ...]", program: str, *, can_make_venv: bool) -> str:
    """Say what keeps this Python from setting the checkout up; empty when nothing does."""
    number = ".".join(str(part) for part in version[:2])
    if tuple(version[:2]) < OLDEST:
        return (
            f"Python 3.11 or newer is needed, this is {number} ({program}).\n"
            "Install one (no root is needed with uv, pyenv or conda) and name it: make PYTHON=...\n"
        )
    if not can_make_venv:
        return (
            f"Python {number} ({program}) comes without its venv and ensurepip modules.\n"
            f"On Debian and Ubuntu they are in the package python{number}-venv; another Python will"
            " do as well: make PYTHON=...\n"
        )
    return ""


def can_make_venv() -> bool:
    """Say whether the modules are there that Debian's packages leave out."""
    try:
        import ensurepip  # noqa: F401, PLC0415 - whether it can be imported is the question
        import venv  # noqa: F401, PLC0415 - the same
    except ImportError:
        return False
    return True


def better_python() -> str:
    """Return another Python on PATH that will do; empty when there is none."""
    question = f"import sys, venv, ensurepip; sys.exit(sys.version_info[:2] < {OLDEST!r})"
    for name in CANDIDATES:
        program = shutil.which(name)
        if program is None:
            continue
        try:
            answer = subprocess.call(
                [program, "-c", question],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=ANSWER_S,
            )
        except (OSError, subprocess.SubprocessError):
            continue
        if answer == 0:
            return program
    return ""


def main() -> int:
    """Set the checkout up, with another Python when this one will not do."""
    wrong = complaint(tuple(sys.version_info[:3]), sys.executable, can_make_venv=can_make_venv())
    if wrong:
        better = better_python()
        if not better:
            sys.stderr.write(wrong)
            return 1
        sys.stderr.write(wrong.split("\n")[0] + f" Using {better}.\n")
        sys.stderr.flush()
        os.execv(better, [better, os.path.abspath(__file__)])  # noqa: PTH100, S606 - as above
    sys.path.insert(0, ROOT)
    from tools.checkout import main as set_up  # noqa: PLC0415 - an old Python cannot read it

    return set_up()


if __name__ == "__main__":
    sys.exit(main())
