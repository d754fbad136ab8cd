"""Labs: where phones come from."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import ConfigDict, Field, model_validator

from config.crm import Crm, Text  # noqa: TC001 - pydantic reads them
from config.errors import ConfigError, nearest
from config.matrix import Form, Kind, Locale, Name  # noqa: TC001 - pydantic reads them
from config.paths import CONFIG
from config.yaml_file import Model, complain, load

if TYPE_CHECKING:
    from pathlib import Path

    from config.yaml_file import Place

LABS: Final = CONFIG / "labs"
Port = Annotated[int, Field(ge=1024, le=65535)]
_ENVIRONMENT: Final = re.compile(r"env:([A-Z][A-Z0-9_]*)(?:=(.*))?")


class VirtualLab(Model):
    """Phones that come with the project. Ports are taken from the free ones unless fixed here."""

    name: Name
    kind: Literal["virtual"]
    adb_port: Port | None = None
    appium_port: Port | None = None


class AdbAddress(Model):
    """An adb server that somebody else runs: used as found, never started nor ended.

    Attributes:
        host: a name or an address.
        port: of the server.
    """

    host: Text = "127.0.0.1"
    port: Text = "env:ANDROID_ADB_SERVER_PORT=5037"


class PhoneWords(Model):
    """What a lab file says of one phone, over what the phone tells of itself."""

    serial: Text
    kind: Kind | None = None
    form: Form | None = None
    locale: Locale | None = None
    tags: tuple[Name, ...] = ()


class IphoneWords(Model):
    """What a lab file says of one iPhone: how it is reached, and what it does not tell itself.

    Attributes:
        udid: what usbmuxd and the driver call it.
        wda_url: where its WebDriverAgent answers: forwarded to this host, or by its network.
    """

    udid: Text
    wda_url: Text
    kind: Kind | None = None
    form: Form | None = None
    locale: Locale | None = None
    tags: tuple[Name, ...] = ()


class AttachedLab(Model):
    """Phones that somebody else keeps up: real ones, emulators, another process's virtual phones.

    Attributes:
        adb: the server that lists the Android phones.
        phones: which of them, and what is to be said of each; ``all`` takes every one it lists.
        iphones: the iPhones, each with a WebDriverAgent that runs.
        usbmuxd: the socket that finds those on a cable; without it apps can be neither installed
            nor removed.
        appium_port: of the Appium server that a run starts for them.
        crm: the CRM behind the app; without it no test that signs in can run.
    """

    name: Name
    kind: Literal["attached"]
    adb: AdbAddress = AdbAddress()
    phones: Literal["all", "none"] | Annotated[tuple[PhoneWords, ...], Field(min_length=1)] = "all"
    iphones: tuple[IphoneWords, ...] = ()
    usbmuxd: Text | None = None
    appium_port: Port | None = None
    crm: Crm | None = None

    @model_validator(mode="after")
    def _some(self) -> AttachedLab:
        if self.phones == "none" and not self.iphones:
            raise ValueError("a lab has phones: name iphones where phones is none")
        return self


class _AnyLab(Model):
    """What every lab file has: enough to tell which model the rest is read by."""

    model_config = ConfigDict(extra="ignore")

    kind: Literal["virtual", "attached"]


Lab = VirtualLab | AttachedLab


def path_of(name: str, folder: Path = LABS) -> Path:
    """The file of a lab given by its name or by a path.

    Raises:
        ConfigError: there is no such lab.
    """
    path = folder / f"{name}.yaml"
    if name.endswith(".yaml"):
        path = folder.__class__(name)
    if not path.is_file():
        names = (file.stem for file in folder.glob("*.yaml"))
        raise ConfigError(folder, 0, 0, f"there is no lab {name!r}; {nearest(name, names)}")
    return path


def read(name: str, folder: Path = LABS) -> Lab:
    """The lab of that name, or of that file.

    Raises:
        ConfigError: there is no such lab, or its file is wrong.
    """
    path = path_of(name, folder)
    lab: Lab
    if load(path, _AnyLab).kind == "virtual":
        lab = load(path, VirtualLab)
    else:
        lab = load(path, AttachedLab)
    if lab.name != path.stem:
        raise complain(path, ("name",), f"name: found {lab.name!r} in the file of {path.stem!r}")
    return lab


def follow(value: str, path: Path, place: Place) -> str:
    """The value itself, or what the environment has for it.

    Args:
        value: as it is written.
        path: the lab's file, for complaints.
        place: where in it the value stands.

    Raises:
        ConfigError: the variable is not set, and there is no default.
    """
    found = _ENVIRONMENT.fullmatch(value)
    if found is None:
        return value
    text = os.environ.get(found[1], "") or found[2]
    if not text:
        raise complain(path, place, f"{value} is not set: export {found[1]} and run again")
    return text
