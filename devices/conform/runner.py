"""Taking a phone through the rows that are about it."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from devices.conform import android, ios
from devices.conform.iphone import IPhone
from devices.conform.target import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from devices.conform.observer import Observer, Result
    from devices.conform.rows import Row
    from devices.conform.target import Helpers

Phone = Target | IPhone
"""What rows are observed on."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a run of rows may do to the phone.

    Attributes:
        helpers: Appium's builds, to be installed for the time of the run; None: they are not.
        asking: the build for iPhones of the app that asks for permissions, likewise.
        appium_url: of a server for the driver's own commands.
        lasting: rows that cannot be undone are taken too.
    """

    helpers: Helpers | None = None
    asking: Path | None = None
    appium_url: str | None = None
    lasting: bool = False


def chosen(rows: Iterable[Row], phone: Phone, pattern: str = "*") -> list[Row]:
    """The rows about a phone whose id matches a shell pattern; those by one session together."""
    about = [
        row
        for row in rows
        if fnmatchcase(row.id, pattern)
        and row.platform == phone.platform
        and row.is_about(phone.level, phone.attach)
    ]
    return sorted(about, key=_session)


async def conform(
    phone: Phone,
    rows: Sequence[Row],
    options: Options,
    tell: Callable[[Result], None] = lambda _: None,
) -> list[Result]:
    """Observe rows on a phone, one after the other, and leave it as it was found.

    Args:
        phone: the phone.
        rows: what is observed, in this order.
        options: what may be done to it.
        tell: is given each result as it comes.

    Raises:
        WireError: the phone refuses the helpers, or is gone.
    """
    observer = _observer(phone, options)
    results = []
    try:
        await _bring(phone, options)
        for row in rows:
            results.append(await observer.observe(row))
            tell(results[-1])
    finally:
        await observer.close()
        await phone.leave()
    return results


def _observer(phone: Phone, options: Options) -> Observer:
    if isinstance(phone, IPhone):
        return ios.IosObserver(phone, options.appium_url, lasting=options.lasting)
    return android.AndroidObserver(
        phone, options.helpers, options.appium_url, lasting=options.lasting
    )


async def _bring(phone: Phone, options: Options) -> None:
    """Install what the options have for the phone."""
    if isinstance(phone, IPhone):
        if options.asking is not None:
            await phone.bring(options.asking)
    elif options.helpers is not None:
        await phone.bring(options.helpers)


def count(results: Iterable[Result]) -> str:
    """The last line of a report."""
    outcomes = [result.outcome for result in results]
    return (
        f"agree {outcomes.count('agree')}, differ {outcomes.count('differ')}, "
        f"not observable {outcomes.count('not observable')}"
    )


def _session(row: Row) -> int:
    """Rows without a session first, then the server's own, then Appium's, which ends the former."""
    wanted = (ios if row.platform == "ios" else android).needs(row)
    return 2 if "appium" in wanted else int("server" in wanted)
