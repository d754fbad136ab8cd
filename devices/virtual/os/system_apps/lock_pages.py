"""Pages of Settings about the screen lock: what it is, choosing another, asking for it.

Source: AOSP packages/apps/Settings, res/xml/security_dashboard_settings.xml, ChooseLockGeneric,
ChooseLockPassword, ChooseLockPattern, ConfirmLockPassword, ConfirmLockPattern,
ConfirmDeviceCredentialActivity.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from devices.virtual.os.biometrics.outcome import ErrorCode, Event
from devices.virtual.os.biometrics.prompt import PromptInfo
from devices.virtual.os.credentials import SHORTEST, CredentialKind
from devices.virtual.os.pattern import dots_hit, pattern_view
from devices.virtual.os.system_apps import views
from devices.virtual.os.system_apps.pages import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.os.biometrics.outcome import Outcome
    from devices.virtual.os.system_apps.settings_app import SettingsApp
    from devices.virtual.ui.node import Rect

CHOOSE: Final = "choose_lock"
CONFIRM: Final = "confirm"
THEN: Final = "then"
"""The extra that tells which page follows."""
_NEW: Final = "choose_password"
_NEW_PATTERN: Final = "choose_pattern"
_DEVICE: Final = "confirm_device"
_KIND: Final = "kind"
_TITLE: Final = "android.app.extra.TITLE"
_DESCRIPTION: Final = "android.app.extra.DESCRIPTION"
_DISABLED: Final = ("secure", "lockscreen.disabled")
ACTIVITIES: Final = {
    CHOOSE: "ChooseLockGeneric",
    _NEW: "ChooseLockPassword",
    _NEW_PATTERN: "ChooseLockPattern",
    CONFIRM: "ConfirmLockPassword",
    _DEVICE: "ConfirmDeviceCredentialActivity",
}
"""The class of each page that has one of its own, below ``.password``."""
_LOCKS: Final = {
    CredentialKind.NONE: "Swipe",
    CredentialKind.PATTERN: "Pattern",
    CredentialKind.PIN: "PIN",
    CredentialKind.PASSWORD: "Password",
}
_LEAVES: Final = frozenset({ErrorCode.USER_CANCELED, ErrorCode.CANCELED})


class LockChange:
    """A screen lock that is being chosen, or asked for.

    Attributes:
        typed: what is in the field.
        first: what was entered first, of a lock that is to be entered twice.
        wrong: what is said of the last attempt.
    """

    def __init__(self, app: SettingsApp) -> None:
        self._app = app
        self._asked = False
        self.typed = self.first = self.wrong = ""

    def resumed(self, page: str) -> None:
        """A page came to the front."""
        self.typed = self.first = self.wrong = ""
        if page == CHOOSE and self._app.phone.credentials.secure and not self._app.wizard.confirmed:
            self._confirm_before()
        elif page == _DEVICE:
            self._confirm_for_app()
        elif page not in PAGES:
            self._asked = False

    def type(self, text: str) -> None:
        """The field's new text."""
        self.typed = text

    # -- asking

    def _confirm_before(self) -> None:
        """A lock is changed only by who knows it; who goes back leaves the page, too."""
        asked, self._asked = self._asked, not self._asked
        if asked:
            self._app.back()
        else:
            self._app.go(CONFIRM)

    def confirm(self) -> None:
        """Try what was entered."""
        app, then = self._app, self._app.intent.extras.get(THEN, "")
        credentials = app.phone.credentials
        entered, self.typed = self.typed, ""
        if entered and credentials.enter(entered):
            app.wizard.confirmed = True
            app.back()
            if then:
                app.go(then)
            return
        words = app.phone.rows["credential_prompt"]
        seconds = credentials.throttled_s
        wrong = words[credentials.kind.upper()]["wrong"] if entered else ""
        self.wrong = words["locked_out"].format(seconds=seconds) if seconds else wrong
        app.phone.app.invalidate()

    def _confirm_for_app(self) -> None:
        """Ask with the system's prompt where there is one, else with a page; once."""
        app, intent = self._app, self._app.intent
        asked, self._asked = self._asked, not self._asked
        if asked or not app.phone.credentials.secure:
            self._asked = False
            app.back()
            return
        if not app.phone.rows["settings_security"]["confirms_by_prompt"]:
            app.go(CONFIRM)
            return
        kind = app.phone.credentials.kind.upper()
        title = app.phone.rows["settings_security"]["confirm"][kind]
        info = PromptInfo(
            intent.extras.get(_TITLE) or title,
            description=intent.extras.get(_DESCRIPTION, ""),
            negative=app.phone.rows["credential_prompt"][kind]["button"],
            device_credential=True,
        )
        app.phone.fingerprints.authenticate(info, self._answered)

    def _answered(self, outcome: Outcome) -> None:
        front = self._app.phone.activities.focused
        if front is None or front.component.class_name != self._app.activity:
            return  # it was left: the activity closes when it comes back
        if outcome.event is Event.FAILED:
            return
        self._asked = False
        self._app.back()
        if outcome.event is Event.ERROR and outcome.code not in _LEAVES:
            self._app.go(CONFIRM)

    # -- choosing

    def drop_lock(self, *, screen: bool) -> None:
        """Have no credential any more, and a lock screen to swipe away or none."""
        app = self._app
        app.dismiss()
        app.phone.credentials.clear()
        app.phone.settings.put(*_DISABLED, "0" if screen else "1")
        app.back()

    def enter(self) -> None:
        """Take what was entered: once, and again."""
        kind = CredentialKind(self._app.intent.extras[_KIND])
        entered, self.typed = self.typed, ""
        if len(entered) < SHORTEST:
            noun = "dots" if kind is CredentialKind.PATTERN else "characters"
            noun = "digits" if kind is CredentialKind.PIN else noun
            self.wrong = f"Must be at least {SHORTEST} {noun}"
        elif not self.first:
            self.first, self.wrong = entered, ""
        elif entered != self.first:
            self.first, self.wrong = "", f"{_LOCKS[kind]}s don\u2019t match"
        else:
            self._set(kind, entered)
            return
        self._app.phone.app.invalidate()

    def _set(self, kind: CredentialKind, secret: str) -> None:
        """Lock the phone from now on; the pages that led here go."""
        app, then = self._app, self._app.intent.extras.get(THEN, "")
        app.phone.credentials.set(kind, secret)
        app.phone.settings.put(*_DISABLED, "0")
        app.wizard.confirmed = True
        app.back()
        app.back()
        if then:
            app.go(then)

    def draw(self, area: Rect, path: list[tuple[float, float]], then: Callable[[], None]) -> None:
        """A finger went over the pattern."""
        self.typed = dots_hit(area, path)
        then()


def _security(app: SettingsApp) -> Page:
    row, names = app.phone.rows["settings_security"], app.phone.reader.fingers.names
    summary = "Tap to set up"
    if names:
        summary = "1 fingerprint set up" if len(names) == 1 else f"{len(names)} fingerprints set up"
    to = "fingerprints" if names else "fingerprint_introduction"
    return Page(
        row["title"],
        [
            views.row(row["lock"], _lock(app), icon="lock", on_tap=lambda: app.go(CHOOSE)),
            views.row(row["fingerprint"], summary, icon="fingerprint", on_tap=lambda: app.go(to)),
        ],
    )


def _lock(app: SettingsApp) -> str:
    credentials = app.phone.credentials
    if not credentials.secure and app.phone.settings.get(*_DISABLED) == "1":
        return "None"
    return _LOCKS[credentials.kind]


def _choose(app: SettingsApp) -> Page:
    then = app.intent.extras.get(THEN, "")

    def choose(kind: CredentialKind) -> None:
        page = _NEW_PATTERN if kind is CredentialKind.PATTERN else _NEW
        app.go(page, **{_KIND: kind, THEN: then})

    kinds = (CredentialKind.PATTERN, CredentialKind.PIN, CredentialKind.PASSWORD)
    rows = [views.row(_LOCKS[kind], on_tap=partial(choose, kind)) for kind in kinds]
    if not then:  # a finger needs a lock, so that there is none to go without
        rows[:0] = [
            views.row(name, on_tap=partial(_ask_drop, app, screen=screen))
            for name, screen in (("None", False), ("Swipe", True))
        ]
    return Page("Choose screen lock", rows)


def _ask_drop(app: SettingsApp, *, screen: bool) -> None:
    if not app.phone.credentials.secure:
        app.lock.drop_lock(screen=screen)
        return
    app.ask(
        lambda: views.dialog(
            "Remove device protection?",
            "Your saved fingerprints will also be removed from this device.",
            no=app.dismiss,
            yes=lambda: app.lock.drop_lock(screen=screen),
            agree="Yes, remove",
        ),
        package="com.android.settings",
    )


def _new(app: SettingsApp) -> Page:
    row, kind = app.phone.rows["settings_security"], app.intent.extras[_KIND]
    title = row["confirm" if app.lock.first else "choose"][kind.upper()]
    onward = app.lock.enter
    return _entry(app, title, CredentialKind(kind), onward, [(row["next"], onward)])


def _confirm(app: SettingsApp) -> Page:
    row, kind = app.phone.rows["settings_security"], app.phone.credentials.kind
    if kind is CredentialKind.NONE:  # it was taken away meanwhile
        return Page("", [], bare=True)
    return _entry(app, row["confirm"][kind.upper()], kind, app.lock.confirm, [])


def _entry(
    app: SettingsApp,
    title: str,
    kind: CredentialKind,
    onward: Callable[[], None],
    buttons: list[tuple[str, Callable[[], None]]],
) -> Page:
    lock, row = app.lock, app.phone.rows["settings_security"]
    if kind is CredentialKind.PATTERN:
        field = pattern_view(
            "lockPattern", views.INK, lambda area, path: lock.draw(area, path, onward)
        )
    else:
        field = views.secret("password_entry", lock.typed, on_text=lock.type, on_submit=onward)
    buttons = [*buttons, (row["cancel"], app.back)]
    return Page("", views.wizard(row["header"], title, lock.wrong, buttons, field=field), bare=True)


def _device(app: SettingsApp) -> Page:
    del app
    return Page("", [], bare=True)


PAGES: Final[Mapping[str, Callable[[SettingsApp], Page | None]]] = {
    "security": _security,
    CHOOSE: _choose,
    _NEW: _new,
    _NEW_PATTERN: _new,
    CONFIRM: _confirm,
    _DEVICE: _device,
}
"""What builds each page, by name."""
