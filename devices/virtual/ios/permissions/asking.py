"""Asking the user for an app: SpringBoard's alerts, and what some answers lead to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.ios.permissions.location_map import location_map
from devices.virtual.ios.permissions.photo_grid import photo_grid
from devices.virtual.ios.permissions.status import Status
from devices.virtual.ios.permissions.store import LOCATION
from devices.virtual.ios.springboard.alerts import Alert, Button

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.ios.permissions.choosing import Chooser
    from devices.virtual.ios.phone import IPhone
    from devices.virtual.ui.node import Node

    Answered = Callable[[Status], None]

ALWAYS: Final = "location.always"
PHOTOS: Final = "photos"
_PREFERRED: Final = 2  # of two buttons the second is bold


class NoPurposeError(Exception):
    """An app asked without saying what for: iOS ends it.

    Attributes:
        key: what its Info.plist lacks.
    """

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key

    def __str__(self) -> str:
        return (
            "This app has crashed because it attempted to access privacy-sensitive data without a"
            f" usage description. The app's Info.plist must contain an {self.key} key with a string"
            " value explaining to the user how the app uses this data."
        )


class Asker:
    """Puts apps' questions to the user; two of the same app about the same are one.

    Args:
        chooser: lets the user choose pictures and people.
    """

    def __init__(self, phone: IPhone, chooser: Chooser) -> None:
        self._phone, self._chooser = phone, chooser
        self._waiting: dict[tuple[str, str], list[Answered]] = {}

    def ask(self, bundle_id: str, service: str, answered: Answered) -> None:
        """Ask about a service, unless there is an answer; it comes at once then.

        Args:
            bundle_id: the app's.
            service: a word of the tables ``ask_SERVICE``, or ``location.always``.
            answered: called with what it is now.

        Raises:
            NoPurposeError: the build does not say what for.
        """
        kept = LOCATION if service == ALWAYS else service
        status = self._phone.permissions.status(bundle_id, kept)
        off = kept == LOCATION and not self._phone.permissions.location_services
        if not off and not _open_to_question(service, status):
            answered(status)
            return
        key = (bundle_id, "location_services" if off else _table(service, status))
        if key in self._waiting:
            self._waiting[key].append(answered)
            return
        alert = self._alert(*key)
        self._waiting[key] = [answered]
        self._phone.alerts.show(alert)

    def choose_again(self, bundle_id: str, answered: Answered) -> None:
        """Let the user choose anew which pictures an app may see."""
        done = partial(answered, self._phone.permissions.status(bundle_id, PHOTOS))
        self._chooser.pictures(bundle_id, done)

    # -- the alert

    def _alert(self, bundle_id: str, table: str) -> Alert:
        row: Mapping[str, Any] = self._phone.profile.rows[f"ask_{table}"]
        app = self._phone.installed.get(bundle_id)
        info = app.info if app is not None else {}
        message = row.get("message") or info.get(row["purpose"])
        if not isinstance(message, str) or not message:
            raise NoPurposeError(row["purpose"])
        answers: Mapping[str, str] = row["buttons"]
        bold = list(answers)[-1] if len(answers) == _PREFERRED else ""
        return Alert(
            title=row["title"].format(app=app.label if app is not None else bundle_id),
            message=message,
            buttons=tuple(
                Button(label, partial(self._tapped, (bundle_id, table), told), bold=label == bold)
                for label, told in answers.items()
            ),
            picture=self._picture(bundle_id, table, row),
            width=row.get("width"),
        )

    def _picture(
        self, bundle_id: str, table: str, row: Mapping[str, Any]
    ) -> Callable[[], Node] | None:
        if "precise" in row:
            grant = self._phone.permissions.grant(bundle_id)
            return partial(location_map, grant, row["precise"], self._phone.alerts.redraw)
        return photo_grid if table == PHOTOS and "width" in row else None

    # -- the answer

    def _tapped(self, key: tuple[str, str], told: str) -> None:
        bundle_id, table = key
        if told == "limited":
            self._answer(key, Status.LIMITED, tell=False)
            self._chooser.pictures(bundle_id, partial(self._tell, key, Status.LIMITED))
        elif told == "share":
            self._chooser.people(bundle_id, partial(self._shared, key))
        elif table == "location_services":
            if told == "settings":
                self._phone.open_settings_page(LOCATION)
            self._tell(key, Status.DENIED)
        else:
            self._answer(key, Status(told))

    def _shared(self, key: tuple[str, str], status: Status | None) -> None:
        """The second step about contacts is over, or the app is."""
        if status is None:
            self._waiting.pop(key, None)
        else:
            self._answer(key, status)

    def _answer(self, key: tuple[str, str], status: Status, *, tell: bool = True) -> None:
        bundle_id, table = key
        service = LOCATION if table.startswith(LOCATION) else table
        self._phone.permissions.answer(bundle_id, service, status)
        if tell:
            self._tell(key, status)

    def _tell(self, key: tuple[str, str], status: Status) -> None:
        for answered in self._waiting.pop(key, []):
            answered(status)


def _open_to_question(service: str, status: Status) -> bool:
    """Whether an app's request leads to an alert."""
    if service == ALWAYS:
        return status in {Status.NOT_DETERMINED, Status.WHILE_USING}
    return status is Status.NOT_DETERMINED


def _table(service: str, status: Status) -> str:
    """Which question it is: that about always comes second.

    Source: Apple, CLLocationManager.requestAlwaysAuthorization.
    """
    if service == ALWAYS:
        return "location_always" if status is Status.WHILE_USING else LOCATION
    return service
