"""Android's binary XML, as far as a manifest needs it.

Chunk layouts: AOSP frameworks/base/libs/androidfw/include/androidfw/ResourceTypes.h. Numbers of the
attributes: the public ids of android.R.attr, AOSP core/res/res/values/public-final.xml.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from devices.virtual.builds.arsc import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

NAMESPACE: Final = "http://schemas.android.com/apk/res/android"
_PREFIX: Final = "android"

ATTRIBUTE_IDS: Final = {
    "label": 0x01010001,
    "icon": 0x01010002,
    "name": 0x01010003,
    "permission": 0x01010006,
    "protectionLevel": 0x01010009,
    "permissionGroup": 0x0101000A,
    "hasCode": 0x0101000C,
    "enabled": 0x0101000E,
    "debuggable": 0x0101000F,
    "exported": 0x01010010,
    "authorities": 0x01010018,
    "priority": 0x0101001C,
    "launchMode": 0x0101001D,
    "targetPackage": 0x01010021,
    "value": 0x01010024,
    "mimeType": 0x01010026,
    "scheme": 0x01010027,
    "host": 0x01010028,
    "path": 0x0101002A,
    "pathPrefix": 0x0101002B,
    "pathPattern": 0x0101002C,
    "targetActivity": 0x01010202,
    "minSdkVersion": 0x0101020C,
    "versionCode": 0x0101021B,
    "versionName": 0x0101021C,
    "targetSdkVersion": 0x01010270,
    "maxSdkVersion": 0x01010271,
    "testOnly": 0x01010272,
    "allowBackup": 0x01010280,
    "extractNativeLibs": 0x010104EA,
    "autoVerify": 0x010104EE,
    "versionCodeMajor": 0x01010576,
    "isSplitRequired": 0x01010591,
}

_NONE: Final = 0xFFFFFFFF
_XML: Final = 0x0003
_STRING_POOL: Final = 0x0001
_RESOURCE_MAP: Final = 0x0180
_START_NAMESPACE: Final = 0x0100
_END_NAMESPACE: Final = 0x0101
_START_ELEMENT: Final = 0x0102
_END_ELEMENT: Final = 0x0103
_TYPE_REFERENCE: Final = 0x01
_TYPE_STRING: Final = 0x03
_TYPE_INT: Final = 0x10
_TYPE_BOOLEAN: Final = 0x12
_NODE_HEADER: Final = 16  # of every chunk of the tree: chunk header, line number, comment
_LINE: Final = struct.pack("<II", 1, _NONE)

Value = str | int | bool | Reference


@dataclass(frozen=True, slots=True)
class Element:
    """One element.

    Attributes:
        name: its tag, without namespace.
        attributes: those of the android namespace, by name.
        plain: those without a namespace, such as ``package``.
        children: the elements inside.
    """

    name: str
    attributes: Mapping[str, Value] = field(default_factory=dict)
    plain: Mapping[str, str] = field(default_factory=dict)
    children: Sequence[Element] = ()

    def walk(self) -> Iterator[Element]:
        """This element and all inside, in the order of the document."""
        yield self
        for child in self.children:
            yield from child.walk()


def encode(root: Element) -> bytes:
    """A document with this root, in binary form.

    Raises:
        KeyError: an attribute of the android namespace is not in `ATTRIBUTE_IDS`.
    """
    used = {name for element in root.walk() for name in element.attributes}
    named = sorted(used, key=ATTRIBUTE_IDS.__getitem__)
    pool = _Pool(named)
    tree = _namespace(pool, _START_NAMESPACE) + _element(pool, root)
    tree += _namespace(pool, _END_NAMESPACE)
    ids = b"".join(struct.pack("<I", ATTRIBUTE_IDS[name]) for name in named)
    body = pool.chunk() + _chunk(_RESOURCE_MAP, 8, ids) + tree
    return _chunk(_XML, 8, body)


class _Pool:
    """The strings of a document; those of attributes come first, in the resource map's order."""

    def __init__(self, first: Sequence[str]) -> None:
        self._strings = list(first)
        # A name and a value of the same text are two entries: only the former has an id.
        self._names = {text: index for index, text in enumerate(first)}
        self._others: dict[str, int] = {}

    def name(self, text: str) -> int:
        """Index of the name of an attribute of the android namespace."""
        return self._names[text]

    def add(self, text: str) -> int:
        """Index of any other string."""
        if text not in self._others:
            self._others[text] = len(self._strings)
            self._strings.append(text)
        return self._others[text]

    def chunk(self) -> bytes:
        """All strings, in UTF-16."""
        offsets, data = b"", b""
        for text in self._strings:
            offsets += struct.pack("<I", len(data))
            units = text.encode("utf-16-le")
            data += struct.pack("<H", len(units) // 2) + units + b"\0\0"
        data += b"\0" * (-len(data) % 4)
        header = struct.pack("<IIIII", len(self._strings), 0, 0, 28 + len(offsets), 0)
        return _chunk(_STRING_POOL, 28, header + offsets + data)


def _chunk(kind: int, header_size: int, body: bytes) -> bytes:
    return struct.pack("<HHI", kind, header_size, 8 + len(body)) + body


def _namespace(pool: _Pool, kind: int) -> bytes:
    names = struct.pack("<II", pool.add(_PREFIX), pool.add(NAMESPACE))
    return _chunk(kind, _NODE_HEADER, _LINE + names)


def _element(pool: _Pool, element: Element) -> bytes:
    name = pool.add(element.name)
    # Android looks attributes up by binary search over their ids.
    ordered = sorted(element.attributes, key=ATTRIBUTE_IDS.__getitem__)
    attributes = [_attribute(pool, key, element.attributes[key]) for key in ordered]
    attributes += [_plain(pool, key, text) for key, text in element.plain.items()]
    head = struct.pack("<IIHHHHHH", _NONE, name, 20, 20, len(attributes), 0, 0, 0)
    start = _chunk(_START_ELEMENT, _NODE_HEADER, _LINE + head + b"".join(attributes))
    inside = b"".join(_element(pool, child) for child in element.children)
    end = _chunk(_END_ELEMENT, _NODE_HEADER, _LINE + struct.pack("<II", _NONE, name))
    return start + inside + end


def _attribute(pool: _Pool, key: str, value: Value) -> bytes:
    raw = _NONE
    if isinstance(value, bool):
        kind, data = _TYPE_BOOLEAN, _NONE if value else 0
    elif isinstance(value, Reference):
        kind, data = _TYPE_REFERENCE, value.id
    elif isinstance(value, int):
        kind, data = _TYPE_INT, value & _NONE
    else:
        kind, data = _TYPE_STRING, pool.add(value)
        raw = data
    head = struct.pack("<III", pool.add(NAMESPACE), pool.name(key), raw)
    return head + struct.pack("<HBBI", 8, 0, kind, data)


def _plain(pool: _Pool, key: str, text: str) -> bytes:
    data = pool.add(text)
    head = struct.pack("<III", _NONE, pool.add(key), data)
    return head + struct.pack("<HBBI", 8, 0, _TYPE_STRING, data)
