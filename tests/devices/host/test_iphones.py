"""iPhones in a lab: found through a socket of its own, and no adb server starts for them."""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import replace
from typing import TYPE_CHECKING

import psutil

from devices.android.adb_server import states
from devices.host.running import running_labs
from devices.host.spec import PhoneSpec
from devices.host.wire import Restarted

if TYPE_CHECKING:
    from devices.host.client import LabHost
    from tests.devices.host.conftest import Labs

_IPHONE = PhoneSpec("i", "iphone", "cable", "ios")
_BOTH = (PhoneSpec("a", "any", "cable"), _IPHONE)


def _programs(labs: Labs, host: LabHost, name: str) -> list[psutil.Process]:
    children = psutil.Process(host.supervisor_pid).children(recursive=True)
    return [child for child in children if labs.runs(child, name)]


def test_a_lab_of_iphones_alone_starts_no_adb_server(labs: Labs) -> None:
    """The agents' addresses, the serials and the socket are told; an adb server is not."""
    host = labs.start(labs.spec((_IPHONE,)))
    ends = host.endpoints
    (phone,) = ends.phones
    assert (phone.platform, phone.version, phone.serial) == ("ios", "17.6", "UDID-OF-i")
    assert ends.usbmuxd == labs.folder / "work" / "usbmuxd"
    assert phone.wda_url.endswith(f"/{ends.usbmuxd}")
    assert phone.on_cable
    assert (ends.adb_server_port, ends.servers.adb) == (0, None)
    assert not _programs(labs, host, "adb")


def test_a_lab_of_both_lists_its_android_phones(labs: Labs) -> None:
    """The adb server knows those that have an adbd, and no others."""
    host = labs.start(labs.spec(_BOTH))
    listed = asyncio.run(states(host.endpoints.adb_server_port, within_s=5))
    assert listed == {host.endpoints.phone("a").serial: "device"}
    assert host.endpoints.phone("i").wda_url


def test_android_phones_alone_need_no_socket(labs: Labs) -> None:
    """Nothing is made, and nothing told, of what nobody uses."""
    ends = labs.start().endpoints
    assert ends.usbmuxd is None
    assert not ends.phones[0].on_cable


def test_a_restarted_adb_server_is_not_told_of_iphones(labs: Labs) -> None:
    """It comes back with the Android phones; nobody misses the others on it."""
    host = labs.start(labs.spec(_BOTH))
    (adb,) = _programs(labs, host, "adb")
    os.kill(adb.pid, signal.SIGKILL)
    labs.until(lambda: bool(labs.events[1:]), "the server is restarted")
    (restarted,) = (event for event in labs.events if isinstance(event, Restarted))
    assert "not back yet" not in restarted.reason
    assert set(asyncio.run(states(host.endpoints.adb_server_port, within_s=5)).values()) == {
        "device"
    }


def test_others_find_the_iphones_of_a_lab(labs: Labs) -> None:
    """By the note that every lab leaves while it is up."""
    host = labs.start(labs.spec((_IPHONE,)))
    (found,) = (lab for lab in running_labs() if lab.supervisor_pid == host.supervisor_pid)
    assert [phone.wda_url for phone in found.phones] == [host.endpoints.phones[0].wda_url]


def test_somebody_elses_iphones_need_appium_alone(labs: Labs, stand_in: str) -> None:
    """Neither phones nor an adb server are brought up, and their socket is left where it is."""
    socket = labs.folder / "theirs"
    spec = replace(labs.spec(()), appium=True, iphones=True, usbmuxd=socket)
    host = labs.start(spec, toolchain=labs.with_appium(stand_in))
    ends = host.endpoints
    assert (ends.lab_pid, ends.adb_server_port, ends.usbmuxd) == (0, 0, socket)
    assert ends.appium_url
    (appium,) = _programs(labs, host, "node")
    assert appium.environ()["USBMUXD_SOCKET_ADDRESS"] == f"UNIX:{socket}"
    assert "xcuitest" in appium.cmdline()
    assert not _programs(labs, host, "adb")
