"""What WebDriverAgent can do on a release, and its words where it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.ios.wda.errors import Fault, WdaError
from devices.virtual.ios.wda.foundation import ns_error

if TYPE_CHECKING:
    from devices.virtual.ios.phone import IPhone


def refusal(phone: IPhone, feature: str) -> str:
    """Why the release has not got a feature of ``wda_features``; empty where it has."""
    text: str = phone.profile.rows["wda_features"][feature]
    return text


def require(phone: IPhone, feature: str) -> None:
    """Go on where the release has a feature.

    Raises:
        WdaError: it has not.
    """
    text = refusal(phone, feature)
    if text:
        raise WdaError(Fault.UNKNOWN_ERROR, ns_error(text))
