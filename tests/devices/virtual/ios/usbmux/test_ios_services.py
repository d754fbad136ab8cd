"""The small services: notifications, the log, files of an app."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from devices.virtual.ios.usbmux.media import Media
from devices.virtual.ios.usbmux.services.syslog_relay import encode_line
from tests.devices.virtual.ios.handsets import NOW_NS, UDID, FakeHandset
from tests.devices.virtual.ios.usbmux.cable import Files, Plists, closed, exactly

if TYPE_CHECKING:
    from tests.devices.virtual.ios.usbmux.cable import Cable

_NOTIFICATIONS = "com.apple.mobile.notification_proxy"
_HOUSE = "com.apple.mobile.house_arrest"


def test_notifications_are_relayed_to_who_observes_them(cable: Cable) -> None:
    """One that a host posts reaches another host that observes its name, and only that name."""
    observer = Plists(cable.service(UDID, _NOTIFICATIONS))
    observer.send({"Command": "ObserveNotification", "Name": "com.example.wanted"})
    observer.send({"Command": "ObserveNotification", "Name": "com.example.own"})
    observer.send({"Command": "PostNotification", "Name": "com.example.own"})
    assert observer.receive() == {"Command": "RelayNotification", "Name": "com.example.own"}
    poster = Plists(cable.service(UDID, _NOTIFICATIONS))
    for name in ("com.example.other", "com.example.wanted"):
        poster.send({"Command": "PostNotification", "Name": name})
    assert observer.receive() == {"Command": "RelayNotification", "Name": "com.example.wanted"}


def test_a_notification_proxy_dies_when_told(cable: Cable, phone: FakeHandset) -> None:
    """It says so, closes, and what it observed goes nowhere."""
    proxy = Plists(cable.service(UDID, _NOTIFICATIONS))
    proxy.send({"Command": "ObserveNotification", "Name": "n"})
    assert proxy.ask({"Command": "Shutdown"}) == {"Command": "ProxyDeath"}
    assert closed(proxy.sock)
    cable.call(lambda: phone.darwin.post("n"))


def test_the_log_is_followed_line_by_line(cable: Cable, phone: FakeHandset) -> None:
    """Lines come as the phone logs them, whatever the host says meanwhile; none after its end."""
    sock = cable.service(UDID, "com.apple.syslog_relay")
    sock.sendall(b"start")
    cable.until(lambda: bool(phone.followers))
    lines = ["Nov 23 05:00:00 phone app[7] <Notice>: one", "two"]
    for line in lines:
        cable.call(partial(phone.log, line))
    expected = "".join(f"{line}\n\0" for line in lines).encode()
    assert exactly(sock, len(expected)) == expected
    sock.close()
    cable.detach(UDID)
    assert phone.followers == []


@pytest.mark.parametrize(
    ("line", "encoded"),
    [
        ("plain\ttext", b"plain\ttext"),
        ("caf\u00e9", rb"caf\M-C\M-)"),
        ("\u2019", rb"\M-b\M^@\M^Y"),
        ("a\nb\x7f", rb"a\^Jb\^?"),
    ],
)
def test_what_is_no_ascii_is_escaped_in_the_log(line: str, encoded: bytes) -> None:
    """As vis(3) writes it, which the driver undoes."""
    assert encode_line(line) == encoded + b"\n\0"


def test_an_apps_files_are_reached_through_house_arrest(cable: Cable, phone: FakeHandset) -> None:
    """The stream turns into the file service, rooted in the app's own folder."""
    container = Media(lambda: NOW_NS)
    container.make_folder("Documents")
    phone.containers["com.example"] = container
    sock = cable.service(UDID, _HOUSE)
    vended = Plists(sock).ask({"Command": "VendContainer", "Identifier": "com.example"})
    assert vended == {"Status": "Complete"}
    files = Files(sock)
    files.push("Documents/a", b"kept")
    assert container.read(container.file("Documents/a"), 0, 9) == b"kept"


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        ({"Command": "VendContainer", "Identifier": "com.no"}, "ApplicationLookupFailed"),
        ({"Command": "Vend", "Identifier": "com.no"}, "UnknownCommand"),
    ],
)
def test_no_app_no_files(cable: Cable, request_: dict[str, str], error: str) -> None:
    """House arrest names its error, and closes."""
    house = Plists(cable.service(UDID, _HOUSE))
    assert house.ask(dict(request_)) == {"Error": error}
    assert closed(house.sock)
