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
class HostSpec:
    """All that a lab on this host consists of.

    Attributes:
        phones: the virtual phones to bring up.
        work_dir: private folder, removed at the end: HOME, adb keys, temporary files.
        log_dir: where server logs are kept after the end.
        appium: whether an Appium server is wanted.
        adb_port: fixed port of the private adb server; None takes a free one.
        appium_port: the same for Appium.
    """

    phones: tuple[PhoneSpec, ...]
    work_dir: Path
    log_dir: Path
    appium: bool = True
    adb_port: int | None = None
    appium_port: int | None = None


@dataclass(frozen=True, slots=True)
class PhoneEndpoint:
    """Where one phone can be reached once the lab is ready."""

    name: str
    platform: str
    version: str
    api_level: int
    attach: Attach
    serial: str


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where everything answers once the lab is ready; travels to the workers as JSON.

    Attributes:
        adb_server_port: of the private adb server on loopback.
        appium_url: base URL of Appium, None when none was asked for.
        appium_log: file that Appium logs to.
        crm_url: base URL of the virtual CRM.
        crm_token: bearer token for arranging data in it. A secret.
        lab_pid: process that all virtual phones live in.
        phones: one entry a phone of the spec, in its order.
    """

    adb_server_port: int
    appium_url: str | None
    appium_log: Path | None
    crm_url: str
    crm_token: str = field(repr=False)
    lab_pid: int
    phones: tuple[PhoneEndpoint, ...]
