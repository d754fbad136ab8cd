"""Keyboards: which are installed, enabled and chosen.

Source: AOSP InputMethodManagerService; Settings.Secure holds what is enabled and chosen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from devices.virtual.os.packages import Packages
    from devices.virtual.os.settings import Settings

CHOSEN: Final = "default_input_method"
ENABLED: Final = "enabled_input_methods"
LATIN: Final = "com.google.android.inputmethod.latin/com.android.inputmethod.latin.LatinIME"

_ACTION: Final = "android.view.InputMethod"
# Keyboards that have no keys. Source: appium/io.appium.settings, EmptyIME.java, AppiumIME.java,
# UnicodeIME.java.
_WITHOUT_KEYS: Final = frozenset({"EmptyIME", "AppiumIME", "UnicodeIME"})
# Keyboards that read more than its characters out of what is typed by `input text`.
_DECODING: Final = frozenset({"AppiumIME", "UnicodeIME"})
_EDITOR_ACTION: Final = re.compile(r"/(\w+)/")
_ENCODED: Final = re.compile(r"&([^-]*)-")


def installed(packages: Packages) -> list[str]:
    """The id of every keyboard on the phone, that of the system first."""
    found = [LATIN]
    for package in packages.all():
        for name, declared in package.manifest.components.items():
            if any(_ACTION in each.actions for each in declared.filters):
                short = name.removeprefix(package.name) if name.startswith(package.name) else name
                found.append(f"{package.name}/{short}")
    return found


def enabled(packages: Packages, settings: Settings) -> list[str]:
    """The ids of those that a user may choose; one that was uninstalled is none of them."""
    known = installed(packages)
    listed = (settings.get("secure", ENABLED) or "").split(":")
    return [method for each in listed if (method := each.partition(";")[0]) in known]


def chosen(packages: Packages, settings: Settings) -> str:
    """The id of the keyboard in use; the system's where the chosen one is gone."""
    method = settings.get("secure", CHOSEN) or LATIN
    return method if method == LATIN or method in installed(packages) else LATIN


def has_keys(method: str) -> bool:
    """Whether a keyboard shows anything on the screen."""
    return method.rpartition(".")[2] not in _WITHOUT_KEYS


def is_editor_action(method: str, text: str) -> bool:
    """Whether a keyboard takes typed text as the name of an editor action, such as ``/done/``.

    Source: appium/io.appium.settings, AppiumIME.java and lib/commands/typing.
    """
    return _decodes(method) and _EDITOR_ACTION.fullmatch(text) is not None


def decoded(method: str, text: str) -> str:
    """What a keyboard makes of typed text: Appium's read it as UTF-7, as mailbox names have it.

    Source: RFC 3501 section 5.1.3; appium/io.appium.settings, UnicodeIME.java.
    """
    return _ENCODED.sub(_character, text) if _decodes(method) else text


def _decodes(method: str) -> bool:
    return method.rpartition(".")[2] in _DECODING


def _character(encoded: re.Match[str]) -> str:
    if not encoded[1]:
        return "&"
    try:
        return f"+{encoded[1].replace(',', '/')}-".encode().decode("utf-7")
    except UnicodeDecodeError:
        return encoded[0]
