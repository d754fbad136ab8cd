"""What `dumpsys notification --noredact` tells of the notifications that are there.

Source: AOSP NotificationManagerService.dumpImpl, NotificationRecord.toString and dump; a dump of a
phone with Android 9 for what stands between key and notification there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from devices.facts import Notification

if TYPE_CHECKING:
    from collections.abc import Iterator

DUMP: Final = "dumpsys notification --noredact"
_BEGIN: Final = re.compile(r"^  Notification List:\n", re.MULTILINE)
# A line of two blanks, and the first of the service's own variables: what an app wrote into a text
# of several lines can stand at any depth, but does not look like this.
_END: Final = re.compile(r"^  \n  m[A-Z]\w*=", re.MULTILINE)
_RECORD: Final = re.compile(
    r"^ {4}NotificationRecord\(\S+ pkg=(?P<package>\S+) user=UserHandle\{\d+\} .*?"
    r"\bimportance=(?P<importance>-?\d+) key=(?P<key>.*?)(?:: ?|appImportanceLocked=\w+: ?)"
    r"Notification\((?:channel=(?P<channel>.*?) (?:shortcut|pri|contentView)=)?"
    r".*? flags=(?P<flags>\S+) color=",
    re.MULTILINE,
)
_WHEN: Final = re.compile(r"^ +when=(\d+)", re.MULTILINE)
# A text ends where the next of the extras begins, or where all of them end.
_EXTRA: Final = (
    r"^ +android\.%s=[\w.$]+ \((?P<text>.*?)\)$(?=\n +[\w.$]+=(?:null$|[\w.$\[\]]+ [\[(])|\n +\}$)"
)
_TITLE: Final = re.compile(_EXTRA % "title", re.MULTILINE | re.DOTALL)
_TEXT: Final = re.compile(_EXTRA % "text", re.MULTILINE | re.DOTALL)
_BIG_TEXT: Final = re.compile(_EXTRA % "bigText", re.MULTILINE | re.DOTALL)
_KEPT: Final = {"ONGOING_EVENT", "NO_CLEAR"}
_KEPT_BITS: Final = 0x02 | 0x20
"""Flags that keep a notification there. Source: AOSP StatusBarNotification.isClearable."""


@dataclass(frozen=True, slots=True)
class Posted:
    """One notification of the dump.

    Attributes:
        when_ms: the time that it tells, in milliseconds since 1970.
        clearable: whether a user can take it away.
    """

    notification: Notification
    when_ms: int
    clearable: bool


def posted(dump: str) -> list[Posted]:
    """Every notification that is there, newest first.

    What waits to be shown again, and what is over, stands in other sections and is left out.
    """
    return sorted(_records(_section(dump)), key=lambda record: -record.when_ms)


def _section(dump: str) -> str:
    begin = _BEGIN.search(dump)
    if begin is None:
        return ""
    end = _END.search(dump, begin.end())
    return dump[begin.end() : end.start() if end else len(dump)]


def _records(section: str) -> Iterator[Posted]:
    heads = list(_RECORD.finditer(section))
    bounds = pairwise([*(head.start() for head in heads), len(section)])
    for head, (_, end) in zip(heads, bounds, strict=True):
        yield _record(head, section[head.end() : end])


def _record(head: re.Match[str], body: str) -> Posted:
    when = _WHEN.search(body)
    notification = Notification(
        package=head["package"],
        title=_found(_TITLE, body),
        text=_found(_TEXT, body) or _found(_BIG_TEXT, body),
        key=head["key"],
        channel=head["channel"] or "",
        importance=int(head["importance"]),
    )
    return Posted(notification, int(when.group(1)) if when else 0, _is_clearable(head["flags"]))


def _found(pattern: re.Pattern[str], body: str) -> str:
    found = pattern.search(body)
    return found["text"] if found else ""


def _is_clearable(flags: str) -> bool:
    """By bits up to Android 14, by names from 15 on."""
    if flags.startswith("0x"):
        return not int(flags, 16) & _KEPT_BITS
    return _KEPT.isdisjoint(flags.split("|"))
