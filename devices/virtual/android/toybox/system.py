"""Commands about the phone and its user. Source: toybox toys/posix, toys/lsb, toys/other."""

from __future__ import annotations

import errno
import os
import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from devices.virtual.android.shell.builtins_io import duration
from devices.virtual.android.toybox.accounts import id_of, name_of
from devices.virtual.android.toybox.options import Failure, UsageError, toybox

if TYPE_CHECKING:
    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.toybox.options import Given
    from devices.virtual.os.files import File

_CORES: Final = 4


@toybox("true", ":")
async def true(call: Call, given: Given) -> int:
    """Succeed."""
    del call, given
    return 0


@toybox("false")
async def false(call: Call, given: Given) -> int:
    """Fail."""
    del call, given
    return 1


@toybox("sleep", least=1, usage="DURATION...")
async def sleep(call: Call, given: Given) -> int:
    """Wait on the phone's clock."""
    total = 0.0
    for word in given.args:
        seconds = duration(word)
        if seconds is None:
            raise Failure(f"not a number '{word}'")
        total += seconds
    await call.phone.clock.sleep(timedelta(seconds=total))
    return 0


@toybox("usleep", least=1, most=1, usage="MICROSECONDS")
async def usleep(call: Call, given: Given) -> int:
    """Wait some microseconds."""
    if not re.fullmatch(r"\d{1,12}", given.args[0], re.ASCII):
        raise Failure(f"not integer: {given.args[0]}")
    await call.phone.clock.sleep(timedelta(microseconds=int(given.args[0])))
    return 0


@toybox("pwd", options="LP", usage="[-L|-P]")
async def pwd(call: Call, given: Given) -> int:
    """Print the folder."""
    await call.print(call.phone.files.real(call.cwd) if given.has("P") else call.cwd)
    return 0


@toybox("readlink", options="efmnqz", least=1, usage="[-efmnqz] FILE...")
async def readlink(call: Call, given: Given) -> int:
    """Print where links lead."""
    status = 0
    for path in given.args:
        try:
            if given.has("f", "e", "m"):
                place = call.phone.files.locate(path, *call.at)
                if given.has("e") and place.file is None:
                    raise FileNotFoundError(2, "No such file or directory")
                text = place.path
            else:
                text = _target(call.file(path, follow=False))
        except OSError as error:
            status = 1
            if not given.has("q") and given.has("e", "f", "m"):
                await call.fail(f"readlink: {path}: {error.strerror}")
            continue
        await call.print(text, "" if given.has("n") else "\0" if given.has("z") else "\n")
    return status


def _target(file: File) -> str:
    if not file.is_link:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    return file.target


@toybox("realpath", options="R:LPemqsz", least=1, usage="[-LPemqsz] FILE...")
async def realpath(call: Call, given: Given) -> int:
    """Print paths without links."""
    status = 0
    for path in given.args:
        try:
            place = call.phone.files.locate(path, *call.at)
            if place.file is None and not given.has("m"):
                raise FileNotFoundError(2, "No such file or directory")
        except OSError as error:
            status = 1
            if not given.has("q"):
                await call.fail(f"realpath: {path}: {error.strerror}")
            continue
        await call.print(place.path)
    return status


@toybox("date", options="d:D:I?r:s:u", longs={"utc": "u", "date": "d", "iso-8601": "I"},
        usage="[-u] [-I RES] [-r FILE] [-d DATE] [+FORMAT] [-D SET_FORMAT] [SET]")  # fmt: skip
async def date(call: Call, given: Given) -> int:
    """Print the phone's time; setting it is not the shell user's."""
    zone = UTC if given.has("u") else _zone(call)
    now = call.phone.clock.now()
    if given.has("r"):
        now = call.file(given.value("r")).changed
    now = now.astimezone(zone)
    if given.has("d"):
        now = _parsed(given.value("d"), now)
    if given.has("I"):
        shape = {"": "%F", "d": "%F", "date": "%F", "m": "%FT%H:%M%:z", "minutes": "%FT%H:%M%:z"}
        await call.print(_formatted(now, shape.get(given.value("I"), "%FT%T%:z")))
        return 0
    words = given.args
    if len(words) > 1:
        raise UsageError("Max 1 argument")
    if words and not words[0].startswith("+"):
        if not re.fullmatch(r"@?\d{4,14}(\.\d+)?", words[0], re.ASCII):
            raise Failure(f"bad date '{words[0]}'")
        await call.fail("date: cannot set date: Operation not permitted")
        now = _parsed(words[0], now)
    shape_ = words[0][1:] if words and words[0].startswith("+") else "%a %b %e %H:%M:%S %Z %Y"
    await call.print(_formatted(now, shape_))
    return 0 if not words or words[0].startswith("+") else 1


def _zone(call: Call) -> tzinfo:
    name = call.env.get("TZ")
    own = call.phone.clock.now().tzinfo or UTC
    if not name:
        return own
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def _parsed(text: str, now: datetime) -> datetime:
    if match := re.fullmatch(r"@(-?\d{1,11})(?:\.\d+)?", text, re.ASCII):
        return datetime.fromtimestamp(int(match[1]), now.tzinfo)
    for shape in ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d",
                  "%m%d%H%M%Y.%S", "%m%d%H%M%Y", "%H:%M:%S", "%H:%M"):  # fmt: skip
        try:
            found = datetime.strptime(text, shape)  # noqa: DTZ007 - the zone follows
        except ValueError:
            continue
        if "%Y" not in shape:
            found = found.replace(year=now.year, month=now.month, day=now.day)
        return found.replace(tzinfo=now.tzinfo)
    raise Failure(f"bad date '{text}'")


def _formatted(now: datetime, shape: str) -> str:
    """The host's strftime knows no ``%N``, and its names depend on its own language."""
    offset = now.strftime("%z")
    known = {
        "N": f"{now.microsecond * 1000:09}", "s": str(int(now.timestamp())), "%": "%",
        "z": offset, "n": "\n", "t": "\t", "e": f"{now.day:2}", "k": f"{now.hour:2}",
        "l": f"{now.hour % 12 or 12:2}", "P": now.strftime("%p").lower(),
        "Z": now.tzname() or "UTC",
        "F": f"{now:%Y-%m-%d}", "T": f"{now:%H:%M:%S}", "R": f"{now:%H:%M}", "D": f"{now:%m/%d/%y}",
        "c": f"{now:%a %b} {now.day:2} {now:%H:%M:%S %Y}", "x": f"{now:%m/%d/%y}",
        "X": f"{now:%H:%M:%S}", "r": f"{now:%I:%M:%S %p}", "h": f"{now:%b}",
        "C": f"{now.year // 100}",
    }  # fmt: skip

    def one(match: re.Match[str]) -> str:
        if match[0] == "%:z":
            return f"{offset[:3]}:{offset[3:]}"
        if match[1] == "-":
            return one(re.match(r"%(-?)(.)", f"%{match[2]}")).lstrip("0 ") or "0"  # type: ignore[arg-type]
        if match[2] in known:
            return known[match[2]]
        return now.strftime(match[0]) if match[2] in "aAbBdgGHIjmMpSuUVwWyY" else match[0]

    return re.sub(r"%:z|%(-?)(.)", one, shape, flags=re.DOTALL)


@toybox("uptime", options="ps", usage="[-ps]")
async def uptime(call: Call, given: Given) -> int:
    """Print how long the phone has been up."""
    now, up = call.phone.clock.now(), call.phone.clock.uptime()
    if given.has("s"):
        await call.print(f"{now - up:%Y-%m-%d %H:%M:%S}")
        return 0
    minutes = int(up.total_seconds() // 60)
    days, rest = divmod(minutes, 1440)
    told = f"{rest // 60:2}:{rest % 60:02}" if rest >= 60 else f"{rest} min"  # noqa: PLR2004 - an hour
    told = f"{days} day{'s' * (days != 1)}, {told}" if days else told
    await call.print(f" {now:%H:%M:%S} up {told},  0 users,  load average: 0.00, 0.00, 0.00")
    return 0


@toybox("uname", options="paomvrns", usage="[-asnrvmo]")
async def uname(call: Call, given: Given) -> int:
    """Print what the system is."""
    row = call.phone.profile.rows["kernel"]
    abi = call.phone.profile.abi
    machine = {"arm64-v8a": "aarch64", "armeabi-v7a": "armv8l", "x86": "i686"}.get(abi, abi)
    known = {"s": "Linux", "n": "localhost", "r": row["release"], "v": row["version"],
             "m": machine, "o": "Toybox"}  # fmt: skip
    chosen = list("snrvmo") if given.has("a") else [k for k in "snrvmo" if given.has(k)] or ["s"]
    await call.print(" ".join(known[letter] for letter in chosen))
    return 0


@toybox("hostname", options="bdsfF:", usage="[-bdsf] [-F FILENAME] [newname]")
async def hostname(call: Call, given: Given) -> int:
    """Print the phone's name in the network."""
    if given.args:
        return await call.fail(f"hostname: set failed '{given.args[0]}': Operation not permitted")
    await call.print("localhost")
    return 0


@toybox("id", "groups", options="nGgruZ", usage="[-Ggnru] [USER...]")
async def identity(call: Call, given: Given) -> int:
    """Print the user and its groups."""
    uid, groups = call.who.uid, [call.who.gid, *_groups(call)]
    for name in given.args[:1]:
        found = id_of(name)
        if found is None:
            return await call.fail(f"id: no such user '{name}'")
        uid, groups = found, [found]
    show = name_of if given.has("n") or call.name == "groups" else str
    if given.has("u"):
        await call.print(show(uid))
    elif given.has("g"):
        await call.print(show(groups[0]))
    elif given.has("G") or call.name == "groups":
        await call.print(" ".join(show(gid) for gid in groups))
    elif given.has("Z"):
        await call.print(_context(uid))
    else:
        listed = ",".join(f"{gid}({name_of(gid)})" for gid in groups)
        text = f"uid={uid}({name_of(uid)}) gid={groups[0]}({name_of(groups[0])}) groups={listed}"
        await call.print(text if given.args else f"{text} context={_context(uid)}")
    return 0


def _groups(call: Call) -> list[int]:
    if call.who.uid == 2000:  # noqa: PLR2004 - the shell's id
        return list(call.phone.profile.rows["shell_groups"]["groups"])
    return [gid for gid in call.who.groups if gid != call.who.gid]


def _context(uid: int) -> str:
    return "u:r:shell:s0" if uid == 2000 else "u:r:runas_app:s0"  # noqa: PLR2004 - the shell's id


@toybox("whoami", "logname", most=0)
async def whoami(call: Call, given: Given) -> int:
    """Print the user's name."""
    del given
    await call.print(name_of(call.who.uid))
    return 0


@toybox("nproc", options="a", usage="[--all]", longs={"all": "a"})
async def nproc(call: Call, given: Given) -> int:
    """Print how many processors there are."""
    del given
    await call.print(str(_CORES))
    return 0


@toybox("tty", options="s", usage="[-s]")
async def tty(call: Call, given: Given) -> int:
    """Tell that there is no terminal."""
    if not given.has("s"):
        await call.print("not a tty")
    return 1


@toybox("getenforce", most=0)
async def getenforce(call: Call, given: Given) -> int:
    """Print that SELinux enforces."""
    del given
    await call.print("Enforcing")
    return 0


@toybox("setenforce", least=1, most=1, usage="[enforcing|permissive|1|0]")
async def setenforce(call: Call, given: Given) -> int:
    """Is not the shell user's."""
    word = given.args[0]
    if word.lower() not in {"1", "0", "enforcing", "permissive"}:
        raise Failure(f"Invalid state: {word}")
    return await call.fail(
        f"setenforce: Couldn't set enforcing status to '{word}': Permission denied"
    )


@toybox("dmesg", options="Ctrs#n#cSw", usage="[-Cc] [-r|-t] [-n LEVEL] [-s SIZE] [-w]")
async def dmesg(call: Call, given: Given) -> int:
    """Is not the shell user's."""
    del given
    return await call.fail("dmesg: klogctl: Permission denied")


@toybox("getconf", options="al", usage="-a [PATH] | -l | NAME [PATH]")
async def getconf(call: Call, given: Given) -> int:
    """Print what the system can take."""
    known = {"PAGE_SIZE": "4096", "PAGESIZE": "4096", "_NPROCESSORS_ONLN": str(_CORES),
             "_NPROCESSORS_CONF": str(_CORES), "ARG_MAX": "131072", "NAME_MAX": "255",
             "PATH_MAX": "4096", "CLK_TCK": "100", "OPEN_MAX": "32768",
             "LONG_BIT": "64"}  # fmt: skip
    if given.has("a", "l"):
        await call.print("\n".join(f"{name:<27} {value}" for name, value in known.items()))
        return 0
    if not given.args:
        raise UsageError("Needs 1 argument")
    if given.args[0] not in known:
        raise Failure(f"bad '{given.args[0]}'")
    await call.print(known[given.args[0]])
    return 0


@toybox("vmstat", options="n", usage="[-n] [DELAY [COUNT]]")
async def vmstat(call: Call, given: Given) -> int:
    """Print what memory and processors do."""
    times = given.args[1:2] or (["1"] if not given.args else ["2147483647"])
    if not all(word.isdecimal() for word in given.args):
        raise Failure("bad number")
    pause = timedelta(seconds=min(3600, int(given.args[0]))) if given.args else timedelta()
    await call.print(
        "procs ------------memory------------ ---swap-- -----io---- --system-- ----cpu----\n"
        " r  b    swpd    free    buff   cache    si   so    bi    bo    in    cs us sy id wa"
    )
    for _ in range(int(times[0])):
        await call.print(
            " 1  0       0  236812    4208  745120     0    0     0     0     0     0  0  0 100  0"
        )
        await call.phone.clock.sleep(pause)
    return 0


@toybox("clear", "reset", most=0)
async def clear(call: Call, given: Given) -> int:
    """Empty a terminal."""
    del given
    await call.print("\x1b[2J\x1b[H", "")
    return 0


@toybox("uuidgen", "mcookie", options="rv", most=0)
async def uuidgen(call: Call, given: Given) -> int:
    """Print what nobody else has."""
    import uuid  # noqa: PLC0415 - only here

    del given
    made = uuid.uuid4()
    await call.print(made.hex if call.name == "mcookie" else str(made))
    return 0


@toybox("cal", options="h", most=2, usage="[-h] [[month] year]")
async def cal(call: Call, given: Given) -> int:
    """Print a month."""
    import calendar  # noqa: PLC0415 - only here

    now = call.phone.clock.now()
    if not all(word.isdecimal() and len(word) < 5 for word in given.args):  # noqa: PLR2004 - a year
        raise Failure("bad date")
    year = int(given.args[-1]) if given.args else now.year
    month = int(given.args[0]) if len(given.args) > 1 else now.month
    if not (1 <= month <= 12 and 1 <= year <= 9999):  # noqa: PLR2004 - months and years there are
        raise Failure("bad date")
    await call.print(calendar.TextCalendar(calendar.SUNDAY).formatmonth(year, month).rstrip("\n"))
    return 0


@toybox("log", options="p:t:b:", least=0, usage="[-p PRI] [-t TAG] [-b BUFFER] [MESSAGE...]")
async def log(call: Call, given: Given) -> int:
    """Write a line to the log of the system."""
    priority = given.value("p", "i").upper()
    if len(priority) != 1 or priority not in "VDIWEFS":
        raise Failure(f"bad -p '{given.value('p')}'")
    tag, message = given.value("t", "log"), " ".join(given.args)
    if given.args:
        call.phone.log.write("F" if priority == "S" else priority, tag, message, pid=call.pid)
    return 0
