"""Framing of the adb transport and of its shell protocol."""

from __future__ import annotations

import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.virtual.android.adb.packet import (
    MAX_PAYLOAD,
    Command,
    Decoder,
    MalformedPacketError,
    Packet,
)
from devices.virtual.android.adb.shell_service import FrameDecoder, encode_frame

_U32 = st.integers(0, 2**32 - 1)
_PACKETS = st.lists(
    st.builds(Packet, st.sampled_from(Command), _U32, _U32, st.binary(max_size=200)), max_size=8
)


@given(_PACKETS, st.integers(1, 64), st.booleans())
def test_packets_survive_any_cutting(packets: list[Packet], step: int, checksum: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
    """However TCP cuts the bytes, the packets that come out are those that went in."""
    data = b"".join(packet.encode(checksum=checksum) for packet in packets)
    decoder = Decoder()
    decoder.checksum = checksum
    found: list[Packet] = []
    for start in range(0, len(data), step):
        found += decoder.feed(data[start : start + step])
    assert found == packets


@given(st.binary(min_size=24, max_size=200))
def test_noise_is_malformed_or_waits(noise: bytes) -> None:
    """Random bytes never become anything but packets, patience or a malformed packet."""
    with suppress(MalformedPacketError):
        assert all(packet.command in Command for packet in Decoder().feed(noise))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ((Command.WRTE, 1, 2, 0, 0, 0), "magic"),
        ((Command.WRTE, 1, 2, MAX_PAYLOAD + 1, 0, Command.WRTE ^ 0xFFFFFFFF), "payload"),
        ((0x12345678, 1, 2, 0, 0, 0x12345678 ^ 0xFFFFFFFF), "unknown command"),
    ],
)
def test_a_bad_header_is_named(fields: tuple[int, ...], says: str) -> None:
    """The error says which part of the header is wrong."""
    with pytest.raises(MalformedPacketError, match=says):
        list(Decoder().feed(struct.pack("<6I", *fields)))


def test_a_wrong_checksum_counts_only_for_old_peers() -> None:
    """Payloads are verified until both sides know that nobody sends checksums."""
    data = Packet(Command.WRTE, 1, 2, b"abc").encode(checksum=False)
    with pytest.raises(MalformedPacketError, match="checksum"):
        list(Decoder().feed(data))
    newer = Decoder()
    newer.checksum = False
    assert [packet.data for packet in newer.feed(data)] == [b"abc"]


@given(st.lists(st.tuples(st.integers(0, 255), st.binary(max_size=50))), st.integers(1, 16))
def test_shell_frames_survive_any_cutting(frames: list[tuple[int, bytes]], step: int) -> None:
    """However the stream cuts them, frames of the shell protocol come out whole."""
    data = b"".join(encode_frame(kind, content) for kind, content in frames)
    decoder = FrameDecoder()
    found = []
    for start in range(0, len(data), step):
        found += decoder.feed(data[start : start + step])
    assert found == frames
