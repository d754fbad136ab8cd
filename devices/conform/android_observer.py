"""Looking at rows on an Android phone: over adb, its UiAutomator2 server, its console, Appium."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from config.deadlines import DEADLINES
from devices.conform.builds import ASKING_APP, SERVER, SERVER_TEST, SETTINGS_APP
from devices.conform.expected import Difference, shown
from devices.conform.observer import (
    NotObservableError,
    Observer,
    driver_difference,
    http_difference,
    named,
    other,
)
from devices.conform.sessions import AppiumSession, ServerSession
from devices.conform.steps import (
    Appium,
    Capabilities,
    Console,
    Features,
    Http,
    Install,
    Service,
    Shell,
    Step,
)
from devices.conform.wire import console

if TYPE_CHECKING:
    from devices.conform.android_phone import AndroidPhone
    from devices.conform.phone import Options
    from devices.conform.rows import Row

_SETUP_S: Final = DEADLINES.adb_command_s
_ADD: Final = "--helpers installs it"
_IMPLIED: Final = {
    Http: "server",
    Appium: "appium",
    Capabilities: "appium",
    Console: "console",
    Install: "install",
}


class AndroidObserver(Observer):
    """Looks at rows on one phone.

    Args:
        phone: the phone.
        options: what may be done to it.
    """

    def __init__(self, phone: AndroidPhone, options: Options) -> None:
        super().__init__(lasting=options.lasting)
        self._phone = phone
        self._builds = options.appium
        self._appium_url = options.appium_url
        self._server: ServerSession | None = None
        self._appium: AppiumSession | None = None

    async def close(self) -> None:
        """End the sessions that rows opened; never raises."""
        await self._close_server()
        if self._appium is not None:
            await self._appium.close()
            self._appium = None

    def hindrance(self, row: Row) -> str:
        """Why the row cannot be observed here; empty when nothing is in the way."""
        phone, wanted = self._phone, needs(row)
        there = phone.packages
        hindrances = {
            "settings-app": SETTINGS_APP not in there
            and f"{SETTINGS_APP} is not installed; {_ADD}",
            "server": not {SERVER, SERVER_TEST} <= there and f"{SERVER} is not installed; {_ADD}",
            "asking-app": ASKING_APP not in there
            and f"{ASKING_APP} does not run there: only virtual phones know what it does; {_ADD}",
            "install": self._builds is None and f"it installs one of Appium's builds; {_ADD}",
            "appium": self._appium_url is None and "it needs a server; --appium URL names one",
            "console": phone.console_port is None and "there is no console on a cable",
            "not-root": phone.rooted and "its adb shell is root",
        }
        return next((why for need, why in hindrances.items() if why and need in wanted), "")

    async def prepare(self, row: Row, command: str) -> Difference | None:
        """Run a shell command."""
        del row
        answer = await self._phone.adb.shell(command, within_s=_SETUP_S)
        if not answer.exit:
            return None
        seen = shown(answer.stdout + answer.stderr)
        return Difference(f"`{command}` succeeds", f"exit {answer.exit}: {seen}")

    async def difference(self, row: Row, step: Step, kept: dict[str, str]) -> Difference | None:
        """Take a step; the first thing of its answer that differs."""
        del row
        match step:
            case Shell():
                found = await self._shell(step, kept)
            case Http():
                found = await self._http(step, kept)
            case Service():
                said = await self._phone.adb.service(_unescaped(step.service), within_s=_SETUP_S)
                found = named("reply", step.reply.difference(said))
            case Features():
                said = await self._phone.adb.host("features", within_s=_SETUP_S)
                found = named("features", step.features.difference(said.replace(",", "\n")))
            case Install():
                found = named("reply", step.reply.difference(await self._install(step)))
            case Console():
                found = named("reply", step.reply.difference(await self._console(step.console)))
            case Appium():
                session = await self._appium_session()
                found = driver_difference(step, await session.execute(step.appium, step.arguments))
            case Capabilities():
                told = (await self._appium_session()).capabilities
                found = named("capabilities", step.capabilities.difference(told))
            case _:
                raise NotObservableError("it is about a step that Android has not")
        return found

    async def _shell(self, step: Shell, kept: dict[str, str]) -> Difference | None:
        answer = await self._phone.adb.shell(step.shell, within_s=_SETUP_S)
        streams = {
            "stdout": (step.stdout, answer.stdout),
            "stderr": (step.stderr, answer.stderr),
            "output": (step.output, answer.stdout + answer.stderr),
        }
        for name, (match, seen) in streams.items():
            if match is not None and (found := match.difference(seen)):
                return named(name, found)
        for name, pattern in step.keep.items():
            held = re.search(pattern, answer.stdout)
            if held is None:
                return Difference(f"stdout: has /{pattern}/", shown(answer.stdout))
            kept[name] = held[1]
        if step.exit == "failure":
            return Difference("exit: not 0", "0") if answer.exit == 0 else None
        said = shown(answer.stdout + answer.stderr)
        return other("exit", step.exit, answer.exit, f"{answer.exit}, having said {said}")

    async def _http(self, step: Http, kept: dict[str, str]) -> Difference | None:
        verb, path = step.http.split(" ", 1)
        answer = await (await self._server_session()).ask(verb, path, step.body)
        return http_difference(step, answer, kept)

    async def _install(self, step: Install) -> str:
        assert self._builds is not None
        file = self._builds.files[SETTINGS_APP]
        words = ["package", "install", *step.options, "-S", str(file.stat().st_size)]
        request = (
            "abb_exec:" + "\0".join(words)
            if step.by == "abb_exec"
            else f"exec:cmd {' '.join(words)}"
        )
        return await self._phone.adb.service(request, within_s=4 * _SETUP_S, file=file)

    async def _console(self, line: str) -> str:
        assert self._phone.console_port is not None
        port, token = self._phone.console_port, _console_token()
        greeting, answer = await console(port, line, token, within_s=_SETUP_S)
        if answer.startswith("KO") and not token and "Authentication required" in greeting:
            raise NotObservableError("its console asks for a token")
        return (answer if line else greeting).replace("\r\n", "\n")

    async def _server_session(self) -> ServerSession:
        if self._appium is not None:  # the driver ends whatever server it did not start
            await self._appium.close()
            self._appium = None
        if self._server is None:
            self._server = await ServerSession.open(self._phone.adb)
        return self._server

    async def _appium_session(self) -> AppiumSession:
        await self._close_server()
        if self._appium is None:
            assert self._appium_url is not None
            self._appium = await AppiumSession.open(self._appium_url, self._phone.wanted)
        return self._appium

    async def _close_server(self) -> None:
        if self._server is not None:
            await self._server.close()
            self._server = None


def needs(row: Row) -> set[str]:
    """What a phone or a run must have for a row: what it says, and what its steps are."""
    return {*row.needs, *(_IMPLIED[type(step)] for step in row.steps if type(step) in _IMPLIED)}


def _console_token() -> str:
    """What the user's emulators ask for, from where they and adb look for it."""
    try:
        return (Path.home() / ".emulator_console_auth_token").read_text().strip()
    except OSError:
        return ""


def _unescaped(service: str) -> str:
    r"""YAML's plain text has no NUL, which parts the words of abb: ``\0`` stands for it."""
    return service.replace("\\0", "\0")
