"""BIO-07: what a finger looks like is the system's, and goes nowhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from crm import CrmClient
    from devices.device import Biometrics
    from pages import LockPage

_SYSTEM_UI: Final = "com.android.systemui"
_BIOMETRIC: Final = re.compile(r"finger|biometr|face_?id|touch_?id|minutiae", re.IGNORECASE)


@pytest.mark.promise("BIO-07")
@pytest.mark.needs("biometrics.enrol")
@pytest.mark.releases(android="9..")
def test_the_prompt_is_the_systems_own(locked: LockPage) -> None:
    """The system draws it, so the app never sees the sensor; Android 8 has no such prompt."""
    assert locked.prompt.owner == _SYSTEM_UI


@pytest.mark.promise("BIO-07")
@pytest.mark.needs("biometrics.enrol", "biometrics.match", "biometrics.mismatch", "crm.requests")
def test_no_request_carries_biometric_data(
    locked: LockPage, finger: Biometrics, crm: CrmClient
) -> None:
    """A failed scan and a match put no field of that kind into any request."""
    finger.mismatch()
    finger.match()
    locked.prompt.goes()  # what an app sends about a match is on its way by then
    requests = crm.virtual.requests()
    assert requests, "the CRM tells of no request"
    told = {field for request in requests for field in request.fields if _BIOMETRIC.search(field)}
    assert told == set()
