"""Whom a CRM may be made to write to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from crm.errors import SendRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from config.crm import CrmKind

_ADVICE: Final = "list it under recipients of the lab's crm, if it may be written to"
_NO_SANDBOX: Final = "say sandbox: true in the lab's crm, if tests may write to its contacts"


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuses what could reach somebody who is no allowed recipient.

    Attributes:
        kind: a ``virtual`` CRM sends nothing and is never refused; a ``sandbox`` reaches its
            recipients; a ``live`` one nobody.
        recipients: phones, with ``?`` for any digit, addresses, and ``@domain`` for all addresses
            of a domain.
    """

    kind: CrmKind = "virtual"
    recipients: tuple[str, ...] = ()

    def phones(self, start: float = 0) -> Iterator[str]:
        """Phones that may be written to, each once: those that are listed, then those of ranges.

        A CRM takes a phone for one contact only, unless its sub-account is set otherwise.

        Args:
            start: where in each range to begin, from 0 to below 1, so that others who draw at the
                same time draw others.
        """
        listed = [_plain(one) for one in self.recipients if "@" not in one]
        ranges = (_filled(one, start) for one in listed if "?" in one)
        given: set[str] = set()
        for phone in chain((one for one in listed if "?" not in one), *ranges):
            if phone not in given:
                given.add(phone)
                yield phone

    def email(self, name: str) -> str:
        """An e-mail address of that name that may be written to; empty where no domain is listed.

        Args:
            name: what stands before the domain.
        """
        if self.kind == "virtual":
            return f"{name}@example.test"
        domains = (_plain(one) for one in self.recipients if one.startswith("@"))
        return next((f"{name}{domain}" for domain in domains), "")

    def check_addresses(self, operation: str, addresses: Iterable[str]) -> None:
        """Let only allowed recipients become somebody whom the CRM could write to.

        Args:
            operation: what is to be done, for the error.
            addresses: e-mail addresses and phones; an empty one is none.

        Raises:
            SendRefused: one of them is not allowed.
        """
        if self.kind == "virtual":
            return
        for address in filter(None, addresses):
            if not self._allows(address):
                raise SendRefused(operation, f"{address} is no allowed recipient", _ADVICE)

    def check_sending(self, operation: str, *, ours: bool) -> None:
        """Let the CRM be told only of a sandbox's own what makes it write to a contact.

        Args:
            operation: what is to be done, for the error.
            ours: whether the contact was made here, so that its addresses are allowed ones.

        Raises:
            SendRefused: it is no sandbox, or the contact is somebody else's.
        """
        if self.kind == "live":
            raise SendRefused(operation, "the account is not a sandbox", _NO_SANDBOX)
        if self.kind == "sandbox" and not ours:
            reason = "the contact was not made by this test run, so it may be anybody"
            raise SendRefused(operation, reason, "make a contact of the test's own")

    def _allows(self, address: str) -> bool:
        plain = _plain(address)
        domain = plain[plain.rfind("@") :] if "@" in plain else plain
        return any(_is_meant(plain, one) or domain == one for one in map(_plain, self.recipients))


def _is_meant(plain: str, recipient: str) -> bool:
    pattern = re.escape(recipient).replace(r"\?", "[0-9]")
    return re.fullmatch(pattern, plain) is not None


def _filled(recipient: str, start: float) -> Iterator[str]:
    """All phones of a range, each once."""
    places = recipient.count("?")
    size = 10**places
    first = int(start * size)
    for number in range(first, first + size):
        digits = iter(f"{number % size:0{places}}")
        yield "".join(next(digits) if one == "?" else one for one in recipient)


def _plain(address: str) -> str:
    """An address as it is compared: case, and what phones are written with, do not count."""
    return address.strip().lower() if "@" in address else re.sub(r"[\s().-]", "", address)


VIRTUAL: Final = Guard()
"""Of a CRM that sends nothing anywhere."""
