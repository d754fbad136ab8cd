"""Attached phones are what they say they are, and their server is used as found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config.errors import ConfigError
from config.lab import read
from devices.host.ports import free_port
from devices.host.running import RunningLab
from devices.host.spec import AdbAddress, Endpoints, PhoneEndpoint
from devices.pool import attached_androids
from devices.pool.attached import AttachedLab
from devices.pool.plan import Release
from devices.pool.running import merged

if TYPE_CHECKING:
    from pathlib import Path

    from devices.facts import DeviceFacts

RELEASES = [Release("12", 31), Release("12L", 32), Release("14", 34)]
SAID = {
    "R58M1": "14\n34\n\n\nqcom\nphone\nde-DE\nen-US\n",
    "192.168.0.7:5555": "12\n32\n\n\ntangor\nnosdcard,tablet\n\nen-US\n",
    "emulator-5554": "14\n34\n1\n\nranchu\nemulator\n\nen-US\n",
}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An adb server that lists these phones, by their states."""
    listed = dict.fromkeys(SAID, "device")

    class FakeAdb:
        def __init__(self, facts: DeviceFacts, *_: object) -> None:
            self._serial = facts.serial

        def shell(self, command: str) -> str:
            assert command.count("getprop ") == 8
            return SAID[self._serial]

    async def states(port: int, *, within_s: float, host: str) -> dict[str, str]:
        assert (port, host, within_s > 0) == (5037, "127.0.0.1", True)
        return listed

    monkeypatch.delenv("ANDROID_ADB_SERVER_PORT", raising=False)
    monkeypatch.setattr(attached_androids, "states", states)
    monkeypatch.setattr(attached_androids, "Adb", FakeAdb)
    monkeypatch.setattr(attached_androids, "running_labs", list)
    return listed


def lab(folder: Path, rest: str = "") -> AttachedLab:
    """A lab of a file that says this beside name and kind."""
    path = folder / "desk.yaml"
    path.write_text(f"name: desk\nkind: attached\n{rest}", encoding="utf-8")
    found = read(str(path))
    assert found.kind == "attached"
    return AttachedLab(found, path, RELEASES)


@pytest.mark.usefixtures("server")
def test_a_phone_says_itself_what_it_is(tmp_path: Path) -> None:
    """Kind, release, form, language and transport come from the phone and its serial."""
    phones = lab(tmp_path).phones
    found = {
        name: (p.kind, p.version, p.form, p.locale, p.transports) for name, p in phones.items()
    }
    assert found == {
        "R58M1": ("real", "14", "phone", "de-DE", ("usb",)),
        "192.168.0.7:5555": ("real", "12L", "tablet", "en-US", ("tcp",)),
        "emulator-5554": ("emulator", "14", "phone", "en-US", ("local",)),
    }


@pytest.mark.usefixtures("server")
def test_the_lab_file_adds_what_a_phone_cannot_say(tmp_path: Path) -> None:
    """Tags and form of the file hold, and phones that it does not name are left alone."""
    words = "phones:\n  - {serial: R58M1, form: tablet, tags: [samsung]}\n"
    phones = lab(tmp_path, words).phones
    assert list(phones) == ["R58M1"]
    assert (phones["R58M1"].form, phones["R58M1"].tags) == ("tablet", ("samsung",))


def test_a_phone_that_is_not_ready_is_told(tmp_path: Path, server: dict[str, str]) -> None:
    """Of all phones it is left out and told; named, it ends the run with its place."""
    server["R58M1"] = "unauthorized"
    everything = lab(tmp_path)
    assert "R58M1" not in everything.phones
    assert everything.troubles == ["R58M1 is unauthorized: it is left out"]
    with pytest.raises(ConfigError, match=r"desk\.yaml:4:14: R58M1 is unauthorized"):
        _ = lab(tmp_path, "phones:\n  - {serial: R58M1}\n").phones


@pytest.mark.usefixtures("server")
def test_a_virtual_phone_of_another_process_is_virtual(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It looks like an emulator, is never taken for one, and the ledger judges it as real."""
    phone = PhoneEndpoint("one", "android", "14", 34, "emulator", "emulator-5554")
    monkeypatch.setattr(
        attached_androids, "running_labs", lambda: [RunningLab(1, 0.0, 5037, None, (phone,))]
    )
    found = lab(tmp_path).phones
    assert (found["emulator-5554"].kind, found["emulator-5554"].column) == ("virtual", "real")
    assert found["R58M1"].kind == "real"
    with pytest.raises(ConfigError, match="emulator-5554 is a virtual phone, found 'real'"):
        _ = lab(tmp_path, "phones:\n  - {serial: emulator-5554, kind: real}\n").phones


def test_a_server_that_is_not_there_is_told_and_not_started(tmp_path: Path) -> None:
    """The complaint names the address and what starts a server; nothing is started here."""
    port = free_port()
    with pytest.raises(ConfigError, match=rf"no adb server answers at 127\.0\.0\.1:{port}"):
        _ = lab(tmp_path, f"adb: {{port: {port}}}\n").phones


@pytest.mark.parametrize("port", ["0", "66000", "adb"])
def test_a_port_that_is_none_is_told(tmp_path: Path, port: str) -> None:
    """A port is checked once its reference is followed."""
    with pytest.raises(ConfigError, match=rf"desk\.yaml:3:13: port: '{port}' is no port"):
        _ = lab(tmp_path, f"adb: {{port: {port}}}\n").phones


def test_phones_of_several_labs_keep_their_own_servers() -> None:
    """One address book: each phone is reached by its lab's servers, and has its lab's CRM."""
    one = PhoneEndpoint("one", "android", "14", 34, "cable", "R58M1")
    two = PhoneEndpoint("two", "android", "14", 34, "emulator", "emulator-5554")
    desk = Endpoints(5037, "http://a", None, "", "", 0, (one,), "10.0.0.1")
    ours = Endpoints(4000, "http://b", None, "http://crm", "planted", 7, (two,))
    book = merged([desk, ours])
    reached = {name: book.servers_of(name) for name in ("one", "two")}
    found = {name: (servers.appium_url, servers.adb) for name, servers in reached.items()}
    assert found == {
        "one": ("http://a", AdbAddress("10.0.0.1", 5037)),
        "two": ("http://b", AdbAddress("127.0.0.1", 4000)),
    }
    crms = {name: book.servers_of(name).crm for name in ("one", "two")}
    assert (crms["one"].url, crms["two"].url, crms["two"].token) == ("", "http://crm", "planted")
    assert book.lab_pid == 7
    with pytest.raises(LookupError, match="three"):
        book.phone("three")
