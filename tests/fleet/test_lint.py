"""Lint finds what is wrong in what users write, and says where."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from config import accounts, ledger, locators
from config import lab as lab_config
from config import matrix as matrix_config
from config.errors import ConfigError
from config.paths import CHECKOUT
from fleet import lint_accounts, lint_pages, lint_suites
from fleet.lint import lint, print_complaints
from pages.system.system_page import SystemPage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def complaints() -> str:
    """All of them, a line each."""
    return "\n".join(map(str, lint()))


@pytest.fixture
def locator_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the shipped locators that may be broken."""
    (tmp_path / "system").mkdir()
    for name in locators.names():
        (tmp_path / f"{name}.yaml").write_bytes((locators.LOCATORS / f"{name}.yaml").read_bytes())
    monkeypatch.setattr(locators, "LOCATORS", tmp_path)
    yield _fresh(tmp_path)
    _fresh(tmp_path)


def _fresh(folder: Path) -> Path:
    locators.read.cache_clear()
    locators._read_base.cache_clear()
    return folder


def test_the_checkout_has_nothing_to_complain_about() -> None:
    """What ships is right: every file, every mark, every element."""
    assert complaints() == ""


def test_a_locator_file_of_an_unknown_page_is_told(locator_files: Path) -> None:
    """A misspelt file name is answered with the page it is nearest to."""
    (locator_files / "logn.yaml").write_text("elements: {}\n", encoding="utf-8")
    assert re.search(r"logn\.yaml:1:1: there is no page 'logn'.*did you mean 'login'", complaints())


def test_an_element_that_a_page_uses_and_no_file_has_is_told(locator_files: Path) -> None:
    """The complaint stands where the page uses it, with the element's name."""
    path = locator_files / "login.yaml"
    path.write_text(path.read_text("utf-8").replace("password:", "pasword:"), encoding="utf-8")
    said = complaints()
    assert re.search(r"pages/login\.py:\d+:\d+: login\.yaml has no element 'password'", said)


@pytest.mark.parametrize(
    ("step", "named"),
    [
        ("_tap('a')", ["a"]),
        ("_is_on('a', kind='x')", ["a"]),
        ("_turn('a', on=True)", ["a"]),
        ("_tap_until('a', holds)", ["a"]),
        ("_tap_in('a', 'b', name='x')", ["a", "b"]),
        ("_one_in('a', 'b')", ["a", "b"]),
        ("_shows_in('a', *known)", ["a"]),
        ("_text_in('a', 'b')", ["a", "b"]),
        ("_listed('a', 'b')", ["a", "b"]),
        ("_tap(name)", []),
        ("_another('a')", []),
    ],
)
def test_every_step_s_elements_are_looked_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, named: list[str]
) -> None:
    """Those of steps that all pages have and of a system page's, with the area they are in."""
    (tmp_path / "odd.py").write_text(f"class Odd:\n    def do(self):\n        self.{step}\n")
    monkeypatch.setattr(lint_pages, "_PAGES", tmp_path / "pages")
    page = type("Odd", (SystemPage,), {"__module__": "odd"})
    assert [use.element for use in lint_pages._uses(page)] == named


def test_a_skin_s_misspelt_element_is_told(locator_files: Path) -> None:
    """An element of a skin that the page does not have would be laid over nothing."""
    skin = locator_files / "skins" / "merged"
    skin.mkdir(parents=True)
    text = "elements:\n  emial:\n    android: [{id: x}]\n"
    (skin / "login.yaml").write_text(text, encoding="utf-8")
    said = complaints()
    assert re.search(r"login\.yaml:3:5: the page has no element 'emial'.*'email'", said)


def test_suites_are_held_to_catalogue_and_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unknown promises and verbs, and a test without a promise, are told with their places."""
    (tmp_path / "test_odd.py").write_text(
        '@pytest.mark.promise("OFF-99")\n@pytest.mark.needs("network.ofline")\n'
        "def test_one(): ...\n\n\ndef test_two(): ...\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(lint_suites, "_SUITES", tmp_path)
    said = "\n".join(map(str, lint_suites.suite_complaints()))
    assert re.search(r"test_odd\.py:1:22: no promise 'OFF-99'", said)
    assert re.search(r"test_odd\.py:2:20: no verb 'network\.ofline'.*'network\.offline'", said)
    assert re.search(r"test_odd\.py:6:1: test_two names no promise", said)


def test_a_role_that_there_is_not_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that a test names, with its place; one that tests without a name need."""
    suite = '@pytest.mark.promise("OFF-01")\n@pytest.mark.role("ownr")\ndef test_one(): ...\n'
    (tmp_path / "test_odd.py").write_text(suite, encoding="utf-8")
    monkeypatch.setattr(lint_suites, "_SUITES", tmp_path)
    said = "\n".join(map(str, lint_suites.suite_complaints()))
    assert re.search(r"test_odd\.py:2:19: no role 'ownr'.*did you mean 'owner'", said)
    _only_leased(tmp_path, monkeypatch)
    said = "\n".join(map(str, lint_accounts.account_complaints()))
    assert "there is no role 'agent', and tests that name none work as that" in said
    assert re.search(r"accounts\.yaml:3:\d+: no lab has an inbox 'mail'; allowed: nothing", said)


def test_an_account_that_is_no_sandbox_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told by its lab, and costs no exit code."""
    text = "name: desk\nkind: attached\ncrm: {url: http://crm.test, token: env:TOKEN}\n"
    (tmp_path / "desk.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(lab_config, "LABS", tmp_path)
    console = Console(record=True, width=200)
    assert print_complaints([], console) == 0
    assert "warning: labs/desk.yaml: its CRM is not said to be a sandbox" in console.export_text()


def _only_leased(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "accounts.yaml"
    user = "{email: qa@team.test, password: env:QA, inbox: mail}"
    path.write_text(f"roles:\n  owner:\n    users: [{user}]\n", encoding="utf-8")
    read = accounts.read
    monkeypatch.setattr(accounts, "ACCOUNTS", path)
    monkeypatch.setattr(accounts, "read", lambda: read(path))


def test_a_broken_matrix_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A version that there is not is found without running anything."""
    (tmp_path / "odd.yaml").write_text(
        "name: odd\nlab: virtual\nsuites: [offline]\n"
        "cells:\n  - {platform: android, versions: 18, kind: virtual}\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(matrix_config, "MATRICES", tmp_path)
    assert re.search(r"odd\.yaml:5:35: versions: there is no version '18'", complaints())


def test_a_refusal_that_nobody_reviewed_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock file and the ledger have to say the same, whichever of them is ahead."""
    lock = tmp_path / "refusals.lock"
    lock.write_text("network.offline android tcp native en-US\n", encoding="utf-8")
    monkeypatch.setattr(ledger, "REFUSALS", lock)
    assert "is not refused any more" in complaints()


def test_a_complaint_costs_the_exit_code() -> None:
    """A clean checkout ends with 0 and names what is untested, a complaint with 1."""
    console = Console(record=True, width=200)
    assert print_complaints([], console) == 0
    assert print_complaints([ConfigError(CHECKOUT, 1, 2, "odd")], console) == 1
    assert "odd" in console.export_text()


def test_an_element_of_the_app_that_one_platform_lacks_is_told(locator_files: Path) -> None:
    """A page would find it on the other platform alone; a system's own pages may be like that."""
    text = "elements:\n  screen:\n    android: [{id: lock}]\n  unlock:\n    ios: [{id: x}]\n"
    (locator_files / "lock.yaml").write_text(text, encoding="utf-8")
    said = complaints()
    assert re.search(r"lock\.yaml:3:5: 'screen' has no locator on ios", said)
    assert re.search(r"lock\.yaml:5:5: 'unlock' has no locator on android", said)
    assert "system/" not in said
