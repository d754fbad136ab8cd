"""Promise by cell for a terminal, in the richest of its forms that fits the terminal's width."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from rich.console import Group
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from reports import digest
from reports.outcomes import BY_SEVERITY, Outcome
from reports.terminal import STYLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rich.console import Console, RenderableType

    from reports.digest import Standing
    from reports.journal import JournalData

_MARK: Final = "*"
_LEGEND: Final = f"{_MARK} by tests of an assumed clause alone, so major at most"


def promise_table(data: JournalData, console: Console, width: int) -> RenderableType:
    """What became of each promise: a column a cell, or where these do not fit, how many of each.

    Args:
        data: the run's journal.
        console: measures.
        width: columns that there are.
    """
    rows = digest.promises(data)
    fitting = (table for table in _tables(data, rows) if _width(table, console) <= width)
    table = next(fitting, None) or _tally_table(data, rows, titled=False)
    marked = any(s.assumed for standings in rows.values() for s in standings.values())
    return Group(table, "", Text(_LEGEND, style="dim")) if marked else table


def _width(table: Table, console: Console) -> int:
    return Measurement.get(console, console.options.update(max_width=10_000), table).maximum


def _tables(data: JournalData, rows: Mapping[str, Mapping[str, Standing]]) -> Iterator[Table]:
    """From the richest to the barest: with all cells' names, with short ones, with numbers."""
    cells = [cell.id for cell in data.plan.cells]
    for names in (cells, _shortened(cells)):
        for titled in (True, False):
            yield _table(data, rows, names, partial(_words, cells), titled=titled)
    yield _tally_table(data, rows, titled=True)


def _tally_table(
    data: JournalData, rows: Mapping[str, Mapping[str, Standing]], *, titled: bool
) -> Table:
    return _table(data, rows, ["cells"], lambda row: [_tally(row)], titled=titled)


def _table(
    data: JournalData,
    rows: Mapping[str, Mapping[str, Standing]],
    names: Sequence[str],
    row_of: Callable[[Mapping[str, Standing]], list[Text]],
    *,
    titled: bool,
) -> Table:
    about = {promise.id: promise for promise in data.plan.promises}
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("promise", "level", "origin"):
        table.add_column(name, no_wrap=True, style=None if name == "promise" else "dim")
    for name in names:
        table.add_column(name, no_wrap=len(names) > 1)
    if titled:
        table.add_column("title", no_wrap=True, style="dim")
    for id_, standings in rows.items():
        facts = about.get(id_)
        known = (facts.level, facts.origin) if facts else ("", "")
        title = [facts.title if facts else ""] if titled else []
        table.add_row(id_, *known, *row_of(standings), *title)
    return table


def _shortened(cells: Sequence[str]) -> list[str]:
    """Cells without the words that all of them begin with."""
    if len(cells) < 2:  # noqa: PLR2004 - one alone shares nothing
        return list(cells)
    words = [cell.split("-") for cell in cells]
    same = list(takewhile(lambda each: len(set(each)) == 1, zip(*words, strict=False)))
    shared = min(len(same), min(map(len, words)) - 1)
    return ["…" * bool(shared) + "-".join(own[shared:]) for own in words]


def _words(cells: Sequence[str], standings: Mapping[str, Standing]) -> list[Text]:
    return [_word(standings.get(cell)) for cell in cells]


def _word(standing: Standing | None) -> Text:
    if standing is None:
        return Text("-", style="dim")
    return Text(_called(standing), style=STYLES[standing.outcome])


def _called(standing: Standing) -> str:
    return f"{standing.outcome}{_MARK if standing.assumed else ''}"


def _tally(standings: Mapping[str, Standing]) -> Text:
    """How many cells of each outcome, the worst first, and which those in trouble are."""
    cells: dict[Standing, list[str]] = defaultdict(list)
    for cell, standing in standings.items():
        cells[standing].append(cell)
    text = Text()
    for standing in sorted(cells, key=lambda s: (BY_SEVERITY.index(s.outcome), s.assumed)):
        where = cells[standing]
        text.append(", " if text else "")
        text.append(f"{_called(standing)} {len(where)}", style=STYLES[standing.outcome])
        text.append(f" ({', '.join(where)})" if standing.outcome is not Outcome.PASS else "")
    return text
