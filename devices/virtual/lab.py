"""The lab: many virtual phones and their CRM in one process, for as long as its stdin is open.

One line of JSON comes in on stdin, ``{"phones": [{"name", "profile", "attach"}]}``; one line goes
out on stdout when everything answers, or ``{"error": …}`` and exit status 2.
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import sys
from contextlib import AsyncExitStack
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from devices.virtual import hand
from devices.virtual.android.attachment import Attachment, NoPortPairError
from devices.virtual.crm import PhoneLine, VirtualCrm, make_application
from devices.virtual.os.clock import Clock
from devices.virtual.os.profile import catalog
from devices.virtual.phone import Phone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.os.profile import Profile

__all__ = ["Lab", "LabError", "catalog", "main"]

_HOST: Final = "127.0.0.1"
_BAD_SPEC: Final = 2
_SHUTDOWN_S: Final = 1.0


class LabError(Exception):
    """The lab cannot be brought up as it was asked for; the message says what would be right."""


class _PhoneRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1)
    profile: str
    attach: Literal["emulator", "cable"]


class _LabRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    phones: list[_PhoneRequest]


class Lab:
    """Virtual phones and the virtual CRM, up between `start` and `stop`.

    Args:
        request: what is to be brought up, as decoded from JSON.

    Raises:
        LabError: the request is malformed, names an unknown phone, or a name twice.
    """

    def __init__(self, request: object) -> None:
        phones = _checked(request)
        self.crm = VirtualCrm(Clock())
        profiles = catalog()
        self.phones = [_phone(phone, profiles[phone.profile], self.crm) for phone in phones]
        self._attachments = [Attachment(phone) for phone in self.phones]
        self._crm_url = self._control_url = ""
        self._stack = AsyncExitStack()

    async def start(self) -> None:
        """Bring everything up.

        Raises:
            LabError: there are no ports left.
        """
        try:
            for attachment in self._attachments:
                await attachment.start()
                self._stack.push_async_callback(attachment.stop)
            self._crm_url = await self._serve(make_application(self.crm))
            phones = {phone.name: phone for phone in self.phones}
            self._control_url = await self._serve(hand.make_application(phones))
        except NoPortPairError as error:
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
                    "name": phone.name,
                    "platform": phone.profile.platform,
                    "version": phone.profile.version,
                    "api_level": phone.profile.api_level,
                    "attach": phone.attach,
                    "adb_port": attachment.adbd.port,
                    "console_port": attachment.console_port,
                    "control_url": f"{self._control_url}{hand.path_of(phone.name)}",
                }
                for phone, attachment in zip(self.phones, self._attachments, strict=True)
            ],
        }

    async def _serve(self, application: web.Application) -> str:
        """Serve an application on loopback; gives its base URL."""
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=_SHUTDOWN_S)
        await runner.setup()
        self._stack.push_async_callback(runner.cleanup)
        site = web.TCPSite(runner, _HOST, 0)
        await site.start()
        return f"http://{_HOST}:{runner.addresses[0][1]}"


def _phone(wanted: _PhoneRequest, profile: Profile, crm: VirtualCrm) -> Phone:
    line = PhoneLine(crm)
    phone = Phone(profile, wanted.name, wanted.attach, line)
    line.follow(phone)
    return phone


def _checked(request: object) -> list[_PhoneRequest]:
    try:
        phones = _LabRequest.model_validate(request).phones
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise LabError(
            f"the lab's specification is wrong at {where or 'its top'}: {first['msg']}"
        ) from error
    known: Mapping[str, object] = catalog()
    seen: set[str] = set()
    for phone in phones:
        if phone.profile not in known:
            close = get_close_matches(phone.profile, known, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            raise LabError(
                f"{phone.name}: there is no virtual phone {phone.profile!r}{hint}"
                f" (known: {', '.join(sorted(known))})"
            )
        if phone.name in seen:
            raise LabError(f"two phones are called {phone.name!r}")
        seen.add(phone.name)
    return phones


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
