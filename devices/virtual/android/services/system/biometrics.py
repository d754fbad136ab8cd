"""`dumpsys fingerprint`, `dumpsys biometric`, `dumpsys trust` and `cmd fingerprint`.

Source: AOSP FingerprintService and Fingerprint21.dumpInternal, BiometricService.dump,
TrustManagerService.dump, FingerprintShellCommand.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.registry import dump, help_or_unknown, service

if TYPE_CHECKING:
    from devices.virtual.android.phone import Phone
    from devices.virtual.android.shell.call import Call

_USAGE: Final = """Fingerprint Service commands:
  help
      Print this help text.
  sync
      Sync enrollments now (virtualized sensors only)."""


@service("fingerprint")
async def fingerprint(call: Call) -> int:
    """``sync`` brings enrolments of a virtual reader up to date, as they are."""
    if call.args[:1] == ("sync",):
        return 0
    return await help_or_unknown(call, _USAGE)


@dump("fingerprint")
def dump_fingerprint(phone: Phone, args: tuple[str, ...]) -> str:
    """How many fingers there are, and what became of touches since the phone started."""
    del args
    row, reader = phone.profile.rows["fingerprint_dump"], phone.reader
    keys = [*reader.counts, *(f"{name}Crypto" for name in reader.counts)]
    counts = {name: reader.counts.get(name, 0) for name in keys}
    prints = [{"id": 0, "count": len(reader.fingers.names), **counts}]
    told = json.dumps({"service": row["service"], "prints": prints}, separators=(",", ":"))
    return "\n".join(filter(None, [row["heading"], told, "HAL deaths since last reboot: 0"]))


@dump("biometric")
def dump_biometric(phone: Phone, args: tuple[str, ...]) -> str:
    """The sensors, and whether an app's prompt is up."""
    del args
    asking = phone.biometrics.asking
    session = f"State: 3, client: {asking}" if asking else "null"
    return (
        "Sensors:\n ID(0), oemStrength: 15, updatedStrength: 15, modality 2, state: 0, cookie: 0\n"
        f"\nCurrentSession: {session}"
    )


@dump("trust")
def dump_trust(phone: Phone, args: tuple[str, ...]) -> str:
    """Whether the phone is locked with a credential, and whether only that opens it."""
    del args
    locked = phone.display.locked and phone.credentials.secure
    said = phone.profile.rows["trust_dump"]["user"].format(
        locked=int(locked), strong=int(phone.keyguard.restarted)
    )
    return f"Trust manager state:\n{said}"
