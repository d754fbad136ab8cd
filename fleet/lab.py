"""``fleet lab up``: phones that stay up in the foreground until told to end."""

from __future__ import annotations

import json
import re
import shutil
import signal
import tempfile
import threading
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast

from config.deadlines import DEADLINES
from config.errors import nearest
from devices.host.cache import write_atomically
from devices.host.errors import HostError
from devices.host.spec import HostSpec, PhoneSpec
from devices.host.toolchain import ToolchainError, locate
from devices.host.wire import Restarted
from devices.pool.labs import start_host
from fleet.lab_screen import LabScreen
from fleet.lab_watch import LabWatch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import FrameType

    from rich.console import Console

    from devices.host.client import LabHost
    from devices.host.spec import Attach, Endpoints
    from devices.host.wire import Event
    from devices.pool.plan import PhoneFacts

_MOST: Final = 64
_NAME: Final = re.compile(r"(?:(?P<count>[0-9]{1,4})\*)?(?P<profile>[^:*]+)(?::(?P<attach>[^:]*))?")
_ENDING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_LOOK_S: Final = 1.0


class BadPhoneError(Exception):
    """A phone was asked for that there is not; the message says what there is."""


class _EndedError(BaseException):
    """A signal asked for the end. No Exception, so that nothing on the way takes it for trouble."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be brought up.

    Attributes:
        phones: the phones.
        appium: with an Appium server.
        file: is written when all is ready, and removed at the end.
    """

    phones: tuple[PhoneSpec, ...]
    appium: bool
    file: Path | None


def parse_phones(names: Sequence[str], known: Mapping[str, PhoneFacts]) -> tuple[PhoneSpec, ...]:
    """Phones from what a user types: ``android-14``, ``android-14:cable``, ``2*ios-17``.

    Args:
        names: as they were typed.
        known: the virtual phones that there are.

    Raises:
        BadPhoneError: a name is malformed or unknown, or these are too many.
    """
    phones: list[PhoneSpec] = []
    taken: dict[str, int] = {}
    for name in names:
        profile, attach, number = _parsed(name, known)
        for _ in range(number):
            base = f"{profile}-{attach}"
            taken[base] = taken.get(base, 0) + 1
            unique = base if taken[base] == 1 else f"{base}-{taken[base]}"
            phones.append(PhoneSpec(unique, profile, attach, known[profile].platform))
    if len(phones) > _MOST:
        raise BadPhoneError(f"{len(phones)} phones are more than one lab has; {_MOST} are the most")
    return tuple(phones)


def report(endpoints: Endpoints) -> dict[str, Any]:
    """What the file says: where everything answers. No secret is in it."""
    return {
        "phones": [
            {
                "name": phone.name,
                "platform": phone.platform,
                "version": phone.version,
                "serial": phone.serial,
                "adb_server_port": endpoints.adb_server_port if not phone.wda_url else None,
                "wda_url": phone.wda_url or None,
                "control_url": phone.control_url or None,
            }
            for phone in endpoints.phones
        ],
        "usbmuxd": str(endpoints.usbmuxd) if endpoints.usbmuxd else None,
        "crm_url": endpoints.crm_url,
        "appium_url": endpoints.appium_url,
    }


def up(wish: Wish, console: Console) -> int:
    """Bring phones up, show where they are, and keep them until a signal; gives the exit code."""
    screen = LabScreen(console)
    try:
        with ending_by_signal(), ExitStack() as stack:
            _serve(wish, screen, stack)
    except _EndedError:
        screen.ended()
        return 0
    except (HostError, ToolchainError, OSError) as error:
        screen.failed(str(error))
        return 1


def _serve(wish: Wish, screen: LabScreen, stack: ExitStack) -> NoReturn:
    """Everything between the first line and the signal; what it opens, the stack closes."""
    if wish.file is not None:
        wish.file.unlink(missing_ok=True)  # one of an earlier lab would be taken for this one's
    work_dir = Path(tempfile.mkdtemp(prefix="fleet-"))
    log_dir = Path(tempfile.mkdtemp(prefix="fleet-logs-"))
    stack.callback(shutil.rmtree, work_dir, ignore_errors=True)
    spec = HostSpec(wish.phones, work_dir, log_dir, appium=wish.appium)
    screen.starting(spec)

    def on_event(event: Event) -> None:
        if isinstance(event, Restarted):
            screen.said(f"{event.service} was started again: {event.reason}")

    host = stack.enter_context(_started(spec, on_event))
    stack.callback(screen.ending)
    if wish.file is not None:
        stack.callback(wish.file.unlink, missing_ok=True)
        write_atomically(wish.file, json.dumps(report(host.endpoints), indent=2) + "\n")
    screen.ready(host.endpoints)
    _watch(host, screen)


@contextmanager
def _started(spec: HostSpec, on_event: Any) -> Iterator[LabHost]:  # noqa: ANN401 - a callable
    host = start_host(spec, locate(), on_event)
    try:
        yield host
    except _EndedError:
        host.stop()
        shutil.rmtree(spec.log_dir, ignore_errors=True)  # after trouble the logs are what is left
        raise
    finally:
        host.stop()


def _watch(host: LabHost, screen: LabScreen) -> NoReturn:
    """Say what becomes of the phones, until a signal or the lab's own end."""
    ends = host.endpoints
    names = {phone.serial: phone.name for phone in ends.phones if phone.platform == "android"}
    watch = LabWatch(ends.adb_server_port, names)
    never = threading.Event()
    while True:
        never.wait(_LOOK_S)  # a signal's handler raises out of it
        host.check()
        for news in watch.news(DEADLINES.health_s):
            screen.said(news)


@contextmanager
def ending_by_signal() -> Iterator[None]:
    """Turn the first signal that asks for the end into an exception; later ones are not heard."""

    def end(number: int, _frame: FrameType | None) -> NoReturn:
        for each in _ENDING:
            signal.signal(each, signal.SIG_IGN)
        raise _EndedError(number)

    before = {number: signal.signal(number, end) for number in _ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            with suppress(ValueError):
                signal.signal(number, handler)


def _parsed(name: str, known: Mapping[str, PhoneFacts]) -> tuple[str, Attach, int]:
    found = _NAME.fullmatch(name)
    if found is None:
        raise BadPhoneError(f"{name!r} is no phone; write PROFILE, PROFILE:cable or COUNT*PROFILE")
    profile, number = found["profile"], int(found["count"] or 1)
    if profile not in known:
        raise BadPhoneError(f"there is no virtual phone {profile!r}; {nearest(profile, known)}")
    if not number:
        raise BadPhoneError(f"{name!r} asks for no phone")
    ways = known[profile].attaches
    attach = ways[0] if found["attach"] is None else found["attach"]
    if attach not in ways:
        raise BadPhoneError(f"{name!r} attaches by {attach!r}; {nearest(attach, ways)}")
    return profile, cast("Attach", attach), number
