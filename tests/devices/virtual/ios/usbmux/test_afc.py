"""The file service, from a host's side."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from tests.devices.virtual.ios.handsets import CAPACITY, NOW_NS, UDID
from tests.devices.virtual.ios.usbmux.cable import Files, closed, exactly

if TYPE_CHECKING:
    from tests.devices.virtual.ios.usbmux.cable import Cable

# Operations and numbers of a status, libimobiledevice's src/afc.h and include/.../afc.h.
_LIST, _TRUNCATE, _REMOVE, _MAKE, _INFO, _DEVICE, _OPEN = 0x03, 0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0D
_READ, _WRITE, _SEEK, _TELL, _CLOSE, _SIZE, _RENAME = 0x0F, 0x10, 0x11, 0x12, 0x14, 0x15, 0x18
_LOCK, _LINK, _TIME, _REMOVE_ALL = 0x1B, 0x1C, 0x1E, 0x22
_OK, _UNKNOWN, _BAD_TYPE, _BAD_ARGUMENT, _MISSING, _IS_FOLDER, _DENIED = 0, 1, 6, 7, 8, 9, 10
_UNSUPPORTED, _EXISTS, _FULL = 15, 16, 18
_R, _RW, _W, _WR, _A, _RA = range(1, 7)


@pytest.fixture
def files(cable: Cable) -> Files:
    """The media folder."""
    return Files(cable.service(UDID, "com.apple.afc"))


def test_a_packet_is_answered_byte_for_byte(cable: Cable) -> None:
    """Magic, both lengths, the packet's number and the operation, eight bytes each."""
    sock = cable.service(UDID, "com.apple.afc")
    sock.sendall(b"CFA6LPAA" + struct.pack("<4Q", 44, 44, 7, 0x09) + b"DCIM")
    assert exactly(sock, 48) == b"CFA6LPAA" + struct.pack("<5Q", 48, 48, 7, 1, 0)


def test_what_is_pushed_is_pulled(files: Files) -> None:
    """A file written in one packet is read in pieces, and listed; paths need no slash in front."""
    data = bytes(range(256)) * 3
    assert files.ask(_MAKE, "PublicStaging").status == _OK
    files.push("/PublicStaging/a.ipa", data)
    assert files.pull("PublicStaging/a.ipa") == data
    assert files.ask(_LIST, "/PublicStaging").texts == [".", "..", "a.ipa"]


def test_a_large_file_is_written_in_one_packet(files: Files) -> None:
    """Some clients send a whole build at once."""
    data = bytes(700_000)
    files.push("big", data)
    info = dict(zip(*[iter(files.ask(_INFO, "big").texts)] * 2, strict=True))
    assert info["st_size"] == "700000"


def test_facts_of_a_file_and_of_a_folder(files: Files) -> None:
    """Sizes in bytes, times in nanoseconds, kinds by stat's names."""
    files.ask(_MAKE, "d/e")
    files.push("d/f", b"12345")
    file = files.ask(_INFO, "d/f").texts
    assert file == [
        *("st_size", "5", "st_blocks", "8", "st_nlink", "1"),
        *("st_ifmt", "S_IFREG", "st_mtime", str(NOW_NS), "st_birthtime", str(NOW_NS)),
    ]
    folder = dict(zip(*[iter(files.ask(_INFO, "d").texts)] * 2, strict=True))
    assert (folder["st_ifmt"], folder["st_nlink"]) == ("S_IFDIR", "4")
    files.ask(_TIME, 5_000, "d/f")
    assert files.ask(_INFO, "d/f").texts[9] == "5000"


def test_facts_of_the_disk(files: Files) -> None:
    """Room shrinks by what is written, and grows by what is removed or cut."""

    def free() -> int:
        told = dict(zip(*[iter(files.ask(_DEVICE).texts)] * 2, strict=True))
        assert (told["Model"], told["FSTotalBytes"]) == ("iPhone14,5", str(CAPACITY))
        return int(told["FSFreeBytes"])

    assert free() == CAPACITY
    files.push("a", bytes(1000))
    files.push("a", bytes(600))
    assert free() == CAPACITY - 600
    files.push("b", bytes(100))
    files.ask(_RENAME, "b", "a")
    assert free() == CAPACITY - 100
    files.ask(_TRUNCATE, 30, "a")
    assert free() == CAPACITY - 30
    files.ask(_REMOVE, "a")
    assert free() == CAPACITY


def test_a_full_disk_takes_no_more(files: Files) -> None:
    """The rest of the packet is passed over, and the connection goes on."""
    handle = files.ask(_OPEN, _W, "a").number
    assert files.ask(_WRITE, handle, content=bytes(CAPACITY + 1)).status == _FULL
    assert files.ask(_SIZE, handle, 1 << 60).status == _FULL
    assert files.ask(_SEEK, handle, 0, 1 << 62).status == _OK
    assert files.ask(_WRITE, handle, content=b"x").status == _FULL


@pytest.mark.parametrize(
    ("mode", "there", "after", "read"),
    [
        (_R, b"abcdef", None, b"abcdef"),
        (_RW, b"abcdef", b"XYcdef", b"cdef"),
        (_W, b"abcdef", b"XY", None),
        (_WR, b"abcdef", b"XY", b""),
        (_A, b"abcdef", b"abcdefXY", None),
        (_RA, b"abcdef", b"abcdefXY", b""),
    ],
)
def test_modes_are_fopens(
    files: Files, mode: int, there: bytes, after: bytes | None, read: bytes | None
) -> None:
    """Writing and then reading goes as r, r+, w, w+, a and a+ say, or is not permitted."""
    files.push("f", there)
    handle = files.ask(_OPEN, mode, "f").number
    written = files.ask(_WRITE, handle, content=b"XY").status
    assert written == (_DENIED if after is None else _OK)
    reply = files.ask(_READ, handle, 99)
    if read is None:
        assert reply.status == _DENIED
    else:
        assert reply.content == read
    files.ask(_CLOSE, handle)
    assert files.pull("f") == (there if after is None else after)


def test_a_place_in_a_file_is_sought_and_told(files: Files) -> None:
    """From the start, from here, from the end; a gap that is written over reads as zeros."""
    handle = files.ask(_OPEN, _WR, "f").number
    files.ask(_WRITE, handle, content=b"0123456789")
    for whence, offset, expected in [(0, 4, 4), (1, -1, 3), (2, -2, 8), (2, 3, 13)]:
        assert files.ask(_SEEK, handle, whence, offset).status == _OK
        assert files.ask(_TELL, handle).number == expected
    assert files.ask(_READ, handle, 5).content == b""
    files.ask(_WRITE, handle, content=b"x")
    assert files.pull("f") == b"0123456789\0\0\0x"
    for whence, offset in [(0, -1), (9, 0)]:
        assert files.ask(_SEEK, handle, whence, offset).status == _BAD_ARGUMENT
    assert files.ask(_TELL, handle).number == 14


def test_a_file_is_cut_and_filled_up(files: Files) -> None:
    """By its handle or by its path; what is added is zeros."""
    handle = files.ask(_OPEN, _W, "f").number
    files.ask(_WRITE, handle, content=b"0123456789")
    assert files.ask(_SIZE, handle, 3).status == _OK
    assert files.pull("f") == b"012"
    assert files.ask(_TRUNCATE, 5, "f").status == _OK
    assert files.pull("f") == b"012\0\0"
    assert files.ask(_LOCK, handle, 2 | 4).status == _OK


def test_things_move_and_go(files: Files) -> None:
    """A file takes another's place; a folder goes empty, or with all that is in it."""
    files.ask(_MAKE, "a/b/c")
    files.push("a/b/f", b"1")
    files.push("g", b"2")
    assert files.ask(_RENAME, "g", "a/b/f").status == _OK
    assert files.pull("a/b/f") == b"2"
    assert files.ask(_RENAME, "a/b", "d").status == _OK
    assert files.ask(_LIST, "d").texts == [".", "..", "c", "f"]
    assert files.ask(_REMOVE, "d").status == _UNKNOWN
    assert files.ask(_REMOVE, "d/c").status == _OK
    assert files.ask(_REMOVE_ALL, "d").status == _OK
    assert files.ask(_LIST, "/").texts == [".", "..", "a"]


def test_a_folder_that_is_there_is_made_again(files: Files) -> None:
    """With those above it; a file in the way is told."""
    assert [files.ask(_MAKE, "a/b").status for _ in range(2)] == [_OK, _OK]
    files.push("f", b"")
    assert files.ask(_MAKE, "f").status == _EXISTS


@pytest.mark.parametrize(
    ("operation", "parts", "status"),
    [
        (_LIST, ("nope",), _MISSING),
        (_INFO, ("a/nope",), _MISSING),
        (_REMOVE, ("nope",), _MISSING),
        (_REMOVE_ALL, ("nope",), _MISSING),
        (_RENAME, ("nope", "x"), _MISSING),
        (_RENAME, ("a", "a/b"), _BAD_ARGUMENT),
        (_RENAME, ("a",), _BAD_ARGUMENT),
        (_OPEN, (_R, "nope"), _MISSING),
        (_OPEN, (_W, "nope/f"), _MISSING),
        (_OPEN, (_R, "a"), _IS_FOLDER),
        (_OPEN, (_W, "a"), _IS_FOLDER),
        (_OPEN, (99, "f"), _BAD_ARGUMENT),
        (_OPEN, (b"short",), _BAD_ARGUMENT),
        (_READ, (77, 1), _BAD_ARGUMENT),
        (_CLOSE, (77,), _BAD_ARGUMENT),
        (_LOCK, (77, 6), _BAD_ARGUMENT),
        (_LIST, (b"\xff\xfe\0",), _BAD_ARGUMENT),
        (_MAKE, ("x" * 256,), _BAD_ARGUMENT),
        (_LIST, ("a/../../etc",), _DENIED),
        (_OPEN, (_W, "../../escape"), _DENIED),
        (_REMOVE_ALL, ("/",), _DENIED),
        (_LINK, (2, "a", "b"), _UNSUPPORTED),
        (0x99, (), _BAD_TYPE),
        (0, (), _BAD_TYPE),
    ],
)
def test_what_cannot_be_done_has_its_status(
    files: Files, operation: int, parts: tuple[int | str | bytes, ...], status: int
) -> None:
    """The service's own numbers; the connection goes on."""
    files.ask(_MAKE, "a")
    assert files.ask(operation, *parts).status == status
    assert files.ask(_LIST, "a").texts == [".", ".."]


def test_handles_end_with_their_file_and_are_many(files: Files) -> None:
    """One that is closed is no handle; too many open files are refused."""
    handle = files.ask(_OPEN, _W, "f").number
    assert files.ask(_CLOSE, handle).status == _OK
    assert files.ask(_WRITE, handle, content=b"late").status == _BAD_ARGUMENT
    opened = [files.ask(_OPEN, _R, "f") for _ in range(256)]
    assert {reply.operation for reply in opened} == {0x0E}
    assert files.ask(_OPEN, _R, "f").status == _UNKNOWN


@pytest.mark.parametrize(
    "packet",
    [
        b"CFA6LPAB" + struct.pack("<4Q", 40, 40, 1, 3),
        b"CFA6LPAA" + struct.pack("<4Q", 39, 39, 1, 3),
        b"CFA6LPAA" + struct.pack("<4Q", 40, 41, 1, 3),
        b"CFA6LPAA" + struct.pack("<4Q", 1 << 40, 1 << 40, 1, 3),
    ],
)
def test_what_is_no_packet_ends_the_connection(cable: Cable, packet: bytes) -> None:
    """Another magic, or lengths that cannot be."""
    sock = cable.service(UDID, "com.apple.afc")
    sock.sendall(packet)
    assert closed(sock)
