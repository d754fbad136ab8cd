"""Accounts that runs may use, by role. Secrets are referred to, never written."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field, model_validator

from config.errors import nearest
from config.matrix import Name  # noqa: TC001 - pydantic reads it
from config.paths import CONFIG
from config.secrets import SecretReference  # noqa: TC001 - the same
from config.yaml_file import Model, complain, load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ACCOUNTS: Final = CONFIG / "accounts.yaml"
GENERATED: Final = "generated"
USUAL_ROLE: Final = "agent"  # of a test that names none
_Email = Annotated[str, Field(pattern=r"^[^@\s{}]+@[^@\s{}]+$")]


class LeasedUser(Model):
    """A user whom the CRM has already: held for a cell, given back, never deleted.

    Attributes:
        email: what the user signs in with.
        password: a reference, ``env:NAME``.
        phone: where the CRM sends one-time codes as SMS, if it does.
        inbox: which of the lab's inboxes gets the user's one-time codes; needed where it has
            several.
    """

    email: _Email
    password: SecretReference
    phone: str = ""
    inbox: Name | None = None


class Role(Model):
    """Who a test works as: a user made for the cell, or one leased from those that there are.

    Attributes:
        name: display name of a user to be made.
        email: its address; ``{lease}`` stands for run and cell, so that no two share a user.
        password: of a user to be made: ``generated`` makes one for the run, ``env:NAME`` reads the
            environment.
        sub_accounts: how many the user works in; a leased one in at least so many.
        users: those to be leased. A role that has both leases where the CRM is that of a lab file,
            and makes where it is the virtual one.
    """

    name: str = ""
    email: Annotated[str, Field(pattern=r"^[^@\s]*\{lease\}[^@\s]*@[^@\s]+$")] | None = None
    password: Annotated[str, Field(pattern=r"^(generated|env:[A-Z][A-Z0-9_]*)$")] = GENERATED
    sub_accounts: Annotated[int, Field(ge=1, le=10)] = 1
    users: tuple[LeasedUser, ...] = ()

    @model_validator(mode="after")
    def _made_or_leased(self) -> Role:
        if self.email is None and not self.users:
            raise ValueError("a role has an email of users to be made, or users to be leased")
        if self.email is not None and not self.name:
            raise ValueError("a user to be made has a name")
        return self

    def leases(self, *, virtual: bool) -> bool:
        """Whether the user is leased in a CRM of that kind."""
        return bool(self.users) and (self.email is None or not virtual)

    def references(self, *, virtual: bool) -> Iterator[str]:
        """The secrets that the role needs in a CRM of that kind, as they are referred to."""
        if self.leases(virtual=virtual):
            yield from (user.password for user in self.users)
        elif self.password != GENERATED:
            yield self.password


class Accounts(Model):
    """All roles by name."""

    roles: dict[str, Role]

    @model_validator(mode="after")
    def _no_user_of_two_roles(self) -> Accounts:
        seen: dict[str, str] = {}
        for name, role in self.roles.items():
            for user in role.users:
                email = user.email.lower()
                if email in seen:
                    raise ValueError(f"{user.email} stands twice: in {seen[email]} and in {name}")
                seen[email] = name
        return self


@cache
def read(path: Path | None = None) -> Accounts:
    """The accounts of a file, ``config/accounts.yaml`` if none is given.

    Raises:
        ConfigError: the file is wrong.
    """
    return load(path or ACCOUNTS, Accounts)


def role(name: str, path: Path | None = None) -> Role:
    """The role of that name.

    Raises:
        ConfigError: there is none; lists those that are.
    """
    roles = read(path).roles
    if name not in roles:
        raise complain(
            path or ACCOUNTS, ("roles",), f"there is no role {name!r}; {nearest(name, roles)}"
        )
    return roles[name]
