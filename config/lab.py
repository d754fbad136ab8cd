"""Labs: where phones come from."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from config.errors import ConfigError, nearest
from config.paths import CONFIG
from config.yaml_file import Model, load

LABS: Final = CONFIG / "labs"
Port = Annotated[int, Field(ge=1024, le=65535)]


class Lab(Model):
    """A source of phones. Ports are taken from the free ones unless fixed here."""

    name: str
    kind: Literal["virtual"]
    adb_port: Port | None = None
    appium_port: Port | None = None


def read(name: str) -> Lab:
    """The lab of that name.

    Raises:
        ConfigError: there is no such lab, or its file is wrong.
    """
    path = LABS / f"{name}.yaml"
    if not path.is_file():
        names = (file.stem for file in LABS.glob("*.yaml"))
        raise ConfigError(LABS, 0, 0, f"there is no lab {name!r}; {nearest(name, names)}")
    return load(path, Lab)
