"""Permissions as a running app sees them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from devices.virtual.ios.permissions.asking import ALWAYS, PHOTOS, NoPurposeError
from devices.virtual.ios.permissions.status import Status
from devices.virtual.ios.permissions.store import LOCATION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from devices.virtual.ios.permissions.asking import Asker
    from devices.virtual.ios.permissions.store import Permissions
    from devices.virtual.os.context import Context

CHOSEN: Final = "photos.selected"
"""Access to the pictures that the user has chosen, and no others."""


class Requester:
    """See `devices.virtual.os.process.AppPermissions`; names are words, as ``camera``."""

    def __init__(self, context: Context, permissions: Permissions, asker: Asker) -> None:
        self._context, self._permissions, self._asker = context, permissions, asker
        self._alive = True
        context.at_end(self._end)

    def granted(self, name: str) -> bool:
        """Whether the app holds a permission."""
        status = self._permissions.status(self._context.package, _service(name))
        if name == CHOSEN:
            return status is Status.LIMITED
        if name == PHOTOS:
            return status is Status.AUTHORIZED
        if _service(name) == LOCATION and not self._permissions.location_services:
            return False
        return status is Status.ALWAYS if name == ALWAYS else status.granted

    def should_explain(self, name: str) -> bool:
        """Never: on iOS nobody is asked twice."""
        del name
        return False

    def on_result(self, key: str, callback: Callable[[Mapping[str, bool]], None]) -> None:
        """Call back with what became of the requests of a key."""
        self._context.on_result(_request(key), callback)

    def request(self, key: str, names: Iterable[str]) -> None:
        """Ask the user, one alert after the other; decided ones are answered at once."""
        wanted = tuple(names)
        questions = list(dict.fromkeys(PHOTOS if name == CHOSEN else name for name in wanted))
        again = CHOSEN in wanted and self.granted(CHOSEN)
        self._next(key, wanted, questions, again=again)

    # -- inside

    def _next(self, key: str, wanted: tuple[str, ...], left: list[str], *, again: bool) -> None:
        if not self._alive:
            return
        if not left:
            self._context.hand(_request(key), {name: self.granted(name) for name in wanted})
            return
        service, *rest = left
        go_on = partial(self._answered, key, wanted, rest, again=again)
        package = self._context.package
        if service == PHOTOS and again:
            self._asker.choose_again(package, go_on)
            return
        try:
            self._asker.ask(package, service, go_on)
        except NoPurposeError as lacking:
            self._refuse(lacking, service, lambda: go_on(Status.NOT_DETERMINED))

    def _answered(
        self, key: str, wanted: tuple[str, ...], rest: list[str], _: Status, *, again: bool
    ) -> None:
        self._next(key, wanted, rest, again=again)

    def _refuse(self, lacking: NoPurposeError, service: str, go_on: Callable[[], None]) -> None:
        """End the app; for the location the question is only passed over, and logged.

        Source: developers' reports on CLLocationManager, whose log names the key that is missing.
        """
        if _service(service) == LOCATION:
            self._context.log("E", "CoreLocation", f"Info.plist must contain {lacking.key}")
            go_on()
            return
        self._context.crash(str(lacking))

    def _end(self) -> None:
        self._alive = False


def _request(key: str) -> str:
    return f"permissions:{key}"


def _service(name: str) -> str:
    return {CHOSEN: PHOTOS, ALWAYS: LOCATION}.get(name, name)
