"""The catalogue of promises that the app makes; ids are stable and tests name them."""

from __future__ import annotations

from functools import cache
from typing import Literal

from config.paths import CONFIG
from config.platforms import PLATFORMS, Platform
from config.yaml_file import Model, load

Level = Literal["blocker", "major", "minor"]


class Promise(Model):
    """One promise of the app.

    Attributes:
        level: what a failure means for a release.
        origin: where the promise comes from.
        title: a few words.
        statement: what is promised.
        assumed: a clause beyond the origin; tests of it report as major at most.
        platforms: where it can be observed, if not on both.
    """

    level: Level
    origin: Literal["seed", "guide", "platform", "assumed"]
    title: str
    statement: str
    assumed: str | None = None
    platforms: tuple[Platform, ...] = PLATFORMS


class Catalogue(Model):
    """Promises by area, as the file has them."""

    push: dict[str, Promise]
    biometric: dict[str, Promise]
    permission: dict[str, Promise]
    offline: dict[str, Promise]
    dashboard: dict[str, Promise]
    settings: dict[str, Promise]
    session: dict[str, Promise]
    platform: dict[str, Promise]


@cache
def read() -> dict[str, Promise]:
    """Every promise by its id.

    Raises:
        ConfigError: the file is wrong.
    """
    catalogue = load(CONFIG / "requirements.yaml", Catalogue)
    return {id_: promise for area in dict(catalogue).values() for id_, promise in area.items()}
