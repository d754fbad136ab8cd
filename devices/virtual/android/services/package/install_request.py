"""The options of an install, as the command line gives them.

Source: AOSP PackageManagerShellCommand.makeInstallParams.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.android.services.java import (
    NUMBER_FORMAT,
    JavaError,
    illegal,
    parse_int,
    parse_long,
)
from devices.virtual.os.install_checks import InstallOptions

if TYPE_CHECKING:
    from devices.virtual.android.phone import Phone
    from devices.virtual.android.services.arguments import Arguments

CURRENT_USER: Final = -2

# Options that change nothing that a client could see here, and whether a value follows.
_WITHOUT_EFFECT: Final = {
    "-f": False,
    "-l": False,
    "-s": False,
    "--fastdeploy": False,
    "--force-agent": False,
    "--full": False,
    "--force-uuid": True,
    "--preload": False,
    "--ephemeral": False,
    "--force-queryable": False,
    "--no-incremental": False,
    "--incremental": False,
    "--no-streaming": False,
    "--streaming": False,
    "--wait": False,
    "--local": False,
    "--skip-verification": False,
    "--skip-enable": False,
    "--force-verification": False,
    "--update-ownership": False,
    "--ignore-dexopt-profile": False,
    "--restrict-permissions": False,
    "--enable-rollback": False,
    "--multi-package": False,
    "--dexopt-compiler-filter": True,
    "--install-reason": True,
    "--install-location": True,
    "--originating-uri": True,
    "--referrer": True,
    "--package-source": True,
    "--staged-ready-timeout": True,
}
# Options that set one thing.
_SETS: Final[dict[str, dict[str, Any]]] = {
    "-r": {"replace": True},
    "-R": {"replace": False},
    "-g": {"grant": True},
    "--grant-all-requested-permissions": {"grant": True},
    "-d": {"downgrade": True},
    "--downgrade": {"downgrade": True},
    "-t": {"test": True},
    "--instant": {"instant": True},
    "--instantapp": {"instant": True},
    "--bypass-low-target-sdk-block": {"old_target": True},
}


@dataclass(frozen=True, slots=True)
class InstallRequest:
    """An install as the command line asks for it; the size in bytes, None where it is not said."""

    options: InstallOptions
    size: int | None = None
    user: int = CURRENT_USER
    package: str = ""
    staged: bool = False


def parse_request(phone: Phone, words: Arguments) -> InstallRequest:
    """Read the options of an install or of a new session.

    Raises:
        JavaError: one is unknown or its value is wrong.
    """
    shell = phone.profile.rows["package_shell"]
    request = InstallRequest(InstallOptions(replace=shell["replace_by_default"]))
    while (option := words.option()) is not None:
        request = _with(phone, request, option, words)
    return request


def _with(phone: Phone, request: InstallRequest, option: str, words: Arguments) -> InstallRequest:
    if option in _SETS:
        return replace(request, options=replace(request.options, **_SETS[option]))
    if option in _WITHOUT_EFFECT:
        if _WITHOUT_EFFECT[option]:
            words.required()
        return request
    match option:
        case "-S":
            changed: dict[str, Any] = {"size": long_number(words)}
        case "-i" | "--pkg":
            changed = {"options": replace(request.options, installer=words.required())}
        case "--abi":
            changed = {"options": replace(request.options, abi=_abi(phone, words.required()))}
        case "-p":
            changed = {"package": words.required()}
        case "--staged":
            changed = {"staged": True}
        case "--user":
            changed = {"user": words.user()}
        case _:
            raise illegal(f"Unknown option {option}")
    return replace(request, **changed)


def _abi(phone: Phone, abi: str) -> str:
    if abi in {"-", phone.profile.abi}:
        return "" if abi == "-" else abi
    raise illegal(f"ABI {abi} not supported on this device")


def long_number(words: Arguments) -> int:
    """The next word as Long.parseLong reads it, which tells a missing one apart.

    Raises:
        JavaError: it is no number of 64 bits.
    """
    return parse_long(_present(words))


def session_number(words: Arguments) -> int:
    """The next word as Integer.parseInt reads it, which tells a missing one apart.

    Raises:
        JavaError: it is no number of 32 bits.
    """
    return parse_int(_present(words))


def _present(words: Arguments) -> str:
    word = words.word()
    if word is None:
        raise JavaError(NUMBER_FORMAT, "Cannot parse null string: null")
    return word


def rest(words: Arguments) -> list[str]:
    """All words that are left."""
    return list(iter(words.word, None))
