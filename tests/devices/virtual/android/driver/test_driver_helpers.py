"""What the driver makes of its helpers on a phone: missing, as it brings them, older, newer."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Final

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from devices.host import toolchain
from devices.virtual.builds import AppSpec, make_app
from tests.devices.virtual.android.driver.cells import CELLS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.devices.virtual.android.driver.driven import Driven

pytestmark = pytest.mark.e2e

_SERVER: Final = "io.appium.uiautomator2.server"
_HELPERS: Final = (_SERVER, f"{_SERVER}.test", "io.appium.settings")
_KEYS: Final = "appium-uiautomator2-driver/node_modules/appium-adb/keys"
_SOME: Final = [
    cell
    for cell in CELLS
    if (cell.api_level, cell.attach)
    in {(26, "emulator"), (26, "cable"), (30, "cable"), (34, "emulator"), (37, "cable")}
]
_INSTALL_S: Final = 60


@pytest.fixture
def install_build(driven: Driven, tmp_path: Path) -> Callable[[str, int], None]:
    """Puts a build of the server with a version of its own on the phone, signed as the real one."""
    tools = toolchain.locate()
    folder = tools.appium_home / "node_modules" / _KEYS
    private = load_der_private_key((folder / "testkey.pk8").read_bytes(), password=None)
    key = tmp_path / "key.pem"
    key.write_bytes(
        private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + (folder / "testkey.x509.pem").read_bytes()
    )

    def install(package: str, version_code: int) -> None:
        spec = AppSpec(
            package, "Older or newer", version_code=version_code, version_name=f"0.{version_code}"
        )
        apk = make_app(tmp_path / f"{package}.apk", spec, key=key)
        address = ["-P", str(driven.adb_server_port), "-s", driven.device.facts.serial]
        command = [str(tools.adb), *address, "install", "-r", str(apk)]
        subprocess.run(command, check=True, capture_output=True, timeout=_INSTALL_S)

    return install


def _versions(driven: Driven) -> list[int]:
    dumps = [driven.shell(f"dumpsys package {package}") for package in _HELPERS]
    return [int(found[1]) if (found := _CODE.search(dump)) else 0 for dump in dumps]


_CODE: Final = re.compile(r"versionCode=(\d+)")


def _changes(driven: Driven) -> list[str]:
    """What the package manager wrote into the phone's log of the server's package, in order."""
    log = driven.shell("logcat -d -v raw -s PackageManager:I")
    found = re.findall(rf"Package {re.escape(_SERVER)} (installed|replaced|removed)", log)
    return list(found)


@pytest.mark.parametrize("driven", _SOME, indirect=True, ids=lambda cell: cell.id)
@pytest.mark.parametrize(
    ("before", "changes"),
    [
        ("missing", ["removed", "installed"]),
        ("equal", []),
        ("older", ["removed", "installed", "replaced"]),
        ("newer", ["replaced", "removed", "installed"]),
    ],
)
def test_helpers_are_brought_to_the_driver_s_own_version(
    driven: Driven, install_build: Callable[[str, int], None], before: str, changes: list[str]
) -> None:
    """Missing ones are installed, equal ones left, older upgraded, newer replaced by removal."""
    assert driven.device.session.is_alive()
    own = _versions(driven)
    driven.device.close()
    driven.shell("logcat -c")
    if before in {"missing", "older"}:
        driven.shell(f"pm uninstall {_SERVER}")
    if before == "older":
        install_build(_SERVER, 1)
    if before == "newer":
        install_build(_SERVER, 99_999)
    assert (_versions(driven) == own) is (before == "equal")
    assert driven.device.session.is_alive()
    assert _versions(driven) == own
    assert _changes(driven) == changes
