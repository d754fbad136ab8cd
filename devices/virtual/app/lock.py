"""Biometric login: when the app is locked, and what opens it.

The choice and the failures live in the app's private storage, so that a restart changes nothing.
What a finger or a face looks like never gets here: the system says that it matched, or did not.

A failure is a scan that did not match, where the system tells of it. Touch ID tells of three at
once. Face ID tells of none: there it is a question that ended without a match.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.app.account import RequestFailed, SessionEnded
from devices.virtual.app.screens.lock import Locked
from devices.virtual.app.screens.login import Login
from devices.virtual.os.authentication import Answer, Question
from devices.virtual.os.process import Offline

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.app.screens.screen import App, Screen

_KEY: Final = "biometric"
_AFTER: Final = timedelta(seconds=60)
"""For how long the app may be in the background without being locked."""
_MOST_FAILURES: Final = 3
_TO_PASSWORD: Final = frozenset({Answer.SHUT, Answer.FALLBACK, Answer.UNAVAILABLE})
_FAILURES: Final = {Answer.FAILED: 1, Answer.EXHAUSTED: 3}
"""Scans that did not match, by what is told of them. Source: LAError.authenticationFailed."""
_ATTEMPT: Final = frozenset({Answer.DECLINED, Answer.FALLBACK})
"""What ends an attempt where no scan is told of: the question offers it after a scan alone."""


class Lock:
    """The lock of the app; made when its process begins, and then closed.

    Attributes:
        cover: what is shown in the place of every screen while the app is locked.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self._storage = app.context.storage
        self._left_at: timedelta | None = None
        self._withdraw: Callable[[], None] = _nothing
        self._asking = self._matched_before = False
        self.cover: Screen | None = None
        self._lock()

    # -- what the user chooses

    @property
    def on(self) -> bool:
        """Whether biometric login is switched on."""
        return bool(self._kept.get("on"))

    @property
    def offered(self) -> bool:
        """Whether to offer it: the phone knows its user, and it is off."""
        return self.enrolled and not self.on

    @property
    def enrolled(self) -> bool:
        """Whether the phone knows its user's finger or face."""
        return self._app.context.biometrics.available

    def turn_on(self) -> None:
        """Go by finger or face from the next lock on."""
        user = self._app.account.user["id"]
        self._storage[_KEY] = {"user": user, "on": True, "failures": 0, "password": False}

    def turn_off(self) -> None:
        """Go by the password: the next lock asks for it, and then there is none any more."""
        if self.on:
            self._keep(on=False)

    # -- what happens around it

    def left(self) -> None:
        """The app goes to the background, unless it is there already."""
        if self._left_at is None:
            self._left_at = self._app.context.clock.uptime()

    def came_back(self) -> None:
        """The app comes to the foreground."""
        left_at, self._left_at = self._left_at, None
        away = left_at is not None and self._app.context.clock.uptime() - left_at > _AFTER
        if away and self.cover is None:
            self._lock()

    def password_entered(self) -> None:
        """Somebody signed in by the password, which opens the lock and forgives failures."""
        self.cover = None
        kept = self._kept
        if kept and kept["on"] and kept["user"] == self._app.account.user["id"]:
            self._keep(failures=0, password=False)
        else:
            self._storage.pop(_KEY, None)

    def start(self) -> None:
        """The app begins anew: a lock that is not open is shown from its beginning."""
        if self.cover is not None:
            self._lock()

    def forget(self) -> None:
        """Have no lock any more: the user has gone."""
        self._storage.pop(_KEY, None)
        self.cover = None
        self._withdraw()

    # -- opening it

    def ask(self) -> None:
        """Have the system ask for its user, where the lock waits and it does not ask yet."""
        if self._asking or not isinstance(self.cover, Locked):
            return
        self._asking = True
        question = Question(f"Unlock {self._app.account.brand}", fallback="Use password")
        self._withdraw = self._app.context.biometrics.ask(question, self._told)

    def use_password(self) -> None:
        """Show the sign-in form in the place of the lock screen."""
        self.cover = Login(self._app)
        self._app.context.invalidate()

    # -- inside

    @property
    def _kept(self) -> dict[str, Any]:
        return dict(self._storage.get(_KEY, {}))

    def _keep(self, **values: object) -> None:
        self._storage[_KEY] = self._kept | values

    def _lock(self) -> None:
        kept = self._kept
        if not kept or not self._app.account.signed_in:
            return
        fallen_back = kept["password"] and not self._app.carries("fallback-forgotten")
        on = kept["on"] or self._app.carries("biometric-off-ignored")
        by_finger = on and not fallen_back
        self.cover = Locked(self._app) if by_finger else Login(self._app)

    def _told(self, answer: Answer) -> None:
        """The system says what came of its question."""
        self._asking = answer is Answer.FAILED
        if answer is Answer.MATCHED:
            self._matched()
        elif answer is Answer.SHUT and self._app.carries("lockout-unlocks"):
            self._open()
        else:
            self._count(answer)
            if answer in _TO_PASSWORD:
                self.use_password()
            elif answer is Answer.EXHAUSTED:
                self.ask()

    def _failures_in(self, answer: Answer) -> int:
        by_attempts = self._app.context.biometrics.sensor == "face_id"
        return int(answer in _ATTEMPT) if by_attempts else _FAILURES.get(answer, 0)

    def _count(self, answer: Answer) -> None:
        new = self._failures_in(answer)
        if not new:
            return
        failures = self._kept.get("failures", 0) + new
        most = _MOST_FAILURES + self._app.carries("fallback-after-four")
        self._keep(failures=failures, password=failures >= most)
        if failures >= most:
            self._withdraw()
            self.use_password()

    def _matched(self) -> None:
        if self._app.carries("unlock-needs-two-scans") and not self._matched_before:
            self._matched_before = True
            self.ask()
            return
        if self._app.carries("finger-not-enough"):
            self.use_password()
            return
        if self._app.carries("finger-sent"):
            self._send()
        self._keep(failures=0)
        self._open()

    def _open(self) -> None:
        self.cover, self._matched_before = None, False
        self._app.sync()

    def _send(self) -> None:
        """What a build with a seeded defect does with a match."""
        with suppress(Offline, RequestFailed, SessionEnded):
            body = {"fingerprintTemplate": "c2FtcGxl"}
            self._app.account.send("POST", "/oauth/app/unlock", None, body)


def _nothing() -> None:
    """Withdraws a question that was not asked."""
