"""The words of a service's command, read as Android reads them, and the exceptions they cause.

Source: AOSP android.os.ShellCommand, com.android.modules.utils.BasicShellCommandHandler.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.java import (
    SECURITY,
    JavaError,
    decode,
    illegal,
    parse_float,
    parse_int,
)
from devices.virtual.android.services.registry import threw

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from devices.virtual.android.shell.call import Call

    Handler = Callable[[Call, "Arguments"], Awaitable[int]]

ERROR: Final = 255
_ALL_USERS: Final = -1
_CURRENT_USER: Final = -2


async def handled(call: Call, handler: Handler) -> int:
    """Run a sub-command, and print what it throws. The call's arguments begin with its name."""
    try:
        return await handler(call, Arguments(call.args))
    except JavaError as error:
        words = call.phone.profile.rows["activity_manager"]["security"]
        if words and error.name == SECURITY:
            await call.fail(words.format(message=error.message))
            return await call.fail(f"\n{error.name}: {error.message}", ERROR)
        return await threw(call, error.name, error.message)


class Arguments:
    """The words after a sub-command's name, taken one by one."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self._words = words
        self._next = 1
        self._attached: str | None = None

    def option(self) -> str | None:
        """The next option; None before the first word that is none.

        A letter may have its value attached, ``-nCOMPONENT``.
        """
        if self._attached is not None:
            raise illegal(f'No argument expected after "{self._words[self._next - 1]}"')
        if self._next >= len(self._words) or not self._words[self._next].startswith("-"):
            return None
        word = self._words[self._next]
        self._next += 1
        if word == "--":
            return None
        if len(word) > 2 and word[1] != "-":  # noqa: PLR2004 - a dash, a letter and more
            self._attached = word[2:]
            return word[:2]
        return word

    def word(self) -> str | None:
        """The next word, or None."""
        if self._attached is not None:
            word, self._attached = self._attached, None
            return word
        if self._next >= len(self._words):
            return None
        self._next += 1
        return self._words[self._next - 1]

    def peek(self) -> str | None:
        """The next word, which stays where it is."""
        return self._words[self._next] if self._next < len(self._words) else None

    def required(self) -> str:
        """The next word.

        Raises:
            JavaError: there is none.
        """
        word = self.word()
        if word is None:
            before = self._words[self._next - 1] if self._next <= len(self._words) else ""
            raise illegal(f'Argument expected after "{before}"')
        return word

    def integer(self) -> int:
        """The next word as Integer.parseInt reads it.

        Raises:
            JavaError: there is none, or it is no number of 32 bits.
        """
        return parse_int(self.required())

    def decoded(self) -> int:
        """The next word as Integer.decode reads it: decimal, 0x… or #….

        Raises:
            JavaError: there is none, or it is no number of 32 bits.
        """
        return decode(self.required())

    def number(self) -> float:
        """The next word as Float.parseFloat reads it.

        Raises:
            JavaError: there is none, or it is no number.
        """
        return parse_float(self.required())

    def user(self) -> int:
        """The next word as a user's number; -1 for all, -2 for the current one.

        Raises:
            JavaError: there is none, or it is none of these.
        """
        word = self.required()
        if word == "all":
            return _ALL_USERS
        if word in {"current", "cur"}:
            return _CURRENT_USER
        try:
            return parse_int(word)
        except JavaError as error:
            raise illegal(f"Bad user number: {word}") from error
