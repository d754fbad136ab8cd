"""The labs of a run: all of them up, or none; one address book for all their phones."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from devices.host.spec import Endpoints
    from devices.host.toolchain import Toolchain
    from devices.host.wire import Event
    from devices.pool.labs import Lab
    from devices.pool.plan import Cell


class RunningLabs:
    """Every lab that a run takes phones from.

    Args:
        labs: those that may be needed.
        cells: of the run; a lab that none of them is from stays down.
        log_dir: where servers log; with several labs, a folder each in it.

    Raises:
        HostError: something did not come up; nothing is left of the others.
        ConfigError: something of an address is not set; the same.
    """

    def __init__(
        self,
        labs: Sequence[Lab],
        cells: Sequence[Cell],
        log_dir: Path,
        toolchain: Toolchain,
        on_event: Callable[[Event], None],
    ) -> None:
        self._hosts = ExitStack()
        used = [lab for lab in labs if any(cell.lab == lab.name for cell in cells)]
        with ExitStack() as stack:
            ends = []
            for lab in used:
                own = [cell for cell in cells if cell.lab == lab.name]
                work = Path(tempfile.mkdtemp(prefix="fleet-"))
                logs = log_dir / lab.name if len(used) > 1 else log_dir
                host = stack.enter_context(lab.start(own, work, logs, toolchain, on_event))
                ends.append(lab.endpoints(host, own))
            self._hosts = stack.pop_all()
        self.endpoints = merged(ends)

    def stop(self) -> None:
        """End them all; never raises, may be repeated."""
        self._hosts.close()


def merged(ends: Sequence[Endpoints]) -> Endpoints:
    """One address book: that of the first lab, with the phones of all.

    What stands before and behind the phones of another lab, its CRM too, goes with each of them.
    """
    first = ends[0]
    phones = [phone for end in ends[:1] for phone in end.phones]
    for end in ends[1:]:
        phones += [replace(phone, servers=end.servers) for phone in end.phones]
    return replace(
        first,
        phones=tuple(phones),
        lab_pid=next((end.lab_pid for end in ends if end.lab_pid), 0),
    )
