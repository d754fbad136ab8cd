"""Text measured and wrapped with the fonts that it is drawn with."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from devices.virtual.ui import fonts


@given(
    st.text(st.characters(codec="ascii", exclude_categories=["C"]), max_size=200),
    st.integers(80, 900),
)
def test_wrapping_keeps_every_character_and_the_width(text: str, width: int) -> None:
    """No line is wider than asked for, and nothing but spaces is lost at the breaks."""
    lines = fonts.wrap(text, 40, width)
    assert all(fonts.text_width(line, 40) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_bold_is_wider() -> None:
    """The bold face is measured by its own widths."""
    assert fonts.text_width("Dashboard", 60, bold=True) > fonts.text_width("Dashboard", 60)


def test_a_long_line_is_shortened_with_an_ellipsis() -> None:
    """What does not fit one line ends in an ellipsis and fits."""
    shown = fonts.shorten("a very long address@example.test", 40, 200)
    assert shown.endswith("…")
    assert fonts.text_width(shown, 40) <= 200


def test_what_fits_is_not_shortened() -> None:
    """A short text stays as it is."""
    assert fonts.shorten("ok", 40, 200) == "ok"
