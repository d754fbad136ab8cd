"""What the fingerprint service tells of itself: fingers, and what became of touches.

Source: AOSP FingerprintService.dumpInternal to Android 10, Fingerprint21 and FingerprintProvider,
dumpInternal, later: a line of JSON, the same in all.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final

LOOK: Final = "dumpsys fingerprint; cat /proc/uptime"
"""What to ask for `counts_of`."""
NO_SERVICE: Final = "Can't find service: fingerprint"
"""What is answered by a phone without a sensor. Source: AOSP frameworks/native, cmds/dumpsys."""
_JSON: Final = re.compile(r"^ *(\{\"service\":.*\}) *$", re.MULTILINE)
_UPTIME: Final = re.compile(r"^(\d+\.\d+) \d+\.\d+\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of one look; touches are counted since the phone was started.

    Attributes:
        fingers: how many are enrolled.
        accept, reject: touches that matched, and that did not.
        lockout, permanent: how often failures have shut the sensor.
        uptime_s: when that was.
    """

    fingers: int
    accept: int
    reject: int
    lockout: int
    permanent: int
    uptime_s: float

    @property
    def touches(self) -> int:
        """How many were judged, whichever way."""
        return self.accept + self.reject


def counts_of(said: str) -> Counts | None:
    """What `LOOK` has answered; None where it tells of no fingers."""
    found, uptime = _JSON.search(said), _UPTIME.search(said)
    if found is None or uptime is None:
        return None
    users = json.loads(found[1])["prints"]

    def total(name: str) -> int:
        return sum(int(user[name]) for user in users)

    return Counts(
        fingers=total("count"),
        accept=total("accept"),
        reject=total("reject"),
        lockout=total("lockout"),
        permanent=total("permanentLockout"),
        uptime_s=float(uptime[1]),
    )
