"""Taking a phone through the rows that are about it."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from devices.conform.observer import Result
    from devices.conform.phone import Options, Phone
    from devices.conform.rows import Row


def chosen(rows: Iterable[Row], phone: Phone, pattern: str = "*") -> list[Row]:
    """The rows about a phone whose id matches a shell pattern; those by one session together."""
    about = [
        row
        for row in rows
        if fnmatchcase(row.id, pattern)
        and row.platform == phone.platform
        and row.is_about(phone.level, phone.attach)
    ]
    return sorted(about, key=lambda row: _session(phone.needs(row)))


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
        WireError: the phone refuses a build, or is gone.
    """
    observer = phone.observer(options)
    results = []
    try:
        await phone.bring(options)
        for row in rows:
            results.append(await observer.observe(row))
            tell(results[-1])
    finally:
        await observer.close()
        await phone.leave()
    return results


def count(results: Iterable[Result]) -> str:
    """The last line of a report."""
    outcomes = [result.outcome for result in results]
    return (
        f"agree {outcomes.count('agree')}, differ {outcomes.count('differ')}, "
        f"not observable {outcomes.count('not observable')}"
    )


def _session(needs: set[str]) -> int:
    """Rows without a session first, then the server's own, then Appium's, which ends the former."""
    return 2 if "appium" in needs else int("server" in needs)
