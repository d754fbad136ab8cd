"""Users and groups by name. Source: AOSP system/core/libcutils android_filesystem_config.h."""

from __future__ import annotations

import re
from typing import Final

_NAMES: Final = {
    0: "root", 1: "daemon", 2: "bin", 1000: "system", 1001: "radio", 1002: "bluetooth",
    1003: "graphics", 1004: "input", 1005: "audio", 1006: "camera", 1007: "log", 1008: "compass",
    1009: "mount", 1010: "wifi", 1011: "adb", 1012: "install", 1013: "media", 1014: "dhcp",
    1015: "sdcard_rw", 1016: "vpn", 1017: "keystore", 1018: "usb", 1019: "drm", 1020: "mdnsr",
    1021: "gps", 1023: "media_rw", 1024: "mtp", 1026: "drmrpc", 1027: "nfc", 1028: "sdcard_r",
    1029: "clat", 1030: "loop_radio", 1031: "mediadrm", 1032: "package_info", 1033: "sdcard_pics",
    1034: "sdcard_av", 1035: "sdcard_all", 1036: "logd", 1037: "shared_relro", 1041: "audioserver",
    1053: "webview_zygote", 1066: "statsd", 1067: "incidentd", 1068: "secure_element",
    1073: "network_stack", 1077: "external_storage", 1078: "ext_data_rw", 1079: "ext_obb_rw",
    2000: "shell", 2001: "cache", 2002: "diag", 3001: "net_bt_admin", 3002: "net_bt", 3003: "inet",
    3004: "net_raw", 3005: "net_admin", 3006: "net_bw_stats", 3007: "net_bw_acct", 3009: "readproc",
    3010: "wakelock", 3011: "uhid", 3012: "readtracefs", 9997: "everybody", 9998: "misc",
    9999: "nobody",
}  # fmt: skip
_IDS: Final = {name: number for number, name in _NAMES.items()}
_APP: Final = re.compile(r"u(\d+)_a(\d+)", re.ASCII)
_FIRST_APP: Final = 10000
_IDS_OF_A_USER: Final = 100000


def name_of(uid: int) -> str:
    """How a user or group is shown: ``u0_a150`` for an app's, the number where none is known."""
    if uid % _IDS_OF_A_USER >= _FIRST_APP:
        return f"u{uid // _IDS_OF_A_USER}_a{uid % _IDS_OF_A_USER - _FIRST_APP}"
    return _NAMES.get(uid, str(uid))


def id_of(name: str) -> int | None:
    """The number of a user or group; None if there is none of this name."""
    if name.isdecimal() and len(name) < 10:  # noqa: PLR2004 - ids have 32 bits
        return int(name)
    if match := _APP.fullmatch(name):
        return int(match[1][:4]) * _IDS_OF_A_USER + _FIRST_APP + int(match[2][:5])
    return _IDS.get(name)
