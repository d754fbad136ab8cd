"""A lab of the smallest phones there can be: sockets that answer adb's greeting and no more.

Run as a program. A phone of the profile ``unknown`` is refused, of ``stuck`` it never boots; one of
``iphone`` is told with the socket of the request in its agent's URL.
"""

from __future__ import annotations

import asyncio
import json
import struct
import sys
from typing import Any

_CNXN = 0x4E584E43
_BANNER = b"device::ro.product.model=fake;features=shell_v2,cmd"
TOKEN = "planted-crm-token"


async def _greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    # AOSP adb protocol.txt: command, two arguments, length, checksum, command inverted.
    try:
        header = struct.unpack("<6I", await reader.readexactly(24))
        await reader.readexactly(header[3])
        fields = (_CNXN, 0x01000001, 1 << 20, len(_BANNER), 0, _CNXN ^ 0xFFFFFFFF)
        writer.write(struct.pack("<6I", *fields) + _BANNER)
        await reader.read()  # whatever else is asked, until the adb server goes
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


def _iphone(phone: dict[str, str], usbmuxd: str | None) -> dict[str, Any]:
    return {
        "name": phone["name"],
        "platform": "ios",
        "version": "17.6",
        "api_level": 17,
        "attach": phone["attach"],
        "adb_port": None,
        "console_port": None,
        "udid": f"UDID-OF-{phone['name']}",
        "wda_url": f"http://127.0.0.1:1/{usbmuxd}",
    }


async def _boot(phone: dict[str, str]) -> dict[str, Any]:
    server = await asyncio.start_server(_greet, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    return {
        "name": phone["name"],
        "platform": "android",
        "version": "14",
        "api_level": 34,
        "attach": phone["attach"],
        "adb_port": port,
        "console_port": port - 1 if phone["attach"] == "emulator" else None,
    }


async def _reply(phones: list[dict[str, str]], usbmuxd: str | None) -> dict[str, Any]:
    for phone in phones:
        if phone["profile"] == "unknown":
            return {"error": f"phone {phone['name']}: there is no profile 'unknown'"}
        if phone["profile"] == "stuck":
            await asyncio.Event().wait()
    booted = [
        _iphone(phone, usbmuxd) if phone["profile"] == "iphone" else await _boot(phone)
        for phone in phones
    ]
    return {"crm_url": "http://127.0.0.1:1", "crm_token": TOKEN, "phones": booted}


async def _main() -> None:
    loop = asyncio.get_running_loop()
    order = json.loads(await loop.run_in_executor(None, sys.stdin.readline))
    sys.stdout.write(json.dumps(await _reply(order["phones"], order["usbmuxd"])) + "\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_main())
