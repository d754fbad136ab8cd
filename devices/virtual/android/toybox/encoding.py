"""Bytes as text: checksums, `base64`, `xxd`, `od`. Source: toybox toys/lsb/md5sum.c, toys/other."""

from __future__ import annotations

import base64 as b64
import binascii
import hashlib
import zlib
from typing import TYPE_CHECKING, Final

from devices.virtual.android.toybox.options import Failure, complain, toybox
from devices.virtual.android.toybox.text import Inputs, lines_of, read_input

if TYPE_CHECKING:
    from devices.virtual.android.shell.call import Call
    from devices.virtual.android.toybox.options import Given


_SUMS: Final = {
    "md5sum": "md5", "sha1sum": "sha1", "sha224sum": "sha224", "sha256sum": "sha256",
    "sha384sum": "sha384", "sha512sum": "sha512",
}  # fmt: skip


@toybox(*_SUMS, options="bcs", longs={"check": "c", "status": "s", "brief": "b"},
        usage="[-bcs] [FILE]...")  # fmt: skip
async def sums(call: Call, given: Given) -> int:
    """Print checksums, or check those of a list."""
    inputs = Inputs(call, given.args)
    kind, failed = _SUMS[call.name], 0
    async for name, data in inputs.contents():
        if given.has("c"):
            failed += await _check(call, given, kind, data)
            continue
        digest = hashlib.new(kind, data, usedforsecurity=False).hexdigest()
        await call.print(digest if given.has("b") else f"{digest}  {name}")
    return inputs.status or int(failed > 0)


async def _check(call: Call, given: Given, kind: str, data: bytes) -> int:
    failed = 0
    for line in lines_of(data):
        digest, _, path = line.partition("  ")
        try:
            found = hashlib.new(
                kind, await read_input(call, path), usedforsecurity=False
            ).hexdigest()
        except OSError:
            found = ""
        failed += found != digest
        if not given.has("s"):
            await call.print(f"{path}: {'OK' if found == digest else 'FAILED'}")
    return failed


@toybox("cksum", options="HILNPU", usage="[-IPLNHU] [FILE...]")
async def cksum(call: Call, given: Given) -> int:
    """Print POSIX's checksum."""
    inputs = Inputs(call, given.args)
    async for name, data in inputs.contents():
        shown = f" {name}" if name != "-" else ""
        await call.print(f"{_crc(data)} {len(data)}{shown}")
    return inputs.status


@toybox("crc32", usage="[file...]")
async def crc32(call: Call, given: Given) -> int:
    """Print the checksum of zip and gzip."""
    inputs = Inputs(call, given.args)
    async for _, data in inputs.contents():
        await call.print(f"{zlib.crc32(data):08x}")
    return inputs.status


def _crc(data: bytes) -> int:
    """POSIX's: most significant bit first, with the length behind the bytes."""
    length, crc = len(data), 0
    tail = bytearray()
    while length:
        tail.append(length & 0xFF)
        length >>= 8
    for byte in data + bytes(tail):
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1 ^ 0x04C11DB7) & 0xFFFFFFFF if crc & 0x80000000 else crc << 1
    return crc ^ 0xFFFFFFFF


@toybox(
    "base64",
    options="diw:",
    longs={"decode": "d", "wrap": "w"},
    usage="[-di] [-w COLUMNS] [FILE...]",
)
async def base64(call: Call, given: Given) -> int:
    """Encode, or decode."""
    inputs = Inputs(call, given.args)
    async for _, data in inputs.contents():
        if given.has("d"):
            kept = bytes(c for c in data if c in _ALPHABET)
            try:
                await call.stdout.write(b64.b64decode(kept + b"=" * (-len(kept) % 4)))
            except binascii.Error:
                raise Failure("bad input") from None
            continue
        text, width = b64.b64encode(data), given.number("w", 76)
        if width > 0:
            text = b"".join(text[i : i + width] + b"\n" for i in range(0, len(text), width))
        await call.stdout.write(text)
    return inputs.status


_ALPHABET: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")


@toybox(
    "xxd",
    options="c:g:il:o:prs:",
    most=2,
    usage="[-c n] [-g n] [-i] [-l n] [-o n] [-p] [-r] [-s n] [file]",
)
async def xxd(call: Call, given: Given) -> int:
    """Print bytes in hexadecimal, or turn that back."""
    try:
        data = await read_input(call, given.args[0] if given.args else "-")
    except OSError as error:
        return await complain(call, given.args[0], error)
    if given.has("r"):
        return await _reverse(call, given, data)
    start = max(0, given.number("s", 0))
    data = data[start : start + given.number("l", len(data))]
    if given.has("p"):
        width = given.number("c", 30)
        rows = [data[i : i + width].hex() for i in range(0, len(data), max(1, width))]
    else:
        width = min(256, max(1, given.number("c", 16)))
        group = max(1, min(width, given.number("g", 2) or width))
        rows = [
            _row(start + i, data[i : i + width], width, group) for i in range(0, len(data), width)
        ]
    if rows:
        await call.print("\n".join(rows))
    return 0


def _row(offset: int, data: bytes, width: int, group: int) -> str:
    groups = [data[i : i + group].hex() for i in range(0, len(data), group)]
    wide = width * 2 + -(-width // group) - 1
    text = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in data)  # noqa: PLR2004 - ASCII
    return f"{offset:08x}: {' '.join(groups):<{wide}}  {text}"


async def _reverse(call: Call, given: Given, data: bytes) -> int:
    found = bytearray()
    for line in lines_of(data):
        text = line if given.has("p") else line.partition(": ")[2].split("  ")[0]
        digits = "".join(char for char in text if char in "0123456789abcdefABCDEF")
        found += bytes.fromhex(digits[: len(digits) // 2 * 2])
    await call.stdout.write(bytes(found))
    return 0


@toybox(
    "od",
    options="bcdosxv A:N:j:t:w".replace(" ", ""),
    usage="[-bcdosxv] [-j #] [-N #] [-A doxn] [-t acdfoux]",
)
async def od(call: Call, given: Given) -> int:
    """Print bytes as numbers or characters."""
    inputs = Inputs(call, given.args)
    data = b""
    async for _, content in inputs.contents():
        data += content
    data = data[given.number("j", 0) :][: given.number("N", len(data))]
    base = {"d": "07d", "o": "07o", "x": "06x", "n": ""}.get(given.value("A", "o")[:1], "07o")
    shape = given.value("t") or next((s for f, s in _OD.items() if given.has(f)), "o2")
    lines = []
    for offset in range(0, len(data), 16):
        address = f"{offset:{base}}" if base else ""
        lines.append(address + _od_cells(data[offset : offset + 16], shape))
    if base:
        lines.append(f"{len(data):{base}}")
    await call.print("\n".join(lines))
    return inputs.status


_OD: Final = {"b": "o1", "c": "c", "d": "u2", "o": "o2", "s": "d2", "x": "x2"}


_ESCAPED: Final = {
    0: "\\0",
    7: "\\a",
    8: "\\b",
    9: "\\t",
    10: "\\n",
    11: "\\v",
    12: "\\f",
    13: "\\r",
}


def _od_cells(data: bytes, shape: str) -> str:
    if shape[0] in {"c", "a"}:
        cells = [_ESCAPED.get(b) or (chr(b) if 32 <= b < 127 else f"{b:03o}") for b in data]  # noqa: PLR2004 - ASCII
        return "".join(f" {cell:>3}" for cell in cells)
    size = int(shape[1]) if shape[1:2] in {"1", "2", "4", "8"} else 4
    found = []
    for at in range(0, len(data), size):
        value = int.from_bytes(data[at : at + size], "little", signed=shape[0] == "d")
        letter = {"x": "x", "o": "o"}.get(shape[0], "d")
        digits = {"x": size * 2, "o": -(-size * 8 // 3), "d": {1: 4, 2: 6, 4: 11}.get(size, 20)}[
            letter
        ]
        found.append(f" {value:{'0' if letter in 'xo' else ''}{digits}{letter}}")
    return "".join(found)


@toybox("strings", options="t:an:fo", usage="[-fo] [-t oxd] [-n LEN] [FILE...]")
async def strings(call: Call, given: Given) -> int:
    """Print what can be printed."""
    inputs, least = Inputs(call, given.args), given.number("n", 4)
    async for _, data in inputs.contents():
        text = "".join(chr(b) if 32 <= b < 127 or b == 9 else "\n" for b in data)  # noqa: PLR2004 - ASCII
        for line in text.split("\n"):
            if len(line) >= max(1, least):
                await call.print(line)
    return inputs.status
