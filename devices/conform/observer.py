"""Looking at one row on one phone: its steps taken in order, what is seen held against the row."""

from __future__ import annotations

import asyncio
import json
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from config.deadlines import DEADLINES
from devices.conform.expected import Difference, shown
from devices.conform.rows import (
    Appium,
    Capabilities,
    Console,
    Features,
    Http,
    Install,
    Row,
    Service,
    Shell,
    Step,
)
from devices.conform.sessions import AppiumSession, ServerSession
from devices.conform.target import ASKING_APP, SERVER, SERVER_TEST, SETTINGS_APP
from devices.conform.wire import WireError, console

if TYPE_CHECKING:
    from devices.conform.target import Helpers, Target

Outcome = Literal["agree", "differ", "not observable"]
_LOOK_S: Final = 0.1
_SETUP_S: Final = DEADLINES.adb_command_s
_ADD: Final = "--helpers installs it"


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


class _NotObservableError(Exception):
    """This phone cannot show it; says why."""


class Observer:
    """Looks at rows on one phone.

    Args:
        target: the phone.
        helpers: Appium's builds, where rows may install them.
        appium_url: of a server for the driver's own commands.
        lasting: whether rows may be taken that cannot be undone.
    """

    def __init__(
        self,
        target: Target,
        helpers: Helpers | None = None,
        appium_url: str | None = None,
        *,
        lasting: bool = False,
    ) -> None:
        self._target = target
        self._helpers = helpers
        self._appium_url = appium_url
        self._lasting = lasting
        self._server: ServerSession | None = None
        self._appium: AppiumSession | None = None

    async def observe(self, row: Row) -> Result:
        """Take a row's steps; the phone's trouble is what is seen, never an exception."""
        if why := self._hindrance(row):
            return Result(row, "not observable", seen=why)
        try:
            return await self._taken(row)
        except _NotObservableError as error:
            return Result(row, "not observable", seen=str(error))
        except WireError as error:
            return Result(row, "differ", "an answer", str(error))
        finally:
            for command in row.cleanup:
                with suppress(WireError):
                    await self._target.adb.shell(command, within_s=_SETUP_S)

    async def close(self) -> None:
        """End the sessions that rows opened; never raises."""
        await self._close_server()
        if self._appium is not None:
            await self._appium.close()
            self._appium = None

    def _hindrance(self, row: Row) -> str:
        """Why the row cannot be observed here; empty when nothing is in the way."""
        target, wanted = self._target, needs(row)
        there = target.packages
        hindrances = {
            "settings-app": SETTINGS_APP not in there
            and f"{SETTINGS_APP} is not installed; {_ADD}",
            "server": not {SERVER, SERVER_TEST} <= there and f"{SERVER} is not installed; {_ADD}",
            "asking-app": ASKING_APP not in there
            and f"{ASKING_APP} does not run there: only virtual phones know what it does; {_ADD}",
            "install": self._helpers is None and f"it installs one of Appium's builds; {_ADD}",
            "appium": self._appium_url is None and "it needs a server; --appium URL names one",
            "console": target.console_port is None and "there is no console on a cable",
            "not-root": target.rooted and "its adb shell is root",
        }
        if row.lasting and not self._lasting:
            return f"it {row.lasting}; --lasting allows it"
        return next((why for need, why in hindrances.items() if why and need in wanted), "")

    async def _taken(self, row: Row) -> Result:
        for command in row.setup:
            answer = await self._target.adb.shell(command, within_s=_SETUP_S)
            if answer.exit:
                seen = shown(answer.stdout + answer.stderr)
                return Result(row, "differ", f"`{command}` succeeds", f"exit {answer.exit}: {seen}")
        kept: dict[str, str] = {}
        for number, step in enumerate(row.steps, 1):
            found = await self._until_it_agrees(_with(step, kept), kept)
            if found is not None:
                where = f"step {number}, " if len(row.steps) > 1 else ""
                return Result(row, "differ", f"{where}{found.expected}", found.seen)
        return Result(row, "agree")

    async def _until_it_agrees(self, step: Step, kept: dict[str, str]) -> Difference | None:
        within_s = step.within_s if isinstance(step, Shell | Http) else 0
        deadline = asyncio.get_running_loop().time() + within_s
        while True:
            found = await self._difference(step, kept)
            if found is None or asyncio.get_running_loop().time() >= deadline:
                return found
            await asyncio.sleep(_LOOK_S)  # a phone does not tell when a state changes

    async def _difference(self, step: Step, kept: dict[str, str]) -> Difference | None:
        """Take a step; the first thing of its answer that differs."""
        match step:
            case Shell():
                found = await self._shell(step, kept)
            case Http():
                found = await self._http(step, kept)
            case Service():
                said = await self._target.adb.service(_unescaped(step.service), within_s=_SETUP_S)
                found = _named("reply", step.reply.difference(said))
            case Features():
                said = await self._target.adb.host("features", within_s=_SETUP_S)
                found = _named("features", step.features.difference(said.replace(",", "\n")))
            case Install():
                found = _named("reply", step.reply.difference(await self._install(step)))
            case Console():
                found = _named("reply", step.reply.difference(await self._console(step.console)))
            case Appium():
                found = await self._driver(step)
            case Capabilities():
                told = (await self._appium_session()).capabilities
                found = _named("capabilities", step.capabilities.difference(told))
        return found

    async def _shell(self, step: Shell, kept: dict[str, str]) -> Difference | None:
        answer = await self._target.adb.shell(step.shell, within_s=_SETUP_S)
        streams = {
            "stdout": (step.stdout, answer.stdout),
            "stderr": (step.stderr, answer.stderr),
            "output": (step.output, answer.stdout + answer.stderr),
        }
        for name, (match, seen) in streams.items():
            if match is not None and (found := match.difference(seen)):
                return _named(name, found)
        for name, pattern in step.keep.items():
            held = re.search(pattern, answer.stdout)
            if held is None:
                return Difference(f"stdout: has /{pattern}/", shown(answer.stdout))
            kept[name] = held[1]
        if step.exit == "failure":
            return Difference("exit: not 0", "0") if answer.exit == 0 else None
        said = shown(answer.stdout + answer.stderr)
        return _other("exit", step.exit, answer.exit, f"{answer.exit}, having said {said}")

    async def _http(self, step: Http, kept: dict[str, str]) -> Difference | None:
        verb, path = step.http.split(" ", 1)
        answer = await (await self._server_session()).ask(verb, path, step.body)
        value = answer.value if isinstance(answer.value, dict) else {}
        exact = {
            "status": (step.status, answer.status),
            "error": (step.error, value.get("error")),
            "content type": (step.content_type, answer.content_type.lower()),
        }
        for name, (expected, seen) in exact.items():
            if found := _other(name, expected, seen, f"{seen}, with {shown(answer.text)}"):
                return found
        matches = {
            "message": (step.message, str(value.get("message", answer.text))),
            "reply": (step.reply, answer.whole),
            "value": (step.value, answer.value),
        }
        for name, (match, said) in matches.items():
            if match is not None and (found := match.difference(said)):
                return _named(name, found)
        for name, members in step.keep.items():
            held = _member(answer.value, members)
            if held is None:
                return Difference(f"value: has {members}", shown(answer.value))
            kept[name] = str(held)
        return None

    async def _driver(self, step: Appium) -> Difference | None:
        answer = await (await self._appium_session()).execute(step.appium, step.arguments)
        failed = isinstance(answer.value, dict) and "stacktrace" in answer.value
        if step.error is not None:
            if not failed:
                return Difference("an error", shown(answer.value))
            return _named("error", step.error.difference(str(answer.value.get("message"))))
        if failed:
            return Difference("no error", shown(answer.value.get("message")))
        return None if step.value is None else _named("value", step.value.difference(answer.value))

    async def _install(self, step: Install) -> str:
        assert self._helpers is not None
        file = self._helpers.files()[SETTINGS_APP]
        words = ["package", "install", *step.options, "-S", str(file.stat().st_size)]
        request = (
            "abb_exec:" + "\0".join(words)
            if step.by == "abb_exec"
            else f"exec:cmd {' '.join(words)}"
        )
        return await self._target.adb.service(request, within_s=4 * _SETUP_S, file=file)

    async def _console(self, line: str) -> str:
        assert self._target.console_port is not None
        port, token = self._target.console_port, _console_token()
        greeting, answer = await console(port, line, token, within_s=_SETUP_S)
        if answer.startswith("KO") and not token and "Authentication required" in greeting:
            raise _NotObservableError("its console asks for a token")
        return (answer if line else greeting).replace("\r\n", "\n")

    async def _server_session(self) -> ServerSession:
        if self._appium is not None:  # the driver ends whatever server it did not start
            await self._appium.close()
            self._appium = None
        if self._server is None:
            self._server = await ServerSession.open(self._target)
        return self._server

    async def _appium_session(self) -> AppiumSession:
        await self._close_server()
        if self._appium is None:
            assert self._appium_url is not None
            self._appium = await AppiumSession.open(self._target, self._appium_url)
        return self._appium

    async def _close_server(self) -> None:
        if self._server is not None:
            await self._server.close()
            self._server = None


def needs(row: Row) -> set[str]:
    """What a phone or a run must have for a row: what it says, and what its steps are."""
    implied = {
        Http: "server",
        Appium: "appium",
        Capabilities: "appium",
        Console: "console",
        Install: "install",
    }
    return {*row.needs, *(implied[type(step)] for step in row.steps if type(step) in implied)}


def _console_token() -> str:
    """What the user's emulators ask for, from where they and adb look for it."""
    try:
        return (Path.home() / ".emulator_console_auth_token").read_text().strip()
    except OSError:
        return ""


def _with(step: Step, kept: dict[str, str]) -> Step:
    """The step with what earlier ones kept in the place of ``%name%``."""
    if not kept:
        return step
    plain = step.model_dump_json(by_alias=True, exclude_unset=True)
    for name, value in kept.items():
        plain = plain.replace(f"%{name}%", json.dumps(value)[1:-1])
    return type(step).model_validate_json(plain)


def _named(name: str, found: Difference | None) -> Difference | None:
    """A difference with the name of what differs."""
    return found and Difference(f"{name}: {found.expected}", found.seen)


def _other(name: str, expected: object, seen: object, said: str) -> Difference | None:
    """Whether something that must be exact, if it must be anything, is something else."""
    if expected is None or expected == seen:
        return None
    return Difference(f"{name}: {expected}", said)


def _member(value: Any, members: str) -> Any:  # noqa: ANN401 - JSON
    """What the members lead to; no member is the value itself."""
    for name in filter(None, members.split(".")):
        if isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        else:
            value = value.get(name) if isinstance(value, dict) else None
    return value


def _unescaped(service: str) -> str:
    r"""YAML's plain text has no NUL, which parts the words of abb: ``\0`` stands for it."""
    return service.replace("\\0", "\0")
