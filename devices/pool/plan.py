"""What a plan is made of: the phones that labs have, and the cells of a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from config.crm import CrmKind  # noqa: TC001 - cells travel, and pydantic reads them
from config.ledger import Transport  # noqa: TC001 - cells travel, and pydantic reads them
from config.platforms import Platform  # noqa: TC001 - the same
from devices.ledger import Ground

VIRTUAL: Final = "virtual"


@dataclass(frozen=True, slots=True)
class Release:
    """A release of an OS, by the name that users give it, and by what orders releases.

    Attributes:
        version: Android's as its maker writes it; of iOS the major number.
        api_level: Android's API level; of iOS the major number.
    """

    version: str
    api_level: int


@dataclass(frozen=True, slots=True)
class PhoneFacts:
    """A phone that a lab can bring: what a cell needs to know of it.

    Attributes:
        version: its release; see `Release`, also for the API level.
        attaches: the ways in which it can be attached, the usual one first.
        transports: what each of these goes over.
        column: the kind by which the ledger judges it: a virtual phone of another process is real
            to it, since nothing of ours stands behind it.
        copies: whether the lab brings as many of it as are asked for.
        serial: what its server calls it; empty until the lab has brought it up.
        crm: what its app's CRM may be used for: virtual, sandbox or live.
    """

    platform: Platform
    version: str
    api_level: int
    kind: str = VIRTUAL
    attaches: tuple[str, ...] = ("emulator", "cable")
    transports: tuple[Transport, ...] = ("local", "tcp")
    form: str = "phone"
    locale: str = "en-US"
    tags: tuple[str, ...] = ()
    column: str = VIRTUAL
    copies: bool = True
    serial: str = ""
    crm: CrmKind = "virtual"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a run.

    Attributes:
        id: stable from run to run; the pytest parameter and what history is kept by.
        device: the phone's name in its lab.
        kind: virtual, emulator, simulator, real or cloud.
        platform: android or ios.
        version: its release; see `Release`, also for the API level.
        api_level: what orders a platform's releases.
        attach: emulator or cable.
        required: whether a run without it is incomplete.
        lab: where the phone comes from.
        transport: how its server reaches it.
        skin: how the build draws itself.
        locale: the phone's language.
        form: phone or tablet.
        column: the kind by which the ledger judges it.
        crm: what the CRM behind the app may be used for: virtual, sandbox or live.
        suites: folders of ``suites/`` that run in it; empty for all of the matrix's.
        supported: whether the app runs on this release; on another nothing is installed, and no
            session is opened.
    """

    id: str
    device: str
    kind: str
    platform: Platform
    version: str
    api_level: int
    attach: str
    required: bool
    lab: str = VIRTUAL
    transport: Transport = "local"
    skin: str = "native"
    locale: str = "en-US"
    form: str = "phone"
    column: str = VIRTUAL
    crm: CrmKind = "virtual"
    suites: tuple[str, ...] = ()
    supported: bool = True

    @property
    def ground(self) -> Ground:
        """What the ledger judges it by."""
        return Ground(self.column, self.platform, self.transport, self.skin, self.locale, self.crm)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a matrix has come to.

    Attributes:
        cells: in the matrix's order.
        warnings: what a user should know and what does not end the run.
    """

    cells: tuple[Cell, ...]
    warnings: tuple[str, ...]
