"""App verbs on Android: by the driver, proved by what the package manager says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from devices.errors import EffectMissing

if TYPE_CHECKING:
    from pathlib import Path

    from devices.android.adb import Adb
    from devices.appium.session import Session

_VERSION_CODE: Final = re.compile(r"^\s+versionCode=(\d+)", re.MULTILINE)
_VERSION_NAME: Final = re.compile(r"^\s+versionName=(\S+)", re.MULTILINE)


class AndroidApps:
    """Installs, starts and stops apps."""

    def __init__(self, session: Session, adb: Adb) -> None:
        self._session = session
        self._adb = adb

    def install(self, build: Path, package: str) -> None:
        """See `devices.device.Apps`."""
        self._session.execute("mobile: installApp", appPath=str(build))
        if self.version(package) is None:
            raise EffectMissing(
                self._session.facts.name,
                f"installing {build.name}",
                f"dumpsys package does not know {package}",
                "the device's log tells why the package manager refused it",
            )

    def version(self, package: str) -> tuple[str, int] | None:
        """See `devices.device.Apps`."""
        dump = self._adb.shell(f"dumpsys package {package}")
        code, name = _VERSION_CODE.search(dump), _VERSION_NAME.search(dump)
        return (name.group(1), int(code.group(1))) if code and name else None

    def start(self, package: str) -> None:
        """See `devices.device.Apps`."""
        self._session.execute("mobile: activateApp", appId=package)

    def stop(self, package: str) -> None:
        """See `devices.device.Apps`."""
        self._session.execute("mobile: terminateApp", appId=package)

    def clear(self, package: str) -> None:
        """See `devices.device.Apps`."""
        self._session.execute("mobile: clearApp", appId=package)
