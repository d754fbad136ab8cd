"""What a lab's file says of its CRM."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config.errors import ConfigError
from config.lab import AttachedLab, read

if TYPE_CHECKING:
    from pathlib import Path

    from config.crm import Crm

ADDRESS = "url: http://crm.test, token: env:TOKEN"
MAILBOX = "host: imap.test, user: qa, password: env:MAIL"


def crm(folder: Path, more: str = "") -> Crm:
    """The CRM of a lab file that says this beside its address."""
    text = f"name: desk\nkind: attached\ncrm: {{{ADDRESS}{more}}}\n"
    (folder / "desk.yaml").write_text(text, encoding="utf-8")
    lab = read("desk", folder)
    assert isinstance(lab, AttachedLab)
    assert lab.crm
    return lab.crm


def test_a_crm_is_live_until_its_file_says_sandbox(tmp_path: Path) -> None:
    """Nobody's account is written to by default."""
    assert crm(tmp_path).kind == "live"
    assert crm(tmp_path, ", sandbox: false").kind == "live"
    assert (
        crm(tmp_path, ", sandbox: true, recipients: ['+1 555 0100', '@x.test']").kind == "sandbox"
    )


def test_an_inbox_is_read_over_tls_unless_told_otherwise(tmp_path: Path) -> None:
    """Security, port, folder and pattern have the usual values."""
    inbox = crm(tmp_path, f", inboxes: {{mail: {{{MAILBOX}}}}}").inboxes["mail"]
    assert (inbox.security, inbox.port, inbox.folder) == ("tls", 993, "INBOX")
    assert inbox.code == r"\b(?P<code>\d{6})\b"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (", sandbox: true", "a sandbox lists the recipients"),
        (", recipients: ['@x.test']", "say sandbox: true, if it is one"),
        (", sandbox: true, recipients: [maya]", "recipients: found 'maya'"),
        (", sandbox: true, recipients: ['0555 0100']", "recipients: found '0555 0100'"),
        (", rate: {requests: 0, seconds: 10}", "requests: found 0"),
        (", rate: {requests: 100}", "the key 'seconds' is missing"),
        (f", inboxes: {{mail: {{{MAILBOX}, code: '[0-9'}}}}", "is no regular expression"),
        (f", inboxes: {{mail: {{{MAILBOX}, code: '[0-9]+'}}}}", "has no group"),
        (f", inboxes: {{mail: {{{MAILBOX}, security: ssl}}}}", "security: found 'ssl'"),
        (", inboxes: {mail: {host: imap.test, user: qa, password: hunter2}}", "password: found"),
    ],
)
def test_a_wrong_crm_is_told_with_its_place(tmp_path: Path, more: str, said: str) -> None:
    """Line, column, what was found and what is allowed."""
    with pytest.raises(ConfigError, match=rf"desk\.yaml:3:\d+: .*{said}"):
        crm(tmp_path, more)
