"""The lab: many virtual phones and their CRM in one process, for as long as its stdin is open.

One line of JSON comes in on stdin, ``{"phones": [{"name", "profile", "attach"}], "usbmuxd"}``; one
line goes out on stdout when everything answers, or ``{"error": …}`` and exit status 2.
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import sys
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, Final, Protocol

from aiohttp import web

from devices.virtual import hand
from devices.virtual.crm import PhoneLine, VirtualCrm, make_application
from devices.virtual.lab_request import LabError, checked, profiles
from devices.virtual.os.clock import Clock
from devices.virtual.os.profile import Profile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.android.phone import Phone
    from devices.virtual.ios.phone import IPhone
    from devices.virtual.ios.profile import IosProfile
    from devices.virtual.ios.usbmux.usbmuxd import Usbmuxd
    from devices.virtual.lab_request import PhoneRequest

__all__ = ["Lab", "LabError", "main"]

_HOST: Final = "127.0.0.1"
_BAD_SPEC: Final = 2
_SHUTDOWN_S: Final = 1.0


class _Attached(Protocol):
    """A phone's sockets."""

    async def start(self) -> None:
        """Listen."""

    async def stop(self) -> None:
        """Listen no more and end every connection."""

    def told(self) -> Mapping[str, object]:
        """What the phone is, and where it is reached."""


class Lab:
    """Virtual phones and the virtual CRM, up between `start` and `stop`.

    Args:
        request: what is to be brought up, as decoded from JSON.

    Raises:
        LabError: the request is malformed, names an unknown phone, or a name twice.
    """

    def __init__(self, request: object) -> None:
        wanted = checked(request)
        self.crm = VirtualCrm(Clock())
        self._phones: dict[str, Phone | IPhone] = {}
        self._attached: dict[str, _Attached] = {}
        self._socket = wanted.usbmuxd
        self._usbmuxd: Usbmuxd | None = None
        for phone in wanted.phones:
            self._add(phone, profiles()[phone.profile])
        self._crm_url = self._control_url = ""
        self._stack = AsyncExitStack()

    @property
    def phones(self) -> list[Phone | IPhone]:
        """The phones, in the order in which they were asked for."""
        return list(self._phones.values())

    async def start(self) -> None:
        """Bring everything up.

        Raises:
            LabError: there are no ports left, or the socket of usbmuxd cannot be made.
        """
        try:
            await self._serve_usbmuxd()
            for attached in self._attached.values():
                await attached.start()
                self._stack.push_async_callback(attached.stop)
            self._crm_url = await self._serve(make_application(self.crm))
            self._control_url = await self._serve(hand.make_application(self._phones))
        except OSError as error:
            await self.stop()
            raise LabError(str(error)) from error

    async def stop(self) -> None:
        """Take everything down; never raises for what is down already."""
        await self._stack.aclose()

    def endpoints(self) -> dict[str, Any]:
        """Where everything answers."""
        return {
            "crm_url": self._crm_url,
            "crm_token": self.crm.token,
            "phones": [
                {
                    **attached.told(),
                    "name": name,
                    "control_url": f"{self._control_url}{hand.path_of(name)}",
                }
                for name, attached in self._attached.items()
            ],
        }

    def _add(self, wanted: PhoneRequest, profile: Profile | IosProfile) -> None:
        line = PhoneLine(self.crm)
        phone: Phone | IPhone
        # A lab loads what it has phones of: each platform costs a second of its start.
        if isinstance(profile, Profile):
            phone, self._attached[wanted.name] = _android(profile, wanted, line)
        else:
            phone, self._attached[wanted.name] = self._iphone(profile, wanted.name, line)
        line.follow(phone)
        self._phones[wanted.name] = phone

    def _iphone(self, profile: IosProfile, name: str, line: PhoneLine) -> tuple[IPhone, _Attached]:
        from devices.virtual.ios import attachment, phone  # noqa: PLC0415 - see `_add`
        from devices.virtual.ios.usbmux.usbmuxd import Usbmuxd  # noqa: PLC0415 - see `_add`

        self._usbmuxd = self._usbmuxd or Usbmuxd()
        iphone = phone.IPhone(profile, name, line)
        return iphone, attachment.Attachment(iphone, self._usbmuxd)

    async def _serve_usbmuxd(self) -> None:
        if self._usbmuxd is None or self._socket is None:
            return
        try:
            await self._usbmuxd.start(self._socket)
        except OSError as error:
            reason = f"the socket of usbmuxd cannot be made at {self._socket}: {error}"
            raise LabError(reason) from error
        self._stack.push_async_callback(self._usbmuxd.stop)

    async def _serve(self, application: web.Application) -> str:
        """Serve an application on loopback; gives its base URL."""
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=_SHUTDOWN_S)
        await runner.setup()
        self._stack.push_async_callback(runner.cleanup)
        site = web.TCPSite(runner, _HOST, 0)
        await site.start()
        return f"http://{_HOST}:{runner.addresses[0][1]}"


def _android(profile: Profile, wanted: PhoneRequest, line: PhoneLine) -> tuple[Phone, _Attached]:
    from devices.virtual.android.attachment import Attachment  # noqa: PLC0415 - see `_add`
    from devices.virtual.android.phone import Phone  # noqa: PLC0415 - see `_add`

    phone = Phone(profile, wanted.name, wanted.attach, line)
    return phone, Attachment(phone)


def _say(answer: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


async def _serve(lab: Lab) -> None:
    """Announce the lab, and return when stdin ends or a signal asks for the end."""
    loop = asyncio.get_running_loop()
    over = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, over.set)
    reader = asyncio.StreamReader()
    transport, _ = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    await lab.start()
    try:
        _say(lab.endpoints())
        ended = asyncio.create_task(_until_end(reader, over))
        await over.wait()
        ended.cancel()
    finally:
        transport.close()
        await lab.stop()


async def _until_end(reader: asyncio.StreamReader, over: asyncio.Event) -> None:
    while await reader.read(1024):
        pass
    over.set()


def main() -> int:
    """Run a lab as the command line of a process; gives its exit status."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    try:
        lab = Lab(json.loads(sys.stdin.readline()))
        asyncio.run(_serve(lab))
    except json.JSONDecodeError as error:
        _say({"error": f"the lab's specification is no JSON: {error}"})
        return _BAD_SPEC
    except LabError as error:
        _say({"error": str(error)})
        return _BAD_SPEC
    return 0


if __name__ == "__main__":
    sys.exit(main())
