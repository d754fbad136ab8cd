"""Virtual iPhones for tests: made in this process, with a CRM of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.builds.ipa import make_ipa
from devices.virtual.crm import PhoneLine, VirtualCrm
from devices.virtual.ios.ipa import read_ipa
from devices.virtual.ios.phone import IPhone
from devices.virtual.ios.profile import catalog
from devices.virtual.os.clock import Clock

if TYPE_CHECKING:
    from pathlib import Path

    from devices.virtual.ios.ipa import AppBundle

APP = "com.LeadConnector"
SETTINGS = "com.apple.Preferences"


def iphone(profile: str = "ios-17") -> IPhone:
    """A phone that was just switched on."""
    line = PhoneLine(VirtualCrm(Clock()))
    phone = IPhone(catalog()[profile], f"{profile} of a test", line)
    line.follow(phone)
    return phone


def build(folder: Path, **words: str) -> AppBundle:
    """A build of the reference app, as a phone reads it; words as `make_ipa` takes them."""
    with make_ipa(folder / "build.ipa", **words).open("rb") as file:  # type: ignore[arg-type] # words are strings alone
        return read_ipa(file)
