"""The small machines of the operating system: radios, settings, log, files, ports, profiles."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from devices.virtual.os.clock import Clock
from devices.virtual.os.context import AppNetwork
from devices.virtual.os.files import Bytes, Files
from devices.virtual.os.log import Log
from devices.virtual.os.process import Offline, Reply
from devices.virtual.os.profile import catalog, row_for
from devices.virtual.os.properties import boot_properties
from devices.virtual.os.radios import Radios
from devices.virtual.os.settings import Settings


class Server:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def handle(self, method: str, path: str, headers: object, body: object = None) -> Reply:
        del headers, body
        self.asked.append(f"{method} {path}")
        return Reply(200, {})


@pytest.fixture
def settings() -> Settings:
    """The settings of a phone that has just booted."""
    return Settings(catalog()["android-14"].settings)


@pytest.fixture
def radios(settings: Settings) -> Radios:
    """Its radios, all on."""
    return Radios(settings)


def _seen(settings: Settings) -> tuple[str | None, ...]:
    return tuple(settings.get("global", k) for k in ("wifi_on", "mobile_data", "airplane_mode_on"))


def test_settings_mirror_the_radios(radios: Radios, settings: Settings) -> None:
    """Switching a radio writes the setting that tools read."""
    radios.set_wifi(on=False)
    assert _seen(settings) == ("0", "1", "0")
    radios.set_data(on=False)
    assert _seen(settings) == ("0", "0", "0")
    radios.set_wifi(on=True)
    assert _seen(settings) == ("1", "0", "0")


def test_flight_mode_cuts_both_and_brings_both_back(radios: Radios, settings: Settings) -> None:
    """In flight mode nothing carries data; wifi_on tells that flight mode is the cause."""
    radios.set_airplane(on=True)
    assert not radios.connected
    assert _seen(settings) == ("3", "1", "1")
    radios.set_airplane(on=False)
    assert radios.wifi
    assert radios.data
    assert _seen(settings) == ("1", "1", "0")


def test_wifi_can_come_back_in_flight_mode(radios: Radios, settings: Settings) -> None:
    """Wi-Fi switched on during flight mode stays on beside it."""
    radios.set_airplane(on=True)
    radios.set_wifi(on=True)
    assert radios.wifi
    assert not radios.data
    assert _seen(settings) == ("2", "1", "1")


def test_writing_a_setting_switches_nothing(radios: Radios, settings: Settings) -> None:
    """A radio does not follow its setting: only its own commands switch it."""
    settings.put("global", "airplane_mode_on", "1")
    assert radios.connected


def test_an_app_hears_of_its_connection_only(radios: Radios) -> None:
    """An app is called when what carries its data changes, not for every radio."""
    network = AppNetwork(radios, Server())
    heard: list[bool] = []
    stop = network.on_change(heard.append)
    radios.set_wifi(on=False)
    assert heard == [True]
    radios.set_bluetooth(on=False)
    assert heard == [True]
    radios.set_data(on=False)
    radios.set_data(on=True)
    assert heard == [True, False, True]
    stop()
    radios.set_airplane(on=True)
    assert heard == [True, False, True]


def test_a_request_without_a_network_fails(radios: Radios) -> None:
    """An app's request reaches its server only while a radio carries data."""
    server = Server()
    network = AppNetwork(radios, server)
    assert network.request("GET", "/x").status == 200
    radios.set_airplane(on=True)
    with pytest.raises(Offline):
        network.request("GET", "/y")
    assert server.asked == ["GET /x"]


def test_the_log_is_a_ring_that_can_be_followed() -> None:
    """Each line of a message is an entry; followers get new ones until they stop."""
    log = Log(Clock())
    heard: list[str] = []
    stop = log.follow(lambda line: heard.append(line.message))
    log.write("I", "Tag", "one\ntwo", pid=1)
    stop()
    log.write("I", "Tag", "three", pid=1)
    assert heard == ["one", "two"]
    assert [line.message for line in log.lines()] == ["one", "two", "three"]
    log.clear()
    assert log.lines() == ()


@pytest.mark.parametrize(
    ("path", "plain"),
    [
        ("/sdcard/a", "/storage/emulated/0/a"),
        ("/mnt/sdcard", "/storage/emulated/0"),
        ("/data/../sdcard/./b/", "/storage/emulated/0/b"),
        ("relative", "/relative"),
        ("/../../etc/passwd", "/system/etc/passwd"),
        ("/sdcards", "/sdcards"),
    ],
)
def test_paths_are_the_phones_own(path: str, plain: str) -> None:
    """Links and dots lead to places on the phone and never above its root."""
    assert Files(Clock()).real(path) == plain


def test_removing_a_folder_takes_what_is_below() -> None:
    """A removed folder takes its content and leaves its neighbours."""
    files = Files(Clock())
    files.make_folders("/sdcard/a/b")
    files.write("/sdcard/a/b/f", Bytes(b"x"))
    files.write("/sdcard/ab", Bytes(b"y"))
    files.remove("/sdcard/a")
    assert files.get("/sdcard/a/b/f") is None
    assert files.read("/sdcard/ab") == b"y"


def test_a_release_takes_the_row_it_falls_into() -> None:
    """A release newer than every row takes the newest, one older than all has none."""
    rows = [{"from": 26, "to": 29, "v": 1}, {"from": 30, "v": 2}]
    assert [row_for(rows, level)["v"] for level in (26, 29, 30, 99)] == [1, 1, 2, 2]
    with pytest.raises(LookupError, match="begins at 26"):
        row_for(rows, 25)


def test_the_clock_calls_later_and_can_be_told_not_to() -> None:
    """What is scheduled happens once, unless it was cancelled."""

    async def run() -> list[str]:
        clock, done = Clock(), list[str]()
        clock.schedule(timedelta(milliseconds=1), lambda: done.append("kept"))
        clock.schedule(timedelta(milliseconds=1), lambda: done.append("dropped"))()
        await clock.sleep(timedelta(milliseconds=5))
        return done

    assert asyncio.run(run()) == ["kept"]


def test_the_clock_shows_its_zone() -> None:
    """The time carries the offset of the zone that was set."""
    clock = Clock()
    clock.set_time_zone("Asia/Kolkata")
    assert clock.now().utcoffset() == timedelta(hours=5, minutes=30)


@pytest.mark.parametrize("name", ["android-8.0", "android-14", "android-17"])
def test_properties_of_a_build_agree(name: str) -> None:
    """The fingerprint is made of what the build's other properties say."""
    profile = catalog()[name]
    for attach, identity in profile.identities.items():
        told = boot_properties(profile, identity, attach)
        product = f"{told['ro.product.brand']}/{told['ro.product.name']}/{told['ro.build.product']}"
        build = f"{told['ro.build.id']}/{told['ro.build.version.incremental']}"
        kind = f"{told['ro.build.type']}/{told['ro.build.tags']}"
        release = told["ro.build.version.release"]
        assert told["ro.build.fingerprint"] == f"{product}:{release}/{build}:{kind}"
        assert told["ro.build.description"].split() == [
            told["ro.build.flavor"], release, *build.split("/"), told["ro.build.tags"]
        ]  # fmt: skip
        assert told["ro.debuggable"] == "0"
