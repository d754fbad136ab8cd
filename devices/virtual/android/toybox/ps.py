"""`ps` and `top`. Source: toybox toys/posix/ps.c."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from devices.virtual.android.shell.proc import memory_kb
from devices.virtual.android.toybox.accounts import id_of, name_of
from devices.virtual.android.toybox.options import Failure, toybox
from devices.virtual.android.toybox.processes import rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.toybox.options import Given
    from devices.virtual.android.toybox.processes import Row


@dataclass(frozen=True, slots=True)
class _Column:
    width: int  # negative stands left
    show: Callable[[Row], str]


def _columns(pid_width: int) -> dict[str, _Column]:
    def pid(row: Row) -> str:
        return str(row.pid)

    return {
        "USER": _Column(-12, lambda row: name_of(row.uid)),
        "UID": _Column(5, lambda row: str(row.uid)),
        "RUSER": _Column(-8, lambda row: name_of(row.uid)),
        "GROUP": _Column(-8, lambda row: name_of(row.uid)),
        "GID": _Column(8, lambda row: str(row.uid)),
        "PID": _Column(pid_width, pid),
        "PPID": _Column(pid_width, lambda row: str(row.ppid)),
        "PGID": _Column(pid_width, pid),
        "SID": _Column(pid_width, pid),
        "TID": _Column(pid_width, pid),
        "TCNT": _Column(4, lambda row: str(row.threads)),
        "VSZ": _Column(7, lambda row: str(row.vsz)),
        "VIRT": _Column(4, lambda row: _short(row.vsz)),
        "RES": _Column(4, lambda row: _short(row.rss)),
        "SHR": _Column(4, lambda row: _short(row.rss // 2)),
        "RSS": _Column(6, lambda row: str(row.rss)),
        "SZ": _Column(5, lambda row: str(row.vsz // 4)),
        "WCHAN": _Column(-10, lambda _: "0"),
        "ADDR": _Column(10, lambda _: "0"),
        "S": _Column(-1, lambda row: row.state),
        "STAT": _Column(-5, lambda row: row.state),
        "NAME": _Column(-27, lambda row: row.name),
        "CMD": _Column(-15, lambda row: row.name[-15:]),
        "COMM": _Column(-27, lambda row: row.name[-15:]),
        "ARGS": _Column(-27, lambda row: row.args),
        "CMDLINE": _Column(-27, lambda row: row.args),
        "COMMAND": _Column(-27, lambda row: row.name),
        "C": _Column(1, lambda _: "0"),
        "NI": _Column(3, lambda _: "0"),
        "PRI": _Column(3, lambda _: "19"),
        "PR": _Column(2, lambda _: "20"),
        "PCY": _Column(3, lambda _: "fg"),
        "F": _Column(1, lambda _: "4"),
        "STIME": _Column(5, lambda _: "00:00"),
        "TIME": _Column(8, lambda _: "00:00:00"),
        "TIME+": _Column(9, lambda _: "0:00.00"),
        "ETIME": _Column(11, lambda _: "00:00"),
        "TTY": _Column(-8, lambda _: "?"),
        "%CPU": _Column(4, lambda _: "0.0"),
        "%MEM": _Column(5, lambda row: f"{row.rss * 100 / memory_kb()['MemTotal']:.1f}"),
        "LABEL": _Column(-30, lambda row: "u:r:shell:s0" if row.uid == 2000 else "u:r:system:s0"),  # noqa: PLR2004 - the shell's id
    }


def _short(kilobytes: int) -> str:
    return f"{kilobytes / 1048576:.1f}G" if kilobytes > 1048576 else f"{kilobytes // 1024}M"  # noqa: PLR2004 - a GiB


_DEFAULT: Final = ["USER", "PID", "PPID", "VSZ", "RSS", "WCHAN", "ADDR", "S", "NAME"]


_FULL: Final = ["UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"]


_LONG: Final = [
    "F",
    "S",
    "UID",
    "PID",
    "PPID",
    "C",
    "PRI",
    "NI",
    "ADDR",
    "SZ",
    "WCHAN",
    "TTY",
    "TIME",
    "CMD",
]


_THREADS: Final = ["USER", "PID", "TID", "PPID", "VSZ", "RSS", "WCHAN", "ADDR", "S", "CMD"]


_HELP: Final = """\
usage: ps [-AadefLlnwZ] [-gG GROUP,] [-k FIELD,] [-o FIELD,] [-p PID,] [-t TTY,] [-uU USER,]

List processes.

Which processes to show (-gGuUpPt selections may be comma separated lists):

-A	All
-a	Has terminal not session leader
-d	All but session leaders
-e	Synonym for -A
-g	In GROUPs
-G	In real GROUPs (before sgid)
-p	PIDs (--pid)
-P	Parent PIDs (--ppid)
-s	In session IDs
-t	Attached to selected TTYs
-T	Show threads also
-u	Owned by selected USERs
-U	Real USERs (before suid)

Output modifiers:

-k	Sort FIELDs (-FIELD to reverse)
-M	Measure/pad future field widths
-n	Show numeric USER and GROUP
-w	Wide output (don't truncate fields)

Which FIELDs to show. (-o HELP for list, default = -o PID,TTY,TIME,CMD)

-f	Full listing (-o USER:12=UID,PID,PPID,C,STIME,TTY,TIME,ARGS=CMD)
-l	Long listing (-o F,S,UID,PID,PPID,C,PRI,NI,ADDR,SZ,WCHAN,TTY,TIME,CMD)
-o	Output FIELDs instead of defaults, each with optional :size and =title
-O	Add FIELDS to defaults
-Z	Include LABEL"""


@toybox(
    "ps",
    options="AadefLlnwZMTk:G:g:o:O:p:P:s:t:u:U:",
    longs={"pid": "p", "ppid": "P", "sort": "k"},
    usage=_HELP,
)
async def ps(call: Call, given: Given) -> int:
    """List processes; without ``-A`` those of the same user and terminal."""
    if given.has("Z") and "o" not in given.lists:
        fields = ["LABEL", *_DEFAULT]
    else:
        fields = (
            _FULL
            if given.has("f")
            else _LONG
            if given.has("l")
            else _THREADS
            if given.has("T")
            else _DEFAULT
        )
    fields = (
        [f for value in given.lists["o"] for f in value.split(",")]
        if "o" in given.lists
        else list(fields)
    )
    fields += [f for value in given.lists.get("O", []) for f in value.split(",")]
    width = call.phone.profile.rows["toybox_ps"]["pid_width"]
    shown = [_field(field, _columns(width)) for field in fields if field]
    chosen = [row for row in rows(call.phone, call.pid) if _selected(row, call, given)]
    if "k" in given.lists:
        chosen = _ordered(chosen, given.value("k"), width)
    if given.has("f") and "o" not in given.lists:
        shown[0] = ("UID", _Column(-12, lambda row: name_of(row.uid)))
        shown[-1] = ("CMD", _Column(-27, lambda row: row.args))
    lines = [_line([title for title, _ in shown], shown)]
    lines += [_line([column.show(row) for _, column in shown], shown) for row in chosen]
    await call.print("\n".join(lines))
    return int(not chosen and "p" in given.lists)


def _field(text: str, columns: dict[str, _Column]) -> tuple[str, _Column]:
    name, equals, title = text.partition("=")
    name, _, width = name.partition(":")
    column = columns.get(name.upper())
    if column is None:
        raise Failure(f"bad -o {text}")
    if re.fullmatch(r"\d{1,3}", width, re.ASCII):
        column = _Column(int(width) * (-1 if column.width < 0 else 1), column.show)
    return (title if equals else name.upper()), column


def _line(cells: list[str], shown: list[tuple[str, _Column]]) -> str:
    """Cells under each other; one that is too wide takes from the room of the next."""
    text, over = "", 0
    for index, (cell, (_, column)) in enumerate(zip(cells, shown, strict=True)):
        last = index == len(cells) - 1
        if column.width < 0:
            room = max(len(cell), -column.width - over) if not last else 0
            made = cell if last else cell.ljust(room)
        else:
            made = cell.rjust(max(0, column.width - over))
        over = max(0, over + len(made) - abs(column.width)) if not last else 0
        text += made + ("" if last else " ")
    return text


def _selected(row: Row, call: Call, given: Given) -> bool:
    if "p" in given.lists:
        return str(row.pid) in re.split(r"[, ]", given.value("p"))
    if "P" in given.lists:
        return str(row.ppid) in re.split(r"[, ]", given.value("P"))
    users = given.value("u") or given.value("U")
    if users:
        return row.uid in {id_of(name) for name in users.split(",")}
    if given.has("A", "e", "d", "a"):
        return True
    return row.uid == call.who.uid and call.phone.commands.get(row.pid) is not None


def _ordered(chosen: list[Row], text: str, width: int) -> list[Row]:
    columns = _columns(width)
    for field in reversed(text.split(",")):
        name = field.lstrip("-+").upper()
        if name not in columns:
            raise Failure(f"bad -k {text}")
        show = columns[name].show

        def key(row: Row, show: Callable[[Row], str] = show) -> tuple[float, str]:
            value = show(row)
            return (float(value), "") if re.fullmatch(r"[\d.]+", value) else (0.0, value)

        chosen = sorted(chosen, key=key, reverse=field.startswith("-"))
    return chosen


@toybox(
    "top",
    options="Hbhn#d#s#k:m#o:O:p:u:q",
    usage="[-Hhbq] [-k FIELD,] [-o FIELD,] [-s SORT] [-n NUMBER] [-m LINES] [-d SECONDS]"
    " [-p PID,] [-u USER,]",
)
async def top(call: Call, given: Given) -> int:
    """List processes by what they use, once or again and again."""
    times = given.number("n", 1 if given.has("b") else 1 << 31)
    pause = timedelta(seconds=max(1, min(3600, given.number("d", 3))))
    while times > 0:
        await call.print("\n".join(_screen(call, given)))
        times -= 1
        if times > 0:
            await call.phone.clock.sleep(pause)
    return 0


def _screen(call: Call, given: Given) -> list[str]:
    found = [row for row in rows(call.phone, call.pid) if _is_shown(row, given)]
    width = call.phone.profile.rows["toybox_ps"]["pid_width"]
    fields = (given.value("o") or "PID,USER,PR,NI,VIRT,RES,SHR,S,%CPU,%MEM,TIME+,ARGS").split(",")
    shown = [_field(field, _columns(width)) for field in fields if field]
    lines = [_line([title for title, _ in shown], shown)]
    lines += [_line([column.show(row) for _, column in shown], shown) for row in found]
    lines = lines[: given.number("m", len(lines)) + 1]
    if given.has("q"):
        return lines
    memory, running = memory_kb(), sum(row.state == "R" for row in found)
    used = memory["MemTotal"] - memory["MemFree"]
    tasks = f"Tasks: {len(found)} total, {running:3} running, {len(found) - running} sleeping"
    total, unused, swap = memory["MemTotal"], memory["MemFree"], memory["SwapTotal"]
    buffers = memory["Buffers"]
    head = [
        f"{tasks},   0 stopped,   0 zombie",
        f"  Mem: {total:>9}K total, {used:>9}K used, {unused:>9}K free, {buffers:>9}K buffers",
        f" Swap: {swap:>9}K total, {0:>9}K used, {swap:>9}K free, {memory['Cached']:>9}K cached",
        "400%cpu   0%user   0%nice   0%sys 400%idle   0%iow   0%irq   0%sirq   0%host",
    ]
    return head + lines


def _is_shown(row: Row, given: Given) -> bool:
    if "p" in given.lists:
        return str(row.pid) in given.value("p").split(",")
    return "u" not in given.lists or row.uid in {
        id_of(name) for name in given.value("u").split(",")
    }
