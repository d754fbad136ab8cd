"""A picture to put on phones."""

from __future__ import annotations

from typing import Final

ONE_POINT: Final = (
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP////////////////////////////////////////////////////////////"
    "//////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA="
)
"""A JPEG of one point, in Base64."""
