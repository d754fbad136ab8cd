"""The virtual CRM on a socket of this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config.secrets import Secret
from crm import CrmClient
from devices.virtual.crm import VirtualCrm
from devices.virtual.os.clock import Clock
from tests.crm.served import TIMEOUT_S, served

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def virtual() -> VirtualCrm:
    """A fresh CRM."""
    return VirtualCrm(Clock())


@pytest.fixture
def url(virtual: VirtualCrm) -> Iterator[str]:
    """Where it answers."""
    with served(virtual) as url:
        yield url


@pytest.fixture
def client(url: str, virtual: VirtualCrm) -> Iterator[CrmClient]:
    """A client with the integration's token."""
    with CrmClient(url, Secret(virtual.token), TIMEOUT_S) as client:
        yield client
