"""What an Android phone tells of itself in dumps, read for what verbs have to prove.

Source: AOSP ConnectivityService, ActivityTaskSupervisor and PackageManagerService, dump; toybox ps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# API 26 to 30 say mResumedActivity, later ones topResumedActivity; all end with ResumedActivity.
_RESUMED: Final = re.compile(
    r"ResumedActivity[:=] ?ActivityRecord\{\S+ u\d+ (?P<package>[\w.]+)/\S+ t(?P<task>\d+)"
)
_HISTORY: Final = re.compile(
    r"Hist +#\d+: ActivityRecord\{\S+ u\d+ (?P<package>[\w.]+)/\S+ t(?P<task>\d+)"
)
_DEFAULT_NETWORK: Final = re.compile(r"^Active default network: (?P<id>\d+)", re.MULTILINE)
_AGENT: Final = r"^.*\bnetwork\{%s\}.*\bTransports: (?P<transports>[A-Z_|]+)"
_SETTING: Final = re.compile(r"^(?P<name>\w+)=(?P<value>\d+)$", re.MULTILINE)
_VERSION_CODE: Final = re.compile(r"^\s+versionCode=(\d+)", re.MULTILINE)
_VERSION_NAME: Final = re.compile(r"^\s+versionName=(\S+)", re.MULTILINE)
# Values of wifi_on; 3 is switched off by airplane mode. Source: AOSP WifiSettingsStore.
_WIFI_ON: Final = {1, 2}

ACTIVITIES: Final = "dumpsys activity activities | grep -E 'ResumedActivity|Hist ' || true"
PROCESSES: Final = "ps -A -o PID,NAME"
DEATHS: Final = "date +%s; logcat -d -v epoch -s AndroidRuntime:E DEBUG:F || true"
NETWORKS: Final = (
    "settings list global"
    " | grep -E '^(wifi_on|mobile_data[0-9]*|airplane_mode_on|multi_sim_data_call)=';"
    " dumpsys connectivity | grep -E 'Active default network|NetworkAgentInfo' || true"
)
"""What to ask for `in_front`, `processes_of`, `has_died`, `networks`; nothing is an answer too."""


@dataclass(frozen=True, slots=True)
class Networks:
    """Which radios are switched on, and what carries the traffic of apps.

    Attributes:
        wifi, data, airplane: as the settings say.
        transports: of the default network, e.g. ``{"WIFI"}``; empty without one.
    """

    wifi: bool
    data: bool
    airplane: bool
    transports: frozenset[str]


def in_front(dump: str, package: str) -> bool:
    """Whether the task that is resumed is one of the app's.

    A prompt of the system, such as one for a permission, belongs to the task of the app that asks.
    """
    resumed = {found["task"] for found in _RESUMED.finditer(dump)}
    records = (*_RESUMED.finditer(dump), *_HISTORY.finditer(dump))
    return any(r["package"] == package and r["task"] in resumed for r in records)


def processes_of(listing: str, package: str) -> set[int]:
    """Ids of the app's processes; further ones are called ``package:name``."""
    found = set()
    for line in listing.splitlines():
        pid, _, name = line.strip().partition(" ")
        if pid.isdecimal() and name.strip().partition(":")[0] == package:
            found.add(int(pid))
    return found


def has_died(said: str, package: str, within_s: float) -> bool:
    """Whether `DEATHS` tells of a death of the app in the last seconds, by the phone's own clock.

    Source: AOSP RuntimeInit.logUncaught ("Process: NAME, PID: N"), debuggerd (">>> NAME <<<").
    """
    now, _, log = said.partition("\n")
    words = (f"Process: {package}, PID: ", f">>> {package} <<<")
    stamps = (line.split()[0] for line in log.splitlines() if any(word in line for word in words))
    return any(float(now) - float(stamp) <= within_s + 1 for stamp in stamps)


def networks(said: str) -> Networks:
    """What `NETWORKS` has answered.

    A phone with several SIMs has mobile data as a setting of each subscription, and names the one
    that carries data. Source: AOSP GlobalSettingsHelper, Settings.Global.MULTI_SIM_DATA_CALL.
    """
    settings = {found["name"]: int(found["value"]) for found in _SETTING.finditer(said)}
    of_subscription = f"mobile_data{settings.get('multi_sim_data_call', '')}"
    data = settings.get(of_subscription, settings.get("mobile_data", 0))
    return Networks(
        wifi=settings.get("wifi_on", 0) in _WIFI_ON,
        data=bool(data),
        airplane=bool(settings.get("airplane_mode_on", 0)),
        transports=_transports(said),
    )


def version(dump: str) -> tuple[str, str] | None:
    """Version name and version code of ``dumpsys package``; None of a package that it lacks."""
    code, name = _VERSION_CODE.search(dump), _VERSION_NAME.search(dump)
    return (name.group(1), code.group(1)) if code and name else None


def _transports(said: str) -> frozenset[str]:
    default = _DEFAULT_NETWORK.search(said)
    if default is None:
        return frozenset()
    agent = re.search(_AGENT % default["id"], said, re.MULTILINE)
    return frozenset(agent["transports"].split("|")) if agent else frozenset({"UNKNOWN"})
