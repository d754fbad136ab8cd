"""A process that holds a leased user until its input ends: `python -m tests.crm.holder FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from crm import Leases

if __name__ == "__main__":
    leases = Leases(Path(sys.argv[1]), "http://crm.test", "run R1, cell one", "R1-one")
    lease = leases.take("agent", sys.argv[2:], within_s=5)
    sys.stdout.write(f"{lease.name}\n")
    sys.stdout.flush()
    sys.stdin.read()
    lease.release(clean=True)
