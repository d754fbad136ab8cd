"""``docs/fidelity.md``: what is known of phones, how surely, and what is not observed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from config.paths import CHECKOUT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from devices.conform.rows import Row, Unobserved, Virtual

FIDELITY: Final[Path] = CHECKOUT / "docs" / "fidelity.md"

_MARKS: Final = {
    "verified": "read in the source of the platform or the tool",
    "evidence": "seen on a real phone or emulator, in public code or reports",
    "run": "seen in a run of the real Appium, driver and adb",
}
_HEAD: Final = """\
# Fidelity

What an Android phone must answer over the wire, as rows that `fleet conform` observes on any
phone, real or virtual. The rows stand in `tests/golden/`; this page is generated from them by
`fleet conform --write-fidelity`. Neither virtual phones nor pages read them.
"""
_USE: Final = """\
## Observing them

    ANDROID_ADB_SERVER_PORT=5037 fleet conform --serial SERIAL --helpers --appium URL --lasting

Rows are chosen by the phone's API level and attachment. What a phone lacks makes a row *not
observable*, with the reason: `--helpers` installs Appium's own builds for the time of the run,
`--appium` names a server for the driver's commands, `--lasting` allows what cannot be undone on a
phone that somebody uses. The last line counts; the exit code is 0 when nothing differs.
"""


def fidelity(rows: Sequence[Row], unobserved: Sequence[Unobserved], virtual: Virtual) -> str:
    """The page's text."""
    parts = [_HEAD, _counts(rows), _USE, _differing(virtual), _not_yet(unobserved), "## Rows\n"]
    parts += [
        _subject(subject, [row for row in rows if row.subject == subject])
        for subject in dict.fromkeys(row.subject for row in rows)
    ]
    parts.append(_resting(virtual))
    return "\n".join(parts)


def _counts(rows: Sequence[Row]) -> str:
    by_subject = Counter((row.subject, str(row.mark)) for row in rows)
    lines = []
    for subject in dict.fromkeys(row.subject for row in rows):
        numbers = [by_subject[subject, mark] for mark in _MARKS]
        lines.append((f"[{subject}](#{subject})", *numbers, sum(numbers)))
    totals = [sum(by_subject[key] for key in by_subject if key[1] == mark) for mark in _MARKS]
    lines.append(("**all**", *totals, sum(totals)))
    meanings = "".join(f"* *{mark}*: {meaning}\n" for mark, meaning in _MARKS.items())
    return f"{_table(('subject', *_MARKS, 'rows'), lines)}\n{meanings}"


def _differing(virtual: Virtual) -> str:
    text = "## How a virtual phone differs\n\n"
    text += "".join(f"* {departure}\n" for departure in virtual.departs)
    if not virtual.differs:
        return (
            text + "\nNo row differs on a virtual phone of API 26, 28, 29, 30, 33, 34, 36 or 37.\n"
        )
    lines = [(f"`{known.rows}`", known.why) for known in virtual.differs]
    return f"{text}\nRows that differ on virtual phones, which a test holds:\n\n" + _table(
        ("rows", "why"), lines
    )


def _not_yet(unobserved: Sequence[Unobserved]) -> str:
    lines = [(item.subject, item.facts, item.why) for item in unobserved]
    lines.append(("**all**", sum(item.facts for item in unobserved), ""))
    return "## Not observable yet\n\nFacts that no row is about.\n\n" + _table(
        ("subject", "facts", "why"), lines
    )


def _resting(virtual: Virtual) -> str:
    lines = [(item.promises, item.rests) for item in virtual.resting]
    return (
        "## Verdicts that rest on what is unsure\n\n"
        "No golden row holds these, since no source confirms them; a real phone may answer\n"
        "otherwise, and then a suite that is green on virtual phones is not green there.\n\n"
        + _table(("promises", "rest on"), lines)
    )


def _subject(subject: str, rows: Iterable[Row]) -> str:
    lines = [
        (
            f"`{row.id.removeprefix(subject + '.')}`",
            row.says,
            row.releases,
            row.attach,
            row.mark,
            row.source,
            row.confirmed,
        )
        for row in rows
    ]
    header = ("row", "statement", "API", "attached", "mark", "source", "confirmed")
    return f"### {subject}\n\n{_table(header, lines)}"


def _table(header: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    body = [header, ["---"] * len(header), *lines]
    return "".join(f"| {' | '.join(_cell(cell) for cell in line)} |\n" for line in body)


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
