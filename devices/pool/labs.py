"""Labs: what phones they have, and how a run brings them up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, cast

from config import lab as lab_config
from config.deadlines import DEADLINES
from devices.android.build import Build, BuildError, read_build
from devices.android.device import AndroidDevice
from devices.device import DeviceFacts
from devices.hand import NoHand, VirtualHand
from devices.host.client import LabHost
from devices.host.spec import HostSpec, PhoneSpec
from devices.pool.attached import AttachedLab
from devices.pool.plan import VIRTUAL, PhoneFacts, Release
from devices.virtual.app.defects import UnknownDefectError
from devices.virtual.app.skins import UnknownSkinError
from devices.virtual.builds import make_apk
from devices.virtual.os.profile import catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from config.app import App
    from config.crm import Crm
    from config.secrets import Secret
    from devices.device import Device, Platform
    from devices.host.spec import Attach, Endpoints
    from devices.host.toolchain import Toolchain
    from devices.host.wire import Event
    from devices.pool.plan import Cell


class Lab(Protocol):
    """A source of phones.

    Attributes:
        name: as matrices call it.
        troubles: what keeps phones of it from being used.
    """

    name: str
    troubles: list[str]

    @property
    def crm(self) -> Crm | None:
        """The CRM of its file; None where that says none, and for virtual phones, which bring one.

        Raises:
            ConfigError: something of it is not set.
        """

    @property
    def phones(self) -> Mapping[str, PhoneFacts]:
        """Every phone it has, by name.

        Raises:
            ConfigError: it cannot be asked, or its file is wrong.
        """

    def start(
        self,
        cells: Sequence[Cell],
        work_dir: Path,
        log_dir: Path,
        toolchain: Toolchain,
        on_event: Callable[[Event], None],
    ) -> LabHost:
        """Bring up what the phones of the cells need.

        Raises:
            HostError: something did not come up; names what, and shows its log.
        """

    def endpoints(self, host: LabHost, cells: Sequence[Cell]) -> Endpoints:
        """Where the phones of these cells are reached, each under its cell's id.

        Raises:
            ConfigError: something of an address is not set.
        """


class VirtualLab:
    """Phones that come with the project, in a process of this host."""

    crm: Final = None

    def __init__(self, lab: lab_config.VirtualLab) -> None:
        self.name = lab.name
        self.troubles: list[str] = []
        self._lab = lab

    @property
    def phones(self) -> Mapping[str, PhoneFacts]:
        """Every phone it has, by name."""
        return {
            name: PhoneFacts(
                cast("Platform", phone.platform),
                phone.version,
                phone.api_level,
                locale=phone.locale,
            )
            for name, phone in catalog().items()
        }

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

    def endpoints(self, host: LabHost, cells: Sequence[Cell]) -> Endpoints:
        """As the lab has said."""
        del cells
        return host.endpoints


def open_lab(name: str) -> Lab:
    """The lab of that name, or of that file.

    Raises:
        ConfigError: there is no such lab, or its file is wrong.
    """
    lab = lab_config.read(name)
    if isinstance(lab, lab_config.VirtualLab):
        return VirtualLab(lab)
    return AttachedLab(lab, lab_config.path_of(name), releases()["android"])


def releases() -> Mapping[Platform, Sequence[Release]]:
    """The releases that are known of each platform, oldest first."""
    known = sorted(
        {(phone.api_level, phone.version) for phone in catalog().values()},
    )
    return {"android": [Release(version, api_level) for api_level, version in known]}


def build_for(cells: Sequence[Cell], given: Path | None, defect: str | None, folder: Path) -> Build:
    """The build that a run is of: the one given, else a reference build made in the folder.

    Raises:
        BuildError: the file is no APK; virtual and other phones would have to run one build; the
            build and the phones do not go together; or there is no such defect.
    """
    kinds = {cell.kind for cell in cells}
    if VIRTUAL in kinds and kinds != {VIRTUAL}:
        raise BuildError(
            given or folder,
            "a run is of one build, and virtual phones run none but the reference app: leave them "
            f"and {', '.join(sorted(kinds - {VIRTUAL}))} phones to two matrices",
        )
    if given is not None and defect is not None:
        raise BuildError(given, "a defect is seeded into a build made here: give one of the two")
    if given is None and VIRTUAL not in kinds:
        raise BuildError(folder, "real phones run your build: name its file by --app")
    build = read_build(given or _reference_build(folder, defect, cells[0].skin))
    if build.reference is not (VIRTUAL in kinds):
        raise BuildError(build.path, _mismatch(build))
    return build


def _mismatch(build: Build) -> str:
    if build.reference:
        return "is a build of the reference app, which only virtual phones run"
    return (
        f"{build.package} is no build of the reference app, and virtual phones run no other; run "
        "your build on real, emulated or cloud phones"
    )


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


def _reference_build(folder: Path, defect: str | None, skin: str) -> Path:
    apk = folder / "reference.apk"
    try:
        return make_apk(apk, defect=defect, skin=skin)
    except (UnknownDefectError, UnknownSkinError) as error:
        raise BuildError(apk.relative_to(folder), str(error)) from error


def device_of(cell: Cell, endpoints: Endpoints, app: App, *, pin: Secret | None = None) -> Device:
    """The device that stands for a cell, reached through its lab's servers.

    Args:
        cell: what it stands for.
        endpoints: where it is reached.
        app: the app under test.
        pin: the screen lock that it gets for biometrics; without one, one of its own.
    """
    phone, servers = endpoints.phone(cell.id), endpoints.servers_of(cell.id)
    if servers.appium_url is None:
        raise ValueError(f"the lab of {cell.id} has no Appium server")
    facts = DeviceFacts(
        cell=cell.id,
        kind=cell.kind,
        platform=cell.platform,
        version=cell.version,
        api_level=cell.api_level,
        attach=cell.attach,
        serial=phone.serial,
        skin=cell.skin,
        transport=cell.transport,
        locale=cell.locale,
        column=cell.column,
        crm=cell.crm,
    )
    hand = VirtualHand(facts, phone.control_url) if phone.control_url else NoHand(facts)
    adb = servers.adb
    return AndroidDevice(
        facts, servers.appium_url, adb.port, app.android, adb.host, hand=hand, pin=pin
    )
