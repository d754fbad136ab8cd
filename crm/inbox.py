"""Where one-time codes come to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol

from config.secrets import Secret
from crm.errors import InboxError
from devices import wait

if TYPE_CHECKING:
    from crm.controls import VirtualControls
    from crm.records import Letter

_CODE: Final = re.compile(r"\b(?P<code>\d{6})\b")


class Inbox(Protocol):
    """Gives the one-time codes that the CRM sends to a user."""

    def mark(self, to: str) -> int:
        """Where it stands now: take it before a code is asked for, so that no older one is read.

        Args:
            to: the address or phone that the code will be sent to.

        Raises:
            InboxError: it cannot be read.
        """

    def code(self, to: str, since: int) -> Secret:
        """The newest code that has come after a mark; waits for it.

        Args:
            to: the address or phone that it is sent to.
            since: what `mark` gave.

        Raises:
            InboxError: none comes in time, or the inbox cannot be read.
        """


class VirtualInbox:
    """The outbox of a virtual CRM, which sends nothing anywhere.

    Args:
        crm: the CRM.
        within_s: how long a code is waited for.
    """

    def __init__(self, crm: VirtualControls, within_s: float) -> None:
        self._crm = crm
        self._within_s = within_s

    def mark(self, to: str) -> int:
        """How many letters there are to the address."""
        return len(self._crm.letters(to))

    def code(self, to: str, since: int) -> Secret:
        """The newest code among later letters.

        Raises:
            InboxError: none comes in time.
        """
        found = wait.until(lambda: self._codes(to, since), self._within_s)
        if not found:
            came = len(self._letters(to, since))
            seen = counted(came, came)
            advice = "Is two-factor authentication on, and has the app asked for a code?"
            tried = f"waited {self._within_s:g} s for a code to {to}"
            raise InboxError("of the virtual CRM", tried, seen, advice)
        return found[-1]

    def _codes(self, to: str, since: int) -> list[Secret]:
        return [code for letter in self._letters(to, since) if (code := find(letter.body, _CODE))]

    def _letters(self, to: str, since: int) -> list[Letter]:
        return self._crm.letters(to)[since:]


class NoInbox:
    """Of a user whose codes nobody can read.

    Args:
        why: what is missing.
    """

    def __init__(self, why: str) -> None:
        self._why = why

    def mark(self, to: str) -> int:
        """There is nothing to mark.

        Raises:
            InboxError: always.
        """
        raise self._error(to)

    def code(self, to: str, since: int) -> Secret:
        """There is nothing to read.

        Raises:
            InboxError: always.
        """
        del since
        raise self._error(to)

    def _error(self, to: str) -> InboxError:
        advice = "Name one under inboxes of the lab's crm."
        return InboxError("none", f"looked for a code to {to}", self._why, advice)


def find(text: str, pattern: re.Pattern[str]) -> Secret | None:
    """The code in a text, if there is one; the pattern's group ``code`` is the code itself."""
    found = pattern.search(text)
    return Secret(found["code"]) if found else None


def counted(came: int, to_user: int) -> str:
    """How many messages came instead of a code: what they say is other people's."""
    if not came:
        return "nothing came"
    return f"messages that came: {came}, of them to the user: {to_user}, with a code: none"
