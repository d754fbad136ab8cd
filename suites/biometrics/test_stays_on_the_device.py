"""BIO-07: what a finger or a face looks like is the system's, and goes nowhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from crm import CrmClient
    from devices.device import Biometrics
    from fixtures.app import App
    from pages import LockPage

_BIOMETRIC: Final = re.compile(r"finger|biometr|face_?id|touch_?id|minutiae", re.IGNORECASE)


@pytest.mark.promise("BIO-07")
@pytest.mark.releases(android="9..", ios="all")
def test_the_prompt_is_the_systems_own(locked: LockPage) -> None:
    """The system draws it, so the app never sees the sensor; Android 8 has no such prompt."""
    assert locked.prompt.is_the_systems


@pytest.mark.promise("BIO-07")
@pytest.mark.needs("biometrics.match", "biometrics.mismatch", "crm.requests")
def test_no_request_carries_biometric_data(
    locked: LockPage,  # noqa: ARG001 - the prompt is over it
    finger: Biometrics,
    app: App,
    crm: CrmClient,
) -> None:
    """A failed scan and a match put no field of that kind into any request."""
    finger.mismatch()
    finger.match()
    if app.dashboard.opens():  # whether it does is another promise's matter
        app.dashboard.refresh()  # what the app sends about a match is sent before
    requests = crm.virtual.requests()
    assert requests, "the CRM tells of no request"
    told = {field for request in requests for field in request.fields if _BIOMETRIC.search(field)}
    assert told == set()
