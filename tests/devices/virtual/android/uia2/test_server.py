"""The server's life and its protocol: sessions, routes, errors, what it tells of the device."""

from __future__ import annotations

import asyncio
import pickle

import aiohttp
import pytest

from devices.virtual.android.uia2 import errors
from devices.virtual.android.uia2.server import PORT, Uiautomator2Server
from devices.virtual.android.uia2.settings import DEFAULTS
from tests.devices.virtual.android.uia2.fake_phone import (
    CAPABILITIES,
    Client,
    FakePhone,
    Screen,
    with_client,
)


def test_status_tells_version_and_readiness() -> None:
    """Status answers without a session and names the server's build."""

    async def test(client: Client, _: Screen) -> None:
        for prefix in ("", "/wd/hub"):
            status, value = await client.call("GET", f"{prefix}/status")
            assert status == 200
            assert value["ready"] is True
            assert value["build"] == {"version": "10.6.6", "versionCode": 278}

    with_client(test)


def test_sessions_lists_the_open_one() -> None:
    """The open session is listed with its id and capabilities."""

    async def test(client: Client, _: Screen) -> None:
        value = (await client.call("GET", "/sessions"))[1]
        assert [row["id"] for row in value] == [client.session]
        assert value[0]["capabilities"]["appPackage"] == "com.example.app"

    with_client(test)


def test_deleting_the_session_ends_the_server_once() -> None:
    """DELETE is answered, then the server stops listening and tells its instrumentation, once."""
    ends: list[None] = []

    async def test(client: Client, screen: Screen) -> None:
        ended = asyncio.Event()
        assert await client.call("DELETE", f"/session/{client.session}") == (200, None)
        asyncio.get_running_loop().call_later(0.1, ended.set)
        await asyncio.wait_for(ended.wait(), 5)
        assert PORT not in screen.phone.ports

    with_client(test, ended=lambda: ends.append(None))
    assert ends == [None]


def test_stopping_cuts_open_connections() -> None:
    """A force-stop hangs up on every client, and calling it again changes nothing."""

    async def run() -> None:
        phone = FakePhone()
        server = Uiautomator2Server(phone, pid=1, on_end=lambda: None)
        server.start()
        port = await asyncio.get_running_loop().create_server(phone.ports[PORT], "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*port.sockets[0].getsockname())
        writer.write(b"GET /status HTTP/1.1\r\nHost: x\r\n\r\n")
        assert (await asyncio.wait_for(reader.readline(), 5)).startswith(b"HTTP/1.1 200")
        server.stop()
        server.stop()
        await asyncio.wait_for(reader.read(), 5)
        assert phone.ports == {}
        writer.close()
        port.close()
        await port.wait_closed()

    asyncio.run(run())


@pytest.mark.parametrize("body", [{}, {"capabilities": 1}, {"capabilities": {"firstMatch": [1]}}])
def test_session_without_capabilities_is_not_created(body: object) -> None:
    """Missing or malformed capabilities answer 500."""

    async def test(client: Client, _: Screen) -> None:
        status, value = await client.call("POST", "/session", body)
        assert (status, value["error"]) == (500, "session not created")

    with_client(test)


def test_another_session_is_not_known() -> None:
    """A command under another id answers 404; a new session takes the place of the old one."""

    async def test(client: Client, _: Screen) -> None:
        status, value = await client.call("GET", "/session/other/source")
        assert (status, value["error"]) == (404, "invalid session id")
        assert value["message"] == "The session identified by other is not known"
        await client.call("POST", "/session", {"capabilities": CAPABILITIES})
        assert (await client.error("GET", "source"))[1] == "invalid session id"

    with_client(test)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/nothing"),
        ("GET", "/session/{}/nothing"),
        ("POST", "/session/{}/source"),
        ("PUT", "/session/{}"),
        ("POST", "/status"),
        ("GET", "/session/{}/element/x/text/more"),
        ("GET", "/session//source/x/y/z"),
    ],
)
def test_unknown_route_or_method_is_an_unknown_command(method: str, path: str) -> None:
    """What is not mapped answers 404 with the server's own words."""

    async def test(client: Client, _: Screen) -> None:
        status, value = await client.call(method, path.format(client.session))
        assert (status, value["error"]) == (404, "unknown command")
        assert value["message"].startswith("The requested resource could not be found")

    with_client(test)


@pytest.mark.parametrize(
    "body", [b"{", b"[1]", b"\xff\xfe", b'{"strategy": [], "selector": "x"}', b"{}"]
)
def test_malformed_body_is_an_invalid_argument(body: bytes) -> None:
    """A body that is no JSON object, or lacks a field, answers 400."""

    async def test(client: Client, _: Screen) -> None:
        answer = await client.error("POST", "element", body)
        assert answer[:2] == (400, "invalid argument")

    with_client(test)


def test_failure_inside_the_app_is_an_unknown_error() -> None:
    """An app that cannot be drawn answers 500 with the cause, and the server lives on."""

    async def test(client: Client, screen: Screen) -> None:
        rows, screen.rows = screen.rows, 1
        screen.change(typed=None)
        status, error, message = await client.error("GET", "source")
        assert (status, error) == (500, "unknown error")
        assert "AttributeError" in message
        screen.change(typed={}, rows=rows)
        assert "Sign In" in await client.get("source")

    with_client(test)


def test_reply_has_the_servers_headers_and_session() -> None:
    """Replies are JSON in UTF-8, name their session, and keep the connection."""

    async def run() -> None:
        phone = FakePhone()
        server = Uiautomator2Server(phone, pid=1, on_end=lambda: None)
        server.start()
        port = await asyncio.get_running_loop().create_server(phone.ports[PORT], "127.0.0.1", 0)
        url = f"http://127.0.0.1:{port.sockets[0].getsockname()[1]}/status"
        timeout = aiohttp.ClientTimeout(total=5)
        async with aiohttp.ClientSession(timeout=timeout) as http, http.get(url) as reply:
            assert reply.headers["Content-Type"] == "application/json; charset=utf-8"
            assert (await reply.json())["sessionId"] == "None"
        server.stop()
        port.close()
        await port.wait_closed()

    asyncio.run(run())


def test_device_info_is_the_profiles() -> None:
    """Names, release, screen and networks come from the phone."""

    async def test(client: Client, screen: Screen) -> None:
        info = await client.get("appium/device/info")
        assert info["apiVersion"] == "34"
        assert (info["platformVersion"], info["realDisplaySize"], info["displayDensity"]) == (
            "14",
            "1080x2400",
            420,
        )
        assert [network["typeName"] for network in info["networks"]] == ["WIFI"]
        screen.phone.radios.set_wifi(on=False)
        info = await client.get("appium/device/info")
        assert [network["typeName"] for network in info["networks"]] == ["MOBILE"]
        screen.phone.radios.set_airplane(on=True)
        assert (await client.get("appium/device/info"))["networks"] == []
        assert await client.get("appium/device/pixel_ratio") == 2.625
        assert await client.get("appium/device/display_density") == 420
        assert await client.get("appium/device/system_bars") == {"statusBar": 63}
        assert await client.get("window/current/size") == {"width": 1080, "height": 2400}

    with_client(test)


def test_keys_reach_the_phone() -> None:
    """Back, by its own command or by key code, reaches the app."""

    async def test(client: Client, screen: Screen) -> None:
        await client.post("back")
        await client.post("appium/device/press_keycode", {"keycode": 4})
        assert screen.done == ["back", "back"]
        assert (await client.error("POST", "appium/device/press_keycode", {}))[0] == 400

    with_client(test)


def test_settings_are_kept_for_the_session() -> None:
    """A setting is kept, an unknown one passed over, a wrong type refused, a new session resets."""

    async def test(client: Client, _: Screen) -> None:
        assert await client.get("appium/settings") == DEFAULTS
        changed = {"waitForIdleTimeout": 100, "nobodyKnows": 1}
        await client.post("appium/settings", {"settings": changed})
        assert (await client.get("appium/settings"))["waitForIdleTimeout"] == 100
        wrong = {"settings": {"waitForIdleTimeout": "soon"}}
        assert (await client.error("POST", "appium/settings", wrong))[1] == "invalid argument"
        value = (await client.call("POST", "/session", {"capabilities": CAPABILITIES}))[1]
        client.session = value["sessionId"]
        assert await client.get("appium/settings") == DEFAULTS

    with_client(test)


def test_windows_are_listed_and_filtered() -> None:
    """Windows are listed front first; filters pass by glob and by value."""

    async def test(client: Client, screen: Screen) -> None:
        other = Screen(FakePhone())
        screen.phone.display.show(other.window)
        listed = await client.post("appium/list_windows")
        assert [row["isActive"] for row in listed] == [True, False]
        for filters, count in (
            ({"packageName": "com.*"}, 2),
            ({"isActive": True}, 1),
            ({"windowId": screen.window.id}, 1),
            ({"title": "Nope"}, 0),
        ):
            assert len(await client.post("appium/list_windows", {"filters": filters})) == count
        displays = await client.post("appium/list_displays")
        assert displays[0]["metrics"]["densityDpi"] == 420

    with_client(test)


def test_each_request_is_in_the_system_log() -> None:
    """The log names method and address of each request under the server's process."""
    screen = with_client(_ask_for_the_source)
    assert any(
        line.startswith("4711 I appium: channel read: GET /session/")
        for line in screen.phone.log.lines
    )


async def _ask_for_the_source(client: Client, _: Screen) -> None:
    await client.get("source")


@pytest.mark.parametrize("kind", errors.UiaError.__subclasses__())
def test_errors_pickle(kind: type[errors.UiaError]) -> None:
    """An error comes through a pickle with its kind and message."""
    again = pickle.loads(pickle.dumps(kind("why")))  # noqa: S301 - our own pickle
    assert (type(again), again.message, str(again)) == (kind, "why", "why")
