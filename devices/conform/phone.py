"""What rows are observed on: a phone of either platform, and what may be done to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from config.platforms import Platform
    from devices.conform.builds import AppiumBuilds
    from devices.conform.observer import Observer
    from devices.conform.rows import Row


@dataclass(frozen=True, slots=True)
class Options:
    """What a run of rows may do to the phone.

    Attributes:
        appium: Appium's builds, to be installed for the time of the run; None: they are not.
        asking: builds of apps that ask for permissions, likewise, by what they are called there.
        appium_url: of a server for the driver's own commands.
        lasting: rows that cannot be undone are taken too.
    """

    appium: AppiumBuilds | None = None
    asking: Mapping[str, Path] = field(default_factory=dict)
    appium_url: str | None = None
    lasting: bool = False


class Phone(Protocol):
    """A phone to be looked at; its ``str`` is a line for people."""

    @property
    def platform(self) -> Platform:
        """What it runs."""

    @property
    def name(self) -> str:
        """What it is called where it is reached."""

    @property
    def release(self) -> str:
        """The version of its system."""

    @property
    def level(self) -> tuple[int, ...]:
        """Its release, as rows count it."""

    @property
    def attach(self) -> str:
        """How it is attached, as rows say it."""

    def needs(self, row: Row) -> set[str]:
        """What a phone or a run must have for a row: what it says, and what its steps are."""

    def observer(self, options: Options) -> Observer:
        """What looks at rows on it."""

    async def bring(self, options: Options) -> None:
        """Install those builds of the options that are for it; `leave` removes them.

        Raises:
            WireError: the phone refused one that rows cannot do without.
        """

    async def leave(self) -> None:
        """Remove what was brought.

        Raises:
            WireError: the phone does not answer any more.
        """
