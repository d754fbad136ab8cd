"""A pytest plug-in for tests: accounts are those of the file that ``FLEET_TEST_ACCOUNTS`` names."""

from __future__ import annotations

import os
from pathlib import Path

from config import accounts

accounts.ACCOUNTS = Path(os.environ["FLEET_TEST_ACCOUNTS"])  # type: ignore[misc] # for this process
