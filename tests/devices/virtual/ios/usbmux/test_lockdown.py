"""lockdownd, from a host's side."""

from __future__ import annotations

import socket
import ssl
import struct
from typing import TYPE_CHECKING, Any

import pytest

from tests.devices.virtual.ios.handsets import UDID, FakeHandset
from tests.devices.virtual.ios.usbmux.cable import LOCKDOWN, Plists, closed

if TYPE_CHECKING:
    from tests.devices.virtual.ios.usbmux.cable import Cable

_SESSION = "com.apple.mobile.installation_proxy"
_STRANGER = "00008120-00112233AABBCCDD"


def _start(cable: Cable) -> dict[str, Any]:
    record = cable.record(UDID)
    return {
        "Request": "StartSession",
        "HostID": record["HostID"],
        "SystemBUID": record["SystemBUID"],
    }


def test_it_says_what_it_is(cable: Cable) -> None:
    """QueryType names lockdownd, whether it is asked in binary or in XML; the answer is XML."""
    lockdown = cable.lockdown(UDID)
    expected = {"Request": "QueryType", "Type": "com.apple.mobile.lockdown"}
    assert lockdown.ask({"Request": "QueryType", "Label": "test"}) == expected
    lockdown.send({"Request": "QueryType"}, binary=False)
    (size,) = struct.unpack(">I", lockdown.sock.recv(4))
    assert lockdown.sock.recv(size).startswith(b"<?xml")


def test_a_stranger_is_told_what_is_no_secret(cable: Cable) -> None:
    """Without a session the version is told; the time zone, or another domain, is not."""
    lockdown = cable.lockdown(UDID)
    reply = lockdown.ask({"Request": "GetValue", "Key": "ProductVersion"})
    assert reply == {"Request": "GetValue", "Key": "ProductVersion", "Value": "17.5"}
    whole = lockdown.ask({"Request": "GetValue"})["Value"]
    assert whole["UniqueDeviceID"] == UDID
    assert whole["DevicePublicKey"].startswith(b"-----BEGIN RSA PUBLIC KEY-----")
    assert "TimeZone" not in whole
    for asked in ({"Key": "TimeZone"}, {"Domain": "com.apple.international"}):
        assert lockdown.ask({"Request": "GetValue", **asked})["Error"] == "GetProhibited"


def test_a_session_tells_everything(cable: Cable) -> None:
    """Over TLS all of the phone's own values come, and those of domains; no value is an error."""
    session = cable.session(UDID)
    assert session.ask({"Request": "GetValue"})["Value"]["TimeZone"] == "Europe/Paris"
    language = {"Request": "GetValue", "Domain": "com.apple.international", "Key": "Language"}
    assert session.ask(language) == {**language, "Value": "en"}
    unknown = session.ask({"Request": "GetValue", "Key": "Nothing"})
    assert unknown == {"Request": "GetValue", "Error": "MissingValue"}
    assert session.ask({"Request": "GetValue", "Domain": "no.such"})["Value"] == {}


def test_a_value_is_set_where_the_phone_lets_a_host(cable: Cable, phone: FakeHandset) -> None:
    """The name changes within a session; the version does not, and without one nothing does."""
    rename = {"Request": "SetValue", "Key": "DeviceName", "Value": "renamed"}
    assert cable.lockdown(UDID).ask(rename)["Error"] == "SetProhibited"
    session = cable.session(UDID)
    assert session.ask(rename) == rename
    assert phone.name == "renamed"
    version = {"Request": "SetValue", "Key": "ProductVersion", "Value": "99"}
    assert session.ask(version)["Error"] == "SetProhibited"
    assert session.ask({"Request": "SetValue", "Value": "x"})["Error"] == "MissingKey"
    assert session.ask({"Request": "SetValue", "Key": "DeviceName"})["Error"] == "MissingValue"


def test_a_session_is_encrypted_and_ends_in_plain(cable: Cable) -> None:
    """After StopSession and TLS's good-bye the same stream goes on without it, and starts again."""
    plain = cable.lockdown(UDID)
    started = plain.ask(_start(cable))
    assert started["EnableSessionSSL"] is True
    secured = cable.secure(plain.sock, UDID)
    stop = {"Request": "StopSession", "SessionID": started["SessionID"]}
    assert Plists(secured).ask(stop) == {"Request": "StopSession"}
    again = Plists(secured.unwrap())
    try:
        assert again.ask({"Request": "QueryType"})["Type"] == "com.apple.mobile.lockdown"
        assert again.ask({"Request": "GetValue", "Key": "TimeZone"})["Error"] == "GetProhibited"
        assert again.ask(_start(cable))["SessionID"] != started["SessionID"]
    finally:
        again.sock.close()


def test_a_host_that_drops_tls_without_a_word_is_heard(cable: Cable) -> None:
    """Some clients go on in plain at once after StopSession."""
    plain = cable.lockdown(UDID)
    started = plain.ask(_start(cable))
    raw = socket.socket(fileno=socket.dup(plain.sock.fileno()))
    raw.settimeout(10)
    secured = cable.secure(plain.sock, UDID)
    Plists(secured).ask({"Request": "StopSession", "SessionID": started["SessionID"]})
    with raw:
        alert = raw.recv(4096)  # the phone's close_notify
        assert alert[0] in range(20, 24)
        assert Plists(raw).ask({"Request": "QueryType"})["Request"] == "QueryType"


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        ({"Request": "StartSession"}, "MissingHostID"),
        ({"Request": "StartSession", "HostID": "nobody"}, "InvalidHostID"),
        ({"Request": "StopSession", "SessionID": "x"}, "SessionInactive"),
        ({"Request": "StartService", "Service": _SESSION}, "SessionInactive"),
        ({"Request": "StartService"}, "MissingService"),
        ({"Request": "Pair"}, "MissingPairRecord"),
        ({"Request": "Pair", "PairRecord": {"HostID": "x"}}, "InvalidPairRecord"),
        (
            {"Request": "Pair", "PairRecord": {"HostID": "x", "HostCertificate": b"none"}},
            "InvalidPairRecord",
        ),
        ({"Request": "ValidatePair", "PairRecord": {"HostID": "nobody"}}, "InvalidHostID"),
        ({"Request": "Unpair", "PairRecord": {"HostID": "nobody"}}, "InvalidHostID"),
    ],
)
def test_a_refusal_names_its_reason(cable: Cable, request_: dict[str, Any], error: str) -> None:
    """The names are lockdownd's own, and the connection stays."""
    lockdown = cable.lockdown(UDID)
    assert lockdown.ask(request_) == {"Request": request_["Request"], "Error": error}
    assert lockdown.ask({"Request": "QueryType"})["Request"] == "QueryType"


def test_a_session_within_a_session_is_refused(cable: Cable) -> None:
    """As is ending one by another's id, or by none."""
    session = cable.session(UDID)
    assert session.ask(_start(cable))["Error"] == "SessionActive"
    assert session.ask({"Request": "StopSession"})["Error"] == "MissingSessionID"
    wrong = session.ask({"Request": "StopSession", "SessionID": "x"})
    assert wrong["Error"] == "InvalidSessionID"
    assert "TimeZone" in session.ask({"Request": "GetValue"})["Value"]


def test_a_service_gets_a_port_for_one_connection_over_tls(cable: Cable) -> None:
    """The port is answered once, then closed; two starts have two ports; unknown names are none."""
    session = cable.session(UDID)
    first = session.ask({"Request": "StartService", "Service": _SESSION})
    second = session.ask({"Request": "StartService", "Service": _SESSION})
    assert first["EnableServiceSSL"] is True
    assert first["Port"] != second["Port"]
    cable.port(UDID, first["Port"])
    assert cable.mux().dial(cable.device_id(UDID), first["Port"]) == 3
    unknown = session.ask({"Request": "StartService", "Service": "com.example.no"})
    assert unknown == {"Request": "StartService", "Error": "InvalidService"}


def test_a_host_without_the_pair_records_certificate_is_turned_away(cable: Cable) -> None:
    """A session wants the very certificate that the phone trusts."""
    lockdown = cable.lockdown(UDID)
    lockdown.ask(_start(cable))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with pytest.raises((ssl.SSLError, ConnectionError)):  # noqa: PT012 - TLS 1.3 tells it late
        secured = context.wrap_socket(lockdown.sock)
        with secured:
            secured.recv(1)


def test_another_host_pairs_and_is_forgotten(cable: Cable, phone: FakeHandset) -> None:
    """A record that a host brings is taken as if someone had tapped Trust; Unpair ends that."""
    record = cable.record(UDID)
    pair = {"HostID": "ANOTHER", "HostCertificate": record["HostCertificate"]}
    lockdown = cable.lockdown(UDID)
    assert len(lockdown.ask({"Request": "Pair", "PairRecord": pair})["EscrowBag"]) == 32
    validated = lockdown.ask({"Request": "ValidatePair", "PairRecord": pair})
    assert validated == {"Request": "ValidatePair"}
    assert phone.identity.trusts("ANOTHER")
    lockdown.ask({"Request": "Unpair", "PairRecord": pair})
    assert not phone.identity.trusts("ANOTHER")
    assert phone.identity.trusts(record["HostID"])


@pytest.mark.parametrize(
    "data",
    [
        struct.pack(">I", 5) + b"hello",
        struct.pack(">I", 0xFFFFFFFF),
        struct.pack(">I", 0),
        struct.pack(">I", 42) + b"bplist00" + b"\xff" * 34,
        struct.pack(">I", 25) + b"<plist><array/></plist>  ",
        struct.pack(">I", 24) + b"<plist><dict/></plist>  ",
    ],
)
def test_what_is_no_request_ends_the_connection(cable: Cable, data: bytes) -> None:
    """Broken lists, lengths that cannot be, lists that ask for nothing."""
    sock = cable.port(UDID, LOCKDOWN)
    sock.sendall(data)
    assert closed(sock)
