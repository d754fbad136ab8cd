"""usbmuxd's socket, from a client's side."""

from __future__ import annotations

import plistlib
import struct
from typing import TYPE_CHECKING

import pytest

from tests.devices.virtual.ios.handsets import UDID, FakeHandset
from tests.devices.virtual.ios.usbmux.cable import LOCKDOWN, closed, exactly, plugged

if TYPE_CHECKING:
    from pathlib import Path

    from tests.devices.virtual.ios.usbmux.cable import Cable

_OTHER = "00008120-00112233AABBCCDD"
_LIST = (
    b'<plist version="1.0"><dict><key>MessageType</key><string>ListDevices</string></dict></plist>'
)


def test_phones_are_listed_with_their_serial_numbers(cable: Cable) -> None:
    """A device says how it is attached, and its UDID twice as clients look for it."""
    (device,) = cable.mux().ask({"MessageType": "ListDevices"})["DeviceList"]
    assert (device["MessageType"], device["DeviceID"]) == ("Attached", 1)
    properties = device["Properties"]
    assert properties["SerialNumber"] == UDID
    assert properties["ConnectionType"] == "USB"
    assert properties["DeviceID"] == device["DeviceID"]
    assert {"LocationID", "ProductID", "ConnectionSpeed"} <= set(properties)


def test_a_frame_is_answered_byte_for_byte(folder: Path) -> None:
    """Length, version 1, type 8 and the client's tag stand before a list in XML."""
    with plugged(folder) as cable:
        sock = cable.connect()
        sock.sendall(struct.pack("<4I", 16 + len(_LIST), 1, 8, 0xABCD) + _LIST)
        head = exactly(sock, 16)
        assert head[4:] == bytes.fromhex("01000000 08000000 cdab0000")
        body = exactly(sock, int.from_bytes(head[:4], "little") - 16)
        assert body.startswith(b"<?xml")
        assert plistlib.loads(body) == {"DeviceList": []}


def test_a_connection_asks_more_than_once(cable: Cable) -> None:
    """Requests that are sent at once are answered in their order, each with its tag."""
    mux = cable.mux()
    tags = [mux.send({"MessageType": name}) for name in ("ReadBUID", "ListDevices", "ReadBUID")]
    replies = [mux.receive() for _ in tags]
    assert [tag for tag, _ in replies] == tags
    assert replies[0][1] == replies[2][1]
    assert len(replies[0][1]["BUID"]) == 36


def test_a_listener_hears_of_phones_that_come_and_go(cable: Cable) -> None:
    """Of those that are there, then of changes; a phone that returns has a new number."""
    mux = cable.mux()
    assert mux.ask({"MessageType": "Listen"}) == {"MessageType": "Result", "Number": 0}
    tag, event = mux.receive()
    assert (tag, event["MessageType"], event["DeviceID"]) == (0, "Attached", 1)
    other = FakeHandset(_OTHER)
    cable.attach(other)
    cable.detach(_OTHER)
    cable.attach(other)
    events = [mux.receive()[1] for _ in range(3)]
    assert [(e["MessageType"], e["DeviceID"]) for e in events] == [
        ("Attached", 2),
        ("Detached", 2),
        ("Attached", 3),
    ]
    assert events[0]["Properties"]["SerialNumber"] == _OTHER


def test_a_listener_that_asks_is_refused_and_cut_off(cable: Cable) -> None:
    """Once it listens, a connection takes no command."""
    mux = cable.mux()
    mux.ask({"MessageType": "Listen"})
    mux.receive()
    assert mux.ask({"MessageType": "ReadBUID"})["Number"] == 1
    assert closed(mux.sock)


def test_who_does_not_listen_hears_nothing(cable: Cable) -> None:
    """Events go to listeners alone."""
    mux = cable.mux()
    mux.ask({"MessageType": "ReadBUID"})
    cable.attach(FakeHandset(_OTHER))
    assert "BUID" in mux.ask({"MessageType": "ReadBUID"})


def test_a_phone_is_not_attached_twice(cable: Cable) -> None:
    """The same serial number on two cables is a mistake of who attaches."""
    with pytest.raises(ValueError, match="attached already"):
        cable.attach(FakeHandset())


def test_a_pair_record_holds_what_clients_use(cable: Cable) -> None:
    """Both ids, and the host's key with its certificate; a phone that left is remembered."""
    cable.detach(UDID)
    record = cable.record(UDID)
    assert record["SystemBUID"] == cable.mux().ask({"MessageType": "ReadBUID"})["BUID"]
    assert len(record["HostID"]) == 36
    assert record["HostPrivateKey"].startswith(b"-----BEGIN")
    assert record["HostCertificate"].startswith(b"-----BEGIN CERTIFICATE-----")


@pytest.mark.parametrize(
    ("message", "number"),
    [
        ({"MessageType": "ReadPairRecord", "PairRecordID": "nobody"}, 2),
        ({"MessageType": "ReadPairRecord"}, 22),
        ({"MessageType": "SavePairRecord", "PairRecordID": "x"}, 22),
        ({"MessageType": "DeletePairRecord", "PairRecordID": "nobody"}, 2),
        ({"MessageType": "Dance"}, 1),
        ({"MessageType": "Connect", "PortNumber": 1}, 2),
        ({"MessageType": "Connect", "DeviceID": 99, "PortNumber": 1}, 2),
        ({"MessageType": "Connect", "DeviceID": 1}, 1),
        ({"MessageType": "Connect", "DeviceID": 1, "PortNumber": 1}, 3),
    ],
)
def test_what_cannot_be_done_has_its_number(
    cable: Cable, message: dict[str, object], number: int
) -> None:
    """Results are usbmuxd's numbers, for pair records errno's; the connection stays."""
    mux = cable.mux()
    assert mux.ask(message) == {"MessageType": "Result", "Number": number}
    assert "BUID" in mux.ask({"MessageType": "ReadBUID"})


def test_a_saved_pair_record_is_read_again_until_it_is_deleted(cable: Cable) -> None:
    """Clients that pair by themselves keep their records here."""
    mux = cable.mux()
    record = {"PairRecordID": "X", "PairRecordData": b"kept"}
    assert mux.ask({"MessageType": "SavePairRecord", **record})["Number"] == 0
    read = {"MessageType": "ReadPairRecord", "PairRecordID": "X"}
    assert mux.ask(read) == {"PairRecordData": b"kept"}
    assert mux.ask({"MessageType": "DeletePairRecord", "PairRecordID": "X"})["Number"] == 0
    assert mux.ask(read)["Number"] == 2


def test_a_port_comes_in_the_networks_order(cable: Cable) -> None:
    """62078 is sent as 32498, and reaches lockdownd; sent as it is, no one listens."""
    mux = cable.mux()
    message = {"MessageType": "Connect", "DeviceID": cable.device_id(UDID)}
    assert mux.ask({**message, "PortNumber": LOCKDOWN})["Number"] == 3
    assert mux.ask({**message, "PortNumber": 32498})["Number"] == 0


def test_another_version_is_refused_in_binary(cable: Cable) -> None:
    """Who has sent no list yet gets the number alone, and may go on."""
    sock = cable.connect()
    sock.sendall(struct.pack("<4I", 16, 7, 8, 5))
    assert exactly(sock, 20) == struct.pack("<5I", 20, 0, 1, 5, 6)
    sock.sendall(struct.pack("<4I", 16 + len(_LIST), 1, 8, 6) + _LIST)
    assert exactly(sock, 16)[12:] == struct.pack("<I", 6)


@pytest.mark.parametrize("kind", [2, 3, 99])
def test_the_binary_protocol_is_refused(cable: Cable, kind: int) -> None:
    """Connect and Listen of before lists are bad commands here, like what never was one."""
    sock = cable.connect()
    sock.sendall(struct.pack("<4I", 24, 0, kind, 9) + bytes(8))
    assert exactly(sock, 20) == struct.pack("<5I", 20, 0, 1, 9, 1)


@pytest.mark.parametrize("size", [0, 15, 0x10001, 0xFFFFFFFF])
def test_a_length_that_cannot_be_ends_the_connection(cable: Cable, size: int) -> None:
    """Shorter than a header or longer than 64 KiB: usbmuxd closes without a word."""
    sock = cable.connect()
    sock.sendall(struct.pack("<4I", size, 1, 8, 1))
    assert closed(sock)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no list",
        b"<plist><array/></plist>",
        plistlib.dumps({"MessageType": 5}),
        plistlib.dumps({"MessageType": "ReadBUID"}, fmt=plistlib.FMT_BINARY),
    ],
)
def test_what_is_no_request_gets_no_answer(cable: Cable, body: bytes) -> None:
    """It is passed over in silence, binary lists too; the next request is answered."""
    mux = cable.mux()
    mux.sock.sendall(struct.pack("<4I", 16 + len(body), 1, 8, 77) + body)
    assert "BUID" in mux.ask({"MessageType": "ReadBUID"})


def test_a_phone_that_leaves_takes_its_connections_along(cable: Cable) -> None:
    """Who talked to it sees the end of the stream; who talks to usbmuxd does not."""
    session = cable.session(UDID)
    mux = cable.mux()
    mux.ask({"MessageType": "ReadBUID"})
    cable.detach(UDID)
    assert closed(session.sock)
    assert mux.ask({"MessageType": "ListDevices"}) == {"DeviceList": []}


def test_two_phones_are_told_apart(cable: Cable) -> None:
    """A connection reaches the phone whose number it names."""
    cable.attach(FakeHandset(_OTHER, version="18.5"))
    asked = {"Request": "GetValue", "Key": "ProductVersion"}
    assert cable.lockdown(UDID).ask(asked)["Value"] == "17.5"
    assert cable.lockdown(_OTHER).ask(asked)["Value"] == "18.5"
