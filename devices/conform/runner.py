"""Taking a phone through the rows that are about it."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from devices.conform.observer import Observer, Result, needs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from devices.conform.rows import Row
    from devices.conform.target import Helpers, Target


@dataclass(frozen=True, slots=True)
class Options:
    """What a run of rows may do to the phone.

    Attributes:
        helpers: Appium's builds, to be installed for the time of the run; None: they are not.
        appium_url: of a server for the driver's own commands.
        lasting: rows that cannot be undone are taken too.
    """

    helpers: Helpers | None = None
    appium_url: str | None = None
    lasting: bool = False


def chosen(rows: Iterable[Row], target: Target, pattern: str = "*") -> list[Row]:
    """The rows about a phone whose id matches a shell pattern; those by one session together."""
    about = [
        row
        for row in rows
        if fnmatchcase(row.id, pattern) and row.is_about(target.api_level, target.attach)
    ]
    return sorted(about, key=_session)


async def conform(
    target: Target,
    rows: Sequence[Row],
    options: Options,
    tell: Callable[[Result], None] = lambda _: None,
) -> list[Result]:
    """Observe rows on a phone, one after the other, and leave it as it was found.

    Args:
        target: the phone.
        rows: what is observed, in this order.
        options: what may be done to it.
        tell: is given each result as it comes.

    Raises:
        WireError: the phone refuses the helpers, or is gone.
    """
    observer = Observer(target, options.helpers, options.appium_url, lasting=options.lasting)
    results = []
    try:
        if options.helpers is not None:
            await target.bring(options.helpers)
        for row in rows:
            results.append(await observer.observe(row))
            tell(results[-1])
    finally:
        await observer.close()
        await target.leave()
    return results


def count(results: Iterable[Result]) -> str:
    """The last line of a report."""
    outcomes = [result.outcome for result in results]
    return (
        f"agree {outcomes.count('agree')}, differ {outcomes.count('differ')}, "
        f"not observable {outcomes.count('not observable')}"
    )


def _session(row: Row) -> int:
    """Rows without a session first, then the server's own, then Appium's, which ends the former."""
    wanted = needs(row)
    return 2 if "appium" in wanted else int("server" in wanted)
