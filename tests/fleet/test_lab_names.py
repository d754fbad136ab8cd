"""What `fleet lab up` understands, what it writes and what it shows."""

from __future__ import annotations

import asyncio
import json
import threading
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from devices.host.spec import Endpoints, PhoneEndpoint
from devices.pool.plan import PhoneFacts
from fleet.lab import BadPhoneError, parse_phones, report
from fleet.lab_screen import LabScreen
from fleet.lab_watch import LabWatch
from tests.devices.conform.fake_server import FakeServer

if TYPE_CHECKING:
    from collections.abc import Iterator

_KNOWN = {
    **{f"android-{n}": PhoneFacts("android", n, 0) for n in ("8.0", "14", "17")},
    "ios-17": PhoneFacts("ios", "17", 17, attaches=("cable",), transports=("usb",)),
}
_UDID = "00008110-001A2B3C4D5E6F70"


def endpoints(*, appium: bool = False, phones: int = 2) -> Endpoints:
    """A lab that is up."""
    return Endpoints(
        adb_server_port=41235,
        appium_url="http://127.0.0.1:4723" if appium else None,
        appium_log=Path("appium.log") if appium else None,
        crm_url="http://127.0.0.1:40001",
        crm_token="planted",
        lab_pid=1,
        phones=tuple(
            PhoneEndpoint(
                f"p{n}",
                "android",
                "14",
                34,
                "emulator",
                f"emulator-{5600 + 2 * n}",
                control_url=f"http://127.0.0.1:40002/phones/p{n}",
            )
            for n in range(phones)
        ),
    )


@pytest.mark.parametrize(
    ("names", "phones"),
    [
        (["android-14"], [("android-14-emulator", "emulator")]),
        (["android-14:cable"], [("android-14-cable", "cable")]),
        (["android-14:emulator"], [("android-14-emulator", "emulator")]),
        (
            ["2*android-14", "android-14"],
            [
                ("android-14-emulator", "emulator"),
                ("android-14-emulator-2", "emulator"),
                ("android-14-emulator-3", "emulator"),
            ],
        ),
        (
            ["2*android-8.0:cable", "android-17"],
            [
                ("android-8.0-cable", "cable"),
                ("android-8.0-cable-2", "cable"),
                ("android-17-emulator", "emulator"),
            ],
        ),
        (["2*ios-17"], [("ios-17-cable", "cable"), ("ios-17-cable-2", "cable")]),
    ],
)
def test_a_name_is_profile_attachment_and_count(
    names: list[str], phones: list[tuple[str, str]]
) -> None:
    """Each phone gets a name of its own; it is attached in its usual way unless said otherwise."""
    found = parse_phones(names, _KNOWN)
    assert [(phone.name, phone.attach) for phone in found] == phones
    assert {phone.platform for phone in found} == {
        _KNOWN[phone.profile].platform for phone in found
    }


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("andriod-14", "did you mean 'android-14'?"),
        ("nokia", "allowed: android-14, android-17, android-8.0, ios-17"),
        ("android-14:usb", "attaches by 'usb'; allowed: cable, emulator"),
        ("android-14:cabel", "did you mean 'cable'?"),
        ("android-14:", "attaches by ''"),
        ("ios-17:emulator", "attaches by 'emulator'; allowed: cable"),
        ("0*android-14", "asks for no phone"),
        ("65*android-14", "65 phones are more than one lab has"),
        ("x*android-14", "write PROFILE, PROFILE:cable or COUNT*PROFILE"),
        ("", "write PROFILE"),
        ("android-14:cable:cable", "write PROFILE"),
        ("9" * 5000 + "*android-14", "write PROFILE"),
    ],
)
def test_a_bad_name_is_told_with_what_would_be_right(name: str, says: str) -> None:
    """A name that is no phone says what there is, and the nearest spelling."""
    with pytest.raises(BadPhoneError) as caught:
        parse_phones([name], _KNOWN)
    assert says in str(caught.value)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(name=st.text(alphabet="android-14:*cable0²\n", max_size=16))
def test_any_text_is_phones_or_a_complaint(name: str) -> None:
    """Whatever is typed becomes phones with different names, or one sentence."""
    try:
        phones = parse_phones([name], _KNOWN)
    except BadPhoneError:
        return
    assert len({phone.name for phone in phones}) == len(phones) > 0


def test_the_file_has_exactly_the_documented_members() -> None:
    """Programs find the phones, the CRM and Appium; what there is not is null, and no secret is."""
    facts = json.loads(json.dumps(report(endpoints(phones=1))))
    assert facts == {
        "phones": [
            {
                "name": "p0",
                "platform": "android",
                "version": "14",
                "serial": "emulator-5600",
                "adb_server_port": 41235,
                "wda_url": None,
                "control_url": "http://127.0.0.1:40002/phones/p0",
            }
        ],
        "usbmuxd": None,
        "crm_url": "http://127.0.0.1:40001",
        "appium_url": None,
    }
    assert report(endpoints(appium=True))["appium_url"] == "http://127.0.0.1:4723"


def test_an_iphone_has_an_agent_and_no_adb_server() -> None:
    """Its serial is its UDID, and the lab's socket of usbmuxd finds it."""
    facts = report(iphones())
    assert facts["usbmuxd"] == "/private/usbmuxd"
    (phone,) = facts["phones"]
    assert (phone["platform"], phone["version"], phone["serial"]) == ("ios", "17.6", _UDID)
    assert (phone["wda_url"], phone["adb_server_port"]) == ("http://127.0.0.1:40003", None)


def iphones(*, appium: bool = False) -> Endpoints:
    """A lab of one iPhone that is up."""
    url = "http://127.0.0.1:40003"
    phone = PhoneEndpoint("p", "ios", "17.6", 17, "cable", _UDID, wda_url=url, on_cable=True)
    socket = Path("/private/usbmuxd")
    return replace(endpoints(appium=appium), adb_server_port=0, phones=(phone,), usbmuxd=socket)


def shown(width: int, lab: Endpoints) -> str:
    """What the terminal shows of a lab that is up."""
    output = StringIO()
    LabScreen(Console(file=output, width=width, highlight=False)).ready(lab)
    return output.getvalue()


@pytest.mark.parametrize("width", [80, 120])
def test_the_screen_shows_the_same_as_the_file(width: int) -> None:
    """Every phone, port and address stands there in one piece, and how adb gets there."""
    text = shown(width, endpoints())
    for words in (
        "emulator-5600",
        "emulator-5602",
        "http://127.0.0.1:40001",
        "ANDROID_ADB_SERVER_PORT=41235 adb devices",
        "adb -P 41235 -s emulator-5600 shell",
        "Ctrl-C",
    ):
        assert words in text
    assert "Inspector" not in text
    assert "planted" not in text


@pytest.mark.parametrize("width", [80, 120])
def test_the_screen_shows_how_an_iphone_is_reached(width: int) -> None:
    """Its agent, the socket that finds it, and nothing of adb, which knows no iPhone."""
    text = shown(width, iphones())
    for words in (
        _UDID,
        "iOS 17.6",
        "curl http://127.0.0.1:40003/status",
        "USBMUXD_SOCKET_ADDRESS=UNIX:/private/usbmuxd",
    ):
        assert words in text
    assert "adb" not in text


def test_the_inspectors_capabilities_open_an_iphone() -> None:
    """The driver is told the agent's address, so that it needs no Xcode to start one."""
    text = shown(80, iphones(appium=True))
    capabilities = json.loads(text[text.index("{") : text.index("}") + 1])
    assert capabilities["appium:automationName"] == "XCUITest"
    assert capabilities["appium:webDriverAgentUrl"] == "http://127.0.0.1:40003"
    assert (capabilities["appium:udid"], capabilities["appium:platformVersion"]) == (_UDID, "17.6")


def test_the_inspectors_capabilities_can_be_pasted() -> None:
    """Host, port, path and JSON are what Appium Inspector asks for."""
    text = shown(80, endpoints(appium=True))
    assert "Remote Host 127.0.0.1   Remote Port 4723   Remote Path /" in text
    capabilities = json.loads(text[text.index("{") : text.index("}") + 1])
    assert capabilities["appium:udid"] == "emulator-5600"
    assert capabilities["appium:adbPort"] == 41235


def test_a_closed_terminal_is_no_trouble() -> None:
    """What cannot be shown any more does not keep the lab from ending in order."""

    class Closed(StringIO):
        def write(self, _: str) -> int:
            raise OSError(5, "Input/output error")

    screen = LabScreen(Console(file=Closed(), width=80))
    screen.ready(endpoints())
    screen.ended()


@pytest.fixture
def server() -> Iterator[FakeServer]:
    """An adb server with two phones, in a thread of its own."""
    fake = FakeServer(devices={"emulator-5600": "device", "emulator-5602": "device"})
    up, over = threading.Event(), threading.Event()

    async def serve() -> None:
        async with fake:
            up.set()
            await asyncio.to_thread(over.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert up.wait(5)
    yield fake
    over.set()
    thread.join()


def test_what_becomes_of_a_phone_is_told_once(server: FakeServer) -> None:
    """A phone that goes away, falls silent or comes back is news when it happens."""
    watch = LabWatch(server.port, {"emulator-5600": "one", "emulator-5602": "two"})
    assert watch.news(5) == []
    del server.devices["emulator-5600"]
    server.devices["emulator-5602"] = "offline"
    assert watch.news(5) == ["one (emulator-5600) is gone", "two (emulator-5602) is offline"]
    assert watch.news(5) == []
    server.devices |= {"emulator-5600": "device"}
    assert watch.news(5) == ["one (emulator-5600) is back"]


def test_a_server_that_is_down_is_no_news_of_a_phone() -> None:
    """While the adb server is being restarted nothing is said of the phones."""
    assert LabWatch(1, {"emulator-5600": "one"}).news(5) == []


def test_a_lab_of_iphones_has_no_adb_server_to_ask() -> None:
    """Where no phone is on one, there is no news, and nothing is asked."""
    assert LabWatch(0, {}).news(0) == []
