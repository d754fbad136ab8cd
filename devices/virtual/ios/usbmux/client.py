"""One connection to usbmuxd's socket.

Source: libimobiledevice/usbmuxd, ``handle_command`` in ``src/client.c``: what is answered, what is
passed over in silence, what closes the connection.
"""

from __future__ import annotations

import asyncio
import errno
import plistlib
from typing import TYPE_CHECKING

from devices.virtual.ios.plist import MalformedPlistError, load_plist
from devices.virtual.ios.usbmux.channel import Channel
from devices.virtual.ios.usbmux.frames import (
    BINARY_VERSION,
    PLIST_VERSION,
    VERSIONS,
    Frame,
    Message,
    Result,
    read_frame,
)

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from collections.abc import Mapping

    from devices.virtual.ios.usbmux.usbmuxd import Usbmuxd

    Request = Mapping[str, object]

_PORT_MASK = 0xFFFF


class Client:
    """A client: it asks, then listens for events, or is connected to a phone's port."""

    def __init__(self, usbmuxd: Usbmuxd, reader: StreamReader, writer: StreamWriter) -> None:
        self._usbmuxd, self._reader, self._writer = usbmuxd, reader, writer
        self._version = BINARY_VERSION  # until the first list comes
        self._listens = False
        self._connected = False

    def tell(self, event: Request) -> None:
        """Tell an event, if the client listens."""
        if self._listens:
            self._send(0, event)

    async def serve(self) -> None:
        """Answer until the connection ends, and then whatever it was connected to.

        Raises:
            MalformedFrameError: the client sent what is no frame.
        """
        while not self._connected:
            frame = await read_frame(self._reader)
            if self._listens:
                self._result(frame.tag, Result.BAD_COMMAND)
                return
            await self._handle(frame)
            await self._writer.drain()

    async def _handle(self, frame: Frame) -> None:
        if frame.version not in VERSIONS:
            self._result(frame.tag, Result.BAD_VERSION)
        elif frame.message != Message.PLIST:
            # Binary Connect and Listen: usbmuxd of today takes them still, no client sends them.
            self._result(frame.tag, Result.BAD_COMMAND)
        else:
            self._version = PLIST_VERSION
            await self._list(frame)

    async def _list(self, frame: Frame) -> None:
        try:
            request = load_plist(frame.payload, binary=False)
        except MalformedPlistError:
            return  # usbmuxd logs it, and says nothing
        match request.get("MessageType"):
            case "ListDevices":
                devices = [attached.told() for attached in self._usbmuxd.attached]
                self._send(frame.tag, {"DeviceList": devices})
            case "Listen":
                self._listen(frame.tag)
            case "Connect":
                await self._connect(frame.tag, request)
            case "ReadBUID":
                self._send(frame.tag, {"BUID": self._usbmuxd.buid})
            case "ReadPairRecord" | "SavePairRecord" | "DeletePairRecord" as command:
                self._pair_record(frame.tag, command, request)
            case str():
                self._result(frame.tag, Result.BAD_COMMAND)

    def _listen(self, tag: int) -> None:
        self._result(tag, Result.OK)
        self._listens = True
        for attached in self._usbmuxd.attached:
            self.tell(attached.told())

    async def _connect(self, tag: int, request: Request) -> None:
        """Connect to a port; its two bytes come in the network's order."""
        attached = self._usbmuxd.device(request.get("DeviceID"))
        if attached is None:
            self._result(tag, Result.BAD_DEVICE)
            return
        swapped = request.get("PortNumber")
        if not isinstance(swapped, int):
            self._result(tag, Result.BAD_COMMAND)
            return
        port = int.from_bytes((swapped & _PORT_MASK).to_bytes(2, "little"), "big")
        serve = attached.service(port)
        if serve is None:
            self._result(tag, Result.CONNECTION_REFUSED)
            return
        self._result(tag, Result.OK)
        self._connected = True
        task = asyncio.current_task()
        assert task is not None
        attached.connections.add(task)
        await serve(Channel(self._reader, self._writer))

    def _pair_record(self, tag: int, command: str, request: Request) -> None:
        udid, data = request.get("PairRecordID"), request.get("PairRecordData")
        records = self._usbmuxd.records
        saves = command == "SavePairRecord"
        if not isinstance(udid, str) or (saves and not isinstance(data, bytes)):
            self._result(tag, errno.EINVAL)
        elif saves and isinstance(data, bytes):
            records[udid] = data
            self._result(tag, Result.OK)
        elif udid not in records:
            self._result(tag, errno.ENOENT)
        elif command == "ReadPairRecord":
            self._send(tag, {"PairRecordData": records[udid]})
        else:
            del records[udid]
            self._result(tag, Result.OK)

    def _result(self, tag: int, number: int) -> None:
        if self._version == PLIST_VERSION:
            self._send(tag, {"MessageType": "Result", "Number": int(number)})
        else:
            payload = number.to_bytes(4, "little")
            self._writer.write(Frame(BINARY_VERSION, Message.RESULT, tag, payload).encode())

    def _send(self, tag: int, message: Request) -> None:
        payload = plistlib.dumps(message, fmt=plistlib.FMT_XML)
        self._writer.write(Frame(PLIST_VERSION, Message.PLIST, tag, payload).encode())
