"""What accounts and labs say of users and their CRM, checked against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config import accounts
from config import lab as lab_config
from config.errors import ConfigError, nearest
from config.yaml_file import complain

if TYPE_CHECKING:
    from collections.abc import Iterator


def account_complaints() -> Iterator[ConfigError]:
    """No role for tests that name none; users whose codes go to an inbox that no lab has."""
    roles = accounts.read().roles
    if accounts.USUAL_ROLE not in roles:
        problem = f"there is no role {accounts.USUAL_ROLE!r}, and tests that name none work as that"
        yield complain(accounts.ACCOUNTS, ("roles",), problem)
    inboxes = [name for lab in _attached() if lab.crm for name in lab.crm.inboxes]
    for name, role in roles.items():
        for index, user in enumerate(role.users):
            if user.inbox is not None and user.inbox not in inboxes:
                place = ("roles", name, "users", index, "inbox")
                problem = f"no lab has an inbox {user.inbox!r}; {nearest(user.inbox, inboxes)}"
                yield complain(accounts.ACCOUNTS, place, problem)


def account_warnings() -> list[str]:
    """A line for each lab whose account is not said to be a sandbox."""
    return [
        f"labs/{lab.name}.yaml: its CRM is not said to be a sandbox: tests that make it write "
        "to somebody are refused there"
        for lab in _attached()
        if lab.crm and not lab.crm.sandbox
    ]


def _attached() -> Iterator[lab_config.AttachedLab]:
    """The labs whose files can be read; what is wrong with others is told elsewhere."""
    for path in sorted(lab_config.LABS.glob("*.yaml")):
        try:
            lab = lab_config.read(path.stem, lab_config.LABS)
        except ConfigError:
            continue
        if isinstance(lab, lab_config.AttachedLab):
            yield lab
