"""Frames, cut from streams that come in any pieces."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from devices.virtual.ios.usbmux.frames import MAX_FRAME, Frame, MalformedFrameError, read_frame

_NUMBERS = st.integers(0, 0xFFFFFFFF)
_FRAMES = st.builds(Frame, _NUMBERS, _NUMBERS, _NUMBERS, st.binary(max_size=200))


@given(st.lists(_FRAMES, max_size=4), st.binary(max_size=15), st.integers(1, 64))
def test_frames_come_out_as_they_went_in(frames: list[Frame], rest: bytes, piece: int) -> None:
    """However the stream is cut; what follows the last frame stays in it."""
    data = b"".join(frame.encode() for frame in frames) + rest

    async def run() -> None:
        reader = asyncio.StreamReader()

        async def feed() -> None:
            for start in range(0, len(data), piece):
                reader.feed_data(data[start : start + piece])
                await asyncio.sleep(0)  # another piece another turn
            reader.feed_eof()

        feeding = asyncio.create_task(feed())
        assert [await read_frame(reader) for _ in frames] == frames
        await feeding
        assert await reader.read() == rest

    asyncio.run(run())


@given(st.binary(max_size=80))
def test_any_bytes_are_a_frame_or_none(data: bytes) -> None:
    """Nothing but a frame, the end of the stream or a malformed frame comes of any bytes."""

    async def run() -> None:
        reader = asyncio.StreamReader()
        reader.feed_data(data)
        reader.feed_eof()
        try:
            frame = await read_frame(reader)
        except (asyncio.IncompleteReadError, MalformedFrameError):
            return
        assert data.startswith(frame.encode())
        assert len(frame.encode()) <= MAX_FRAME

    asyncio.run(run())
