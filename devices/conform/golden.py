"""The shipped golden rows and what stands beside them, read from their files."""

from __future__ import annotations

import json
import re
from datetime import date  # noqa: TC003 - pydantic reads the annotations
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field, ValidationError, model_validator

from config.errors import ConfigError
from config.paths import GOLDEN
from config.platforms import Platform  # noqa: TC001 - pydantic reads the annotations
from config.yaml_file import complain, load
from devices.conform.expected import Exact
from devices.conform.rows import Row

if TYPE_CHECKING:
    from pathlib import Path

_UNOBSERVED: Final = "unobserved.yaml"
_VIRTUAL: Final = "virtual.yaml"
_HOLE: Final = re.compile(r"@([a-z_]+)@")


class _File(Exact):
    confirmed: date
    platform: Platform = "android"
    sources: dict[str, str]
    rows: tuple[Row, ...]

    @model_validator(mode="before")
    @classmethod
    def _tell_rows(cls, file: object) -> object:
        """Every row is of the file's platform, and is read as such."""
        if isinstance(file, dict) and isinstance(file.get("rows"), list):
            platform = file.get("platform", "android")
            told = [
                row | {"platform": platform} if isinstance(row, dict) else row
                for row in file["rows"]
            ]
            return file | {"rows": told}
        return file


class Unobserved(Exact):
    """Facts that nothing on today's phones shows over the wire.

    Attributes:
        platform: of the phones.
        subject: what they are about.
        facts: how many they are.
        why: they cannot be observed.
    """

    platform: Platform = "android"
    subject: str
    facts: Annotated[int, Field(ge=1)]
    why: str


class _UnobservedFile(Exact):
    unobserved: tuple[Unobserved, ...]


class KnownDifference(Exact):
    """Rows that a virtual phone is known to answer otherwise.

    Attributes:
        rows: a shell pattern over their ids.
        why: they differ.
    """

    rows: str
    why: str


class Resting(Exact):
    """Suites whose verdict rests on something that no source confirms.

    Attributes:
        platform: of the phones.
        promises: that they are about.
        rests: on what.
    """

    platform: Platform = "android"
    promises: str
    rests: str


class Virtual(Exact):
    """How virtual phones depart from phones.

    Attributes:
        departs: sentences about what no row shows, by platform.
        resting: what verdicts on virtual phones take for granted.
        differs: rows that differ.
    """

    departs: dict[Platform, tuple[str, ...]]
    resting: tuple[Resting, ...] = ()
    differs: tuple[KnownDifference, ...] = ()


def read_rows(folder: Path = GOLDEN) -> tuple[Row, ...]:
    """Every row of the folder, in the order of files and rows; sources are spelled out.

    Raises:
        ConfigError: a file or a row is wrong; names file, line and column.
    """
    rows: list[Row] = []
    ids: set[str] = set()
    for path in sorted(folder.glob("*.yaml")):
        if path.name not in (_UNOBSERVED, _VIRTUAL):
            rows += _read(path, ids)
    if not rows:
        raise ConfigError(folder, 0, 0, "holds no golden rows")
    return tuple(rows)


def read_unobserved(folder: Path = GOLDEN) -> tuple[Unobserved, ...]:
    """What no row is about yet.

    Raises:
        ConfigError: the file is wrong.
    """
    return load(folder / _UNOBSERVED, _UnobservedFile).unobserved


def read_virtual(folder: Path = GOLDEN) -> Virtual:
    """How virtual phones depart.

    Raises:
        ConfigError: the file is wrong.
    """
    return load(folder / _VIRTUAL, Virtual)


def _read(path: Path, ids: set[str]) -> list[Row]:
    file = load(path, _File)
    rows = []
    for index, row in enumerate(file.rows):
        if row.source not in file.sources:
            problem = f"source {row.source!r} is none of this file's: {', '.join(file.sources)}"
            raise complain(path, ("rows", index, "source"), problem)
        known = {"source": file.sources[row.source], "confirmed": row.confirmed or file.confirmed}
        for single in _spread(path, index, row):
            if single.subject != path.stem:
                problem = f"the id {single.id!r} must begin with {path.stem!r}, as the file does"
                raise complain(path, ("rows", index, "id"), problem)
            if single.id in ids:
                raise complain(path, ("rows", index, "id"), f"the id {single.id!r} is given twice")
            ids.add(single.id)
            rows.append(single.model_copy(update=known))
    return rows


def _spread(path: Path, index: int, row: Row) -> list[Row]:
    """The row once for each of its values, or itself."""
    if not row.each:
        return [row]
    plain = row.model_dump(by_alias=True, exclude_unset=True, exclude={"each"}, mode="json")
    template = json.dumps(plain)
    rows = []
    for number, values in enumerate(row.each):
        limits = {name: values[name] for name in ("from", "to") if name in values}
        try:
            rows.append(Row.model_validate(json.loads(_filled(template, values)) | limits))
        except (ValidationError, KeyError) as error:
            raise complain(path, ("rows", index, "each", number), _short(error)) from None
    return rows


def _filled(template: str, values: dict[str, str | int]) -> str:
    return _HOLE.sub(lambda hole: json.dumps(str(values[hole[1]]))[1:-1], template)


def _short(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return str(error.errors(include_url=False)[0]["msg"])
    return f"gives no value for @{error.args[0]}@"
