"""One string of a build's resource table, looked up where it lies.

A whole table takes seconds to read for a large app, and a phone needs one label of it.

Layout: AOSP frameworks/base/libs/androidfw/include/androidfw/ResourceTypes.h.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_TABLE: Final = 0x0002
_STRING_POOL: Final = 0x0001
_PACKAGE: Final = 0x0200
_TYPE: Final = 0x0201
_HEADER: Final = struct.Struct("<HHI")
_UTF8: Final = 0x100
_SPARSE: Final = 0x01
_OFFSETS_16: Final = 0x02
_COMPLEX: Final = 0x0001
_COMPACT: Final = 0x0008
_TYPE_REFERENCE: Final = 0x01
_TYPE_STRING: Final = 0x03
_NO_ENTRY: Final = 0xFFFFFFFF
_NO_ENTRY_16: Final = 0xFFFF
_REFERENCES_FOLLOWED: Final = 8


class ResourceError(ValueError):
    """The table is broken, or has no such string."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of one configuration: its type, its data, and the language it is for."""

    kind: int
    data: int
    language: str


def read_string(table: bytes, resource: int, language: str = "en") -> str:
    """The text of a string resource: in a language, else the default.

    Raises:
        ResourceError: there is none, or the table is broken.
    """
    try:
        return _resolve(memoryview(table), resource, language, _REFERENCES_FOLLOWED)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise ResourceError(f"0x{resource:08x}: {error}") from error


def _resolve(table: memoryview, resource: int, language: str, left: int) -> str:
    found = list(_values(table, resource))
    chosen = next((v for v in found if v.language == language), None)
    chosen = chosen or next((v for v in found if not v.language), None) or next(iter(found), None)
    if chosen is None:
        raise ResourceError(f"no resource 0x{resource:08x}")
    if chosen.kind == _TYPE_REFERENCE and left:
        return _resolve(table, chosen.data, language, left - 1)
    if chosen.kind != _TYPE_STRING:
        raise ResourceError(f"0x{resource:08x} is no string")
    return _pool_string(table, chosen.data)


def _chunks(data: memoryview, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Kind, start, size of the header, and end of each chunk."""
    while start + _HEADER.size <= end:
        kind, header, size = _HEADER.unpack_from(data, start)
        if size < max(header, _HEADER.size) or start + size > end:
            raise ResourceError(f"a chunk at {start} has {size} bytes")
        yield kind, start, header, start + size
        start += size


def _parts(table: memoryview) -> Iterator[tuple[int, int, int, int]]:
    kind, header, size = _HEADER.unpack_from(table, 0)
    if kind != _TABLE or header > size or size > len(table):
        raise ResourceError("no resource table")
    return _chunks(table, header, size)


def _values(table: memoryview, resource: int) -> Iterator[_Value]:
    package, kind, entry = resource >> 24, resource >> 16 & 0xFF, resource & 0xFFFF
    for part, start, header, end in _parts(table):
        if part != _PACKAGE or struct.unpack_from("<I", table, start + 8)[0] & 0xFF != package:
            continue
        for chunk, at, size, stop in _chunks(table, start + header, end):
            if chunk == _TYPE and table[at + 8] == kind:
                value = _entry(table, at, size, stop, entry)
                if value is not None:
                    yield value


def _entry(table: memoryview, at: int, header: int, stop: int, entry: int) -> _Value | None:
    flags = table[at + 9]
    count, entries = struct.unpack_from("<II", table, at + 12)
    offset = _offset(table, at + header, count, entry, flags)
    if offset is None:
        return None
    place = at + entries + offset
    if place + 8 > stop:
        raise ResourceError(f"entry {entry} lies outside its chunk")
    language = bytes(table[at + 28 : at + 30])
    text = language.decode("latin-1").strip("\0") if language[0] < 0x80 else "?"  # noqa: PLR2004 - packed codes of three letters have the top bit
    size, mark = struct.unpack_from("<HH", table, place)
    if mark & _COMPACT:
        return _Value(mark >> 8, struct.unpack_from("<I", table, place + 4)[0], text)
    if mark & _COMPLEX:
        return None
    kind, data = struct.unpack_from("<xxxBI", table, place + size)
    return _Value(kind, data, text)


def _offset(table: memoryview, start: int, count: int, entry: int, flags: int) -> int | None:
    """Where an entry lies behind the entries' start; None where the configuration has none."""
    if flags & _SPARSE:
        for index in range(min(count, (len(table) - start) // 4)):
            number, offset = struct.unpack_from("<HH", table, start + 4 * index)
            if number == entry:
                return int(offset) * 4
        return None
    if entry >= count:
        return None
    if flags & _OFFSETS_16:
        (short,) = struct.unpack_from("<H", table, start + 2 * entry)
        return None if short == _NO_ENTRY_16 else int(short) * 4
    (offset,) = struct.unpack_from("<I", table, start + 4 * entry)
    return None if offset == _NO_ENTRY else int(offset)


def _pool_string(table: memoryview, index: int) -> str:
    for kind, start, header, end in _parts(table):
        if kind != _STRING_POOL:
            continue
        count, _, flags, strings = struct.unpack_from("<IIII", table, start + 8)
        if index >= count:
            raise ResourceError(f"no string {index}")
        (offset,) = struct.unpack_from("<I", table, start + header + 4 * index)
        return _text(table[start + strings + offset : end], utf8=bool(flags & _UTF8))
    raise ResourceError("no strings")


def _text(data: memoryview, *, utf8: bool) -> str:
    if not utf8:
        (units,) = struct.unpack_from("<H", data)
        start = 2
        if units & 0x8000:
            units = (units & 0x7FFF) << 16 | struct.unpack_from("<H", data, 2)[0]
            start = 4
        return bytes(data[start : start + 2 * units]).decode("utf-16-le")
    start = 2 if data[0] & 0x80 else 1  # the length in characters comes first
    size = data[start]
    start += 1
    if size & 0x80:
        size = (size & 0x7F) << 8 | data[start]
        start += 1
    return bytes(data[start : start + size]).decode()
