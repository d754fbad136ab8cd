"""How Settings learns a finger: introduction, credential, three touches, done.

Source: AOSP packages/apps/Settings, FingerprintEnrollIntroduction, FingerprintEnrollFindSensor,
FingerprintEnrollEnrolling, FingerprintEnrollFinish, FingerprintSettings.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from devices.virtual.os.biometrics.reader import MOST_FINGERS, TOUCHES
from devices.virtual.os.system_apps import lock_pages, views
from devices.virtual.os.system_apps.pages import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.os.system_apps.settings_app import SettingsApp
    from devices.virtual.ui.node import Node

INTRODUCTION: Final = "fingerprint_introduction"
FIND: Final = "fingerprint_find_sensor"
ENROLLING: Final = "fingerprint_enrolling"
FINISH: Final = "fingerprint_finish"
FINGERS: Final = "fingerprints"
_TOUCHING: Final = frozenset({FIND, ENROLLING})
_GUARDED: Final = frozenset({INTRODUCTION, FINGERS})
ACTIVITIES: Final = {
    INTRODUCTION: "FingerprintEnrollIntroduction",
    FIND: "FingerprintEnrollFindSensor",
    ENROLLING: "FingerprintEnrollEnrolling",
    FINISH: "FingerprintEnrollFinish",
    FINGERS: "FingerprintSettings",
}
"""The class of each page, below the release's folder."""


class FingerprintWizard:
    """Where the user is on the way to another finger.

    Attributes:
        confirmed: whether the credential was entered on this way.
    """

    def __init__(self, app: SettingsApp) -> None:
        self._app = app
        self._left = TOUCHES
        self._stop: Callable[[], None] = _nothing
        self._asked = self._leaving = self._replacing = False
        self.confirmed = False

    def resumed(self, page: str) -> None:
        """A page came to the front."""
        if self._replacing:
            return
        if page not in PAGES and page not in lock_pages.PAGES:
            self._forget()
        elif self._leaving:
            self._left_by(page)
        elif page in _GUARDED and self._needs_credential(page):
            self._ask()
        elif page in _TOUCHING:
            self._begin()

    def paused(self) -> None:
        """The app is left, or another of its pages is opened: the reader is let go."""
        if not self._replacing:
            self._stop()
            self._stop = _nothing

    def _left_by(self, page: str) -> None:
        """The way is over: its first page goes as well."""
        self._forget()
        if page == INTRODUCTION:
            self._app.back()

    def _forget(self) -> None:
        self.confirmed = self._asked = self._leaving = False

    def _begin(self) -> None:
        self._stop()
        self._left = TOUCHES
        self._stop = self._app.phone.reader.enrol(self._touched)

    def _needs_credential(self, page: str) -> bool:
        first = page == FINGERS or self._app.phone.rows["settings_security"]["confirm_first"]
        return bool(first) and self._app.phone.credentials.secure and not self.confirmed

    def _ask(self) -> None:
        """Ask for the credential on top of the page; who goes back leaves the page, too."""
        if self._asked:
            self._forget()
            self._app.back()
            return
        self._asked = True
        self._app.go(lock_pages.CONFIRM)

    # -- steps

    def next(self) -> None:
        """Go on from the introduction: with a credential, asked for where it was not yet."""
        credentials = self._app.phone.credentials
        if not credentials.secure:
            self._app.go(lock_pages.CHOOSE, **{lock_pages.THEN: FIND})
        elif not self.confirmed:
            self._app.go(lock_pages.CONFIRM, **{lock_pages.THEN: FIND})
        else:
            self._app.go(FIND)

    def _touched(self, left: int) -> None:
        """A finger lay on the reader: show what is left to do."""
        self._left = left
        if left:
            self._show(ENROLLING)
        else:
            self._show(FINISH)

    def _show(self, page: str) -> None:
        """Put a step in the place of the one before; the reader stays where it is."""
        app = self._app
        if app.page_name == page:
            app.phone.app.invalidate()
            return
        self._replacing = True
        app.back()
        app.go(page)
        self._replacing = False

    @property
    def instruction(self) -> str:
        """What the page of the touches says."""
        if self._left >= TOUCHES - 1:
            return "Put your finger on the sensor and lift after you feel a vibration"
        return "Keep lifting your finger to add the different parts of your fingerprint"

    def done(self) -> None:
        """Leave the wizard with all of its pages."""
        self._leaving = True
        self._app.back()

    def another(self) -> None:
        """Begin anew with another finger."""
        self._show(FIND)
        self._begin()


def _nothing() -> None:
    """Lets go of a reader that was not taken."""


def _introduction(app: SettingsApp) -> Page:
    row = app.phone.rows["settings_security"]
    words = (
        "Use your fingerprint to unlock your phone, authorize purchases, or sign in to apps. Be"
        " careful whose fingerprints you add: any of them can do this."
    )
    return _step(app, row["introduction"], words, next=app.wizard.next, cancel=app.back)


def _find(app: SettingsApp) -> Page:
    return _step(
        app, "Touch the sensor", "It\u2019s on the back of your phone. Use your index finger."
    )


def _enrolling(app: SettingsApp) -> Page:
    first = app.wizard.instruction.startswith("Put")
    title = "Touch the sensor" if first else "Lift, then touch again"
    return _step(app, title, app.wizard.instruction)


def _finish(app: SettingsApp) -> Page:
    words = (
        "When you see this icon, use your fingerprint for identification or to authorize a"
        " purchase."
    )
    full = len(app.phone.reader.fingers.names) >= MOST_FINGERS
    more = {} if full else {"another": app.wizard.another}
    return _step(app, "Fingerprint added", words, **more, done=app.wizard.done)


def _step(app: SettingsApp, title: str, text: str, **buttons: Callable[[], None]) -> Page:
    row = app.phone.rows["settings_security"]
    labelled = [(row[name], on_tap) for name, on_tap in buttons.items()]
    whole = views.wizard(row["header"], title, text, labelled, icon="fingerprint")
    return Page("", whole, bare=True)


def _fingers(app: SettingsApp) -> Page:
    row = app.phone.rows["settings_security"]
    names = app.phone.reader.fingers.names
    rows: list[Node] = [
        views.row(name, icon="fingerprint", on_tap=partial(_ask_removal, app, finger))
        for finger, name in names.items()
    ]
    if len(names) < MOST_FINGERS:
        rows.append(views.row("Add fingerprint", on_tap=lambda: app.go(FIND), icon="plus"))
    return Page(row["fingerprint"], rows)


def _ask_removal(app: SettingsApp, finger: int) -> None:
    name = app.phone.reader.fingers.names.get(finger, "")

    def remove() -> None:
        app.phone.reader.fingers.names.pop(finger, None)
        app.dismiss()
        app.phone.app.invalidate()

    app.ask(
        lambda: views.dialog(
            f"Delete \u2018{name}\u2019",
            "You won\u2019t be able to use this fingerprint to unlock your phone.",
            no=app.dismiss,
            yes=remove,
            agree="Delete",
        ),
        package="com.android.settings",
    )


PAGES: Final[Mapping[str, Callable[[SettingsApp], Page | None]]] = {
    INTRODUCTION: _introduction,
    FIND: _find,
    ENROLLING: _enrolling,
    FINISH: _finish,
    FINGERS: _fingers,
}
"""What builds each page, by name."""
