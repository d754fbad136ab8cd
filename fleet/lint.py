"""``fleet lint``: everything that a user writes, checked without a phone."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from config import accounts, app, ledger, locators, requirements
from config import lab as lab_config
from config import matrix as matrix_config
from config.errors import ConfigError
from config.schema import rendered
from config.yaml_file import complain, load
from devices.ledger import accepted, refusals_on_virtual_phones, verdict
from devices.pool.labs import open_lab, releases
from devices.pool.resolve import Resolver
from fixtures.prepare import check_folders, lab_names
from fleet.lint_accounts import account_complaints, account_warnings
from fleet.lint_defects import defect_complaints
from fleet.lint_pages import page_complaints
from fleet.lint_suites import needed, suite_complaints, untested

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console


def lint() -> list[ConfigError]:
    """Every complaint, file by file."""
    checks: list[Callable[[], Iterator[ConfigError]]] = [
        *(
            partial(_read, read)
            for read in (app.read, accounts.read, requirements.read, ledger.read)
        ),
        *(partial(_lab, path) for path in sorted(lab_config.LABS.glob("*.yaml"))),
        *(partial(_matrix, path) for path in sorted(matrix_config.MATRICES.glob("*.yaml"))),
        *(partial(_locators, path) for path in sorted(locators.LOCATORS.rglob("*.yaml"))),
        _schemas,
        _refusals,
        page_complaints,
        suite_complaints,
        account_complaints,
        defect_complaints,
    ]
    return [complaint for check in checks for complaint in _caught(check)]


def print_complaints(complaints: list[ConfigError], console: Console) -> int:
    """Print a line each, and what is worth knowing beside; returns the exit code."""
    for complaint in complaints:
        console.print(_shown(complaint), soft_wrap=True, markup=False)
    if not complaints:
        if ids := untested():
            some = f"{len(ids)} promises of the catalogue have no test yet: {', '.join(ids)}"
            console.print(some, soft_wrap=True, style="dim")
        for line in account_warnings():
            console.print(f"warning: {line}", soft_wrap=True, style="yellow", markup=False)
        console.print("nothing to complain about", style="green")
    return 1 if complaints else 0


def _shown(complaint: ConfigError) -> str:
    """With the path as one would type it here."""
    here = Path.cwd()
    path = complaint.path
    short = path.relative_to(here) if path.is_relative_to(here) else path
    return str(ConfigError(short, complaint.line, complaint.column, complaint.problem))


def _caught(check: Callable[[], Iterator[ConfigError]]) -> Iterator[ConfigError]:
    """What a check yields, and what it raises: a file that cannot be read has one complaint."""
    try:
        yield from check()
    except ConfigError as error:
        yield error


def _read(read: Callable[[], object]) -> Iterator[ConfigError]:
    read()
    yield from ()


def _lab(path: Path) -> Iterator[ConfigError]:
    lab_config.read(path.stem)
    yield from ()


def _matrix(path: Path) -> Iterator[ConfigError]:
    """A matrix; its cells too where every phone is virtual, since others have to be asked."""
    matrix = matrix_config.read(path)
    if matrix.name != path.stem:
        problem = f"name: found {matrix.name!r} in the file of {path.stem!r}"
        yield complain(path, ("name",), problem)
    check_folders(matrix, path)
    for name in lab_names(matrix):
        lab_config.path_of(name)
    labs = {name: open_lab(name) for name in lab_names(matrix)}
    if all(lab_config.read(name).kind == "virtual" for name in labs):
        phones = {name: lab.phones for name, lab in labs.items()}
        cells = Resolver(matrix, path, phones, releases()).resolve().cells
        known = ledger.read()
        for verb, where in needed(matrix.suites).items():
            if verb in known.verbs and all(
                verdict(known, verb, cell.ground).refused for cell in cells
            ):
                problem = f"suites: no cell can do {verb!r}, which {where} needs"
                yield complain(path, ("suites",), problem)


def _locators(path: Path) -> Iterator[ConfigError]:
    load(path, locators.PageLocators)
    yield from ()


def _schemas() -> Iterator[ConfigError]:
    for path, text in rendered().items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            yield ConfigError(path, 0, 0, "is out of date: `fleet lint --write-schemas` writes it")


def _refusals() -> Iterator[ConfigError]:
    """What is refused on virtual phones is what somebody has reviewed, no more and no less."""
    reviewed = accepted(ledger.REFUSALS)
    refused = refusals_on_virtual_phones(ledger.read(), list(releases()), locators.skins())
    for line in sorted(refused - reviewed):
        yield ConfigError(
            ledger.REFUSALS, 0, 0, f"{line!r} is refused on virtual phones and not reviewed"
        )
    for line in sorted(reviewed - refused):
        yield ConfigError(ledger.REFUSALS, 0, 0, f"{line!r} is not refused any more: remove it")
