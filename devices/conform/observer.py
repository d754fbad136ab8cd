"""Looking at one row on one phone: its steps taken in order, what is seen held against the row."""

from __future__ import annotations

import asyncio
import json
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from devices.conform.expected import Difference, shown
from devices.conform.steps import Http, Shell, Step
from devices.conform.wire import WireError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.conform.expected import TextMatch, ValueMatch
    from devices.conform.http import HttpAnswer
    from devices.conform.rows import Row
    from devices.conform.steps import Appium

Outcome = Literal["agree", "differ", "not observable"]
_LOOK_S: Final = 0.1


@dataclass(frozen=True, slots=True)
class Result:
    """What was seen of a row.

    Attributes:
        expected: the first thing that differs, as the row has it; empty when none does.
        seen: that thing on the phone, or why it could not be observed.
    """

    row: Row
    outcome: Outcome
    expected: str = ""
    seen: str = ""


class NotObservableError(Exception):
    """This phone cannot show it; says why."""


class Observer(ABC):
    """Looks at rows on one phone.

    Args:
        lasting: whether rows may be taken that cannot be undone.
        known: values for ``%name%`` that every row may use.
    """

    def __init__(self, *, lasting: bool, known: Mapping[str, str] | None = None) -> None:
        self._lasting = lasting
        self._known = dict(known or {})

    async def observe(self, row: Row) -> Result:
        """Take a row's steps; the phone's trouble is what is seen, never an exception."""
        if row.lasting and not self._lasting:
            return Result(row, "not observable", seen=f"it {row.lasting}; --lasting allows it")
        if why := self.hindrance(row):
            return Result(row, "not observable", seen=why)
        try:
            return await self._taken(row)
        except NotObservableError as error:
            return Result(row, "not observable", seen=str(error))
        except WireError as error:
            return Result(row, "differ", "an answer", str(error))
        finally:
            for command in row.cleanup:
                with suppress(WireError):
                    await self.prepare(row, command)
            await self.after(row)

    @abstractmethod
    async def close(self) -> None:
        """End the sessions that rows opened; never raises."""

    @abstractmethod
    def hindrance(self, row: Row) -> str:
        """Why the row cannot be observed here; empty when nothing is in the way."""

    @abstractmethod
    async def prepare(self, row: Row, command: str) -> Difference | None:
        """Run a command of a row's ``setup`` or ``cleanup``; what came instead of success.

        Raises:
            WireError: the phone does not answer.
        """

    @abstractmethod
    async def difference(self, row: Row, step: Step, kept: dict[str, str]) -> Difference | None:
        """Take a step; the first thing of its answer that differs.

        Raises:
            NotObservableError: the phone cannot show it.
            WireError: it does not answer.
        """

    async def after(self, row: Row) -> None:
        """Leave the phone as a row found it, beyond its ``cleanup``; never raises."""
        del row

    async def _taken(self, row: Row) -> Result:
        for command in row.setup:
            if found := await self.prepare(row, command):
                return Result(row, "differ", found.expected, found.seen)
        kept = dict(self._known)
        for number, step in enumerate(row.steps, 1):
            found = await self._until_it_agrees(row, _with(step, kept), kept)
            if found is not None:
                where = f"step {number}, " if len(row.steps) > 1 else ""
                return Result(row, "differ", f"{where}{found.expected}", found.seen)
        return Result(row, "agree")

    async def _until_it_agrees(
        self, row: Row, step: Step, kept: dict[str, str]
    ) -> Difference | None:
        within_s = step.within_s if isinstance(step, Shell | Http) else 0
        deadline = asyncio.get_running_loop().time() + within_s
        while True:
            found = await self.difference(row, step, kept)
            if found is None or asyncio.get_running_loop().time() >= deadline:
                return found
            await asyncio.sleep(_LOOK_S)  # a phone does not tell when a state changes


def http_difference(step: Http, answer: HttpAnswer, kept: dict[str, str]) -> Difference | None:
    """What of an answer is not as a step has it; what the step keeps is kept."""
    value = answer.value if isinstance(answer.value, dict) else {}
    exact = {
        "status": (step.status, answer.status),
        "error": (step.error, value.get("error")),
        "content type": (step.content_type, answer.headers.get("content-type", "").lower()),
    }
    for name, (expected, seen) in exact.items():
        if found := other(name, expected, seen, f"{seen}, with {shown(answer.text)}"):
            return found
    matches: dict[str, tuple[TextMatch | ValueMatch | None, Any]] = {
        **{
            name: (match, answer.headers.get(name.lower(), ""))
            for name, match in step.headers.items()
        },
        "text": (step.text, answer.text),
        "message": (step.message, str(value.get("message", answer.text))),
        "reply": (step.reply, answer.whole),
        "value": (step.value, answer.value),
    }
    for name, (match, said) in matches.items():
        if match is not None and (found := match.difference(said)):
            return named(name, found)
    return keeping(step.keep, answer.value, kept)


def driver_difference(step: Appium, answer: HttpAnswer) -> Difference | None:
    """What of the answer to one of the driver's own commands is not as a step has it."""
    failed = isinstance(answer.value, dict) and "stacktrace" in answer.value
    if found := other("status", step.status, answer.status, str(answer.status)):
        return found
    if step.error is not None:
        if not failed:
            return Difference("an error", shown(answer.value))
        return named("error", step.error.difference(str(answer.value.get("message"))))
    if failed:
        return Difference("no error", shown(answer.value.get("message")))
    return None if step.value is None else named("value", step.value.difference(answer.value))


def keeping(wanted: Mapping[str, str], value: object, kept: dict[str, str]) -> Difference | None:
    """Keep what members lead to; a difference where one leads nowhere."""
    for name, members in wanted.items():
        held = _member(value, members)
        if held is None:
            return Difference(f"value: has {members}", shown(value))
        kept[name] = str(held)
    return None


def named(name: str, found: Difference | None) -> Difference | None:
    """A difference with the name of what differs."""
    return found and Difference(f"{name}: {found.expected}", found.seen)


def other(name: str, expected: object, seen: object, said: str) -> Difference | None:
    """Whether something that must be exact, if it must be anything, is something else."""
    if expected is None or expected == seen:
        return None
    return Difference(f"{name}: {expected}", said)


def _with(step: Step, kept: dict[str, str]) -> Step:
    """The step with what earlier ones kept in the place of ``%name%``."""
    if not kept:
        return step
    plain = step.model_dump_json(by_alias=True, exclude_unset=True)
    for name, value in kept.items():
        plain = plain.replace(f"%{name}%", json.dumps(value)[1:-1])
    return type(step).model_validate_json(plain)


def _member(value: Any, members: str) -> Any:  # noqa: ANN401 - JSON
    """What the members lead to; no member is the value itself."""
    for name in filter(None, members.split(".")):
        if isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        else:
            value = value.get(name) if isinstance(value, dict) else None
    return value
