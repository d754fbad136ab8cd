"""`screenrecord`: a file that a decoder takes, of what the screen showed."""

from __future__ import annotations

import asyncio
import struct
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw

from devices.virtual.android.shell.interpreter import Shell, Streams
from devices.virtual.android.shell.streams import Collected, Pipe
from devices.virtual.video.h264 import Encoder, Size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.virtual.android.phone import Phone
    from tests.devices.virtual.android.phones import PhoneShell

_CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl"}


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every box of a file, those inside others too."""
    while data:
        (length,) = struct.unpack_from(">I", data)
        kind, body = data[4:8], data[8:length]
        yield kind, body
        if kind in _CONTAINERS:
            yield from _boxes(body)
        data = data[length:]


def _record(phone: Phone, options: str, signal: str) -> dict[bytes, bytes]:
    """Record while the screen changes once, end with a signal, and read the file's boxes."""

    async def run() -> None:
        shell = Shell(phone, Streams(Pipe(b"", ended=True), Collected(), Collected()))
        recording = asyncio.create_task(shell.run(f"screenrecord {options} /sdcard/a.mp4"))
        first = asyncio.Event()
        picture = phone.display.screenshot_png

        def seen() -> bytes:
            first.set()
            return picture()

        phone.display.screenshot_png = seen  # type: ignore[method-assign]
        await asyncio.wait_for(first.wait(), 5)
        (running,) = [r for r in phone.commands.all() if r.name == "screenrecord"]
        first.clear()
        phone.shade.expand()
        await asyncio.wait_for(first.wait(), 5)
        other = Shell(phone, Streams(Pipe(b"", ended=True), Collected(), Collected()))
        await other.run(f"kill -{signal} {running.pid}")
        assert await asyncio.wait_for(recording, 5) == 0

    asyncio.run(run())
    return dict(_boxes(phone.files.read("/sdcard/a.mp4")))


@pytest.mark.parametrize("signal", ["2", "TERM"])
def test_a_recording_is_whole_when_it_is_ended(phone: Phone, signal: str) -> None:
    """A signal ends it in good order: one sample for each picture, the first by itself."""
    boxes = _record(phone, "--size 108x240", signal)
    assert set(boxes) >= {b"ftyp", b"mdat", b"moov", b"stsd", b"stts", b"stsz", b"stco"}
    (count,) = struct.unpack_from(">I", boxes[b"stsz"], 8)
    sizes = struct.unpack_from(f">{count}I", boxes[b"stsz"], 12)
    assert count == 2
    assert sum(sizes) == len(boxes[b"mdat"])
    assert struct.unpack_from(">2H", boxes[b"stsd"], 40) == (108, 240)
    assert boxes[b"mdat"][4] == 0x65
    assert boxes[b"mdat"][sizes[0] + 4] == 0x41


def test_the_stream_goes_to_standard_output(shell: PhoneShell, phone: Phone) -> None:
    """Without a file the units follow each other with start codes, parameters first."""
    del shell
    out = Collected()

    async def run() -> None:
        await asyncio.wait_for(
            Shell(phone, Streams(Pipe(b"", ended=True), out, Collected())).run(
                "screenrecord --size 64x64 --time-limit 1 --output-format=h264 -"
            ),
            10,
        )

    asyncio.run(run())
    kinds = [part[0] for part in out.data.split(b"\x00\x00\x00\x01")[1:]]
    assert kinds == [0x67, 0x68, 0x65]


def test_what_did_not_change_costs_nothing() -> None:
    """The same picture again is a few bytes; a small change is a small unit."""
    picture = Image.new("RGB", (320, 320), "#3060C0")
    ImageDraw.Draw(picture).ellipse((40, 40, 280, 280), fill="#FFFFFF")
    encoder = Encoder(Size(320, 320))
    whole = encoder.encode(picture)
    assert len(encoder.encode(picture)) < 16
    ImageDraw.Draw(picture).rectangle((0, 0, 20, 20), fill="#102030")
    assert 16 < len(encoder.encode(picture)) < len(whole) / 4


def test_no_start_code_hides_in_a_unit() -> None:
    """A black picture, which is all zeros, is guarded."""
    unit = Encoder(Size(64, 64)).encode(Image.effect_noise((64, 64), 1).point(lambda _: 0))
    assert b"\x00\x00\x00" not in unit
    assert b"\x00\x00\x01" not in unit


@pytest.mark.parametrize(
    ("words", "err"),
    [
        ("", "Must specify output file (see --help).\n"),
        ("--size frob a.mp4", "Invalid size 'frob', must be width x height\n"),
        ("--size 0x10 a.mp4", "Invalid size 0x10, may not be zero\n"),
        ("--time-limit 181 a.mp4", "Time limit 181s outside acceptable range [0,180]\n"),
        ("--bit-rate 1 a.mp4", "Bit rate 1bps outside acceptable range [100000,200000000]\n"),
        ("--output-format frob a.mp4", "Unknown format 'frob'\n"),
        ("/system/a.mp4", "ERROR: unable to open '/system/a.mp4' (Read-only file system)\n"),
    ],
)
def test_wrong_words_are_refused(shell: PhoneShell, words: str, err: str) -> None:
    """What cannot be recorded is told, with a status."""
    ran = shell(f"screenrecord {words}")
    assert (ran.err, ran.status) == (err, 2)
