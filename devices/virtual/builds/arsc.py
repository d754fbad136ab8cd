"""A build's resource table: strings in several languages, and files such as the launcher icon.

Chunk layouts: AOSP frameworks/base/libs/androidfw/include/androidfw/ResourceTypes.h.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_TABLE: Final = 0x0002
_STRING_POOL: Final = 0x0001
_PACKAGE: Final = 0x0200
_TYPE: Final = 0x0201
_TYPE_SPEC: Final = 0x0202
_UTF8: Final = 0x100
_APP: Final = 0x7F
_CONFIG_SIZE: Final = 64
_VALUE_STRING: Final = 0x03
_NO_ENTRY: Final = 0xFFFFFFFF
_LOCALE_VARIES: Final = 0x0004  # ResTable_config::CONFIG_LOCALE
_NAME_UNITS: Final = 128
_LONG: Final = 0x80  # lengths from here on take two bytes


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to a resource, as a manifest's attribute holds it."""

    id: int


@dataclass(frozen=True, slots=True)
class ResourceTable:
    """An encoded table, and the ids of what is in it by ``type/name``."""

    data: bytes
    ids: Mapping[str, Reference]


def encode_table(
    package: str,
    strings: Mapping[str, Mapping[str, str]],
    files: Mapping[str, str],
) -> ResourceTable:
    """A table of strings and files.

    Args:
        package: its name.
        strings: texts by the string's name and by language; the empty language is the default.
        files: paths in the archive by ``type/name``, for example ``mipmap/icon``.
    """
    values = _Pool()
    types: dict[str, dict[str, dict[str, int]]] = {}  # type, then language, then name
    for name, texts in strings.items():
        for language, text in texts.items():
            types.setdefault("string", {}).setdefault(language, {})[name] = values.add(text)
    for key, path in files.items():
        kind, _, name = key.partition("/")
        types.setdefault(kind, {}).setdefault("", {})[name] = values.add(path)
    names = _Pool()
    body, ids = b"", {}
    for number, (kind, languages) in enumerate(types.items(), 1):
        order = list(dict.fromkeys(name for found in languages.values() for name in found))
        keys = [names.add(name) for name in order]
        body += _spec(number, len(order), varies=len(languages) > 1)
        for language, found in languages.items():
            entries = [(key, found.get(name)) for key, name in zip(keys, order, strict=True)]
            body += _type(number, language, entries)
        for index, name in enumerate(order):
            ids[f"{kind}/{name}"] = Reference(_APP << 24 | number << 16 | index)
    inside = _package(package, _pool(types), names.chunk(), body)
    data = _chunk(_TABLE, struct.pack("<I", 1), values.chunk() + inside)
    return ResourceTable(data, ids)


class _Pool:
    """Strings in UTF-8, each once."""

    def __init__(self) -> None:
        self._index: dict[str, int] = {}

    def add(self, text: str) -> int:
        return self._index.setdefault(text, len(self._index))

    def chunk(self) -> bytes:
        return _pool(self._index)


def _pool(strings: Iterable[str]) -> bytes:
    offsets, data = b"", b""
    for text in strings:
        offsets += struct.pack("<I", len(data))
        encoded = text.encode()
        data += (
            _length(len(text.encode("utf-16-le")) // 2) + _length(len(encoded)) + encoded + b"\0"
        )
    data += b"\0" * (-len(data) % 4)
    counts = struct.pack("<IIIII", len(offsets) // 4, 0, _UTF8, 28 + len(offsets), 0)
    return _chunk(_STRING_POOL, counts, offsets + data)


def _length(size: int) -> bytes:
    return bytes([size]) if size < _LONG else bytes([_LONG | size >> 8, size & 0xFF])


def _chunk(kind: int, header: bytes, body: bytes) -> bytes:
    size = 8 + len(header)
    return struct.pack("<HHI", kind, size, size + len(body)) + header + body


def _package(name: str, types: bytes, names: bytes, body: bytes) -> bytes:
    title = name.encode("utf-16-le")[: 2 * _NAME_UNITS - 2].ljust(2 * _NAME_UNITS, b"\0")
    header_size = 8 + 4 + len(title) + 20
    offsets = struct.pack("<IIIII", header_size, 0, header_size + len(types), 0, 0)
    return _chunk(_PACKAGE, struct.pack("<I", _APP) + title + offsets, types + names + body)


def _spec(number: int, count: int, *, varies: bool) -> bytes:
    masks = struct.pack("<I", _LOCALE_VARIES if varies else 0) * count
    return _chunk(_TYPE_SPEC, struct.pack("<BBHI", number, 0, 0, count), masks)


def _type(number: int, language: str, entries: list[tuple[int, int | None]]) -> bytes:
    offsets, values = b"", b""
    for key, value in entries:
        offsets += struct.pack("<I", _NO_ENTRY if value is None else len(values))
        if value is not None:
            values += struct.pack("<HHIHBBI", 8, 0, key, 8, 0, _VALUE_STRING, value)
    config = struct.pack("<IHH2s", _CONFIG_SIZE, 0, 0, language.encode()).ljust(_CONFIG_SIZE, b"\0")
    start = 20 + len(config) + len(offsets)
    head = struct.pack("<BBHII", number, 0, 0, len(entries), start) + config
    return _chunk(_TYPE, head, offsets + values)
