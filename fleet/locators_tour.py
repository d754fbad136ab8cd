"""``fleet locators check`` without a phone: a virtual one is led past every page's locators."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from config import app
from config.deadlines import DEADLINES
from config.secrets import Secret
from crm import CrmClient
from devices.host.toolchain import locate
from devices.pool.builds import reference_build
from devices.pool.labs import device_of, open_lab
from devices.pool.plan import Cell
from devices.pool.running import RunningLabs
from fleet.locators_route import Tour

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from devices.device import Device
    from devices.host.spec import Endpoints


def check_virtual(phone: str, skin: str, console: Console) -> int:
    """Bring up a virtual phone, lead it through the app, and look at each screen.

    Returns:
        The exit code: 1 when a page of the tour did not open.

    Raises:
        HostError: the lab did not come up.
        DeviceError: the phone could not be driven.
        PageError: a step of the tour found no way on.
    """
    tour = go(phone, skin, console)
    console.rule(align="left")
    for line in tour.complaints():
        console.print(line, soft_wrap=True, markup=False)
    return 1 if tour.not_open else 0


def go(phone: str, skin: str, console: Console) -> Tour:
    """Bring up a virtual phone, take the tour, and tell of each screen as it comes.

    Raises:
        HostError, DeviceError, PageError: as `check_virtual`.
    """
    with _driven(phone, skin) as (device, ends):
        token = Secret(ends.crm_token)
        with CrmClient(ends.crm_url, token, DEADLINES.command_s) as crm:
            tour = Tour(device, crm, console)
            tour.go()
    return tour


@contextmanager
def _driven(phone: str, skin: str) -> Iterator[tuple[Device, Endpoints]]:
    """A virtual phone with the reference app in front."""
    lab = open_lab("virtual")
    facts = lab.phones[phone]
    cell = Cell(
        phone,
        phone,
        facts.kind,
        facts.platform,
        facts.version,
        facts.api_level,
        facts.attaches[0],
        required=True,
        skin=skin,
    )
    with tempfile.TemporaryDirectory(prefix="fleet-") as aside:
        build = reference_build(cell, Path(aside))
        labs = RunningLabs((lab,), (cell,), Path(aside), locate(), lambda event: None)  # noqa: ARG005 - nobody is told
        try:
            device = device_of(cell, labs.endpoints, app.read())
            device.apps.install(build.path, build.package)
            device.permissions.grant(build.package, *app.read().on(facts.platform).notifying)
            device.apps.start(build.package)
            yield device, labs.endpoints
            device.close()
        finally:
            labs.stop()
