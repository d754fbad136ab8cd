"""Golden rows: what a phone must answer, by release and attachment, each with its source."""

from __future__ import annotations

import json
import re
from datetime import date  # noqa: TC003 - pydantic reads the annotations
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import BeforeValidator, Field, JsonValue, ValidationError, model_validator

from config.errors import ConfigError
from config.paths import GOLDEN
from config.yaml_file import complain, load
from devices.conform.expected import Exact, Exit, Text, Value, Words

if TYPE_CHECKING:
    from pathlib import Path

OLDEST: Final = 26
_UNOBSERVED: Final = "unobserved.yaml"
_VIRTUAL: Final = "virtual.yaml"
_HOLE: Final = re.compile(r"@([a-z_]+)@")

Level = Annotated[int, Field(ge=OLDEST, le=99)]
Need = Literal["settings-app", "asking-app", "server", "appium", "console", "not-root"]
Mark = Literal["verified", "evidence", "run"]


class Shell(Exact):
    """A command in the phone's shell, its three streams apart (shell protocol 2, no terminal).

    Attributes:
        stdout: what it prints there; so ``stderr``.
        output: both one after the other, where the source does not say which it is.
        exit: its status; ``failure`` is any but 0.
        within_s: look again until it agrees, for that long.
        keep: names for later steps, each with the group of a regular expression over stdout.
    """

    shell: str
    stdout: Text | None = None
    stderr: Text | None = None
    output: Text | None = None
    exit: Exit | None = None
    within_s: float = Field(default=0, ge=0, le=30)
    keep: dict[str, str] = Field(default_factory=dict)


class Service(Exact):
    """A service of adbd, opened with its bare name, and all that it sends until it closes."""

    service: str
    reply: Text


class Install(Exact):
    """One of Appium's helper builds, streamed to the package manager as adb does.

    Attributes:
        by: ``abb_exec``, or ``exec`` for phones without that feature.
    """

    install: Literal["settings-app"]
    by: Literal["exec", "abb_exec"]
    options: tuple[str, ...] = ()
    reply: Text


class Features(Exact):
    """What adbd announces of itself when it connects, as the adb server tells it."""

    features: Text


class Console(Exact):
    """A line to the emulator's console, and the lines that answer it; empty: its greeting."""

    console: str
    reply: Text


class Http(Exact):
    """A request to the UiAutomator2 server; ``{session}`` in the path is its open session.

    Attributes:
        status: of the reply.
        reply: the whole body, of which ``value`` is a member.
        error: the WebDriver error that the value names.
        message: what the error says.
        keep: names for later steps, each with the members that lead to it, joined by dots; none is
            the value itself.
    """

    http: Annotated[str, Field(pattern=r"^(GET|POST|DELETE) /\S*$")]
    body: JsonValue = None
    status: int | None = None
    reply: Value | None = None
    error: str | None = None
    message: Text | None = None
    value: Value | None = None
    content_type: str | None = None
    within_s: float = Field(default=0, ge=0, le=30)
    keep: dict[str, str] = Field(default_factory=dict)


class Appium(Exact):
    """A command of the driver's own, in a session of a real Appium.

    Attributes:
        error: words of the message with which it must fail.
    """

    appium: str
    arguments: dict[str, JsonValue] = Field(default_factory=dict)
    value: Value | None = None
    error: Text | None = None


class Capabilities(Exact):
    """What Appium's reply to a new session tells of the phone."""

    capabilities: Value


Step = Shell | Service | Install | Features | Console | Http | Appium | Capabilities
_KINDS: Final[dict[str, type[Exact]]] = {
    "shell": Shell,
    "service": Service,
    "install": Install,
    "features": Features,
    "console": Console,
    "http": Http,
    "appium": Appium,
    "capabilities": Capabilities,
}
_EXPECTING: Final = {
    "stdout", "stderr", "output", "exit", "reply", "features", "capabilities",
    "status", "error", "message", "value", "content_type",
}  # fmt: skip


def _one_of_a_kind(step: object) -> object:
    """Take a step for the kind that its key names, so that complaints are about that one alone."""
    if not isinstance(step, dict):
        return step
    kinds = [kind for kind in _KINDS if kind in step]
    if len(kinds) != 1:
        raise ValueError(
            f"a step has exactly one of {', '.join(_KINDS)}; this has {kinds or 'none'}"
        )
    try:
        return _KINDS[kinds[0]].model_validate(step)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{where}: {first['msg']}") from None


class Row(Exact):
    """One thing that a phone must answer.

    Attributes:
        id: unique over all files; begins with the subject.
        says: the statement, a sentence.
        from_: the oldest API level that it is true of.
        to: the newest; None where no change is known.
        attach: the attachment that it is true of.
        mark: how sure it is: ``verified`` in the platform's source, ``evidence`` of a real phone,
            ``run`` with the real Appium and adb.
        source: a key of the file's ``sources``.
        confirmed: when it was last looked up.
        needs: what the phone or the run must have.
        lasting: why it cannot be undone on a phone that somebody uses; empty: it can.
        setup: shell commands before it, each of which must succeed.
        steps: what is done and expected, in order.
        cleanup: shell commands after it, whatever happened.
        each: values for ``@name@``; the row stands once for each, ``from`` and ``to`` among them.
    """

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9@_.-]+$")]
    says: Annotated[str, Field(pattern=r"\.$")]
    from_: Annotated[Level, Field(alias="from")] = OLDEST
    to: Level | None = None
    attach: Literal["emulator", "cable", "both"] = "both"
    mark: Mark = "verified"
    source: str
    confirmed: date | None = None
    needs: tuple[Need, ...] = ()
    lasting: str = ""
    setup: Words = ()
    steps: Annotated[
        tuple[Annotated[Step, BeforeValidator(_one_of_a_kind)], ...], Field(min_length=1)
    ]
    cleanup: Words = ()
    each: tuple[dict[str, str | int], ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Row:
        if self.to is not None and self.to < self.from_:
            raise ValueError(f"from {self.from_} to {self.to} is no range")
        if not any(step.model_fields_set & _EXPECTING for step in self.steps):
            raise ValueError("expects nothing of any step")
        return self

    @property
    def subject(self) -> str:
        """What it is about: the id up to its first dot."""
        return self.id.split(".", 1)[0]

    @property
    def releases(self) -> str:
        """The API levels that it is true of, in short."""
        return f"{self.from_}+" if self.to is None else f"{self.from_}–{self.to}"  # noqa: RUF001 - a range

    def is_about(self, api_level: int, attach: str) -> bool:
        """Whether it is true of phones of that API level, attached that way."""
        newest = self.to if self.to is not None else api_level
        return self.from_ <= api_level <= newest and self.attach in (attach, "both")


class _File(Exact):
    confirmed: date
    sources: dict[str, str]
    rows: tuple[Row, ...]


class Unobserved(Exact):
    """Facts that nothing on today's phones shows over the wire.

    Attributes:
        subject: what they are about.
        facts: how many they are.
        why: they cannot be observed.
    """

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
        promises: that they are about.
        rests: on what.
    """

    promises: str
    rests: str


class Virtual(Exact):
    """How virtual phones depart from phones.

    Attributes:
        departs: sentences about what no row shows.
        resting: what verdicts on virtual phones take for granted.
        differs: rows that differ.
    """

    departs: tuple[str, ...]
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
