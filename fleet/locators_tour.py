"""A tour of the reference app on a virtual phone, looking at the locators of each screen."""

from __future__ import annotations

import secrets
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from config import app
from config.deadlines import DEADLINES
from config.secrets import Secret
from crm import CrmClient
from devices.host.toolchain import locate
from devices.pool.labs import build_for, device_of, open_lab
from devices.pool.plan import Cell
from devices.pool.running import RunningLabs
from fleet.locators import look, show, summary
from pages import LoginPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from crm import Contact, User
    from devices.device import Device
    from devices.host.spec import Endpoints
    from fleet.locators import Look

_TAG: Final = "locators-check"


def check_virtual(phone: str, skin: str, console: Console) -> int:
    """Bring up a virtual phone, lead it through the app, and look at each screen.

    Returns:
        The exit code: 1 when a screen of the tour did not open.

    Raises:
        HostError: the lab did not come up.
        DeviceError: the phone could not be driven.
        PageError: a step of the tour found no way on.
    """
    with _driven(phone, skin) as (device, ends):
        token = Secret(ends.crm_token)
        with CrmClient(ends.crm_url, token, DEADLINES.command_s) as crm:
            tour = _Tour(device, crm, console)
            tour.go()
    console.rule(align="left")
    for line in summary(tour.seen):
        console.print(line, soft_wrap=True, markup=False)
    return 0 if all(screen in looks for screen, looks in tour.seen.items()) else 1


class _Tour:
    """The way through the app, and what was seen on it."""

    def __init__(self, device: Device, crm: CrmClient, console: Console) -> None:
        self._device = device
        self._session = device.session
        self._crm = crm
        self._console = console
        self.seen: dict[str, dict[str, list[Look]]] = {}

    def go(self) -> None:
        """From the sign-in form to the ends of the app."""
        password = Secret(secrets.token_urlsafe(12))
        user, contact = self._arrange(password)
        login = LoginPage(self._session).wait_until_open()
        self._stop("login")
        dashboard = login.sign_in(user.email, password)
        self._stop("dashboard")
        menu = dashboard.open_menu()
        self._stop("side_menu")
        menu.open_settings()
        self._stop("settings")
        package = app.read().android.package
        self._device.apps.stop(package)
        self._device.apps.start(package)
        conversations = dashboard.wait_until_open().bottom_bar.open_conversations()
        self._stop("conversations")
        conversations.open(contact.name)
        self._stop("thread")

    def _arrange(self, password: Secret) -> tuple[User, Contact]:
        """A user with a conversation, so that every screen has something to show."""
        crm = self._crm
        user = crm.create_user("Ana Diaz", "ana.tour@example.test", password, run_tag=_TAG)
        contact = crm.create_contact(
            user.location_id, "Mia Brandt", run_tag=_TAG, assigned_to=user.id
        )
        crm.receive_message(crm.create_conversation(contact), "Is the house still free?")
        return user, contact

    def _stop(self, screen: str) -> None:
        self._console.rule(screen, align="left")
        self.seen[screen] = look(self._session)
        show(self._console, self.seen[screen])


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
        build = build_for((cell,), None, None, Path(aside))
        labs = RunningLabs((lab,), (cell,), Path(aside), locate(), lambda event: None)  # noqa: ARG005 - nobody is told
        try:
            device = device_of(cell, labs.endpoints, app.read())
            device.apps.install(build.path, build.package)
            device.apps.start(build.package)
            yield device, labs.endpoints
            device.close()
        finally:
            labs.stop()
