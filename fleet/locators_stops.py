"""Stops of the tour: where it stands, what it sees there, and the ways between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from config import app
from config.secrets import Secret
from fleet.lint_pages import SYSTEM
from fleet.locators import look, show, summary
from pages import DashboardPage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from crm import Contact, CrmClient, User
    from devices.device import Device
    from fleet.locators import Look
    from pages import ThreadPage

ASKED: Final = "Is the house still free?"
"""What the contact has written."""
ANSWER: Final = "Until Monday."
"""What the user writes."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One screen of the tour.

    Attributes:
        page: the page that should be open.
        looks: what was seen, by page.
    """

    page: str
    looks: Mapping[str, list[Look]]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is met on the tour; of the stranger the app loads no more than a row."""

    user: User
    password: Secret
    contact: Contact
    stranger: Contact
    other_account: str


class Stops:
    """A phone with the app, and what was seen on it."""

    def __init__(self, device: Device, crm: CrmClient, console: Console) -> None:
        self._device = device
        self._session = device.session
        self._package = app.read().on(device.facts.platform).id
        self._crm = crm
        self._console = console
        self.stops: list[Stop] = []

    @property
    def not_open(self) -> list[str]:
        """Pages that were not open where they should have been."""
        return [stop.page for stop in self.stops if stop.page not in stop.looks]

    @property
    def passed(self) -> set[str]:
        """Every page and region that was seen."""
        return {page for stop in self.stops for page in stop.looks}

    def complaints(self) -> list[str]:
        """Locators that found nothing on any screen of the tour."""
        return summary(stop.looks for stop in self.stops)

    def _thread(self, cast: Cast) -> ThreadPage:
        conversations = self._home().bottom_bar.open_conversations()
        conversations.wait_for(cast.contact.name)
        self._stop("conversations", contact=cast.contact.name)
        thread = conversations.open(cast.contact.name)
        thread.wait_for_message(ASKED)
        return thread

    def _home(self) -> DashboardPage:
        self._device.apps.stop(self._package)
        self._device.apps.start(self._package)
        return DashboardPage(self._session).wait_until_open()

    def _stop(self, page: str, **values: str) -> None:
        self._console.rule(page, align="left")
        seen = look(self._session, values)  # SpringBoard is always there: it is no part of the tour
        looks = {name: lines for name, lines in seen.items() if not name.startswith(SYSTEM)}
        self.stops.append(Stop(page, looks))
        show(self._console, looks)

    def _code(self, user: User) -> Secret:
        letter = self._crm.virtual.letters(user.email)[-1]
        code = re.search(r"\d{6}", letter.body)
        assert code is not None
        return Secret(code[0])
