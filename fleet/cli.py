"""The command line: thin, over what the rooms do."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pytest
import typer
from rich.console import Console

from config.paths import CHECKOUT
from fleet import doctor as examination

app = typer.Typer(
    name="fleet",
    help="One set of suites over a matrix of phones, real or virtual.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Matrix = Annotated[str, typer.Argument(help="a name of config/matrices, or a file")]
Build = Annotated[
    Path | None, typer.Option("--app", help="the build to test; default: a reference build")
]
Defect = Annotated[
    str | None,
    typer.Option(help="seed this defect into the reference build (docs/reference-app.md)"),
]


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def run(context: typer.Context, matrix: Matrix, build: Build = None, defect: Defect = None) -> None:
    """Run the suites of a matrix; what follows `--` goes to pytest."""
    raise typer.Exit(_pytest(matrix, build, defect, context.args))


@app.command()
def demo() -> None:
    """Take virtual phones through login and the offline banner, and keep pictures of it."""
    raise typer.Exit(_pytest("smoke", None, None, ["--evidence", "all"]))


@app.command()
def plan(matrix: Matrix) -> None:
    """Show what a run of a matrix would do, without doing it."""
    raise typer.Exit(_pytest(matrix, None, None, ["--collect-only", "-qq"]))


@app.command()
def doctor() -> None:
    """Say what is here, what is missing, and what to do about it."""
    findings = examination.examine()
    raise typer.Exit(examination.print_findings(findings, Console()))


def _pytest(matrix: str, build: Path | None, defect: str | None, rest: list[str]) -> int:
    arguments = [str(CHECKOUT / "suites"), "--rootdir", str(CHECKOUT), "--matrix", matrix]
    if build is not None:
        arguments += ["--app", str(build.resolve())]
    if defect is not None:
        arguments += ["--defect", defect]
    return int(pytest.main([*arguments, *rest]))


def main() -> None:
    """Entry point of the ``fleet`` command."""
    app()
