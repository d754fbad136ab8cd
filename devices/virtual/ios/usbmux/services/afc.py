"""com.apple.afc: the files below a phone's media folder.

Source: libimobiledevice, ``src/afc.c``; appium-ios-device, ``lib/afc``.
"""

from __future__ import annotations

import asyncio
import errno
from typing import TYPE_CHECKING, Final

from devices.virtual.ios.usbmux.media import File, Folder
from devices.virtual.ios.usbmux.services.afc_files import OpenFiles
from devices.virtual.ios.usbmux.services.afc_packets import (
    HEADER,
    NEWEST,
    NUMBER,
    Operation,
    Status,
    encode,
    numbers,
    paths,
    read_header,
    strings,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.ios.usbmux.channel import Channel
    from devices.virtual.ios.usbmux.handset import Handset
    from devices.virtual.ios.usbmux.media import Media
    from devices.virtual.ios.usbmux.services.afc_packets import Header

_CHUNK: Final = 64 * 1024
_BLOCK: Final = 4096
_WRAP: Final = 1 << 64  # an offset is a signed number, the others are not
# libimobiledevice, afc_remove_path: a folder that is not empty is an "unknown error".
_STATUS: Final = {
    errno.ENOENT: Status.OBJECT_NOT_FOUND,
    errno.EISDIR: Status.OBJECT_IS_DIRECTORY,
    errno.EPERM: Status.PERMISSION_DENIED,
    errno.EBADF: Status.INVALID_ARGUMENT,
    errno.EINVAL: Status.INVALID_ARGUMENT,
    errno.ENAMETOOLONG: Status.INVALID_ARGUMENT,
    errno.EEXIST: Status.OBJECT_EXISTS,
    errno.ENOSPC: Status.NO_SPACE_LEFT,
}


async def serve(handset: Handset, channel: Channel) -> None:
    """Serve the media folder."""
    model = str(handset.values(None).get("ProductType", ""))
    await Session(handset.media, model, channel).serve()


class Session:
    """One connection: its open files end with it."""

    def __init__(self, media: Media, model: str, channel: Channel) -> None:
        self._media, self._model, self._channel = media, model, channel
        self._files = OpenFiles(media)
        self._operations: dict[int, Callable[[bytes], bytes | tuple[Operation, bytes] | None]] = {
            Operation.READ_DIR: self._read_dir,
            Operation.TRUNCATE: self._truncate,
            Operation.REMOVE_PATH: self._remove,
            Operation.REMOVE_PATH_AND_CONTENTS: self._remove_all,
            Operation.MAKE_DIR: self._make_dir,
            Operation.GET_FILE_INFO: self._file_info,
            Operation.GET_DEVICE_INFO: self._device_info,
            Operation.RENAME_PATH: self._rename,
            Operation.SET_FILE_MOD_TIME: self._set_time,
            Operation.FILE_OPEN: self._open,
            Operation.FILE_READ: self._read,
            Operation.FILE_SEEK: self._seek,
            Operation.FILE_TELL: self._tell,
            Operation.FILE_CLOSE: self._close,
            Operation.FILE_SET_SIZE: self._set_size,
            Operation.FILE_LOCK: self._lock,
        }

    async def serve(self) -> None:
        """Answer packets until the client closes the connection.

        Raises:
            MalformedPacketError: it sent what is none.
        """
        while True:
            try:
                header = read_header(await self._channel.read_exactly(HEADER.size))
                arguments = await self._channel.read_exactly(header.arguments)
                reply = await self._answer(header, arguments)
            except asyncio.IncompleteReadError:
                return
            self._channel.write(reply)
            await self._channel.drain()

    async def _answer(self, header: Header, arguments: bytes) -> bytes:
        try:
            if header.operation == Operation.FILE_WRITE:
                await self._write(header, arguments)
                answer = None
            else:
                await self._skip(header.content)
                answer = self._operation(header.operation)(arguments)
        except ConnectionError:
            raise
        except OSError as error:
            return _status(header, _STATUS.get(error.errno or 0, Status.UNKNOWN_ERROR))
        except ValueError:
            return _status(header, Status.INVALID_ARGUMENT)
        except _UnknownOperationError:
            known = 0 < header.operation <= NEWEST
            return _status(header, Status.NOT_SUPPORTED if known else Status.UNKNOWN_PACKET_TYPE)
        if answer is None:
            return _status(header, Status.SUCCESS)
        if isinstance(answer, bytes):
            return encode(header.number, Operation.DATA, content=answer)
        operation, result = answer
        return encode(header.number, operation, result)

    def _operation(self, number: int) -> Callable[[bytes], bytes | tuple[Operation, bytes] | None]:
        if number not in self._operations:
            raise _UnknownOperationError
        return self._operations[number]

    def _read_dir(self, arguments: bytes) -> bytes:
        (path,) = paths(arguments, 1)
        return strings([".", "..", *self._media.folder(path).children])

    def _truncate(self, arguments: bytes) -> None:
        (size,) = numbers(arguments, 1)
        (path,) = paths(arguments[NUMBER.size :], 1)
        self._media.resize(self._media.file(path), size)

    def _remove(self, arguments: bytes) -> None:
        self._media.remove(paths(arguments, 1)[0])

    def _remove_all(self, arguments: bytes) -> None:
        self._media.remove(paths(arguments, 1)[0], contents=True)

    def _make_dir(self, arguments: bytes) -> None:
        self._media.make_folder(paths(arguments, 1)[0])

    def _rename(self, arguments: bytes) -> None:
        source, target = paths(arguments, 2)
        self._media.rename(source, target)

    def _set_time(self, arguments: bytes) -> None:
        (time_ns,) = numbers(arguments, 1)
        (path,) = paths(arguments[NUMBER.size :], 1)
        self._media.node(path).changed_ns = time_ns

    def _file_info(self, arguments: bytes) -> bytes:
        (path,) = paths(arguments, 1)
        node = self._media.node(path)
        size = node.size if isinstance(node, File) else 0
        links = 2 + len(node.children) if isinstance(node, Folder) else 1
        facts = {
            "st_size": size,
            "st_blocks": -(-size // _BLOCK) * (_BLOCK // 512),
            "st_nlink": links,
            "st_ifmt": "S_IFREG" if isinstance(node, File) else "S_IFDIR",
            "st_mtime": node.changed_ns,
            "st_birthtime": node.born_ns,
        }
        return strings([str(text) for fact in facts.items() for text in fact])

    def _device_info(self, _arguments: bytes) -> bytes:
        facts = {
            "Model": self._model,
            "FSTotalBytes": self._media.capacity,
            "FSFreeBytes": self._media.capacity - self._media.used,
            "FSBlockSize": _BLOCK,
        }
        return strings([str(text) for fact in facts.items() for text in fact])

    def _open(self, arguments: bytes) -> tuple[Operation, bytes]:
        (mode,) = numbers(arguments, 1)
        (path,) = paths(arguments[NUMBER.size :], 1)
        return Operation.FILE_OPEN_RESULT, NUMBER.pack(self._files.open(path, mode))

    def _read(self, arguments: bytes) -> bytes:
        return self._files.read(*numbers(arguments, 2))

    async def _write(self, header: Header, arguments: bytes) -> None:
        """Write what follows, piece by piece: clients send a whole build in one packet."""
        left = header.content
        try:
            (handle,) = numbers(arguments, 1)
            self._files.check_writable(handle)
            while left:
                data = await self._channel.read_exactly(min(left, _CHUNK))
                left -= len(data)
                self._files.write(handle, data)
        except (OSError, ValueError):
            await self._skip(left)
            raise

    def _seek(self, arguments: bytes) -> None:
        handle, whence, offset = numbers(arguments, 3)
        self._files.seek(handle, whence, offset - _WRAP if offset >= _WRAP // 2 else offset)

    def _tell(self, arguments: bytes) -> tuple[Operation, bytes]:
        return Operation.FILE_TELL_RESULT, NUMBER.pack(self._files.tell(*numbers(arguments, 1)))

    def _close(self, arguments: bytes) -> None:
        self._files.close(*numbers(arguments, 1))

    def _set_size(self, arguments: bytes) -> None:
        self._files.resize(*numbers(arguments, 2))

    def _lock(self, arguments: bytes) -> None:
        """Locks always succeed: nobody but the host touches these files."""
        self._files.tell(*numbers(arguments, 1))

    async def _skip(self, size: int) -> None:
        while size:
            size -= len(await self._channel.read_exactly(min(size, _CHUNK)))


class _UnknownOperationError(Exception):
    """No operation that is served has this number."""


def _status(header: Header, status: Status) -> bytes:
    return encode(header.number, Operation.STATUS, NUMBER.pack(status))
