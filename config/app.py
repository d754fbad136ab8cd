"""The app under test, as this installation knows it."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from config.paths import CONFIG
from config.versions import VersionRange  # noqa: TC001 - pydantic reads the annotation
from config.yaml_file import Model, load

Feature = Literal["camera", "contacts", "location", "microphone", "notifications", "photos"]
"""What an app may do only with its user's permission."""
_FullName = Annotated[str, Field(pattern=r"^[\w.]+\.[A-Z_]+$")]


class AndroidApp(Model):
    """How the app is known to Android.

    Attributes:
        oldest: the oldest release that it supports; ranges of a matrix begin there.
        permissions: what it asks for, on whichever release, by what it does with it.
    """

    package: str
    activity: str
    oldest: VersionRange = "8.0"
    permissions: dict[Feature, tuple[_FullName, ...]] = Field(default_factory=dict)


class Biometric(Model):
    """How the app treats biometric login.

    Attributes:
        counts: what it counts to three before it falls back to the password: failed scans, or
            attempts, each of them a prompt that ended without a match.
    """

    counts: Literal["scans", "attempts"] = "scans"


class App(Model):
    """Names of the app under test; ``brand`` is the account's own, shown inside the app."""

    name: str
    brand: str
    android: AndroidApp
    biometric: Biometric = Biometric()


@cache
def read() -> App:
    """The app of ``config/app.yaml``.

    Raises:
        ConfigError: the file is wrong.
    """
    return load(CONFIG / "app.yaml", App)
