"""Device matrices: which cells a run covers, and which suites run in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Field

from config.errors import ConfigError, nearest
from config.paths import CONFIG
from config.yaml_file import Model, load

if TYPE_CHECKING:
    from pathlib import Path

Kind = Literal["virtual", "emulator", "simulator", "real", "cloud"]
Attach = Literal["emulator", "cable"]
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=60)]

MATRICES: Final = CONFIG / "matrices"


class CellRequest(Model):
    """One line of a matrix: the phone wanted, and what kind of phone satisfies it.

    A virtual phone satisfies only a cell that says ``kind: virtual``.
    """

    device: Name
    kind: Kind
    attach: Attach = "emulator"
    required: bool = True


class Matrix(Model):
    """A device matrix as a user writes it."""

    name: Name
    lab: Name
    suites: Annotated[tuple[Name, ...], Field(min_length=1)]
    cells: Annotated[tuple[CellRequest, ...], Field(min_length=1)]


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
