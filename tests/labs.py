"""Labs of virtual phones, for the tests that drive them from end to end."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from devices.host import toolchain
from devices.pool.labs import open_lab

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from devices.host.spec import Endpoints
    from devices.host.wire import Event
    from devices.pool.plan import Cell


@contextmanager
def running(cells: Sequence[Cell], logs: Path) -> Iterator[Endpoints]:
    """The phones of these cells with their servers; the lab removes its private folder itself."""
    work = Path(tempfile.mkdtemp(prefix="fleet-"))
    with open_lab("virtual").start(cells, work, logs, toolchain.locate(), _ignore) as host:
        yield host.endpoints


def _ignore(event: Event) -> None:
    """Events of the lab are not what is tested."""
