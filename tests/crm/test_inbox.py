"""One-time codes come out of the virtual outbox and out of a real IMAP server's mailbox."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from config.crm import ImapInbox as Config
from config.secrets import Secret
from crm import CrmClient, InboxError, NoInbox, VirtualInbox
from crm.imap import ImapInbox
from devices.host.ports import free_port
from tests.crm.imap_server import PASSWORD, USER, ImapServer, imap_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from devices.virtual.crm import VirtualCrm

ANA = "ana@team.test"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ImapServer]:
    """A server that speaks plain IMAP, for all tests of this file."""
    with imap_server(tmp_path_factory.mktemp("imap"), is_tls=False) as found:
        yield found


@pytest.fixture
def tls_server(tmp_path: Path) -> Iterator[ImapServer]:
    """One that speaks TLS after STARTTLS."""
    with imap_server(tmp_path, is_tls=True) as found:
        yield found


def inbox(
    port: int,
    *,
    security: str = "none",
    password: str = PASSWORD,
    within_s: float = 0.5,
    **more: str,
) -> ImapInbox:
    """The inbox ``mail`` on that port."""
    config = Config.model_validate(
        {
            "host": "127.0.0.1",
            "port": port,
            "security": security,
            "user": USER,
            "password": "env:MAILBOX",
            **more,
        }
    )
    return ImapInbox("mail", config, Secret(password), within_s=within_s, call_s=5)


def test_a_code_that_comes_later_is_waited_for(server: ImapServer) -> None:
    """The code of a message that is delivered while one waits is returned, and an older is not."""
    server.deliver(ANA, "Your code", "Your security code is 111111.")
    box = inbox(server.port, within_s=10)
    since = box.mark(ANA)
    mail = (ANA, "Your code", "Your security code is 222222.")
    later = threading.Timer(0.3, server.deliver, mail)
    later.start()
    assert box.code(ANA, since) == Secret("222222")
    later.join()


def test_the_newest_code_to_the_user_counts(server: ImapServer) -> None:
    """Of two codes the later one is taken, and never one that was sent to somebody else."""
    box = inbox(server.port)
    since = box.mark(ANA)
    for to, code in ((ANA, "333333"), (ANA, "444444"), ("bo@team.test", "555555")):
        server.deliver(to, "Your code", f"Your security code is {code}.")
    assert box.code(ANA, since) == Secret("444444")


def test_a_code_is_read_out_of_what_an_html_message_shows(server: ImapServer) -> None:
    """Colours of a style sheet have six digits too, and are no codes."""
    box = inbox(server.port)
    since = box.mark(ANA)
    page = "<html><head><style>p {color: #333333}</style></head><body><p>Code: <b>666666</b></p>"
    server.deliver(ANA, "Sign in", page, html=True)
    assert box.code(ANA, since) == Secret("666666")


@pytest.mark.parametrize("page", ["<!-- nothing -->", "<?xml version='1.0'?>", " "])
def test_a_message_that_shows_nothing_keeps_no_code_from_being_read(
    server: ImapServer, page: str
) -> None:
    """Nor does one that declares its encoding, as XHTML does; its text counts."""
    box = inbox(server.port)
    since = box.mark(ANA)
    server.deliver(ANA, "News", page, html=True)
    declared = (
        '<?xml version="1.0" encoding="iso-8859-1"?><html><body>Your code: 999999</body></html>'
    )
    server.deliver(ANA, "Sign in", declared, html=True)
    assert box.code(ANA, since) == Secret("999999")


def test_a_code_may_look_otherwise(server: ImapServer) -> None:
    """The lab's pattern decides, and subjects are searched as well."""
    box = inbox(server.port, code=r"Code (?P<code>[A-Z]{2}-\d{3})")
    since = box.mark(ANA)
    server.deliver(ANA, "Code QX-917", "Have fun")
    assert box.code(ANA, since) == Secret("QX-917")


def test_without_a_code_it_is_told_how_much_came_instead(server: ImapServer) -> None:
    """The error names user, wait and how many messages; what others were sent is not in it."""
    box = inbox(server.port)
    since = box.mark(ANA)
    server.deliver("bo@team.test", "777777 is your code", "Hello")
    with pytest.raises(InboxError) as caught:
        box.code(ANA, since)
    said = str(caught.value)
    assert said.startswith("inbox mail: waited 0.5 s for a code to ana@team.test: ")
    assert "messages that came: 1, of them to the user: 0, with a code: none" in said
    assert not [told for told in ("777777", "is your code", "bo@team.test") if told in said]
    with pytest.raises(InboxError, match="nothing came"):
        box.code(ANA, box.mark(ANA))


def test_a_refused_sign_in_is_told_without_the_password(server: ImapServer) -> None:
    """Server, user and the reference of the password are named; its value is not."""
    with pytest.raises(InboxError) as caught:
        inbox(server.port, password="wrong-password").mark(ANA)
    said = str(caught.value)
    assert f"127.0.0.1:{server.port} refused the sign-in of {USER}" in said
    assert "Is env:MAILBOX" in said
    assert "wrong-password" not in said
    assert caught.value.__suppress_context__


def test_a_server_that_is_not_there_is_told() -> None:
    """The address and what is to be checked are named."""
    port = free_port()
    with pytest.raises(
        InboxError, match=rf"127\.0\.0\.1:{port} over none: .*refused.*inboxes\.mail"
    ):
        inbox(port).mark(ANA)


def test_a_folder_that_is_not_there_is_told(server: ImapServer) -> None:
    """A misspelt folder is no empty one."""
    with pytest.raises(InboxError, match=r"Are host, port, security and folder"):
        inbox(server.port, folder="Codse").mark(ANA)


def test_a_server_is_trusted_only_with_a_certificate_of_ours(
    tls_server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over TLS an unknown certificate is refused, and a known one is taken."""
    box = inbox(tls_server.port, security="starttls")
    with pytest.raises(InboxError, match=r"over starttls: .*certificate verify failed"):
        box.mark(ANA)
    monkeypatch.setenv("SSL_CERT_FILE", str(tls_server.certificate))
    since = box.mark(ANA)
    tls_server.deliver(ANA, "Your code", "It is 888888.")
    assert box.code(ANA, since) == Secret("888888")


def test_tls_is_what_an_inbox_speaks_unless_told_otherwise(server: ImapServer) -> None:
    """A server that speaks none is not spoken to in the clear."""
    with pytest.raises(InboxError, match="over tls: "):
        inbox(server.port, security=Config.model_fields["security"].default).mark(ANA)


def _ask_for_code(virtual: VirtualCrm) -> None:
    body = {"email": ANA, "password": "planted-password"}
    reply = virtual.handle("POST", "/oauth/app/sign-in", {}, body)
    ticket = reply.body["twoFactor"]["ticket"]
    virtual.handle("POST", "/oauth/app/two-factor/send", {}, {"ticket": ticket, "method": "email"})


def test_the_virtual_outbox_is_an_inbox(client: CrmClient, virtual: VirtualCrm) -> None:
    """The newest code after the mark is returned; without one the error says so."""
    user = client.create_user("Ana Diaz", ANA, Secret("planted-password"))
    client.virtual.set_two_factor(user, enabled=True)
    box = VirtualInbox(client.virtual, 0.2)
    _ask_for_code(virtual)
    since = box.mark(ANA)
    with pytest.raises(InboxError, match=r"waited 0\.2 s for a code to ana@team\.test: nothing"):
        box.code(ANA, since)
    _ask_for_code(virtual)
    (ticket,) = [row for row in virtual.records.tickets.values() if row.code][-1:]
    assert box.code(ANA, since) == Secret(ticket.code)


def test_a_user_without_inbox_is_told_so() -> None:
    """What is missing, and where it is to be named."""
    with pytest.raises(InboxError, match=r"lab's crm has none\. Name one under inboxes"):
        NoInbox("the lab's crm has none").code(ANA, 0)
