"""The CRM behind the app, as a lab's file has it: address, what it may be used for, its inboxes."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from config.matrix import Name  # noqa: TC001 - pydantic reads it
from config.secrets import SecretReference  # noqa: TC001 - the same
from config.yaml_file import Model


def _as_text(value: Any) -> Any:  # noqa: ANN401 - YAML is anything
    return str(value) if type(value) is int else value


CrmKind = Literal["virtual", "sandbox", "live"]
# A value, or `env:NAME` or `env:NAME=default` for one that stands in the environment.
Text = Annotated[
    str, BeforeValidator(_as_text, json_schema_input_type=str | int), Field(min_length=1)
]
# An address, all addresses of a domain, or a phone in the international form (ITU-T E.164), where
# each ? is any digit.
_RECIPIENT = r"^([^@\s]*@[^@\s]+|\+[0-9][0-9 ()?-]{6,20})$"
Recipient = Annotated[str, Field(pattern=_RECIPIENT)]


class Rate(Model):
    """How many requests a CRM answers in how many seconds, for this host together."""

    requests: Annotated[int, Field(ge=1, le=1000)]
    seconds: Annotated[float, Field(gt=0, le=3600)]


class ImapInbox(Model):
    """A mailbox that one-time codes come to, read over IMAP.

    Attributes:
        host: of the server.
        port: 993 for ``tls``; servers take 143 for the others.
        security: ``tls`` from the first byte, ``starttls``, or ``none`` for a server of this host.
        user: who signs in to the mailbox.
        password: a reference, ``env:NAME``.
        folder: where messages arrive.
        code: what a code looks like in a message; its group ``code`` is the code itself.
    """

    host: Text
    port: Annotated[int, Field(ge=1, le=65535)] = 993
    security: Literal["tls", "starttls", "none"] = "tls"
    user: Text
    password: SecretReference
    folder: str = "INBOX"
    code: str = r"\b(?P<code>\d{6})\b"

    @field_validator("code")
    @classmethod
    def _has_a_code(cls, pattern: str) -> str:
        try:
            groups = re.compile(pattern).groupindex
        except re.error as error:
            raise ValueError(f"{pattern!r} is no regular expression: {error}") from None
        if "code" not in groups:
            raise ValueError(f"{pattern!r} has no group (?P<code>...)")
        return pattern


class Crm(Model):
    """The CRM that the app of a lab's phones talks to.

    Attributes:
        url: base URL of its API.
        token: a reference, ``env:NAME``: it is a secret.
        sandbox: whether it may be written to as tests please; without it what sends is refused.
        recipients: whom a sandbox may write to: phones, with ``?`` for any digit, e-mail addresses,
            ``@domain`` for all of a domain. Nobody else is made a contact with an address.
        inboxes: where one-time codes arrive, by name.
        rate: its limit, kept by all runs of this host together.
        provider: id of the conversation provider that messages and calls from contacts come by; a
            CRM gives one to each marketplace app.
    """

    url: Text
    token: SecretReference
    sandbox: bool = False
    recipients: tuple[Recipient, ...] = ()
    inboxes: Annotated[dict[Name, ImapInbox], Field(default_factory=dict)]
    rate: Rate | None = None
    provider: Text | None = None

    @model_validator(mode="after")
    def _sandbox_lists_recipients(self) -> Crm:
        if self.sandbox and not self.recipients:
            raise ValueError("a sandbox lists the recipients that it may write to: recipients")
        if self.recipients and not self.sandbox:
            raise ValueError("recipients are those of a sandbox: say sandbox: true, if it is one")
        return self

    @property
    def kind(self) -> CrmKind:
        """By what the ledger judges it."""
        return "sandbox" if self.sandbox else "live"
