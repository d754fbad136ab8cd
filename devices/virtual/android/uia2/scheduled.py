"""Actions that the server repeats by itself: gestures, page sources and screenshots on a timer.

Source: appium-uiautomator2-server, utils/actions_scheduler and model/api/scheduled.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary, ref

from devices.virtual.android.uia2 import gestures, screenshots
from devices.virtual.android.uia2.errors import InvalidArgument, UiaError
from devices.virtual.android.uia2.fields import Fields, required_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.android.uia2.command import Body
    from devices.virtual.android.uia2.session import Session

    Perform = Callable[[Session, Mapping[str, Any]], object]

_PACKAGE: Final = "io.appium.uiautomator2.utils.actions_scheduler"
_EXCEPTIONS: Final = "io.appium.uiautomator2.common.exceptions"
_STEPS: Final[dict[str, dict[str, Perform]]] = {
    "gesture": {
        "click": gestures.click,
        "doubleClick": gestures.double_click,
        "longClick": gestures.long_click,
    },
    "source": {"xml": lambda session, _: session.source().text()},
    "screenshot": {"png": lambda session, _: screenshots.screenshot(session, {}, {})},
}


@dataclass(frozen=True, slots=True)
class _Step:
    type: str
    name: str
    payload: Mapping[str, Any]


@dataclass(slots=True)
class _Action:
    """A scheduled action, and what came of it."""

    name: str
    steps: list[_Step]
    times: int
    interval: timedelta
    max_history: int
    max_pass: int
    max_fail: int
    repeats: int = 0
    passed: int = 0
    failed: int = 0
    results: list[list[dict[str, Any]]] = field(default_factory=list)
    active: bool = True

    def history(self) -> dict[str, Any]:
        """What the client gets of it, the newest results first."""
        return {"repeats": self.repeats, "stepResults": self.results}


_ACTIONS: Final[WeakKeyDictionary[Session, dict[str, _Action]]] = WeakKeyDictionary()


def schedule(session: Session, body: Body) -> None:
    """POST appium/schedule_action.

    Raises:
        InvalidArgument: a number is out of its range, or the name is taken.
    """
    action = _read(Fields("ScheduledActionModel", body))
    actions = _ACTIONS.setdefault(session, {})
    if action.name in actions:
        raise InvalidArgument(
            f"The action with the same name '{action.name}' has been already scheduled. "
            "Please remove it first"
        )
    actions[action.name] = action
    _run_later(session, action, timedelta())


def unschedule(session: Session, body: Body) -> dict[str, Any]:
    """POST appium/unschedule_action: end it, and tell what it did."""
    action = _known(session, body)
    action.active = False
    del _ACTIONS[session][action.name]
    return action.history()


def history(session: Session, body: Body) -> dict[str, Any]:
    """POST appium/action_history."""
    return _known(session, body).history()


def _known(session: Session, body: Body) -> _Action:
    name = required_text(Fields("FindActionModel", body), "name")
    action = _ACTIONS.get(session, {}).get(name)
    if action is None:
        raise InvalidArgument(
            f"The action name '{name}' is not known. Have you scheduled it before?"
        )
    return action


def _read(fields: Fields) -> _Action:
    name = required_text(fields, "name")
    listed = fields.nested_list("steps", "ScheduledActionStepModel")
    if listed is None:
        raise fields.missing("steps")
    steps = [
        _Step(required_text(step, "type"), required_text(step, "name"), _payload(step))
        for step in listed
    ]
    interval_ms = _or(fields.long("intervalMs"), 1000)
    most = _or(fields.integer("maxHistoryItems"), 20)
    if not name.strip():
        raise InvalidArgument("Action name must not be blank")
    if interval_ms < 0:
        raise InvalidArgument(
            f"The scheduled action interval must not be negative. You have provided {interval_ms}"
        )
    if not steps:
        raise InvalidArgument("The amount of provided action steps must be greater than zero")
    if most < 1:
        raise InvalidArgument(
            "The amount of maximum action history items must be greater than zero"
        )
    return _Action(
        name,
        steps,
        times=_or(fields.integer("times"), 1),
        interval=timedelta(milliseconds=min(interval_ms, 2**31)),
        max_history=most,
        max_pass=_or(fields.integer("maxPass"), -1),
        max_fail=_or(fields.integer("maxFail"), -1),
    )


def _payload(step: Fields) -> Mapping[str, Any]:
    inner = step.nested("payload", "payload")
    return {} if inner is None else inner.body


def _or(value: int | None, default: int) -> int:
    return default if value is None else value


def _run_later(session: Session, action: _Action, delay: timedelta) -> None:
    """Run an action's steps after a while, unless the session has ended by then."""
    owner = ref(session)

    def run() -> None:
        alive = owner()
        if alive is not None and action.active:
            _run(alive, action)

    session.phone.clock.schedule(delay, run)


def _run(session: Session, action: _Action) -> None:
    del action.results[action.max_history - 1 :]
    done = [_perform(session, step) for step in action.steps]
    action.results.insert(0, done)
    action.repeats += 1
    if all(step["passed"] for step in done):
        action.passed += 1
    else:
        action.failed += 1
    action.active = not (
        0 < action.max_pass <= action.passed
        or 0 < action.max_fail <= action.failed
        or action.repeats >= action.times
    )
    if action.active:
        _run_later(session, action, action.interval)


def _perform(session: Session, step: _Step) -> dict[str, Any]:
    """One step's result; whatever goes wrong in it is in the result."""
    result: dict[str, Any] = {
        "name": step.name,
        "type": step.type,
        "timestamp": round(session.phone.clock.now().timestamp() * 1000),
        "passed": False,
        "result": None,
        "exception": None,
    }
    kinds = _STEPS.get(step.type)
    subtype = step.payload.get("subtype")
    if kinds is None:
        result["exception"] = _exception(
            "UnknownStepTypeException",
            f"The value '{step.type}' of 'type' field in step '{step.name}' is unknown. "
            "Only the following kinds are supported: [gesture, source]",
        )
    elif not isinstance(subtype, str) or subtype not in kinds:
        result["exception"] = _exception(
            "UnknownStepSubtypeException",
            f"The value '{subtype}' of 'subtype' field in step '{step.name}' "
            f"(type '{step.type}') is unknown. "
            f"Only the following subtypes are supported: [{', '.join(kinds)}]",
        )
    else:
        try:
            result["result"], result["passed"] = kinds[subtype](session, step.payload), True
        except UiaError as error:
            result["exception"] = _raised(error)
    return result


def _raised(error: UiaError) -> dict[str, str]:
    """An error as the step raised it, before the server wraps it for an answer."""
    name, colon, rest = error.message.partition(": ")
    if colon and name.startswith("java."):
        return _told(name, rest)
    return _told(f"{_EXCEPTIONS}.{error.java}", error.message)


def _exception(name: str, message: str) -> dict[str, str]:
    return _told(f"{_PACKAGE}.{name}", message)


def _told(name: str, message: str) -> dict[str, str]:
    return {"name": name, "message": message, "stacktrace": f"{name}: {message}"}
