"""The app under test, as this installation knows it."""

from __future__ import annotations

from functools import cache

from config.paths import CONFIG
from config.versions import VersionRange  # noqa: TC001 - pydantic reads the annotation
from config.yaml_file import Model, load


class AndroidApp(Model):
    """How the app is known to Android.

    Attributes:
        oldest: the oldest release that it supports; ranges of a matrix begin there.
    """

    package: str
    activity: str
    oldest: VersionRange = "8.0"


class App(Model):
    """Names of the app under test; ``brand`` is the account's own, shown inside the app."""

    name: str
    brand: str
    android: AndroidApp


@cache
def read() -> App:
    """The app of ``config/app.yaml``.

    Raises:
        ConfigError: the file is wrong.
    """
    return load(CONFIG / "app.yaml", App)
