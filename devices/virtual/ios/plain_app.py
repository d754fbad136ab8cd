"""Any build that is not the reference app: it opens one window that shows its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios import colors
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from devices.virtual.ios.biometrics.access import AppBiometrics
    from devices.virtual.ios.biometrics.policy import LAError
    from devices.virtual.os.process import AppContext

ASK: Final = "-fleet.ask"
"""The launch argument before the permissions to ask for, parted by commas."""
POST: Final = "-fleet.post"
"""The launch argument before a notification's title and text, parted by a bar."""
EVALUATE: Final = "-fleet.evaluate"
"""The launch argument before the reason to ask for a face or a finger with."""
FALLBACK: Final = "-fleet.fallback"
"""The launch argument before the title of that question's fallback button."""


class PlainApp:
    """A running app without behaviour. See `devices.virtual.os.process.AppProcess`.

    It asks for what it is launched with, as UserDefaults read launch arguments: ``-fleet.ask`` and
    the names that the protocol has for iOS; ``-fleet.evaluate`` and a reason, for a face or a
    finger. Its window tells what became of that: of the latter LAError's number, or a match.

    Args:
        context: what the operating system gives.
        arguments: tells what it was launched with.
        biometrics: what LocalAuthentication gives.
    """

    def __init__(
        self,
        context: AppContext,
        arguments: Callable[[], Sequence[str]],
        biometrics: AppBiometrics,
    ) -> None:
        self._context, self._arguments, self._biometrics = context, arguments, biometrics
        self._asked = False
        self._evaluated = ""
        self._results: Mapping[str, bool] = {}
        context.permissions.on_result(ASK, self._answered)

    def resume(self, activity: str) -> None:
        """Come to the foreground, and ask, once in a process."""
        del activity  # there is one window
        names = _after(ASK, self._arguments())
        reason = _after(EVALUATE, self._arguments())
        asked, self._asked = self._asked, self._asked or bool(names or reason)
        if names and not asked:
            self._context.permissions.request(ASK, names.split(","))
        if reason and not asked:
            fallback = _after(FALLBACK, self._arguments()) or None
            self._biometrics.evaluate(reason, fallback, self._replied)

    def pause(self) -> None:
        """Leave the foreground: nothing changes."""

    def content(self) -> Node:
        """Its name, and what was granted or not."""
        lines = [Node(Role.TEXT, text=self._context.label, style=Style(text_size=20))]
        lines += [
            Node(Role.TEXT, text=f"{name}: {'granted' if granted else 'denied'}")
            for name, granted in self._results.items()
        ]
        lines += [Node(Role.TEXT, text=self._evaluated)] if self._evaluated else []
        style = Style(padding=(20, 40, 20, 20), gap=8, background=colors.PAPER)
        return Node(Role.GROUP, style=style, children=lines)

    def back(self) -> None:
        """Nothing: there is no such key."""

    def stop(self) -> None:
        """Be killed."""

    def _replied(self, error: LAError | None) -> None:
        self._evaluated = f"evaluation: {'match' if error is None else error.value}"
        self._context.invalidate()

    def _answered(self, results: Mapping[str, bool]) -> None:
        self._results = results
        self._context.invalidate()
        title, _, text = _after(POST, self._arguments()).partition("|")
        if title:
            self._context.notifications.post(1, "", title=title, text=text)


def _after(name: str, arguments: Sequence[str]) -> str:
    """The argument that follows a name; empty for none."""
    places = [place for place, argument in enumerate(arguments[:-1]) if argument == name]
    return arguments[places[-1] + 1] if places else ""
