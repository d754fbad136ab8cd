"""The command line: thin, over what the rooms do."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import pytest
import typer
from rich.console import Console

from config import locators, schema
from config.errors import ConfigError, nearest
from config.paths import CHECKOUT, OUTPUT
from devices.conform.wire import WireError
from devices.errors import DeviceError
from devices.host.errors import HostError
from devices.host.tool_error import ToolchainError
from devices.pool.defects import UnknownDefectError, check_defect
from devices.pool.labs import virtual_phones
from fleet import conform as conforming
from fleet import defects as hunting
from fleet import devices as attached
from fleet import doctor as examination
from fleet import lab
from fleet import lint as linting
from fleet.defects_screen import as_data, exit_code, print_finding, print_outcomes
from fleet.locators import check_serial
from fleet.locators_tour import check_virtual
from pages import PageError
from reports.output import new_run_id

app = typer.Typer(
    name="fleet",
    help="One set of suites over a matrix of phones, real or virtual.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

locator_commands = typer.Typer(help="Where pages find things.", no_args_is_help=True)
app.add_typer(locator_commands, name="locators")
lab_commands = typer.Typer(help="Phones without a run.", no_args_is_help=True)
app.add_typer(lab_commands, name="lab")

_USAGE = 4

Matrix = Annotated[str, typer.Argument(help="a name of config/matrices, or a file")]
Builds = Annotated[
    list[Path] | None,
    typer.Option(
        "--app", help="the build to test, once for each platform; default: reference builds"
    ),
]
Defect = Annotated[
    str | None,
    typer.Option(help="seed this defect into the reference build (docs/reference-app.md)"),
]

Promises = Annotated[
    list[str] | None,
    typer.Option("--promise", metavar="ID", help="only tests of this promise; may be repeated"),
]
Sample = Annotated[
    bool, typer.Option("--sample", help="only one test of each promise, beside those of --promise")
]
AsJson = Annotated[bool, typer.Option("--json", help="for programs")]


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def run(
    context: typer.Context,
    matrix: Matrix,
    *,
    build: Builds = None,
    defect: Defect = None,
    promise: Promises = None,
    sample: Sample = False,
) -> None:
    """Run the suites of a matrix; what follows `--` goes to pytest."""
    chosen = _selection(promise, sample=sample)
    raise typer.Exit(_pytest(matrix, build, defect, [*chosen, *context.args]))


@app.command()
def demo() -> None:
    """Take virtual phones through one test of each promise, and keep pictures of it."""
    raise typer.Exit(_pytest("smoke", None, None, ["--evidence", "all"]))


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def plan(
    context: typer.Context,
    matrix: Matrix,
    *,
    promise: Promises = None,
    sample: Sample = False,
    as_json: AsJson = False,
) -> None:
    """Show what a run of a matrix would do, without doing it."""
    shown = ["--collect-only", "-qq", *(["--plan-json"] if as_json else [])]
    chosen = _selection(promise, sample=sample)
    raise typer.Exit(_pytest(matrix, None, None, [*shown, *chosen, *context.args]))


@app.command()
def defects(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="of docs/reference-app.md; by default all that the matrix can show"),
    ] = None,
    *,
    matrix: Annotated[str, typer.Option(help="a matrix of one virtual phone")] = hunting.MATRIX,
    jobs: Annotated[int | None, typer.Option(min=1, help="runs at once; default: 2 a core")] = None,
    output: Annotated[
        Path, typer.Option(metavar="DIR", help="where the runs leave their folders")
    ] = (OUTPUT / "defects"),
    as_json: AsJson = False,
) -> None:
    """Seed each defect into the reference app, and see which tests notice."""
    try:
        named = tuple(check_defect(name) for name in names or ())
        seeds = named or hunting.shown_on(matrix)
    except (UnknownDefectError, ConfigError) as error:
        _refuse(str(error))
    folder = output.resolve() / new_run_id(datetime.now(UTC))
    wish = hunting.Hunt(seeds, matrix, jobs or hunting.jobs_for(len(seeds) + 1), folder)
    console = Console(highlight=False, stderr=as_json)
    found = hunting.hunt(wish, lambda finding: print_finding(finding, console))
    if found is None:
        raise typer.Exit(hunting.INTERRUPTED)
    if as_json:
        typer.echo(json.dumps(as_data(found), indent=2))
    else:
        print_outcomes(found, console)
    raise typer.Exit(exit_code(found))


@app.command()
def lint(
    *,
    write_schemas: Annotated[
        bool, typer.Option("--write-schemas", help="write config/schemas from the models, and end")
    ] = False,
) -> None:
    """Check everything that a user edits: matrices, labs, locators, ledger, marks of the suites."""
    if write_schemas:
        return schema.write()
    raise typer.Exit(linting.print_complaints(linting.lint(), Console(highlight=False)))


@app.command()
def doctor() -> None:
    """Say what is here, what is missing, and what to do about it."""
    findings = examination.examine()
    raise typer.Exit(examination.print_findings(findings, Console()))


@locator_commands.command()
def check(
    *,
    serial: Annotated[
        str, typer.Option(help="of a phone on your adb server; without it, a virtual one")
    ] = "",
    device: Annotated[str, typer.Option(help="the virtual phone to take through the app")] = (
        "android-14"
    ),
    skin: Annotated[str, typer.Option(help="whose locators")] = locators.NATIVE,
) -> None:
    """Say, screen by screen, which locators find nothing, one element or many."""
    console = Console(highlight=False)
    if device not in virtual_phones():
        _refuse(f"there is no virtual phone {device!r}; {nearest(device, virtual_phones())}")
    if skin not in locators.skins():
        _refuse(f"no locators for the skin {skin!r}; {nearest(skin, locators.skins())}")
    try:
        if serial:
            raise typer.Exit(check_serial(serial, conforming.adb_port(), skin, console))
        raise typer.Exit(check_virtual(device, skin, console))
    except (conforming.BadWishError, DeviceError, HostError, PageError, ToolchainError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


@lab_commands.command()
def up(
    *,
    device: Annotated[
        list[str],
        typer.Option(
            help="PROFILE, PROFILE:cable or COUNT*PROFILE; Android's attach as emulator unless said"
        ),
    ],
    appium: Annotated[bool, typer.Option("--appium", help="with an Appium server")] = False,
    file: Annotated[
        Path | None, typer.Option("--json", help="is written when all is ready, removed at the end")
    ] = None,
) -> None:
    """Keep virtual phones up until Ctrl-C, on an adb server and a usbmuxd of their own."""
    try:
        phones = lab.parse_phones(device, virtual_phones())
    except lab.BadPhoneError as error:
        _refuse(str(error))
    if file is not None and (file.is_dir() or not file.absolute().parent.is_dir()):
        _refuse(f"{file}: there is no folder to write it to, or it is one")
    raise typer.Exit(lab.up(lab.Wish(phones, appium, file), Console(highlight=False)))


@app.command()
def devices(*, as_json: AsJson = False) -> None:
    """List what is attached: to your adb server, and to the labs that you have running."""
    try:
        found = attached.find(conforming.adb_port())
    except conforming.BadWishError as error:
        _refuse(str(error))
    attached.show(found, Console(highlight=False), as_json=as_json)


@app.command()
def conform(
    *,
    serial: Annotated[str, typer.Option(help="of a phone on your adb server")] = "",
    wda: Annotated[
        str, typer.Option(metavar="URL", help="of the WebDriverAgent on an iPhone")
    ] = "",
    udid: Annotated[str, typer.Option(help="of that iPhone, where its socket has several")] = "",
    usbmuxd: Annotated[
        Path | None, typer.Option(help="socket that has it on a cable; USBMUXD_SOCKET_ADDRESS")
    ] = None,
    rows: Annotated[str, typer.Option(help="only rows whose id matches, e.g. 'pm.*'")] = "*",
    file: Annotated[Path | None, typer.Option("--json", help="write what was seen there")] = None,
    helpers: Annotated[
        bool, typer.Option("--helpers", help="install Appium's builds and ours meanwhile")
    ] = False,
    appium: Annotated[str | None, typer.Option(metavar="URL", help="of a running Appium")] = None,
    lasting: Annotated[
        bool, typer.Option("--lasting", help="also rows that cannot be undone")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="name every row")] = False,
    write_fidelity: Annotated[
        bool, typer.Option("--write-fidelity", help="write docs/fidelity.md from the rows, and end")
    ] = False,
) -> None:
    """Hold a phone, real or virtual, against what phones of its release must answer."""
    console = Console(highlight=False)
    try:
        if write_fidelity:
            return conforming.write_fidelity()
        wish = conforming.wish(
            conforming.place(serial, wda, udid, usbmuxd),
            rows,
            helpers=helpers,
            appium=appium,
            lasting=lasting,
        )
        phone, results = conforming.run(wish, console if verbose else None)
        if file is not None:
            conforming.write_json(file, phone, results)
    except (conforming.BadWishError, ConfigError, ToolchainError, WireError, OSError) as error:
        _refuse(str(error))
    raise typer.Exit(conforming.print_report(console, phone, results))


def _refuse(why: str) -> NoReturn:
    """End as wrong usage does, and say why."""
    typer.echo(why, err=True)
    raise typer.Exit(_USAGE)


def _selection(promises: list[str] | None, *, sample: bool) -> list[str]:
    """The options that choose tests, as pytest takes them."""
    named = [f"--promise={id_}" for id_ in promises or ()]
    return [*named, "--sample"] if sample else named


def _pytest(matrix: str, builds: list[Path] | None, defect: str | None, rest: list[str]) -> int:
    arguments = [str(CHECKOUT / "suites"), "--rootdir", str(CHECKOUT), "--matrix", matrix]
    for build in builds or ():
        arguments += ["--app", str(build.resolve())]
    if defect is not None:
        arguments += ["--defect", defect]
    return int(pytest.main([*arguments, *rest]))


def main() -> None:
    """Entry point of the ``fleet`` command."""
    # All of typer's own complaints are of this class; its 2 means interrupted here, as in pytest.
    setattr(typer.BadParameter.__base__, "exit_code", _USAGE)  # noqa: B010 - it has no public name
    app()
