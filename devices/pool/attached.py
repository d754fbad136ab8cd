"""The lab ``attached``: phones that somebody else keeps up, used as found.

Android phones are those of an adb server, iPhones those with an agent. What a phone is, it says
itself; what it cannot say stands in the lab's file. Nothing of ours is behind these phones: the one
thing brought up for a run is an Appium server on loopback.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from config.deadlines import DEADLINES
from config.lab import follow
from config.secrets import SecretMissing
from config.secrets import resolve as resolve_secret
from config.yaml_file import complain
from devices.host.client import LabHost
from devices.host.spec import HostSpec
from devices.pool.attached_androids import AttachedAndroids
from devices.pool.attached_iphones import AttachedIphones

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from config.crm import Crm
    from config.lab import AttachedLab as AttachedLabFile
    from config.yaml_file import Place
    from devices.host.spec import Endpoints, PhoneEndpoint
    from devices.host.toolchain import Toolchain
    from devices.host.wire import Event
    from devices.pool.plan import Cell, PhoneFacts, Release


class AttachedLab:
    """Phones of an adb server of somebody else's, and iPhones with an agent.

    Args:
        lab: as its file has it.
        path: that file.
        releases: the Android releases that are known, to tell 12L from 12 by its API level.
    """

    def __init__(self, lab: AttachedLabFile, path: Path, releases: Sequence[Release]) -> None:
        self.name = lab.name
        self._lab, self._path = lab, path
        self._androids = AttachedAndroids(lab, path, releases)
        self._iphones = AttachedIphones(lab, path)
        self.troubles = self._androids.troubles

    @cached_property
    def crm(self) -> Crm | None:
        """The CRM of the file, its references to the environment followed; secrets stay references.

        Raises:
            ConfigError: a variable is not set.
        """
        crm = self._lab.crm
        if crm is None:
            return None
        inboxes = {
            name: inbox.model_copy(
                update={
                    key: self._follow(getattr(inbox, key), ("crm", "inboxes", name, key))
                    for key in ("host", "user")
                }
            )
            for name, inbox in crm.inboxes.items()
        }
        url = self._follow(crm.url, ("crm", "url"))
        provider = crm.provider and self._follow(crm.provider, ("crm", "provider"))
        return crm.model_copy(update={"url": url, "inboxes": inboxes, "provider": provider})

    @cached_property
    def phones(self) -> Mapping[str, PhoneFacts]:
        """Every phone that is ready, by serial; what keeps others from it is in ``troubles``.

        Raises:
            ConfigError: no server answers, a named phone is not there, or the file calls a virtual
                phone something else.
        """
        return {**self._androids.phones, **self._iphones.phones}

    def start(
        self,
        cells: Sequence[Cell],
        work_dir: Path,
        log_dir: Path,
        toolchain: Toolchain,
        on_event: Callable[[Event], None],
    ) -> LabHost:
        """Bring up an Appium server for the phones; they and what finds them are there.

        Raises:
            HostError: it did not come up.
        """
        platforms = {cell.platform for cell in cells}
        spec = HostSpec(
            phones=(),
            work_dir=work_dir,
            log_dir=log_dir,
            appium_port=self._lab.appium_port,
            adb_server=self._androids.address if "android" in platforms else None,
            iphones="ios" in platforms,
            usbmuxd=self._iphones.socket if "ios" in platforms else None,
        )
        limit_s = DEADLINES.appium_start_s
        return LabHost.start(spec, toolchain, deadline_s=limit_s, on_event=on_event)

    def endpoints(self, host: LabHost, cells: Sequence[Cell]) -> Endpoints:
        """Where the phones of these cells are reached.

        Raises:
            ConfigError: the CRM's address or token is not set.
        """
        phones = tuple(self._endpoint(cell) for cell in cells)
        ends = replace(host.endpoints, phones=phones)
        crm = self.crm
        if crm is None:
            return ends
        try:
            token = resolve_secret(crm.token).reveal()
        except SecretMissing as error:
            raise complain(self._path, ("crm", "token"), str(error)) from None
        return replace(ends, crm_url=crm.url, crm_token=token)

    def _endpoint(self, cell: Cell) -> PhoneEndpoint:
        return (self._iphones if cell.platform == "ios" else self._androids).endpoint(cell)

    def _follow(self, value: str, place: Place) -> str:
        return follow(value, self._path, place)
