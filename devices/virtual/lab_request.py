"""What a lab is asked for: one line of JSON, checked where it comes in."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path  # noqa: TC003 - pydantic reads the annotations
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from devices.virtual.ios import profile as ios
from devices.virtual.os import profile as android

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.ios.profile import IosProfile
    from devices.virtual.os.profile import Profile


class LabError(Exception):
    """The lab cannot be brought up as it was asked for; the message says what would be right."""


class PhoneRequest(BaseModel):
    """One phone: its name in the lab, its profile, and how it is attached."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1)
    profile: str
    attach: Literal["emulator", "cable"]


class LabRequest(BaseModel):
    """Phones, and where the socket of usbmuxd is made that finds the iPhones among them."""

    model_config = ConfigDict(extra="forbid")

    phones: list[PhoneRequest]
    usbmuxd: Path | None = None


def profiles() -> Mapping[str, Profile | IosProfile]:
    """Every virtual phone that exists, by name."""
    return {**android.catalog(), **ios.catalog()}


def checked(request: object) -> LabRequest:
    """A request that can be met, as decoded from JSON.

    Raises:
        LabError: it is malformed, names an unknown phone, a name twice, or an iPhone that could
            not be reached.
    """
    try:
        wanted = LabRequest.model_validate(request)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise LabError(
            f"the lab's specification is wrong at {where or 'its top'}: {first['msg']}"
        ) from error
    seen: set[str] = set()
    for phone in wanted.phones:
        _check(phone, wanted)
        if phone.name in seen:
            raise LabError(f"two phones are called {phone.name!r}")
        seen.add(phone.name)
    return wanted


def _check(phone: PhoneRequest, wanted: LabRequest) -> None:
    known = profiles()
    if phone.profile not in known:
        close = get_close_matches(phone.profile, known, n=1)
        hint = f"; did you mean {close[0]}?" if close else ""
        raise LabError(
            f"{phone.name}: there is no virtual phone {phone.profile!r}{hint}"
            f" (known: {', '.join(sorted(known))})"
        )
    if known[phone.profile].platform == "ios":
        if phone.attach != "cable":
            raise LabError(f"{phone.name}: an iPhone is attached by cable")
        if wanted.usbmuxd is None:
            raise LabError(f"{phone.name}: an iPhone is found through a socket: name it by usbmuxd")
