"""Device matrices: which cells a run covers, and which suites run in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import BeforeValidator, Field, model_validator

from config.errors import ConfigError, nearest
from config.paths import CONFIG
from config.platforms import Platform  # noqa: TC001 - pydantic reads the annotations
from config.versions import VersionRange
from config.yaml_file import Model, load

if TYPE_CHECKING:
    from pathlib import Path

Kind = Literal["virtual", "emulator", "simulator", "real", "cloud"]
Attach = Literal["emulator", "cable"]
Form = Literal["phone", "tablet"]
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=60)]
CellId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=60)]
# A phone of a lab: a profile's name, or a serial such as 192.168.0.7:5555.
PhoneName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]*$", max_length=80)]
Locale = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$")]

MATRICES: Final = CONFIG / "matrices"


def _listed(value: object) -> object:
    """One where several may stand."""
    return [value] if isinstance(value, str | int | float) else value


_ONE_OR_MORE: Final = BeforeValidator(_listed, json_schema_input_type=Name | list[Name])
_KINDS: Final = BeforeValidator(_listed, json_schema_input_type=Kind | list[Kind])
_VERSIONS: Final = BeforeValidator(
    _listed, json_schema_input_type=VersionRange | list[VersionRange]
)


class CellRequest(Model):
    """One line of a matrix: a phone by its name, or by what it has to be.

    A line with versions is a cell for each of them; without, it is one cell. A virtual phone
    satisfies only a line that says ``kind: virtual``.

    Attributes:
        device: the phone's name in its lab; otherwise any phone that fits the rest.
        id: what reports and history call the cell; made from what it is when not given.
        platform: android or ios.
        versions: releases, ranges of them, ``latest`` and ``latest-1``.
        kind: what may stand for it; left out, anything but a virtual phone.
        attach: how a virtual phone is attached, or a phone has to be.
        form: phone or tablet.
        skin: how the build draws itself, which decides on the locators.
        locale: the phone's language.
        tags: what the lab file must say of the phone.
        lab: where it comes from, if not from the matrix's lab.
        required: whether a run without it is refused; an optional cell that no phone fits is told.
        suites: those of the matrix's suites that run in it; left out, all of them.
    """

    device: PhoneName | None = None
    id: CellId | None = None
    platform: Platform | None = None
    versions: Annotated[tuple[VersionRange, ...], _VERSIONS, Field(min_length=1)] | None = None
    kind: Annotated[tuple[Kind, ...], _KINDS, Field(min_length=1)] | None = None
    attach: Attach | None = None
    form: Form | None = None
    skin: Name = "native"
    locale: Locale | None = None
    tags: Annotated[tuple[Name, ...], _ONE_OR_MORE] = ()
    lab: Name | None = None
    required: bool = True
    suites: Annotated[tuple[Name, ...], _ONE_OR_MORE] = ()

    @model_validator(mode="after")
    def _name_or_constraint(self) -> CellRequest:
        if self.device is None and self.platform is None:
            raise ValueError("a cell names a device, or says at least its platform")
        if self.device is not None and self.versions is not None:
            raise ValueError("a device has one version: name the device, or say the versions")
        if self.versions is not None and self.id is not None and len(self.versions) > 1:
            raise ValueError("an id is of one cell, and several versions are several cells")
        return self


class Matrix(Model):
    """A device matrix as a user writes it.

    Attributes:
        name: as the file is called.
        lab: where phones come from; of several, the first that has a fitting one.
        suites: folders of ``suites/`` that run in every cell that names none of them.
        cells: the phones wanted.
        sample: whether one test of each promise is enough, unless a run asks for tests by name.
    """

    name: Name
    lab: Annotated[tuple[Name, ...], _ONE_OR_MORE, Field(min_length=1)]
    suites: Annotated[tuple[Name, ...], Field(min_length=1)]
    cells: Annotated[tuple[CellRequest, ...], Field(min_length=1)]
    sample: bool = False


def find(name_or_path: str, folder: Path = MATRICES) -> Path:
    """The file of a matrix given by its name or by a path.

    Raises:
        ConfigError: there is no such matrix; lists those that are.
    """
    names = sorted(path.stem for path in folder.glob("*.yaml"))
    if name_or_path in names:
        return folder / f"{name_or_path}.yaml"
    given = folder.__class__(name_or_path)
    if given.suffix in {".yaml", ".yml"} and given.is_file():
        return given
    raise ConfigError(
        folder, 0, 0, f"there is no matrix {name_or_path!r}; {nearest(name_or_path, names)}"
    )


def read(path: Path) -> Matrix:
    """Read a matrix.

    Raises:
        ConfigError: with the place in the file and what is allowed there.
    """
    return load(path, Matrix)
