"""Golden rows: what a phone must answer, by release and attachment, each with its source."""

from __future__ import annotations

import re
from datetime import date  # noqa: TC003 - pydantic reads the annotations
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field, JsonValue, model_validator

from config.platforms import Platform  # noqa: TC001 - pydantic reads the annotations
from devices.conform.expected import Exact, Words
from devices.conform.steps import EXPECTING, Step, one_of_a_kind

Release = tuple[int, ...]
"""An API level of Android, or the numbers of a version of iOS."""
OLDEST: Final[dict[str, Release]] = {"android": (26,), "ios": (15,)}
"""The oldest release that rows are about, by platform."""


def _release(written: object) -> object:
    """The numbers of ``34`` or ``"17.6"``; a float would have lost a nought."""
    if isinstance(written, list | tuple):
        return tuple(written)
    text = str(written) if isinstance(written, int | str) else ""
    if not re.fullmatch(r"\d{1,2}(\.\d{1,2}){0,2}", text):
        raise ValueError(f"{written!r} is no release: write 34, or '17.6' in quotes")
    return tuple(map(int, text.split(".")))


Level = Annotated[Release, BeforeValidator(_release)]
Need = Literal[
    "settings-app", "asking-app", "server", "appium", "console", "not-root",
    "cable", "home-button", "home-indicator",
]  # fmt: skip
Mark = Literal["verified", "evidence", "run"]


class Row(Exact):
    """One thing that a phone must answer.

    Attributes:
        id: unique over all files; begins with the subject.
        says: the statement, a sentence.
        platform: of the phones that it is about, as its file says.
        from_: the oldest release that it is true of: an API level, or a version of iOS.
        to: the newest, with all that its number begins; None where no change is known.
        attach: the attachment that it is true of.
        mark: how sure it is: ``verified`` in the platform's source, ``evidence`` of a real phone,
            ``run`` with the real Appium and adb.
        source: a key of the file's ``sources``.
        confirmed: when it was last looked up.
        needs: what the phone or the run must have.
        lasting: why it cannot be undone on a phone that somebody uses; empty: it can.
        session: on iOS, the capabilities of the session that its requests are in.
        setup: before it, each of which must succeed: shell commands on Android; on iOS requests,
            as ``POST /path {"json": "body"}``; ``ask camera,photos``, which starts an app that
            asks for these and was never asked about; or ``notify``, which has it post a
            notification.
        steps: what is done and expected, in order.
        cleanup: the same as ``setup``, after it, whatever happened.
        each: values for ``@name@``; the row stands once for each, ``from`` and ``to`` among them.
    """

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9@_.-]+$")]
    says: Annotated[str, Field(pattern=r"\.$")]
    platform: Platform = "android"
    from_: Annotated[Level | None, Field(alias="from")] = None
    to: Level | None = None
    attach: Literal["emulator", "cable", "both"] = "both"
    mark: Mark = "verified"
    source: str
    confirmed: date | None = None
    needs: tuple[Need, ...] = ()
    lasting: str = ""
    session: dict[str, JsonValue] = Field(default_factory=dict)
    setup: Words = ()
    steps: Annotated[
        tuple[Annotated[Step, BeforeValidator(one_of_a_kind)], ...], Field(min_length=1)
    ]
    cleanup: Words = ()
    each: tuple[dict[str, str | int], ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Row:
        if self.oldest < OLDEST[self.platform]:
            problem = f"the oldest that is supported is {_told(OLDEST[self.platform])}"
            raise ValueError(f"from {_told(self.oldest)}: {problem}")
        if self.to is not None and self.to < self.oldest[: len(self.to)]:
            raise ValueError(f"from {_told(self.oldest)} to {_told(self.to)} is no range")
        if not any(step.model_fields_set & EXPECTING for step in self.steps):
            raise ValueError("expects nothing of any step")
        return self

    @property
    def subject(self) -> str:
        """What it is about: the id up to its first dot."""
        return self.id.split(".", 1)[0]

    @property
    def oldest(self) -> Release:
        """The oldest release that it is true of."""
        return OLDEST[self.platform] if self.from_ is None else self.from_

    @property
    def releases(self) -> str:
        """The releases that it is true of, in short."""
        oldest = _told(self.oldest)
        return f"{oldest}+" if self.to is None else f"{oldest}–{_told(self.to)}"  # noqa: RUF001 - a range

    def is_about(self, release: Release, attach: str) -> bool:
        """Whether it is true of its platform's phones of a release, attached that way."""
        until = self.to is None or release[: len(self.to)] <= self.to
        return self.oldest <= release and until and self.attach in (attach, "both")


def _told(release: Release) -> str:
    return ".".join(map(str, release))
