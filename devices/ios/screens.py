"""What verbs look for on the system's own screens, by release: ``screens.yaml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Final, TypeVar

from pydantic import Field

from config.locators import Locator  # noqa: TC001 - pydantic reads the annotations
from config.platforms import SensorKind  # noqa: TC001 - pydantic reads the annotations
from config.yaml_file import Model, load

_FILE: Final = Path(__file__).with_name("screens.yaml")
_Part = Annotated[float, Field(ge=0, le=1)]
Place = tuple[_Part, _Part]
"""A point, in parts of the screen's width and height."""


class Row(Model):
    """What holds from one release on.

    Attributes:
        since: the release's major number.
    """

    since: Annotated[int, Field(alias="from")]


class Drag(Model):
    """A finger's way across the screen."""

    start: Place
    end: Place


class Radio(Model):
    """A radio's button as it looks, by which it is told and tapped."""

    on: Locator
    off: Locator


class ControlCentre(Row):
    """Control Centre.

    Attributes:
        pull: what opens it.
        pull_from_foot: what opens it on an iPhone with a home button.
        beside: a point beside its controls, where a tap closes it.
        opened: one of its controls, which is there while it is open.
    """

    pull: Drag
    pull_from_foot: Drag
    beside: Place
    opened: Locator
    airplane: Radio
    data: Radio
    wifi: Radio


class NotificationCentre(Row):
    """Notification Centre, which is the lock screen's list as well.

    Attributes:
        pull: what opens it.
        push: what closes it where there is no home button.
        clock: stands over the list.
        notification: one of the list; the first locator that finds any of an app counts.
        clear: what a sweep to the left uncovers.
    """

    pull: Drag
    push: Drag
    clock: Locator
    notification: Annotated[tuple[Locator, ...], Field(min_length=1)]
    clear: Locator


class Permission(Model):
    """One thing that an app may do.

    Attributes:
        title: of its row on the app's page.
        purpose: key of an Info.plist that says what it is for, without which no app may ask; empty
            where there is none.
        ends: whether a change ends the app.
        says_nothing: whether its row may stand without a value, where it is allowed.
    """

    title: str
    purpose: str
    ends: bool = True
    says_nothing: bool = False


class Settings(Row):
    """The Settings app.

    Attributes:
        apps: the row of its first page that leads to apps; None where that page lists them.
        rows: of an app's page, by what apps call the thing.
        allowing, denying: choices on the page that a row leads to, the first that is there counts.
        not_granted, not_asked: what such a row says that is not allowed, or was not asked.
    """

    apps: Locator | None = None
    rows: dict[str, Permission]
    allowing: tuple[str, ...]
    denying: tuple[str, ...]
    not_granted: tuple[str, ...]
    not_asked: tuple[str, ...]


class Question(Row):
    """An app's question for a face or a finger, in SpringBoard.

    Attributes:
        scanning: what is there while it waits for a face.
        alert: a face that was not recognized; a finger's question from the beginning.
        again: the alert's button that has a face looked for anew.
        touch: a finger's question.
        failed: what that says after a failure.
    """

    scanning: Locator
    alert: Locator
    again: Locator
    touch: Locator
    failed: Locator


class Passcode(Row):
    """Where the passcode is asked for.

    Attributes:
        digits: the ten keys of the lock screen.
        titles: of the page of Settings, by sensor.
        field: where that page has it typed.
        known, unknown: what the page says then: that there is a face or a finger, or none.
    """

    digits: Locator
    titles: dict[SensorKind, str]
    field: Locator
    known: Locator
    unknown: Locator


class Screens(Model):
    """Every table of the file, oldest release first."""

    control_centre: Annotated[tuple[ControlCentre, ...], Field(min_length=1)]
    notification_centre: Annotated[tuple[NotificationCentre, ...], Field(min_length=1)]
    settings: Annotated[tuple[Settings, ...], Field(min_length=1)]
    question: Annotated[tuple[Question, ...], Field(min_length=1)]
    passcode: Annotated[tuple[Passcode, ...], Field(min_length=1)]


R = TypeVar("R", bound=Row)


@cache
def read() -> Screens:
    """The tables.

    Raises:
        ConfigError: the file is wrong.
    """
    return load(_FILE, Screens)


def row_for(rows: tuple[R, ...], release: int) -> R:
    """The row of a release: the newest that holds by then; the oldest of a release before all."""
    return next((row for row in reversed(rows) if row.since <= release), rows[0])
