"""Labs: what phones they have, and how a run brings them up."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from config.deadlines import DEADLINES
from devices.android.build import Build, BuildError, read_build
from devices.android.device import AndroidDevice
from devices.device import DeviceFacts
from devices.host.client import LabHost
from devices.host.spec import HostSpec, PhoneSpec
from devices.pool.plan import PhoneFacts
from devices.virtual.app.defects import UnknownDefectError
from devices.virtual.builds import make_apk
from devices.virtual.os.profile import catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from config.app import App
    from config.lab import Lab
    from devices.device import Device, Platform
    from devices.host.spec import Attach, Endpoints
    from devices.host.toolchain import Toolchain
    from devices.host.wire import Event
    from devices.pool.plan import Cell


class VirtualLab:
    """Phones that come with the project, in a process of this host."""

    def __init__(self, lab: Lab) -> None:
        self.name = lab.name
        self._lab = lab

    @property
    def phones(self) -> Mapping[str, PhoneFacts]:
        """Every phone it has, by name."""
        return {
            name: PhoneFacts(cast("Platform", phone.platform), phone.version, phone.api_level)
            for name, phone in catalog().items()
        }

    def build(self, given: Path | None, defect: str | None, folder: Path) -> Build:
        """The build that a run is of: the one given, else a reference build made in the folder.

        Raises:
            BuildError: the file is no APK, or no build of the reference app; or there is no such
                defect.
        """
        if given is not None and defect is not None:
            raise BuildError(
                given, "a defect is seeded into a build made here: give one of the two"
            )
        build = read_build(given or _reference_build(folder, defect))
        if not build.reference:
            raise BuildError(
                build.path,
                f"{build.package} is no build of the reference app, and virtual phones run no "
                "other; run your build on real, emulated or cloud phones",
            )
        return build

    def start(
        self,
        cells: Sequence[Cell],
        work_dir: Path,
        log_dir: Path,
        toolchain: Toolchain,
        on_event: Callable[[Event], None],
    ) -> LabHost:
        """Bring up the phones of the cells, their adb server and Appium.

        Raises:
            HostError: something did not come up; names what, and shows its log.
        """
        spec = HostSpec(
            phones=tuple(
                PhoneSpec(cell.id, cell.device, cast("Attach", cell.attach)) for cell in cells
            ),
            work_dir=work_dir,
            log_dir=log_dir,
            adb_port=self._lab.adb_port,
            appium_port=self._lab.appium_port,
        )
        return start_host(spec, toolchain, on_event)


def virtual_phones() -> tuple[str, ...]:
    """The names of all virtual phones, oldest release first."""
    return tuple(sorted(catalog(), key=lambda name: catalog()[name].api_level))


def start_host(spec: HostSpec, toolchain: Toolchain, on_event: Callable[[Event], None]) -> LabHost:
    """Bring up virtual phones and the servers that belong to them.

    Raises:
        HostError: something did not come up; names what, and shows its log.
    """
    whole_s = DEADLINES.lab_start_s + DEADLINES.appium_start_s
    return LabHost.start(spec, toolchain, deadline_s=whole_s, on_event=on_event)


def _reference_build(folder: Path, defect: str | None) -> Path:
    apk = folder / "reference.apk"
    try:
        return make_apk(apk, defect=defect)
    except UnknownDefectError as error:
        raise BuildError(apk.relative_to(folder), str(error)) from error


def device_of(cell: Cell, endpoints: Endpoints, app: App) -> Device:
    """The device that stands for a cell, reached through the lab's servers."""
    phone = next(phone for phone in endpoints.phones if phone.name == cell.id)
    if endpoints.appium_url is None:
        raise ValueError(f"the lab of {cell.id} has no Appium server")
    facts = DeviceFacts(
        cell=cell.id,
        kind=cell.kind,
        platform=cell.platform,
        version=cell.version,
        api_level=cell.api_level,
        attach=cell.attach,
        serial=phone.serial,
    )
    return AndroidDevice(facts, endpoints.appium_url, endpoints.adb_server_port, app.android)
