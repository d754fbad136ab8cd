"""Accounts that runs may use, by role. Secrets are referred to, never written."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Final, Literal

from pydantic import Field

from config.paths import CONFIG
from config.yaml_file import Model, load

GENERATED: Final = "generated"


class Role(Model):
    """A user of the CRM to be made for a cell.

    Attributes:
        crm: where the user lives; ``virtual`` is the CRM that comes with virtual phones.
        name: display name.
        email: address; ``{lease}`` stands for run and cell, so that no two share a user.
        password: ``generated`` makes one for the run; ``env:NAME`` reads the environment.
        sub_accounts: how many the user works in.
    """

    crm: Literal["virtual"]
    name: str
    email: Annotated[str, Field(pattern=r"^[^@\s]*\{lease\}[^@\s]*@[^@\s]+$")]
    password: Annotated[str, Field(pattern=r"^(generated|env:[A-Z][A-Z0-9_]*)$")]
    sub_accounts: Annotated[int, Field(ge=1, le=10)] = 1


class Accounts(Model):
    """All roles by name."""

    roles: dict[str, Role]


@cache
def read() -> Accounts:
    """The accounts of ``config/accounts.yaml``.

    Raises:
        ConfigError: the file is wrong.
    """
    return load(CONFIG / "accounts.yaml", Accounts)
