"""Framing of the adb transport and of its shell protocol."""

from __future__ import annotations

import struct
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.virtual.android.adb.packet import (
    MAX_PAYLOAD,
    Command,
    Decoder,
    MalformedPacketError,
    Packet,
    checksum_of,
)
from devices.virtual.android.adb.shell_protocol import FrameDecoder, encode_frame

_U32 = st.integers(0, 2**32 - 1)
_PACKETS = st.lists(st.builds(Packet, _U32, _U32, _U32, st.binary(max_size=200)), max_size=8)
_BOUNDED = settings(max_examples=100, deadline=None, derandomize=True)


@_BOUNDED
@given(_PACKETS, st.integers(1, 64), st.booleans())
def test_packets_survive_any_cutting(packets: list[Packet], step: int, checksum: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
    """However TCP cuts the bytes, the packets that come out are those that went in."""
    data = b"".join(packet.encode(checksum=checksum) for packet in packets)
    decoder = Decoder(verify=checksum)
    found: list[Packet] = []
    for start in range(0, len(data), step):
        found += decoder.feed(data[start : start + step])
    assert found == packets


@pytest.mark.parametrize("size", [65511, 65512, 65513, 200_000, MAX_PAYLOAD])
@pytest.mark.parametrize("step", [1000, 65536, 3_000_000])
def test_large_packets_arrive_whole(size: int, step: int) -> None:
    """A payload beyond the small buffer arrives byte for byte, and so do its neighbours."""
    payload = bytes(range(256)) * (size // 256) + bytes(size % 256)
    packets = [Packet(Command.WRTE, 1, 2, data) for data in (b"before", payload, b"after")]
    data = b"".join(packet.encode(checksum=True) for packet in packets)
    decoder = Decoder(verify=True)
    found: list[Packet] = []
    for start in range(0, len(data), step):
        found += decoder.feed(data[start : start + step])
    assert found == packets


@_BOUNDED
@given(st.binary(min_size=24, max_size=200))
def test_noise_is_malformed_or_waits(noise: bytes) -> None:
    """Random bytes never become anything but packets, patience or a malformed packet."""
    with suppress(MalformedPacketError):
        assert all(len(packet.data) < len(noise) for packet in Decoder().feed(noise))


@_BOUNDED
@given(st.binary(max_size=2000))
def test_the_checksum_is_the_sum_of_all_bytes(data: bytes) -> None:
    """What stands in a header is the plain sum of the payload's bytes."""
    assert checksum_of(data) == sum(data)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ((Command.WRTE, 1, 2, 0, 0, 0), "magic"),
        ((Command.WRTE, 1, 2, MAX_PAYLOAD + 1, 0, Command.WRTE ^ 0xFFFFFFFF), "payload"),
    ],
)
def test_a_bad_header_is_named(fields: tuple[int, ...], says: str) -> None:
    """The error says which part of the header is wrong, before any payload has come."""
    with pytest.raises(MalformedPacketError, match=says):
        list(Decoder().feed(struct.pack("<6I", *fields)))


def test_a_wrong_checksum_counts_only_where_it_is_verified() -> None:
    """Payloads are verified by old releases alone."""
    data = Packet(Command.WRTE, 1, 2, b"abc").encode(checksum=False)
    with pytest.raises(MalformedPacketError, match="checksum"):
        list(Decoder(verify=True).feed(data))
    assert [packet.data for packet in Decoder().feed(data)] == [b"abc"]


@_BOUNDED
@given(st.lists(st.tuples(st.integers(0, 255), st.binary(max_size=50))), st.integers(1, 16))
def test_shell_frames_survive_any_cutting(frames: list[tuple[int, bytes]], step: int) -> None:
    """However the stream cuts them, frames of the shell protocol come out whole."""
    data = b"".join(encode_frame(kind, content) for kind, content in frames)
    decoder = FrameDecoder()
    found = []
    for start in range(0, len(data), step):
        found += decoder.feed(data[start : start + step])
    assert found == frames


def test_a_frame_that_says_it_is_huge_is_given_in_parts() -> None:
    """The phone does not wait for four gigabytes that a frame announces."""
    decoder = FrameDecoder()
    assert decoder.feed(struct.pack("<BI", 0, 0xFFFFFFFF) + b"abc") == [(0, b"abc")]
    assert decoder.feed(b"def") == [(0, b"def")]
