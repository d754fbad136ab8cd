"""Observing rows on a phone: what is done to it, what is said of it, how it is left."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from devices.conform import wire
from devices.conform.android_phone import AndroidPhone
from devices.conform.builds import AppiumBuilds
from devices.conform.observer import Result
from devices.conform.phone import Options
from devices.conform.rows import Row
from devices.conform.runner import chosen, conform, count
from devices.conform.wire import Adb, WireError
from tests.devices.conform.fake_server import SERIAL, FakeServer, a_phone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def row(*steps: dict[str, Any], **more: Any) -> Row:  # noqa: ANN401 - what YAML gives
    """A row of the given steps."""
    plain = {"id": "pm.a", "says": "It is so.", "source": "x", "steps": list(steps)}
    return Row.model_validate(plain | more)


async def look(
    server: FakeServer, *rows: Row, options: Options | None = None, serial: str = SERIAL
) -> list[Result]:
    """The results of some rows on the server's phone."""
    async with server:
        phone = await AndroidPhone.read(serial, server.port)
        return await conform(phone, rows, options or Options())


def seen(server: FakeServer, *rows: Row, options: Options | None = None) -> list[Result]:
    """The same, in a loop of its own."""
    return asyncio.run(look(server, *rows, options=options))


@pytest.mark.parametrize(
    ("expected", "outcome", "name"),
    [
        ({"stdout": "out", "stderr": "err", "exit": 3}, "agree", ""),
        ({"output": {"lines": ["out", "err"]}, "exit": "failure"}, "agree", ""),
        ({"stdout": "err"}, "differ", "stdout"),
        ({"stderr": ""}, "differ", "stderr"),
        ({"exit": 0}, "differ", "exit"),
    ],
)
def test_each_stream_and_the_status_are_held_against_the_row(
    expected: dict[str, Any], outcome: str, name: str
) -> None:
    """What differs is named: the stream, what it should be, and what it was."""
    server = a_phone(command=("out\n", "err\n", 3))
    (result,) = seen(server, row({"shell": "command", **expected}))
    assert result.outcome == outcome
    assert result.expected.startswith(name)


def test_a_setup_that_fails_is_a_difference() -> None:
    """A phone that cannot be brought to where a row begins does not agree with it."""
    server = a_phone(broken=("", "no\n", 1), command=("", "", 0))
    (result,) = seen(server, row({"shell": "command", "exit": 0}, setup="broken"))
    assert (result.outcome, result.expected) == ("differ", "`broken` succeeds")
    assert "command" not in server.asked


@pytest.mark.parametrize("status", [0, 1])
def test_cleanup_runs_whatever_came_before(status: int) -> None:
    """A phone is left as it was found, whether a row agreed, differed or could not begin."""
    server = a_phone(begin=("", "", status), command=("", "", status))
    seen(server, row({"shell": "command", "exit": 0}, setup="begin", cleanup=["one", "two"]))
    assert server.asked[-2:] == ["one", "two"]


def test_cleanup_runs_when_a_phone_falls_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command without an end is a difference within its deadline, and is cleaned up after."""
    monkeypatch.setattr("devices.conform.android_observer._SETUP_S", 0.2)
    server = a_phone()
    server.silent = {"hang"}
    (result,) = seen(server, row({"shell": "hang", "exit": 0}, cleanup="after"))
    assert (result.outcome, result.seen) == ("differ", "adb shell hang: no end within 0.2 s")
    assert server.asked[-1] == "after"


def test_a_step_is_repeated_until_it_agrees() -> None:
    """A state that a phone comes to by itself is waited for within the step's deadline."""
    server = a_phone(state=[("no\n", "", 0), ("no\n", "", 0), ("yes\n", "", 0)])
    (result,) = seen(server, row({"shell": "state", "stdout": "yes", "within_s": 5}))
    assert result.outcome == "agree"


def test_later_steps_use_what_earlier_ones_kept() -> None:
    """A name between percent signs is what a regular expression found."""
    server = a_phone(first=("id=42;\n", "", 0))
    server.shell["second 42"] = ("ok\n", "", 0)
    steps: list[dict[str, Any]] = [
        {"shell": "first", "keep": {"number": r"id=(\d+)"}},
        {"shell": "second %number%", "stdout": "ok"},
    ]
    (result,) = seen(server, row(*steps))
    assert result.outcome == "agree"


def test_what_was_kept_may_hold_any_sign() -> None:
    """A quote or a backslash that a step kept stands in a later step as it is."""
    server = a_phone(first=('said "a\\b"\n', "", 0))
    server.shell['second "a\\b"'] = ("ok\n", "", 0)
    steps: list[dict[str, Any]] = [
        {"shell": "first", "keep": {"words": "said (.*)"}},
        {"shell": "second %words%", "stdout": "ok"},
    ]
    (result,) = seen(server, row(*steps))
    assert result.outcome == "agree"


def test_the_step_that_differs_is_numbered() -> None:
    """Of several steps the first that differs is told, and the rest are not taken."""
    server = a_phone(one=("", "", 0), two=("", "", 1))
    steps = [{"shell": name, "exit": 0} for name in ("one", "two", "three")]
    (result,) = seen(server, row(*steps))
    assert result.expected == "step 2, exit: 0"
    assert "three" not in server.asked


def test_features_and_services_are_observed() -> None:
    """What adbd announces is a line a feature; a service's bytes are what it answers."""
    server = a_phone()
    server.services = {"exec:echo hi": "hi\n", "abb_exec:package\0list": "package:a\n"}
    results = seen(
        server,
        row({"features": {"lines": "shell_v2", "absent": "abb_exec"}}),
        row({"service": "exec:echo hi", "reply": "hi"}),
        row({"service": "abb_exec:package\\0list", "reply": "package:a"}),
        row({"service": "nobody:", "reply": ""}),
    )
    assert [result.outcome for result in results] == ["agree", "agree", "agree", "differ"]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"needs": ["settings-app"]}, "io.appium.settings is not installed"),
        ({"needs": ["server"]}, "io.appium.uiautomator2.server is not installed"),
        ({"steps": [{"http": "GET /status", "status": 200}]}, "server is not installed"),
        ({"steps": [{"appium": "mobile: x", "value": None}]}, "--appium URL"),
        ({"steps": [{"console": "x", "reply": "OK"}]}, "no console on a cable"),
        ({"lasting": "sets a lock"}, "it sets a lock; --lasting allows it"),
        (
            {"steps": [{"install": "settings-app", "by": "exec", "reply": "Success"}]},
            "--helpers installs it",
        ),
    ],
)
def test_what_a_phone_or_a_run_lacks_is_no_difference(more: dict[str, Any], why: str) -> None:
    """A row that cannot be observed is neither agreement nor difference, and says why."""
    server = a_phone()
    (result,) = seen(server, row({"shell": "command", "exit": 0}, **more))
    assert result.outcome == "not observable"
    assert why in result.seen
    assert "command" not in server.asked


def test_a_root_shell_is_not_asked_what_users_may_not() -> None:
    """Rows about what a shell may not do need a shell that is not root."""
    server = a_phone()
    what = "getprop ro.build.version.sdk; getprop ro.build.version.release; id -u"
    server.shell[what] = ("34\n14\n0\n", "", 0)
    (result,) = seen(server, row({"shell": "command", "exit": 1}, needs=["not-root"]))
    assert (result.outcome, result.seen) == ("not observable", "its adb shell is root")


def _builds(folder: Path) -> AppiumBuilds:
    for name in ("settings", "server", "test"):
        (folder / name).write_bytes(name.encode() * 100)
    return AppiumBuilds(folder / "settings", folder / "server", folder / "test")


def test_builds_are_brought_and_taken_away(tmp_path: Path) -> None:
    """Of Appium's builds those that are missing are installed for the time of the run alone."""
    server = a_phone(command=("", "", 0))
    there = "package:io.appium.settings\n"
    server.shell["pm list packages"] = (there, "", 0)
    server.services = {"exec:cmd package install -r -g ": "Success\n"}
    options = Options(_builds(tmp_path))
    (result,) = seen(
        server, row({"shell": "command", "exit": 0}, needs=["server"]), options=options
    )
    assert result.outcome == "agree"
    assert server.received == b"server" * 100 + b"test" * 100
    assert server.asked[-2:] == [
        "pm uninstall io.appium.uiautomator2.server.test",
        "pm uninstall io.appium.uiautomator2.server",
    ]


@pytest.mark.parametrize(
    ("front", "outcome"),
    [
        ("app.fleet.asks/.MainActivity", "agree"),
        ("com.android.launcher/.Home", "not observable"),
    ],
)
def test_an_app_that_asks_stays_only_where_it_runs(
    tmp_path: Path, front: str, outcome: str
) -> None:
    """On a phone that has no code for it it crashes, and is taken away before any row."""
    asking = tmp_path / "asking"
    asking.write_bytes(b"x")
    look = "dumpsys window displays; dumpsys window windows; input keyevent 3"
    start = f"am start -W -n app.fleet.asks/.MainActivity >/dev/null; {look}"
    focus = f"  mFocusedApp=ActivityRecord{{1 u0 {front} t7}}\n"
    server = a_phone(command=("", "", 0))
    server.shell[start] = (focus, "", 0)
    replies = ("exec:cmd package install -r -g ", "exec:cmd package install -r ")
    server.services = dict.fromkeys(replies, "Success\n")
    options = Options(_builds(tmp_path), {"app.fleet.asks": asking})
    looked = row({"shell": "command", "exit": 0}, needs=["asking-app"])
    (result,) = seen(server, looked, options=options)
    assert result.outcome == outcome
    assert server.asked.count("pm uninstall app.fleet.asks") == 1
    told = "only virtual phones know what it does" in result.seen
    assert told is (outcome == "not observable")


def test_a_refused_build_ends_the_run_and_is_told(tmp_path: Path) -> None:
    """A phone that refuses a build says so in its own words; what was brought goes again."""
    server = a_phone()
    server.services = {"exec:cmd package install -r -g ": "Failure [INSTALL_FAILED_OLDER_SDK]\n"}
    with pytest.raises(WireError, match="INSTALL_FAILED_OLDER_SDK"):
        seen(server, row({"shell": "x", "exit": 0}), options=Options(_builds(tmp_path)))


@pytest.mark.parametrize(
    ("serial", "state", "says"),
    [
        ("phone-2", "device", "it does not list phone-2; it lists phone-1"),
        (SERIAL, "offline", "phone-1 is 'offline', not ready"),
        (SERIAL, "unauthorized", "phone-1 is 'unauthorized', not ready"),
    ],
)
def test_a_phone_that_cannot_be_asked_is_told(serial: str, state: str, says: str) -> None:
    """A phone that is not there or not ready is an error before any row."""
    server = a_phone()
    server.devices = {SERIAL: state}
    with pytest.raises(WireError, match=says):
        asyncio.run(look(server, serial=serial))


def test_no_server_is_started() -> None:
    """Where no adb server answers, that is said, and what to do."""
    with pytest.raises(WireError, match="none answers; start it"):
        asyncio.run(AndroidPhone.read(SERIAL, 1))


@pytest.mark.parametrize("level", ["", "garbage", "34.5"])
def test_a_phone_without_a_level_is_told(level: str) -> None:
    """What does not say its API level is not held against any release."""
    server = a_phone()
    what = "getprop ro.build.version.sdk; getprop ro.build.version.release; id -u"
    server.shell[what] = (f"{level}\n", "", 0)
    with pytest.raises(WireError, match="is no API level"):
        asyncio.run(look(server))


def _phone(level: int, serial: str) -> AndroidPhone:
    attach = "emulator" if serial.startswith("emulator") else "cable"
    return AndroidPhone(Adb(serial, 1), level, "x", attach, rooted=False, packages=set())  # type: ignore[arg-type] # a literal


def _ids(rows: Sequence[Row]) -> list[str]:
    return [row.id for row in rows]


def test_rows_are_chosen_by_release_attachment_and_name() -> None:
    """Rows about other phones are not looked at; those of one session follow one another."""
    plain = {"shell": "x", "exit": 0}
    rows = [
        row({"appium": "x", "value": 1}, id="pm.appium"),
        row({"http": "GET /status", "status": 200}, id="pm.http"),
        row(plain, id="pm.old", to=28),
        row(plain, id="pm.new", **{"from": 29}),
        row(plain, id="pm.wire", attach="emulator"),
        row(plain, id="am.other"),
    ]
    assert _ids(chosen(rows, _phone(28, "x"), "pm.*")) == ["pm.old", "pm.http", "pm.appium"]
    assert _ids(chosen(rows, _phone(29, "emulator-5554"), "pm.*")) == [
        "pm.new",
        "pm.wire",
        "pm.http",
        "pm.appium",
    ]
    assert _ids(chosen(rows, _phone(29, "x"))) == ["pm.new", "am.other", "pm.http", "pm.appium"]


def test_the_count_is_of_all_three() -> None:
    """The last line of a report counts each outcome, in one form."""
    one = row({"shell": "x", "exit": 0})
    outcomes = ("agree", "differ", "agree", "not observable")
    results = [Result(one, outcome) for outcome in outcomes]  # type: ignore[arg-type] # literals
    assert count(results) == "agree 2, differ 1, not observable 1"


async def _console(line: str, token: str, greeting: bytes) -> tuple[tuple[str, str], list[bytes]]:
    heard: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        async for said in reader:
            heard.append(said)
            writer.write(b"KO: unknown command\r\n" if said == b"nonsense\n" else b"OK\r\n")
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        said = await wire.console(port, line, token, within_s=5)
    return said, heard


def test_the_console_is_asked_as_adb_asks_it() -> None:
    """The greeting is waited for, a token is shown first, and quit is said last."""
    (greeting, answer), heard = asyncio.run(_console("nonsense", "abc", b"hello\r\nOK\r\n"))
    assert (greeting, answer) == ("hello\r\nOK\r\n", "KO: unknown command\r\n")
    assert heard[:2] == [b"auth abc\n", b"nonsense\n"]


def test_a_greeting_alone_is_asked_for_by_no_line() -> None:
    """An empty line is not sent: the greeting is what is looked at."""
    (greeting, answer), heard = asyncio.run(_console("", "", b"OK\r\n"))
    assert (greeting, answer, heard) == ("OK\r\n", "", [])
