"""What shows a defect of biometric login, and what a sound build shows instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.os.biometrics.outcome import ErrorCode
from tests.devices.virtual.app.office import EMAIL, PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.devices.virtual.app.bench.bench import Bench
    from tests.devices.virtual.app.office import Office

MOST = 3


def offered(office: Office, defect: str = "") -> Bench:
    """The offer after a sign-in on a phone that knows a finger."""
    bench = office.bench(defect)
    bench.biometrics.enrolled = True
    bench.sign_in(EMAIL, PASSWORD)
    return bench


def locked(office: Office, defect: str = "") -> Bench:
    """The app that is started with biometric login on."""
    bench = offered(office, defect)
    bench.tap("biometric_enable")
    bench.relaunch()
    return bench


def fail(bench: Bench, times: int = MOST) -> None:
    """Put a strange finger on the reader for as long as the app asks for one."""
    for _ in range(times):
        if bench.biometrics.asked is not None:
            bench.biometrics.mismatch()


def _declined(office: Office, defect: str) -> object:
    bench = offered(office, defect)
    bench.tap("biometric_not_now")
    bench.relaunch()
    return bench.content().id


def _matched(office: Office, defect: str) -> object:
    bench = locked(office, defect)
    bench.biometrics.match()
    return bench.content().id


def _failed(office: Office, defect: str) -> object:
    bench = locked(office, defect)
    fail(bench)
    return bench.content().id


def _restarted(office: Office, defect: str) -> object:
    bench = locked(office, defect)
    fail(bench)
    bench.relaunch()
    return bench.content().id


def _switched_off(office: Office, defect: str) -> object:
    bench = locked(office, defect)
    bench.biometrics.match()
    for node_id in ("menu", "menu_settings", "settings_biometric", "biometric_enabled"):
        bench.tap(node_id)
    bench.relaunch()
    return bench.content().id


def _told(office: Office, defect: str) -> object:
    locked(office, defect).biometrics.match()
    return [field for row in office.crm.requests for field in row.fields if "finger" in field]


def _shut(office: Office, defect: str) -> object:
    bench = locked(office, defect)
    bench.biometrics.end(ErrorCode.LOCKOUT)
    return bench.content().id


LOOKS: dict[str, tuple[Callable[[Office, str], object], object, object]] = {
    "declined-turned-on": (_declined, "dashboard", "lock"),
    "unlock-needs-two-scans": (_matched, "dashboard", "lock"),
    "fallback-after-four": (_failed, "login", "lock"),
    "fallback-forgotten": (_restarted, "login", "lock"),
    "finger-not-enough": (_matched, "dashboard", "login"),
    "biometric-off-ignored": (_switched_off, "login", "lock"),
    "finger-sent": (_told, [], ["fingerprintTemplate"]),
    "lockout-unlocks": (_shut, "login", "dashboard"),
}
