"""`fleet conform` and `fleet devices`: what they print, write and end with."""

from __future__ import annotations

import asyncio
import json
import threading
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from config.paths import CHECKOUT
from devices.conform.android_phone import AndroidPhone
from devices.conform.fidelity import FIDELITY, fidelity
from devices.conform.golden import read_rows, read_unobserved, read_virtual
from devices.conform.iphone import IPhone
from devices.conform.observer import Result
from devices.conform.rows import Row
from devices.conform.wire import Adb
from devices.host.running import announce
from devices.host.spec import Endpoints, PhoneEndpoint
from fleet import devices
from fleet.attached import Attached
from fleet.conform import (
    BadWishError,
    OnAdb,
    OnWda,
    adb_port,
    place,
    print_report,
    shipped_builds,
    wish,
    write_json,
)
from tests.devices.conform.fake_server import SERIAL, FakeServer, a_phone

_PHONE = AndroidPhone(Adb("emulator-5554", 1), 34, "14", "emulator", rooted=False, packages=set())


def result(name: str, outcome: Any, expected: str = "", seen: str = "") -> Result:  # noqa: ANN401 - a literal
    """What was seen of a row."""
    plain = {"id": f"pm.{name}", "says": f"A phone does {name}.", "source": "x"}
    row = Row.model_validate(plain | {"steps": [{"shell": "true", "exit": 0}]})
    return Result(row, outcome, expected, seen)


_RESULTS = [
    result("one", "agree"),
    result("two", "differ", "stdout: 'Success'", "'[red]Failure[/red]'"),
    result("three", "not observable", seen="it is not installed"),
    result("four", "not observable", seen="it is not installed"),
]


def printed(results: list[Result], width: int) -> tuple[int, list[str]]:
    """Exit code and lines of a report."""
    output = StringIO()
    code = print_report(Console(file=output, width=width, highlight=False), _PHONE, results)
    return code, output.getvalue().splitlines()


@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_report_ends_with_the_count(width: int) -> None:
    """However wide the terminal is, the last line counts, and programs can read it."""
    code, lines = printed(_RESULTS, width)
    assert lines[-1] == "agree 1, differ 1, not observable 2"
    assert code == 1
    assert "not observable: 2 rows: it is not installed" in lines


def test_what_differs_is_shown_as_it_was() -> None:
    """A row that differs stands with its statement, what it expects and what was seen."""
    _, lines = printed(_RESULTS, 160)
    text = "\n".join(lines)
    for words in ("pm.two", "A phone does two.", "stdout: 'Success'", "'[red]Failure[/red]'"):
        assert words in text
    assert "pm.one" not in text


def test_an_iphone_is_told_by_its_version() -> None:
    """The report's head says which phone it is, and of which release."""
    output = StringIO()
    phone = IPhone("http://x", "17.6", (390, 844), "00008110-1")
    print_report(Console(file=output, width=80), phone, [_RESULTS[0]])
    assert output.getvalue().startswith("00008110-1: iOS 17.6; 1 rows\n")


def test_nothing_that_differs_is_success() -> None:
    """Rows that cannot be observed do not keep a phone from agreeing."""
    code, lines = printed([_RESULTS[0], _RESULTS[2]], 80)
    assert (code, lines[-1]) == (0, "agree 1, differ 0, not observable 1")


def test_results_are_written_for_programs(tmp_path: Path) -> None:
    """The file has every row, with what was expected and seen."""
    write_json(tmp_path / "seen.json", _PHONE, _RESULTS)
    report = json.loads((tmp_path / "seen.json").read_text(encoding="utf-8"))
    assert (report["serial"], report["api_level"]) == ("emulator-5554", 34)
    assert [row["outcome"] for row in report["rows"]] == [r.outcome for r in _RESULTS]
    assert report["rows"][1]["seen"] == "'[red]Failure[/red]'"


@pytest.mark.parametrize("said", ["x", "0", "65536", "-1", "5037 ", "²"])
def test_a_port_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """The variable that adb reads is read as strictly."""
    monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", said)
    with pytest.raises(BadWishError, match="is no port"):
        adb_port()


@pytest.mark.parametrize(("said", "port"), [("", 5037), ("41235", 41235)])
def test_the_port_is_adbs_own(monkeypatch: pytest.MonkeyPatch, said: str, port: int) -> None:
    """Without the variable it is adb's default."""
    monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", said)
    assert adb_port() == port


def test_a_wish_names_rows_that_there_are() -> None:
    """A pattern that no row matches says which subjects there are."""
    with pytest.raises(BadWishError, match=r"there are adb\.\*, am\.\*"):
        wish(place("x"), "nobody.*", helpers=False, appium=None, lasting=False)


def test_a_place_is_one_phone() -> None:
    """An Android phone is named by its serial, an iPhone by the URL of its agent; never both."""
    assert place("x") == OnAdb("x", 5037)
    assert place("", "http://127.0.0.1:8100/", "U") == OnWda("http://127.0.0.1:8100", "U", None)
    for serial, wda in (("", ""), ("x", "http://127.0.0.1:8100")):
        with pytest.raises(BadWishError, match="name one phone"):
            place(serial, wda)
    with pytest.raises(BadWishError, match="expected a URL"):
        place("", "127.0.0.1:8100")


@pytest.mark.parametrize("said", ["/run/mux", "UNIX:/run/mux"])
def test_the_cable_is_the_drivers_own(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """Without an option the socket is found where the driver finds it."""
    monkeypatch.setenv("USBMUXD_SOCKET_ADDRESS", said)
    assert place("", "http://127.0.0.1:8100") == OnWda(
        "http://127.0.0.1:8100", "", Path("/run/mux")
    )


def test_builds_are_those_that_the_driver_ships() -> None:
    """Set-up has brought Appium's builds, and each is found by its name."""
    names = {package: path.name for package, path in shipped_builds().files.items()}
    assert names["io.appium.settings"].startswith("settings")
    assert "androidTest" in names["io.appium.uiautomator2.server.test"]
    assert "androidTest" not in names["io.appium.uiautomator2.server"]


def test_the_page_of_fidelity_is_up_to_date() -> None:
    """docs/fidelity.md is what the rows say; `fleet conform --write-fidelity` writes it."""
    page = fidelity(read_rows(), read_unobserved(), read_virtual())
    assert FIDELITY.relative_to(CHECKOUT).as_posix() == "docs/fidelity.md"
    assert FIDELITY.read_text(encoding="utf-8") == page


def _found(server: FakeServer, user_port: int | None = None) -> list[Attached]:
    """What is found while the server is up: it is the user's, unless another port is given."""
    found: list[Attached] = []
    up, over = threading.Event(), threading.Event()

    async def serve() -> None:
        async with server:
            up.set()
            await asyncio.to_thread(over.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        assert up.wait(5)
        if user_port is not None:
            _note(server)
        found = devices.find(user_port or server.port)
    finally:
        over.set()
        thread.join()
    return found


def _note(server: FakeServer) -> None:
    import os  # noqa: PLC0415 - for this line alone

    phone = PhoneEndpoint("p", "android", "14", 34, "cable", SERIAL)
    lab = Endpoints(server.port, None, None, "http://crm", "planted", 1, (phone,))
    announce("mark", os.getpid(), lab)


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def _server() -> FakeServer:
    server = a_phone()
    question = (
        "getprop ro.product.model; getprop ro.build.version.release; getprop ro.build.version.sdk"
    )
    server.shell[question] = ("Pixel 8\n14\n34\n", "", 0)
    server.devices = {SERIAL: "device", "emulator-5554": "device", "lost": "offline"}
    return server


def test_devices_of_the_users_server_are_listed() -> None:
    """Each device has its kind by its serial; one that does not answer is listed all the same."""
    phone, emulator, lost = _found(_server())
    assert (phone.kind, phone.model, phone.release, phone.api_level) == (
        "phone",
        "Pixel 8",
        "14",
        34,
    )
    assert emulator.kind == "emulator"
    assert (lost.state, lost.model, lost.api_level) == ("offline", "", 0)


def test_devices_of_running_labs_are_listed_as_virtual() -> None:
    """Phones of a lab are found by its note, on the lab's own server."""
    server = _server()
    found = _found(server, user_port=1)
    assert {(device.serial, device.kind) for device in found} == {
        (SERIAL, "virtual"),
        ("emulator-5554", "emulator"),
        ("lost", "phone"),
    }
    assert {device.server_port for device in found} == {server.port}


@pytest.mark.parametrize("width", [80, 120])
def test_devices_are_shown_whole(width: int) -> None:
    """The table has every serial in one piece, and nothing is printed where nothing is."""
    output = StringIO()
    console = Console(file=output, width=width, highlight=False)
    device = Attached("127.0.0.1:41235", "device", "virtual", "Pixel 8", "14", 34, 51009)
    devices.show([device], console, as_json=False)
    assert "127.0.0.1:41235" in output.getvalue()
    devices.show([], console, as_json=False)
    assert "nothing is attached" in output.getvalue()


def test_devices_for_programs_are_json() -> None:
    """With --json there is a list, also an empty one."""
    output = StringIO()
    console = Console(file=output, width=40)
    device = Attached("x" * 60, "device", "virtual", "Pixel 8", "14", 34, 51009)
    devices.show([device], console, as_json=True)
    assert json.loads(output.getvalue())[0]["serial"] == "x" * 60
