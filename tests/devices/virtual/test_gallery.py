"""The documentation's picture is what virtual phones show."""

from __future__ import annotations

from PIL import Image, ImageChops

from config.paths import CHECKOUT
from devices.virtual.gallery import sheet

PICTURE = CHECKOUT / "docs" / "images" / "permission-prompts.png"


def test_the_picture_of_the_prompts_is_that_of_today_s_phones() -> None:
    """Twelve releases beside each other; whoever changes a prompt's look makes it anew."""
    with Image.open(PICTURE) as shipped:
        difference = ImageChops.difference(shipped, sheet())
    assert difference.getbbox() is None, "make pictures"
