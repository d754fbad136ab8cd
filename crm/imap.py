"""One-time codes out of a mailbox, read over IMAP."""

from __future__ import annotations

import imaplib
import re
import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import lxml.html
from imap_tools import (
    AND,
    BaseMailBox,
    ImapToolsError,
    MailBox,
    MailboxLoginError,
    MailBoxStartTls,
    MailBoxUnencrypted,
    UidRange,
)
from lxml import etree

from crm.errors import InboxError
from crm.inbox import counted, find
from devices import wait

if TYPE_CHECKING:
    from collections.abc import Iterator

    from imap_tools import MailMessage

    from config.crm import ImapInbox as ImapInboxConfig
    from config.secrets import Secret

_PARSER: Final = lxml.html.HTMLParser(encoding="utf-8")
_HIDDEN: Final = ("style", "script", "head")  # of an HTML message: colours have six digits too


class ImapInbox:
    """A mailbox on an IMAP server.

    Args:
        name: as the lab's file calls it.
        config: how it is reached, and what a code looks like.
        password: of the mailbox.
        within_s: how long a code is waited for.
        call_s: how long the server may take for one answer.
    """

    def __init__(
        self,
        name: str,
        config: ImapInboxConfig,
        password: Secret,
        *,
        within_s: float,
        call_s: float,
    ) -> None:
        self._name = name
        self._config = config
        self._password = password
        self._within_s = within_s
        self._call_s = call_s
        self._code = re.compile(config.code)

    def mark(self, to: str) -> int:
        """The number that the mailbox's next message will have.

        Raises:
            InboxError: the mailbox cannot be read.
        """
        with self._open(f"marked it for {to}") as box:
            return box.folder.status(self._config.folder, ["UIDNEXT"])["UIDNEXT"]

    def code(self, to: str, since: int) -> Secret:
        """The newest code among messages from that number on.

        Raises:
            InboxError: none comes in time, or the mailbox cannot be read.
        """
        tried = f"waited {self._within_s:g} s for a code to {to}"
        seen: dict[int, MailMessage] = {}

        def look() -> Secret | None:
            self._read_new(box, seen, since)
            codes = [
                code for mail in seen.values() if _is_to(mail, to) and (code := self._of(mail))
            ]
            return codes[-1] if codes else None

        with self._open(tried) as box:
            found = wait.until(look, self._within_s)
        if found is None:
            came = counted(len(seen), sum(_is_to(mail, to) for mail in seen.values()))
            advice = f"Are codes sent to {to}, and does inboxes.{self._name}.code fit their text?"
            raise InboxError(self._name, tried, came, advice)
        return found

    def _read_new(self, box: BaseMailBox, seen: dict[int, MailMessage], since: int) -> None:
        """Fetch what has come since the last look, without marking it as read."""
        first = max((since, *(number + 1 for number in seen)))
        box.client.noop()  # some servers tell of new messages only then
        for mail in box.fetch(AND(uid=UidRange(str(first), "*")), mark_seen=False, bulk=True):
            # A range with * always has the last message, and a server may tell of new flags first,
            # which the library takes for a message without headers.
            if int(mail.uid or 0) >= first and mail.obj.keys():
                seen[int(mail.uid or 0)] = mail

    def _of(self, mail: MailMessage) -> Secret | None:
        return find(f"{mail.subject}\n{mail.text or _text(mail.html)}", self._code)

    @contextmanager
    def _open(self, tried: str) -> Iterator[BaseMailBox]:
        """The mailbox with its folder open.

        Raises:
            InboxError: no server answers, it trusts us or we trust it not, or it breaks off.
        """
        server = f"{self._config.host}:{self._config.port}"
        try:
            with self._connected() as box:
                box.login(self._config.user, self._password.reveal(), self._config.folder)
                yield box
        except MailboxLoginError as error:
            seen = f"{server} refused the sign-in of {self._config.user}: {self._shown(error)}"
            advice = f"Is {self._config.password} the mailbox's password (or app password)?"
            raise InboxError(self._name, tried, seen, advice) from None
        except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
            seen = f"{server} over {self._config.security}: {self._shown(error)}"
            advice = f"Are host, port, security and folder of inboxes.{self._name} right?"
            raise InboxError(self._name, tried, seen, advice) from None

    def _connected(self) -> BaseMailBox:
        config, timeout_s = self._config, self._call_s
        trust = ssl.create_default_context()
        match config.security:
            case "tls":
                return MailBox(config.host, config.port, timeout_s, ssl_context=trust)
            case "starttls":
                return MailBoxStartTls(config.host, config.port, timeout_s, ssl_context=trust)
            case _:
                return MailBoxUnencrypted(config.host, config.port, timeout_s)

    def _shown(self, error: Exception) -> str:
        text = str(error) or type(error).__name__
        return text.replace(self._password.reveal(), "****")[:200]


def _is_to(mail: MailMessage, to: str) -> bool:
    """Whether a message was sent to an address, directly or by forwarding."""
    forwarded = (mail.obj.get_all(name, []) for name in ("Delivered-To", "X-Original-To"))
    receivers = {*mail.to, *mail.cc, *(str(one) for given in forwarded for one in given)}
    return to.lower() in {one.strip(" <>").lower() for one in receivers}


def _text(html: str) -> str:
    """What an HTML message shows."""
    try:  # bytes: lxml takes no text that declares its encoding
        tree: Any = lxml.html.fromstring(html.encode(), parser=_PARSER)
    except (etree.ParserError, ValueError):  # nothing but a comment, for instance
        return ""
    etree.strip_elements(tree, *_HIDDEN, with_tail=False)
    return str(tree.text_content())
