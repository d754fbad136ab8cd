"""Which feature needs which permission, and what the app does about it.

Source of how an app tells a final refusal: developer.android.com, "Request runtime permissions".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from devices.virtual.app.defects import carries
from devices.virtual.app.platforms import names_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.app.platforms import Permission
    from devices.virtual.os.process import AppContext

# Keys of the private storage.
_ASKED_TO_POST: Final = "asked_to_post"
_REFUSED: Final = "refused_once"
# What a build with a seeded defect goes by.
_USED: Final = "used"
_DENIED: Final = "denied"

_EVERYWHERE: Final = frozenset(
    {"conversations", "calendars", "contacts", "opportunities", "settings", "contact"}
)
_REVOKED: Final = "permissions revoked"  # what the system ends a process for


@dataclass(frozen=True, slots=True)
class Use:
    """What the user does that needs a permission.

    Attributes:
        key: names the request.
        needs: the permission.
        refused: what the app says without it.
    """

    key: str
    needs: Permission
    refused: str


SCANNER: Final = Use("scanner", "camera", "Scanning a card needs the camera.")
PHOTO: Final = Use("photo", "camera", "Taking a photo needs the camera.")
SIGNING: Final = Use("signing", "camera", "Signing needs the camera.")
CALL: Final = Use("call", "microphone", "Calling needs the microphone.")
VOICE_NOTE: Final = Use("voice_note", "microphone", "A voice note needs the microphone.")
ADDRESS_BOOK: Final = Use(
    "address_book",
    "contacts",
    "Filling in needs your phone contacts. You can type them in.",
)
LOCAL_PRESENCE: Final = Use(
    "local_presence",
    "location",
    "Local presence needs your location.",
)
UPLOADS: Final = Use("uploads", "photos", "Uploading needs your photos.")
_FEATURES: Final = (
    SCANNER,
    PHOTO,
    SIGNING,
    CALL,
    VOICE_NOTE,
    ADDRESS_BOOK,
    LOCAL_PRESENCE,
    UPLOADS,
)


class Speaker(Protocol):
    """Who tells the user."""

    def say(self, text: str, *, settings: bool = False) -> None:
        """Show one sentence, and with it the way to the system's settings of the app."""


class Permissions:
    """Asks for what a feature needs when it is used, and remembers no grant."""

    def __init__(self, context: AppContext, speaker: Speaker) -> None:
        self._context, self._speaker = context, speaker
        self._waiting: tuple[Callable[[], None], Callable[[], None]] | None = None
        self._asking = False
        self._seen: set[str] = set()
        self._platform = names_of(context)
        for feature in _FEATURES:
            context.permissions.on_result(feature.key, partial(self._answered, feature))

    def use(
        self, feature: Use, go: Callable[[], None], otherwise: Callable[[], None] | None = None
    ) -> None:
        """Do something that needs permission, after asking where the app does not hold it.

        Args:
            feature: which.
            go: what is done with the permission.
            otherwise: what is done without it, before the user is told what is missing.
        """
        if self._crashes(feature):
            self._context.crash(f"Permission Denial: requires {self._names(feature)[0]}")
        elif self.held(feature):
            self._remember(feature)
            go()
        else:
            self.ask(feature, go, otherwise)

    def ask(
        self, feature: Use, go: Callable[[], None], otherwise: Callable[[], None] | None = None
    ) -> None:
        """Have the system ask, whether the app holds a part of it already or not; see `use`."""
        self._waiting = go, otherwise or _nothing
        self._asking = True
        self._context.permissions.request(feature.key, self._names(feature))
        self._asking = False

    def held(self, feature: Use) -> bool:
        """Whether the app may use a feature now."""
        if self._ignores(feature):
            return False
        return self._holds(*self._names(feature)) or self._believes(feature)

    @property
    def sees_some_pictures(self) -> bool:
        """Whether the user has chosen single pictures, and no more."""
        chosen = self._platform.chosen
        others = (name for name in self._names(UPLOADS) if name != chosen)
        return self._holds(chosen) and not self._holds(*others)

    def first_launch(self) -> None:
        """Ask once in the life of an installation whether the app may notify."""
        storage, names = self._context.storage, self._platform.names["notifications"]
        if not names or _ASKED_TO_POST in storage:
            return
        storage[_ASKED_TO_POST] = True
        if not self._holds(*names) and not self._carries("notifications-not-asked"):
            self._context.permissions.request("notifications", names)

    def open_settings(self) -> None:
        """Show the system's page of the app."""
        self._context.open_settings()

    def looked_at(self, screen: str) -> None:
        """A screen was opened: a build with a seeded defect asks when all have been."""
        if not self._carries("contacts-asked-early") or not self._context.network.connected:
            return
        self._seen.add(screen)
        if self._seen >= _EVERYWHERE:
            self._seen.clear()
            self.use(ADDRESS_BOOK, _nothing)

    # -- inside

    def _answered(self, feature: Use, _: Mapping[str, bool]) -> None:
        """The system has answered: at once where nobody was asked."""
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            return
        go, otherwise = waiting
        if self.held(feature):
            self._remember(feature)
            go()
            return
        storage = self._context.storage
        storage[_DENIED] = sorted({*storage.get(_DENIED, ()), *self._names(feature)})
        final = self._is_final(feature)
        if feature is CALL and not final and self._carries("microphone-refused-calls-anyway"):
            go()
            return
        otherwise()
        if feature is PHOTO and not final and self._carries("camera-refused-silently"):
            return
        way_out = final and not self._carries("refusal-without-way-out")
        self._speaker.say(feature.refused, settings=way_out)

    def _is_final(self, feature: Use) -> bool:
        """Whether the system asks no more.

        It gives a reason to explain after a first denial, and none after the last. Where it has
        answered without a question, the refusal was final before.
        """
        names, refused = self._names(feature), set(self._context.storage.get(_REFUSED, ()))
        if any(map(self._context.permissions.should_explain, names)):
            self._context.storage[_REFUSED] = sorted(refused.union(names))
            return False
        return self._asking or not refused.isdisjoint(names)

    def _remember(self, feature: Use) -> None:
        storage, names = self._context.storage, self._names(feature)
        storage[_REFUSED] = [n for n in storage.get(_REFUSED, ()) if n not in names]
        storage[_USED] = sorted({*storage.get(_USED, ()), *names})

    def _names(self, feature: Use) -> tuple[str, ...]:
        return self._platform.names[feature.needs]

    def _holds(self, *names: str) -> bool:
        """Whether the app holds one of these."""
        return any(map(self._context.permissions.granted, names))

    # -- seeded defects

    def _carries(self, defect: str) -> bool:
        return carries(self._context.metadata, defect)

    def _believes(self, feature: Use) -> bool:
        """Whether this build goes by what the app once held, or does not look at all."""
        if feature is SIGNING and self._carries("signing-not-asked"):
            return True
        if feature is VOICE_NOTE and self._carries("voice-note-not-asked"):
            return True
        used = not set(self._context.storage.get(_USED, ())).isdisjoint(self._names(feature))
        return self._carries("one-time-kept") and used and not self._revoked

    def _ignores(self, feature: Use) -> bool:
        """Whether this build goes by what was refused once."""
        denied = not set(self._context.storage.get(_DENIED, ())).isdisjoint(self._names(feature))
        return denied and self._carries("settings-ignored")

    def _crashes(self, feature: Use) -> bool:
        carries_it = self._carries("crash-after-revoke")
        return carries_it and self._revoked and not self.held(feature)

    @property
    def _revoked(self) -> bool:
        return self._context.last_exit == _REVOKED


def _nothing() -> None:
    """What a refusal leads to, beside the sentence."""
