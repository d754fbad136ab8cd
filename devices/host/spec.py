"""What a run asks of this host, and what it is told: phones, servers, ports, folders."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path  # noqa: TC003 - specs travel as JSON, and pydantic reads them
from typing import Literal

Attach = Literal["emulator", "cable"]


@dataclass(frozen=True, slots=True)
class PhoneSpec:
    """A virtual phone to be brought up: its name in the run, profile and way of attaching."""

    name: str
    profile: str
    attach: Attach


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
        adb_server: somebody else's adb server, used as found: then Appium is all that is brought
            up, for the phones which that server lists.
    """

    phones: tuple[PhoneSpec, ...]
    work_dir: Path
    log_dir: Path
    appium: bool = True
    adb_port: int | None = None
    appium_port: int | None = None
    adb_server: AdbAddress | None = None


@dataclass(frozen=True, slots=True)
class CrmAddress:
    """Where the CRM behind an app answers; without one, ``url`` is empty. Holds a secret."""

    url: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Servers:
    """The servers that stand before a phone.

    Attributes:
        adb: its adb server.
        appium_url: base URL of Appium, None when none was asked for.
        appium_log: file that Appium logs to.
        crm: the CRM that the phone's app talks to.
    """

    adb: AdbAddress
    appium_url: str | None
    appium_log: Path | None
    crm: CrmAddress


@dataclass(frozen=True, slots=True)
class PhoneEndpoint:
    """Where one phone can be reached once the lab is ready.

    Attributes:
        servers: those that reach it, where they are not its lab's first ones.
        control_url: where the lab's hand hears what is to be done to it; empty without a hand.
    """

    name: str
    platform: str
    version: str
    api_level: int
    attach: Attach
    serial: str
    servers: Servers | None = None
    control_url: str = ""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where everything answers once the lab is ready; travels to the workers as JSON.

    Attributes:
        adb_server_port: of the adb server: the private one on loopback, or the one used as found.
        appium_url: base URL of Appium, None when none was asked for.
        appium_log: file that Appium logs to.
        crm_url: base URL of the CRM behind the phones' app; empty without one.
        crm_token: bearer token for arranging data in it. A secret.
        lab_pid: process that all virtual phones live in; 0 without one.
        phones: one entry a phone of the spec, in its order.
        adb_server_host: where that server answers.
    """

    adb_server_port: int
    appium_url: str | None
    appium_log: Path | None
    crm_url: str
    crm_token: str = field(repr=False)
    lab_pid: int
    phones: tuple[PhoneEndpoint, ...]
    adb_server_host: str = "127.0.0.1"

    @property
    def servers(self) -> Servers:
        """Those of the lab itself."""
        adb = AdbAddress(self.adb_server_host, self.adb_server_port)
        crm = CrmAddress(self.crm_url, self.crm_token)
        return Servers(adb, self.appium_url, self.appium_log, crm)

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
