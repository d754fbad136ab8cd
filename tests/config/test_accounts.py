"""Accounts: made or leased, and what is wrong with their file is told with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config.accounts import read, role
from config.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

USER = "{email: qa1@team.test, password: env:QA1}"


def written(folder: Path, text: str) -> Path:
    """An accounts file with these roles."""
    path = folder / "accounts.yaml"
    path.write_text(f"roles:\n{text}", encoding="utf-8")
    return path


def test_a_role_is_made_or_leased_or_either(tmp_path: Path) -> None:
    """One that has both is made in the virtual CRM and leased in a lab file's."""
    made = "{name: Ana Diaz, email: 'ana.{lease}@x.test'}"
    both = f"{{name: Ana Diaz, email: 'ana.{{lease}}@x.test', users: [{USER}]}}"
    path = written(tmp_path, f"  a: {made}\n  b: {{users: [{USER}]}}\n")
    assert not role("a", path).leases(virtual=False)
    assert role("b", path).leases(virtual=True)
    (tmp_path / "other").mkdir()
    either = role("c", written(tmp_path / "other", f"  c: {both}\n"))
    assert (either.leases(virtual=True), either.leases(virtual=False)) == (False, True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  a: {name: Ana}\n", r":2:6: .*an email of users to be made, or users to be leased"),
        ("  a: {email: 'a.{lease}@x.test'}\n", r":2:6: .*a user to be made has a name"),
        ("  a: {name: Ana, email: a@x.test}\n", r":2:25: email: found 'a@x\.test'"),
        ("  a: {users: [{email: q@x.test, password: hunter2}]}\n", r":2:43: password: found"),
        ("  a: {users: [{email: q@x.test}]}\n", r":2:15: the key 'password' is missing"),
        (f"  a: {{user: [{USER}]}}\n", r":2:7: unknown key 'user'.*did you mean 'users'"),
        (
            f"  a: {{users: [{USER}]}}\n  b: {{users: [{USER.replace('qa1', 'QA1')}]}}\n",
            r":1:1: QA1@team\.test stands twice: in a and in b",
        ),
    ],
)
def test_a_wrong_role_is_told_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    """Line, column, what was found and what is allowed."""
    with pytest.raises(ConfigError, match=said):
        read(written(tmp_path, text))


def test_an_unknown_role_is_told(tmp_path: Path) -> None:
    """With those that there are, and the nearest spelling."""
    path = written(tmp_path, f"  owner: {{users: [{USER}]}}\n")
    with pytest.raises(ConfigError, match=r":2:3: there is no role 'ownr'.*did you mean 'owner'"):
        role("ownr", path)
