"""The passcode that a run sets on an iPhone, and where it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from config.deadlines import DEADLINES
from devices import wait
from devices.errors import EffectMissing
from devices.ios import screens, touch
from devices.ios.settings_app import SETTINGS, SettingsApp
from devices.ios.springboard import SPRINGBOARD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from appium.webdriver.webelement import WebElement

    from config.platforms import SensorKind
    from config.secrets import Secret
    from devices.appium.session import Session
    from devices.facts import DeviceFacts

_DIGITS: Final = frozenset("0123456789")
_WHATEVER_IS_IN_FRONT: Final = "auto"
"""Source: WebDriverAgent, FBConfiguration.m, FBDefaultApplicationAuto."""


class IosPasscode:
    """Ours; nothing is ever typed where a run has set none.

    Args:
        facts: of the device.
        session: opens its session, or gives the one that is open.
        secret: what to set.

    Attributes:
        is_set: whether the phone has it.
    """

    def __init__(self, facts: DeviceFacts, session: Callable[[], Session], secret: Secret) -> None:
        self._facts, self._session, self._secret = facts, session, secret
        self._settings = SettingsApp(facts, session)
        self._screens = screens.row_for(screens.read().passcode, facts.api_level)
        self.is_set = False

    def reveal(self) -> str:
        """Its digits, for the one call that sets them."""
        return self._secret.reveal()

    def type_on_lock_screen(self) -> None:
        """Tap it on the keypad, which has to be there.

        No selector holds a digit of it: selectors stand in errors.

        Raises:
            EffectMissing: there is no keypad.
        """
        session = self._session()
        session.look_at(SPRINGBOARD)
        with session.sensitive():
            keys = wait.until(self._keys, DEADLINES.effect_s, holds=_DIGITS.issubset)
            if not _DIGITS.issubset(keys):
                raise self._missing("typing the passcode", "the lock screen has no keypad")
            for digit in self.reveal():
                session.call("tapping a key", keys[digit].click)

    def _keys(self) -> dict[str, WebElement]:
        """The keys of the lock screen, by their digits."""
        session = self._session()
        found = session.find_all(self._screens.digits)
        labels = [
            session.call("reading a key", lambda key=key: key.get_attribute("label"))  # type: ignore[misc] # a default binds the loop's value
            for key in found
        ]
        return dict(zip(map(str, labels), found, strict=True))

    def look(self) -> tuple[SensorKind, bool]:
        """Which sensor the phone has, and whether it knows anybody: what Settings say.

        Settings come to the front for it, and what was there comes back.

        Raises:
            EffectMissing: Settings do not say.
        """
        session = self._session()
        touch.sweep_banner(session)  # of which the agent may tell instead of the app below it
        session.look_at(_WHATEVER_IS_IN_FRONT)
        before = str(session.execute("mobile: activeAppInfo")["bundleId"])
        self._settings.open()
        try:
            kind = self._to_page()
            return kind, self._is_known()
        finally:
            self._settings.close()
            if before not in {SETTINGS, SPRINGBOARD}:
                session.execute("mobile: activateApp", bundleId=before)

    def _to_page(self) -> SensorKind:
        kinds = {title: kind for kind, title in self._screens.titles.items()}
        title = self._settings.title_among(*kinds)
        if title is None:
            raise self._missing("looking for Face ID or Touch ID", "the first page has neither")
        self._settings.tap(title)  # the page may ask for the passcode first
        return kinds[title]

    def _is_known(self) -> bool:
        """What the page says; it wants the passcode first where there is one."""
        session, row = self._session(), self._screens

        def seen() -> Iterator[bool]:
            fields = session.find_all(row.field) if self.is_set else []
            if fields:
                self._settings.clear_way(fields[0])
                with session.sensitive():
                    session.call("typing the passcode", lambda: fields[0].send_keys(self.reveal()))
            if session.find_all(row.known):
                yield True
            elif session.find_all(row.unknown):
                yield False

        found = wait.until(lambda: list(seen()), DEADLINES.effect_s)
        if not found:
            raise self._missing("reading who is known", "the page says neither that nor that none")
        return found[0]

    def _missing(self, tried: str, seen: str) -> EffectMissing:
        return EffectMissing(self._facts.name, tried, seen, "see the picture")
