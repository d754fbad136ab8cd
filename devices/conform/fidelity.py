"""``docs/fidelity.md``: what is known of phones, how surely, and what is not observed."""

from __future__ import annotations

import fnmatch
from collections import Counter
from typing import TYPE_CHECKING, Final

from config.paths import CHECKOUT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from config.platforms import Platform
    from devices.conform.golden import Unobserved, Virtual
    from devices.conform.rows import Row

FIDELITY: Final[Path] = CHECKOUT / "docs" / "fidelity.md"

_MARKS: Final = {
    "verified": "read in the source of the platform or the tool",
    "evidence": "seen on a real phone or emulator, in public code or reports",
    "run": "seen in a run of the real Appium, driver, adb or client",
}
_HEAD: Final = """\
# Fidelity

What phones must answer over the wire, as rows that `fleet conform` observes on any phone, real or
virtual. The rows stand in `tests/golden/`; this page is generated from them by
`fleet conform --write-fidelity`. Neither virtual phones nor pages read them.
"""
_USE: Final = """\
## Observing them

    ANDROID_ADB_SERVER_PORT=5037 fleet conform --serial SERIAL --helpers --appium URL --lasting
    USBMUXD_SOCKET_ADDRESS=SOCKET fleet conform --wda URL --helpers --appium URL --lasting

Rows are chosen by the phone's platform, release and attachment. What a phone lacks makes a row
*not observable*, with the reason: `--helpers` installs Appium's own builds and apps of ours that
ask for permissions for the time of the run, `--appium` names a server for the driver's commands,
`--lasting` allows what cannot be undone on a phone that somebody uses. An iPhone is reached by the
URL of its WebDriverAgent; rows about the cable, and those for which an app has to ask, need its
usbmuxd too, and `--udid` where that has several phones. The last line counts; the exit code is 0
when nothing differs.
"""
_NAMES: Final[dict[Platform, str]] = {"android": "Android", "ios": "iOS"}
_NO_DIFFERENCE: Final[dict[Platform, str]] = {
    "android": "No row differs on a virtual phone of API 26, 28, 29, 30, 33, 34, 36 or 37.",
    "ios": "No row differs on a virtual iPhone of iOS 15, 16, 17, 18, 26 or 27.",
}


def fidelity(rows: Sequence[Row], unobserved: Sequence[Unobserved], virtual: Virtual) -> str:
    """The page's text."""
    parts = [_HEAD, _counts(rows), _USE]
    parts += [_differing(virtual, rows, platform) for platform in _NAMES]
    parts += [_not_yet(unobserved), "## Rows\n"]
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


def _differing(virtual: Virtual, rows: Sequence[Row], platform: Platform) -> str:
    text = f"## How a virtual phone differs: {_NAMES[platform]}\n\n"
    text += "".join(f"* {departure}\n" for departure in virtual.departs[platform])
    ids = [row.id for row in rows if row.platform == platform]
    known = [each for each in virtual.differs if fnmatch.filter(ids, each.rows)]
    if not known:
        return f"{text}\n{_NO_DIFFERENCE[platform]}\n"
    lines = [(f"`{each.rows}`", each.why) for each in known]
    return f"{text}\nRows that differ on virtual phones, which a test holds:\n\n" + _table(
        ("rows", "why"), lines
    )


def _not_yet(unobserved: Sequence[Unobserved]) -> str:
    lines = [(_NAMES[each.platform], each.subject, each.facts, each.why) for each in unobserved]
    lines.append(("**all**", "", sum(each.facts for each in unobserved), ""))
    return "## Not observable yet\n\nFacts that no row is about.\n\n" + _table(
        ("platform", "subject", "facts", "why"), lines
    )


def _resting(virtual: Virtual) -> str:
    lines = [(_NAMES[each.platform], each.promises, each.rests) for each in virtual.resting]
    return (
        "## Verdicts that rest on what is unsure\n\n"
        "No golden row holds these, since no source confirms them; a real phone may answer\n"
        "otherwise, and then a suite that is green on virtual phones is not green there.\n\n"
        + _table(("platform", "promises", "rest on"), lines)
    )


def _subject(subject: str, rows: Iterable[Row]) -> str:
    lines = [
        (
            f"`{row.id.removeprefix(subject + '.')}`",
            row.says,
            row.releases,
            row.attach if row.platform == "android" else "",
            row.mark,
            row.source,
            row.confirmed,
        )
        for row in rows
    ]
    header = ("row", "statement", "release", "attached", "mark", "source", "confirmed")
    return f"### {subject}\n\n{_table(header, lines)}"


def _table(header: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    body = [header, ["---"] * len(header), *lines]
    return "".join(f"| {' | '.join(_cell(cell) for cell in line)} |\n" for line in body)


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
