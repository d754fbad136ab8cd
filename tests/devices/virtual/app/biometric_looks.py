"""What shows a defect of biometric login, and what a sound build shows instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from devices.virtual.os.authentication import Answer
from tests.devices.virtual.app.office import EMAIL, PASSWORD

if TYPE_CHECKING:
    from config.platforms import SensorKind
    from tests.devices.virtual.app.bench.bench import Bench
    from tests.devices.virtual.app.office import Office

MOST = 3


class _Look(Protocol):
    def __call__(self, office: Office, defect: str, sensor: SensorKind = ...) -> object:
        """What is seen on a phone with this sensor."""


def offered(office: Office, defect: str = "", sensor: SensorKind = "fingerprint") -> Bench:
    """The offer after a sign-in on a phone that knows its user."""
    bench = office.bench(defect)
    bench.biometrics.sensor, bench.biometrics.enrolled = sensor, True
    bench.sign_in(EMAIL, PASSWORD)
    return bench


def locked(office: Office, defect: str = "", sensor: SensorKind = "fingerprint") -> Bench:
    """The app that is started with biometric login on."""
    bench = offered(office, defect, sensor)
    bench.tap("biometric_enable")
    bench.relaunch()
    return bench


def fail(bench: Bench, times: int = MOST) -> None:
    """Fail so often, as the sensor counts, for as long as the app asks or can be made to."""
    for _ in range(times):
        if bench.biometrics.asked is None and bench.find("lock_unlock"):
            bench.tap("lock_unlock")
        if bench.biometrics.asked is None:
            return
        bench.biometrics.mismatch()
        if bench.biometrics.sensor == "face_id":
            bench.biometrics.end(Answer.DECLINED)


def _declined(office: Office, defect: str, sensor: SensorKind = "fingerprint") -> object:
    bench = offered(office, defect, sensor)
    bench.tap("biometric_not_now")
    bench.relaunch()
    return bench.content().id


def _matched(office: Office, defect: str, sensor: SensorKind = "fingerprint") -> object:
    bench = locked(office, defect, sensor)
    bench.biometrics.match()
    return bench.content().id


def _failed(office: Office, defect: str, sensor: SensorKind = "fingerprint") -> object:
    bench = locked(office, defect, sensor)
    fail(bench)
    return bench.content().id


def _restarted(office: Office, defect: str, sensor: SensorKind = "fingerprint") -> object:
    bench = locked(office, defect, sensor)
    fail(bench)
    bench.relaunch()
    return bench.content().id


def _switched_off(office: Office, defect: str, sensor: SensorKind = "fingerprint") -> object:
    bench = locked(office, defect, sensor)
    bench.biometrics.match()
    for node_id in ("menu", "menu_settings", "settings_biometric", "biometric_enabled"):
        bench.tap(node_id)
    bench.relaunch()
    return bench.content().id


def _told(office: Office, defect: str, sensor: SensorKind = "fingerprint") -> object:
    locked(office, defect, sensor).biometrics.match()
    return [field for row in office.crm.requests for field in row.fields if "finger" in field]


def _shut(office: Office, defect: str, sensor: SensorKind = "fingerprint") -> object:
    bench = locked(office, defect, sensor)
    bench.biometrics.end(Answer.SHUT)
    return bench.content().id


LOOKS: dict[str, tuple[_Look, object, object]] = {
    "declined-turned-on": (_declined, "dashboard", "lock"),
    "unlock-needs-two-scans": (_matched, "dashboard", "lock"),
    "fallback-after-four": (_failed, "login", "lock"),
    "fallback-forgotten": (_restarted, "login", "lock"),
    "finger-not-enough": (_matched, "dashboard", "login"),
    "biometric-off-ignored": (_switched_off, "login", "lock"),
    "finger-sent": (_told, [], ["fingerprintTemplate"]),
    "lockout-unlocks": (_shut, "login", "dashboard"),
}
