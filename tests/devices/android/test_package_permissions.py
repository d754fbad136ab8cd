"""What a user has chosen is read from the package's dump, as each release writes it."""

from __future__ import annotations

import pytest

from devices.android.package_permissions import decided


@pytest.mark.parametrize(
    ("flags", "chosen"),
    [
        ("USER_SET|USER_SENSITIVE_WHEN_GRANTED", True),
        (" USER_SENSITIVE_WHEN_GRANTED|USER_SET", True),
        (" USER_SET USER_SENSITIVE_WHEN_GRANTED ", True),
        (" USER_FIXED", True),
        ("USER_SENSITIVE_WHEN_GRANTED|USER_SENSITIVE_WHEN_DENIED", False),
        (" USER_SENSITIVE_WHEN_GRANTED USER_SENSITIVE_WHEN_DENIED ", False),
        ("REVOKE_WHEN_REQUESTED", False),
        ("", False),
    ],
)
def test_what_a_user_has_chosen_is_told_by_the_flags(flags: str, *, chosen: bool) -> None:
    """A permission may be granted by nobody's choice, as legacy ones are: nothing to remember."""
    dump = f"      runtime permissions:\n        x.CAMERA: granted=true, flags=[{flags}]"
    assert decided(dump)["x.CAMERA"].asked is chosen
