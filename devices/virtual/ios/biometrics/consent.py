"""Whether an app may use Face ID: one of the things that a user is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios.permissions.status import Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.ios.permissions.asking import Asker
    from devices.virtual.ios.permissions.store import Permissions

SERVICE: Final = "faceid"


class Consent:
    """What the user has answered, and asking them.

    Args:
        permissions: the answers.
        asker: puts the question, by SpringBoard's alert.
    """

    def __init__(self, permissions: Permissions, asker: Asker) -> None:
        self._permissions, self._asker = permissions, asker

    def denied(self, bundle_id: str) -> bool:
        """Whether the user has refused."""
        return self._permissions.status(bundle_id, SERVICE) is Status.DENIED

    def ask(self, bundle_id: str, then: Callable[[bool], None]) -> None:
        """Have the answer, asking the user where they were not asked before.

        Raises:
            NoPurposeError: the build does not say what for.
        """
        self._asker.ask(bundle_id, SERVICE, lambda status: then(status.granted))
