"""A process that asks under a shared rate limit: `python -m tests.crm.asker FOLDER TIMES`.

It prints a line each time: since when it has waited for its turn, and when that came.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import requests

from config.crm import Rate
from crm import RateLimit


def _answer() -> requests.Response:
    sys.stdout.write(f" {time.time()}\n")
    reply = requests.Response()
    reply.status_code = 200
    return reply


if __name__ == "__main__":
    limit = RateLimit(Path(sys.argv[1]), "http://crm.test", Rate(requests=5, seconds=1), 30)
    for _ in range(int(sys.argv[2])):
        sys.stdout.write(f"{time.time()}")
        limit.obey("ask", _answer)
