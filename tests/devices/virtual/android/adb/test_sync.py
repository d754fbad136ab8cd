"""`sync:` request by request, as each release answers it."""

from __future__ import annotations

import os
import stat
import struct
from typing import TYPE_CHECKING

import brotli
import lz4.frame
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.virtual.android.adb.packet import Command
from devices.virtual.os.files import Bytes
from tests.devices.virtual.android.adb.host import request, with_adbd, with_host, word
from tests.devices.virtual.android.phones import phone_of

if TYPE_CHECKING:
    from devices.virtual.android.adb.daemon import Adbd
    from devices.virtual.android.phone import Phone
    from tests.devices.virtual.android.adb.host import Host

_FOLDER = "/data/local/tmp"
_FILE = f"{_FOLDER}/file"
_WHEN = 1_700_000_000
_DRY_RUN = 0x80000000


def _ask(phone: Phone, *requests: bytes, size: int = 1 << 20) -> bytes:
    """What the phone answers to requests that are sent in portions of a size."""
    answers = b""

    async def body(host: Host) -> None:
        nonlocal answers
        await host.greet()
        remote_id = await host.open("sync:")
        sent = b"".join(requests) + request(b"QUIT", "")
        for start in range(0, len(sent), size):
            host.send(Command.WRTE, 7, remote_id, sent[start : start + size])
        answers = await host.rest()

    with_host(phone, body)
    return answers


def _send(path: str, *parts: bytes, mode: int = 0o100644) -> bytes:
    data = b"".join(word(b"DATA", len(part)) + part for part in parts)
    return request(b"SEND", f"{path},{mode}") + data + word(b"DONE", _WHEN)


def _send_v2(path: str, data: bytes, flags: int) -> bytes:
    setup = struct.pack("<4sII", b"SND2", 0o100600, flags)
    return request(b"SND2", path) + setup + word(b"DATA", len(data)) + data + word(b"DONE", _WHEN)


def _fail(text: str) -> bytes:
    return word(b"FAIL", len(text)) + text.encode()


_OKAY = word(b"OKAY", 0)


def _received(answer: bytes) -> bytes:
    """The bytes of the DATA messages of an answer that ends with DONE."""
    data, at = b"", 0
    while answer[at : at + 4] == b"DATA":
        (size,) = struct.unpack_from("<I", answer, at + 4)
        assert size <= 65536
        data += answer[at + 8 : at + 8 + size]
        at += 8 + size
    assert answer[at:] == word(b"DONE", 0), answer[at:][:80]
    return data


@pytest.mark.parametrize("size", [1, 7, 1 << 20])
def test_a_file_is_kept_as_it_was_sent(phone: Phone, size: int) -> None:
    """Bytes, time and the owner's permissions, for all, arrive however the stream is cut."""
    assert _ask(phone, _send(_FILE, b"abc", b"", b"def"), size=size) == _OKAY
    file = phone.files.need(_FILE)
    assert file.data() == b"abcdef"
    assert file.changed.timestamp() == _WHEN
    assert stat.filemode(file.mode) == "-rw-rw-rw-"


@pytest.mark.parametrize(
    "name", ["with space", "ünïcödé-文", "new\nline", "a,b,c", "-rf", "'\"$x", "\udcff\udcfe"]
)
def test_odd_names_travel(phone: Phone, name: str) -> None:
    """Names with blanks, newlines, commas and bytes that are no UTF-8 are names like others."""
    path = f"{_FOLDER}/{name}"
    assert _ask(phone, _send(path, b"x")) == _OKAY
    assert _received(_ask(phone, request(b"RECV", path))) == b"x"
    listed = _ask(phone, request(b"LIST", _FOLDER))
    assert name.encode("utf-8", "surrogateescape") in listed


def test_a_missing_folder_is_made(phone: Phone) -> None:
    """A push into folders that are not there makes them."""
    assert _ask(phone, _send(f"{_FOLDER}/a/b/c", b"x")) == _OKAY
    assert phone.files.read(f"{_FOLDER}/a/b/c") == b"x"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/system/file", "couldn't create file: Read-only file system"),
        ("/data/file", "couldn't create file: Permission denied"),
        (f"{_FOLDER}", "couldn't create file: Is a directory"),
        ("/system/a/b", "secure_mkdirs() failed: Read-only file system"),
        ("/data/a/b", "secure_mkdirs() failed: Permission denied"),
    ],
)
def test_a_refused_file_says_why(phone: Phone, path: str, reason: str) -> None:
    """A path that cannot be written is refused in adbd's words, and nothing follows."""
    assert _ask(phone, _send(path, b"x"), request(b"STAT", "/")) == _fail(reason)


def test_older_releases_word_a_missing_folder_otherwise() -> None:
    """Until Android 13 the call is told without its brackets."""
    answer = _ask(phone_of("android-13"), _send("/system/a/b", b"x"))
    assert answer == _fail("secure_mkdirs failed: Read-only file system")


def test_a_full_disk_fails_and_leaves_nothing(phone: Phone) -> None:
    """When no space is left the file that was begun is gone."""
    phone.files.capacity = phone.files.used + 100_000
    answer = _ask(phone, _send(_FILE, bytes(60_000), bytes(60_000)))
    assert answer == _fail("write failed: No space left on device")
    assert phone.files.get(_FILE) is None
    assert _ask(phone, _send(_FILE, bytes(60_000))) == _OKAY


def test_a_host_that_dies_leaves_no_half_file(phone: Phone) -> None:
    """A connection lost in the middle of a push takes the file with it, the old one too."""
    phone.files.write(_FILE, Bytes(b"old"))

    async def body(host: Host, adbd: Adbd) -> None:
        await host.greet()
        remote_id = await host.open("sync:")
        sent = request(b"SEND", f"{_FILE},33188") + word(b"DATA", 100) + b"half"
        host.send(Command.WRTE, 7, remote_id, sent)
        await host.need(Command.OKAY)
        await host.close()
        await adbd.down()

    with_adbd(phone, body)
    assert phone.files.get(_FILE) is None


def test_what_was_sent_before_the_stream_closed_counts(phone: Phone) -> None:
    """A host that sends a whole file and closes without waiting has pushed it."""

    async def body(host: Host) -> None:
        await host.greet()
        remote_id = await host.open("sync:")
        host.send(Command.WRTE, 7, remote_id, _send(_FILE, b"abc"))
        host.send(Command.CLSE, 7, remote_id)
        await host.drop(7)
        assert await host.is_alive()

    with_host(phone, body)
    assert phone.files.read(_FILE) == b"abc"


def test_links_are_made_and_told(phone: Phone) -> None:
    """A link is sent by its target; LSTAT sees it, STAT what it leads to."""
    phone.files.write(_FILE, Bytes(b"abc"))
    link = f"{_FOLDER}/sub/link"
    assert _ask(phone, _send(link, b"../file\0", mode=0o120777)) == _OKAY
    assert phone.files.need(link, follow=False).target == "../file"
    assert _received(_ask(phone, request(b"RECV", link))) == b"abc"
    itself, followed = (
        struct.unpack_from("<4sIQQIIIIQ", _ask(phone, request(name, link)))
        for name in (b"LST2", b"STA2")
    )
    assert stat.S_ISLNK(itself[4])
    assert (stat.S_ISREG(followed[4]), followed[8]) == (True, 3)


def test_a_stat_tells_what_is_there(phone: Phone) -> None:
    """STAT and STA2 tell mode, size and time, and of what is missing zeros and the error."""
    _ask(phone, _send(_FILE, b"abc"))
    assert _ask(phone, request(b"STAT", _FILE)) == struct.pack(
        "<4sIII", b"STAT", 0o100666, 3, _WHEN
    )
    assert _ask(phone, request(b"STAT", "/none")) == b"STAT" + bytes(12)
    fields = struct.unpack("<4sIQQIIIIQqqq", _ask(phone, request(b"STA2", _FILE)))
    assert fields[:2] == (b"STA2", 0)
    assert fields[4:] == (0o100666, 1, 2000, 2000, 3, _WHEN, _WHEN, _WHEN)
    missing = struct.unpack_from("<4sI", _ask(phone, request(b"STA2", "/none")))
    assert missing == (b"STA2", 2)
    denied = struct.unpack_from("<4sI", _ask(phone, request(b"LST2", "/data/data/x/y")))
    assert denied[1] in {2, 13}


def test_a_folder_is_listed(phone: Phone) -> None:
    """LIST and LIS2 tell every entry, the folder and its parent among them, and an end."""
    _ask(phone, _send(f"{_FOLDER}/list/a", b"x"), _send(f"{_FOLDER}/list/b", b"xy"))
    answer = _ask(phone, request(b"LIST", f"{_FOLDER}/list"))
    assert [name in answer for name in (b"\x01\0\0\0.", b"\x02\0\0\0..", b"\x01\0\0\0a")] == [
        True
    ] * 3
    assert answer.endswith(b"DONE" + bytes(16))
    newer = _ask(phone, request(b"LIS2", f"{_FOLDER}/list"))
    assert newer.count(b"DNT2") == 4
    assert newer.endswith(b"DONE" + bytes(72))
    assert _ask(phone, request(b"LIST", "/none")) == b"DONE" + bytes(16)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/none", "open failed: No such file or directory"),
        ("/data/local/tmp", "read failed: Is a directory"),
    ],
)
def test_a_refused_pull_says_why(phone: Phone, path: str, reason: str) -> None:
    """What cannot be opened or read is refused in adbd's words."""
    assert _ask(phone, request(b"RECV", path)) == _fail(reason)


_PACKERS = {1: brotli.compress, 2: lz4.frame.compress, 4: zstandard.compress}
_UNPACKERS = {
    1: brotli.decompress,
    2: lz4.frame.decompress,
    4: lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
}


@pytest.mark.parametrize("flags", [0, 1, 2, 4])
@pytest.mark.parametrize("size", [0, 1, 65536, 300_000])
def test_compressed_transfers_go_both_ways(phone: Phone, flags: int, size: int) -> None:
    """A file travels packed by each of the ways that the release announces."""
    plain = os.urandom(size // 2) + bytes(size - size // 2)
    packed = _PACKERS[flags](plain) if flags else plain
    assert _ask(phone, _send_v2(_FILE, packed, flags)) == _OKAY
    assert phone.files.read(_FILE) == plain
    answer = _ask(phone, request(b"RCV2", _FILE) + struct.pack("<4sI", b"RCV2", flags))
    assert (_UNPACKERS[flags](_received(answer)) if flags else _received(answer)) == plain


@pytest.mark.parametrize("flags", [1, 2, 4])
def test_packed_bytes_that_are_wrong_fail(phone: Phone, flags: int) -> None:
    """Noise, a cut file and bytes after the end cannot be unpacked, and leave no file."""
    packed = _PACKERS[flags](b"abc" * 1000)
    for wrong in (b"noise" * 20, packed[:-3], packed + b"more"):
        assert _ask(phone, _send_v2(_FILE, wrong, flags)) == _fail("decompress failed")
        assert phone.files.get(_FILE) is None


def test_a_dry_run_keeps_nothing(phone: Phone) -> None:
    """A dry run takes all bytes and writes none."""
    assert _ask(phone, _send_v2("/system/x", b"abc", _DRY_RUN)) == _OKAY
    assert phone.files.get("/system/x") is None


@pytest.mark.parametrize(
    ("profile", "sent", "reason"),
    [
        ("android-10", _send_v2(_FILE, b"", 0), "unknown command 32444e53"),
        ("android-10", request(b"LIS2", "/"), "unknown command 3253494c"),
        ("android-11", _send_v2(_FILE, b"", 4), "unknown flags: 4"),
        ("android-12", _send_v2(_FILE, b"", 8), "unknown flags: 8"),
        ("android-12", _send_v2(_FILE, b"", 3), "multiple compression flags received: 3"),
        ("android-14", request(b"WHAT", "/"), "unknown command 54414857"),
        ("android-14", word(b"STAT", 1025), "path too long"),
        ("android-14", request(b"SEND", _FILE), "missing , in ID_SEND_V1"),
        ("android-9", _send(_FILE, bytes(65537)), "oversize data message"),
        ("android-14", request(b"SEND", f"{_FILE},420") + word(b"HUH?", 0), "invalid data message"),
    ],
)
def test_a_wrong_request_is_told_and_ends_it(profile: str, sent: bytes, reason: str) -> None:
    """What a release does not know, or what makes no sense, fails in adbd's words."""
    assert _ask(phone_of(profile), sent) == _fail(reason)


def test_a_long_message_is_taken_by_newer_releases() -> None:
    """From Android 12 on a DATA message may be longer than 64 KiB."""
    phone = phone_of("android-12")
    assert _ask(phone, _send(_FILE, bytes(200_000))) == _OKAY
    assert phone.files.need(_FILE).size == 200_000


_IDS = st.sampled_from(
    [
        b"STAT",
        b"STA2",
        b"LST2",
        b"LIST",
        b"LIS2",
        b"SEND",
        b"SND2",
        b"RECV",
        b"RCV2",
        b"DATA",
        b"DONE",
    ]
)
_PATHS = st.sampled_from([_FILE.encode(), b"/", b"", b"/proc/self", b"/sdcard/x,0644", b"a\0b"])
_MESSAGES = st.one_of(
    st.builds(request, _IDS, st.one_of(_PATHS, st.binary(max_size=30))),
    st.builds(word, _IDS, st.integers(0, 2**32 - 1)),
    st.binary(max_size=30),
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(_MESSAGES, max_size=8).map(b"".join))
def test_any_bytes_end_in_an_answer_or_an_end(sent: bytes) -> None:
    """Whatever a host says on `sync:`, closing it ends the service, and the phone lives on."""

    async def body(host: Host) -> None:
        await host.greet()
        remote_id = await host.open("sync:")
        host.send(Command.WRTE, 7, remote_id, sent)
        host.send(Command.CLSE, 7, remote_id)
        await host.drop(7)
        assert await host.is_alive()

    with_host(_PHONE, body)


_PHONE = phone_of("android-14")
