"""What a run asks of this host, and what it is told: phones, servers, ports, folders."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path  # noqa: TC003 - specs travel as JSON, and pydantic reads them
from typing import Final, Literal

from config.platforms import Platform  # noqa: TC001 - the same

Attach = Literal["emulator", "cable"]

_USBMUXD: Final = "usbmuxd"


@dataclass(frozen=True, slots=True)
class PhoneSpec:
    """A virtual phone to be brought up: its name in the run, profile and way of attaching."""

    name: str
    profile: str
    attach: Attach
    platform: Platform = "android"


@dataclass(frozen=True, slots=True)
class AdbAddress:
    """Where an adb server answers: a host's name or address, and a port."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class HostSpec:
    """All that a lab on this host consists of.

    Attributes:
        phones: the virtual phones to bring up.
        work_dir: private folder, removed at the end: HOME, adb keys, temporary files.
        log_dir: where server logs are kept after the end.
        appium: whether an Appium server is wanted.
        adb_port: fixed port of the private adb server; None takes a free one.
        appium_port: the same for Appium.
        adb_server: somebody else's adb server, used as found; without it one of our own is
            brought up for the phones that need one.
        iphones: whether iPhones are driven that somebody else keeps up.
        usbmuxd: somebody else's socket of usbmuxd, used as found; without it one of our own is made
            for the iPhones that are brought up.
    """

    phones: tuple[PhoneSpec, ...]
    work_dir: Path
    log_dir: Path
    appium: bool = True
    adb_port: int | None = None
    appium_port: int | None = None
    adb_server: AdbAddress | None = None
    iphones: bool = False
    usbmuxd: Path | None = None

    @property
    def platforms(self) -> frozenset[Platform]:
        """Those whose phones are driven."""
        found = {phone.platform for phone in self.phones}
        if self.adb_server is not None:
            found.add("android")
        if self.iphones:
            found.add("ios")
        return frozenset(found)

    @property
    def usbmuxd_socket(self) -> Path | None:
        """Where iPhones on a cable are found; None where there are none."""
        brought = any(phone.platform == "ios" for phone in self.phones)
        return self.work_dir / _USBMUXD if brought else self.usbmuxd


@dataclass(frozen=True, slots=True)
class CrmAddress:
    """Where the CRM behind an app answers; without one, ``url`` is empty. Holds a secret."""

    url: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Servers:
    """The servers that stand before a phone.

    Attributes:
        adb: its adb server; an iPhone has none.
        appium_url: base URL of Appium, None when none was asked for.
        appium_log: file that Appium logs to.
        crm: the CRM that the phone's app talks to.
        usbmuxd: the socket where iPhones on a cable are found; None without one.
    """

    adb: AdbAddress | None
    appium_url: str | None
    appium_log: Path | None
    crm: CrmAddress
    usbmuxd: Path | None = None


@dataclass(frozen=True, slots=True)
class PhoneEndpoint:
    """Where one phone can be reached once the lab is ready.

    Attributes:
        version: of its OS, in full where it tells.
        serial: what its adb server calls it, or the UDID of an iPhone.
        servers: those that reach it, where they are not its lab's first ones.
        control_url: where the lab's hand hears what is to be done to it; empty without a hand.
        wda_url: where an iPhone's WebDriverAgent answers; empty for others.
        on_cable: whether usbmuxd lists an iPhone.
    """

    name: str
    platform: Platform
    version: str
    api_level: int
    attach: Attach
    serial: str
    servers: Servers | None = None
    control_url: str = ""
    wda_url: str = ""
    on_cable: bool = False


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where everything answers once the lab is ready; travels to the workers as JSON.

    Attributes:
        adb_server_port: of the adb server: the private one on loopback, or the one used as found;
            0 without one.
        appium_url: base URL of Appium, None when none was asked for.
        appium_log: file that Appium logs to.
        crm_url: base URL of the CRM behind the phones' app; empty without one.
        crm_token: bearer token for arranging data in it. A secret.
        lab_pid: process that all virtual phones live in; 0 without one.
        phones: one entry a phone of the spec, in its order.
        adb_server_host: where that server answers.
        usbmuxd: the socket where iPhones on a cable are found; None without one.
    """

    adb_server_port: int
    appium_url: str | None
    appium_log: Path | None
    crm_url: str
    crm_token: str = field(repr=False)
    lab_pid: int
    phones: tuple[PhoneEndpoint, ...]
    adb_server_host: str = "127.0.0.1"
    usbmuxd: Path | None = None

    @property
    def servers(self) -> Servers:
        """Those of the lab itself."""
        port = self.adb_server_port
        adb = AdbAddress(self.adb_server_host, port) if port else None
        crm = CrmAddress(self.crm_url, self.crm_token)
        return Servers(adb, self.appium_url, self.appium_log, crm, self.usbmuxd)

    def servers_of(self, name: str) -> Servers:
        """Those that reach a phone.

        Raises:
            LookupError: there is no phone of that name.
        """
        return self.phone(name).servers or self.servers

    def phone(self, name: str) -> PhoneEndpoint:
        """The phone of that name.

        Raises:
            LookupError: there is none.
        """
        for phone in self.phones:
            if phone.name == name:
                return phone
        raise LookupError(f"no lab of the run has brought up {name}")
