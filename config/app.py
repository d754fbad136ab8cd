"""The app under test, as this installation knows it."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - pydantic reads the annotations
from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from config.paths import CONFIG
from config.platforms import Platform  # noqa: TC001 - the same
from config.versions import VersionRange  # noqa: TC001 - pydantic reads the annotation
from config.yaml_file import Model, load

Feature = Literal["camera", "contacts", "location", "microphone", "notifications", "photos"]
"""What an app may do only with its user's permission."""
_FullName = Annotated[str, Field(pattern=r"^[\w.]+\.[A-Z_]+$")]


class _SystemApp(Model):
    """How the app is known to a system.

    Attributes:
        oldest: the oldest release that it supports; ranges of a matrix begin there.
    """

    oldest: VersionRange

    @property
    def id(self) -> str:
        """What the system tells apps apart by."""
        raise NotImplementedError

    @property
    def names(self) -> Mapping[Feature, tuple[str, ...]]:
        """What it asks for, on whichever release, by what it does with it."""
        raise NotImplementedError

    @property
    def notifying(self) -> tuple[str, ...]:
        """What it is granted so that it may notify without asking."""
        return self.names.get("notifications", ())


class AndroidApp(_SystemApp):
    """How the app is known to Android.

    Attributes:
        permissions: what it asks for, on whichever release, by what it does with it.
    """

    package: str
    activity: str
    oldest: VersionRange = "8.0"
    permissions: dict[Feature, tuple[_FullName, ...]] = Field(default_factory=dict)

    @property
    def id(self) -> str:
        """See `_SystemApp`."""
        return self.package

    @property
    def names(self) -> Mapping[Feature, tuple[str, ...]]:
        """See `_SystemApp`."""
        return self.permissions


class IosApp(_SystemApp):
    """How the app is known to iOS.

    Attributes:
        permissions: what it asks for; iOS asks for each thing by itself, and verbs call it so.
    """

    bundle_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]+$")]
    oldest: VersionRange = "15"
    permissions: tuple[Feature, ...] = ()

    @property
    def id(self) -> str:
        """See `_SystemApp`."""
        return self.bundle_id

    @property
    def names(self) -> Mapping[Feature, tuple[str, ...]]:
        """See `_SystemApp`."""
        return {feature: (feature,) for feature in self.permissions}


class Biometric(Model):
    """How the app treats biometric login.

    Attributes:
        counts: what it counts before it falls back to the password: failed scans, or
            attempts, each of them a prompt that ended without a match; attempts alone with Face ID.
        bears: with which of those it falls back.
        locks_after_s: for how long it may be in the background without being locked.
    """

    counts: Literal["scans", "attempts"] = "scans"
    bears: Annotated[int, Field(ge=1, le=3)] = 3
    locks_after_s: Annotated[int, Field(ge=0, le=110)] = 60


class LocalPresence(Model):
    """What calls are made from where local presence knows the phone's place.

    Attributes:
        latitude, longitude: of a place in whose area the account has a number, in degrees.
        prefix: how that number begins, in the digits of E.164; the usual number begins otherwise.
    """

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    prefix: Annotated[str, Field(pattern=r"^\+[0-9]+$")]


class Reminders(Model):
    """When the app reminds of what is due.

    Attributes:
        appointment_minutes: how long before an appointment begins.
    """

    appointment_minutes: Annotated[int, Field(ge=0, le=120)] = 15


class App(Model):
    """Names of the app under test; ``brand`` is the account's own, shown inside the app."""

    name: str
    brand: str
    android: AndroidApp
    ios: IosApp
    biometric: Biometric = Biometric()
    reminders: Reminders = Reminders()
    local_presence: LocalPresence

    def on(self, platform: Platform) -> AndroidApp | IosApp:
        """How a platform knows it."""
        return self.ios if platform == "ios" else self.android


@cache
def read() -> App:
    """The app of ``config/app.yaml``.

    Raises:
        ConfigError: the file is wrong.
    """
    return load(CONFIG / "app.yaml", App)
