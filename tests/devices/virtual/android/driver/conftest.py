"""A lab of phones of eight releases in both attachments, and a driver's session on each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from config import app
from config.secrets import Secret
from crm import CrmClient
from devices.android.device import AndroidDevice
from devices.pool.builds import reference_build
from devices.pool.labs import device_of
from tests.devices.virtual.android.driver.cells import CELLS
from tests.devices.virtual.android.driver.driven import PACKAGE, Driven
from tests.labs import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from devices.host.spec import Endpoints
    from devices.pool.plan import Cell

_PASSWORD: Final = Secret("correct horse battery staple")


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Endpoints, Path]]:
    """All phones in one process, with one Appium server."""
    logs = tmp_path_factory.mktemp("lab")
    build = reference_build(CELLS[0], logs)
    with running(CELLS, logs) as endpoints:
        yield endpoints, build.path


@pytest.fixture(scope="session", params=CELLS, ids=lambda cell: cell.id)
def driven(request: pytest.FixtureRequest, lab: tuple[Endpoints, Path]) -> Iterator[Driven]:
    """A phone with the reference app installed, and a session on it."""
    endpoints, build = lab
    cell: Cell = request.param
    device = device_of(cell, endpoints, app.read())
    assert isinstance(device, AndroidDevice)
    try:
        device.apps.install(build, PACKAGE)
        driven = Driven(device, build, endpoints.adb_server_port)
        driven.allow_notifications()
        yield driven
    finally:
        device.close()


@pytest.fixture
def login_form(driven: Driven) -> Driven:
    """The phone with the sign-in form of the reference app in front."""
    driven("clearApp", appId=PACKAGE)
    driven.allow_notifications()
    driven("activateApp", appId=PACKAGE)
    driven.find(accessibility_id="Email")
    return driven


@pytest.fixture
def long_list(login_form: Driven, lab: tuple[Endpoints, Path]) -> Iterator[Driven]:
    """The phone with a list of contacts in front that is longer than its screen."""
    endpoints, _ = lab
    tag = f"driver-{login_form.device.facts.cell}"
    with CrmClient(endpoints.crm_url, Secret(endpoints.crm_token), 10) as crm:
        user = crm.create_user("user", f"{tag}@example.com", _PASSWORD, run_tag=tag)
        for number in range(40):
            crm.create_contact(
                user.location_id, f"Person {number:02}", run_tag=tag, assigned_to=user.id
            )
        login_form.find(accessibility_id="Email").send_keys(f"{tag}@example.com")
        login_form.find(accessibility_id="Password").send_keys(_PASSWORD.reveal())
        login_form.find(accessibility_id="Sign In").click()
        login_form.find(accessibility_id="Contacts").click()
        login_form.find(accessibility_id="Person 00")
        yield login_form
        crm.clean_up(tag)
