"""Labs: what phones they have, and how a run brings them up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, cast

from config import lab as lab_config
from config.deadlines import DEADLINES
from devices.android.device import AndroidDevice
from devices.facts import DeviceFacts
from devices.hand import NoHand, VirtualHand
from devices.host.client import LabHost
from devices.host.spec import HostSpec, PhoneSpec
from devices.ios.device import IosDevice
from devices.pool.attached import AttachedLab
from devices.pool.plan import PhoneFacts, Release
from devices.virtual.ios.profile import IosProfile
from devices.virtual.lab_request import profiles

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from config.app import App
    from config.crm import Crm
    from config.platforms import Platform
    from config.secrets import Secret
    from devices.device import Device
    from devices.host.spec import Attach, Endpoints, PhoneEndpoint
    from devices.host.toolchain import Toolchain
    from devices.host.wire import Event
    from devices.pool.plan import Cell
    from devices.virtual.os.profile import Profile


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
        return virtual_phones()

    def start(
        self,
        cells: Sequence[Cell],
        work_dir: Path,
        log_dir: Path,
        toolchain: Toolchain,
        on_event: Callable[[Event], None],
    ) -> LabHost:
        """Bring up the phones of the cells, the adb server of those that have one, and Appium.

        Raises:
            HostError: something did not come up; names what, and shows its log.
        """
        spec = HostSpec(
            phones=tuple(
                PhoneSpec(cell.id, cell.device, cast("Attach", cell.attach), cell.platform)
                for cell in cells
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
    known: dict[Platform, set[Release]] = {"android": set(), "ios": set()}
    for facts in map(_facts, profiles().values()):
        known[facts.platform].add(Release(facts.version, facts.api_level))
    return {
        platform: sorted(found, key=lambda release: release.api_level)
        for platform, found in known.items()
    }


def virtual_phones() -> Mapping[str, PhoneFacts]:
    """All virtual phones by name: Android before iOS, oldest release first."""
    facts = {name: _facts(phone) for name, phone in profiles().items()}
    oldest_first = sorted(facts, key=lambda name: (facts[name].platform, facts[name].api_level))
    return {name: facts[name] for name in oldest_first}


def _facts(profile: Profile | IosProfile) -> PhoneFacts:
    if isinstance(profile, IosProfile):
        major = profile.release[0]
        return PhoneFacts(
            "ios",
            str(major),
            major,
            attaches=("cable",),
            transports=("usb",),
            form=profile.form,
            locale=profile.locale,
        )
    return PhoneFacts("android", profile.version, profile.api_level, locale=profile.locale)


def start_host(spec: HostSpec, toolchain: Toolchain, on_event: Callable[[Event], None]) -> LabHost:
    """Bring up virtual phones and the servers that belong to them.

    Raises:
        HostError: something did not come up; names what, and shows its log.
    """
    whole_s = DEADLINES.lab_start_s + DEADLINES.appium_start_s
    return LabHost.start(spec, toolchain, deadline_s=whole_s, on_event=on_event)


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
    facts = _device_facts(cell, phone)
    hand = VirtualHand(facts, phone.control_url) if phone.control_url else NoHand(facts)
    if cell.platform == "ios":
        return IosDevice(
            facts,
            servers.appium_url,
            app.ios,
            wda_url=phone.wda_url,
            usbmuxd=servers.usbmuxd if phone.on_cable else None,
            hand=hand,
            pin=pin,
        )
    adb = servers.adb
    if adb is None:
        raise ValueError(f"the lab of {cell.id} has no adb server")
    return AndroidDevice(
        facts, servers.appium_url, adb.port, app.android, adb.host, hand=hand, pin=pin
    )


def _device_facts(cell: Cell, phone: PhoneEndpoint) -> DeviceFacts:
    return DeviceFacts(
        cell=cell.id,
        kind=cell.kind,
        platform=cell.platform,
        version=phone.version,
        api_level=cell.api_level,
        attach=cell.attach,
        serial=phone.serial,
        skin=cell.skin,
        transport=cell.transport,
        locale=cell.locale,
        column=cell.column,
        crm=cell.crm,
    )
