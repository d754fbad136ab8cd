"""From a matrix to cells: which phone stands for which cell of a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.errors import nearest
from config.yaml_file import complain
from devices.device import Platform  # noqa: TC001 - cells travel, and pydantic reads them

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from config.matrix import CellRequest, Matrix


@dataclass(frozen=True, slots=True)
class PhoneFacts:
    """A phone that a lab can bring: what a cell needs to know of it."""

    platform: Platform
    version: str
    api_level: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a run.

    Attributes:
        id: stable from run to run; the pytest parameter and what history is kept by.
        device: the phone's name in its lab.
        kind: virtual, emulator, simulator, real or cloud.
        platform: android or ios.
        version: OS version as its maker writes it.
        api_level: Android's API level.
        attach: emulator or cable.
        required: whether a run without it is incomplete.
    """

    id: str
    device: str
    kind: str
    platform: Platform
    version: str
    api_level: int
    attach: str
    required: bool


def resolve(
    matrix: Matrix, source: Path, lab: str, phones: Mapping[str, PhoneFacts]
) -> tuple[Cell, ...]:
    """The cells of a matrix, in its order.

    Args:
        matrix: what the user wrote.
        source: the file it was read from, for complaints.
        lab: the name of the lab that brings the phones.
        phones: every virtual phone of that lab by name.

    Raises:
        ConfigError: a phone that the lab does not have, or the same cell twice.
    """
    cells: dict[str, Cell] = {}
    for index, request in enumerate(matrix.cells):
        place = ("cells", index)
        if request.kind != "virtual":
            problem = f"kind: the lab {lab!r} has virtual phones only, found {request.kind!r}"
            raise complain(source, (*place, "kind"), problem)
        if request.device not in phones:
            problem = f"device: the lab {lab!r} has no phone {request.device!r}"
            raise complain(
                source, (*place, "device"), f"{problem}; {nearest(request.device, phones)}"
            )
        cell = _cell(request, phones[request.device])
        if cell.id in cells:
            raise complain(source, place, f"the cell {cell.id} stands in the matrix twice")
        cells[cell.id] = cell
    return tuple(cells.values())


def _cell(request: CellRequest, phone: PhoneFacts) -> Cell:
    return Cell(
        id=f"{request.device}-{request.attach}",
        device=request.device,
        kind=request.kind,
        platform=phone.platform,
        version=phone.version,
        api_level=phone.api_level,
        attach=request.attach,
        required=request.required,
    )
