"""The server's settings: what they may be, what outlives a session, and what they change."""

from __future__ import annotations

import pytest

from devices.virtual.android.uia2.settings import DEFAULTS
from tests.devices.virtual.android.uia2.fake_phone import CAPABILITIES, Client, Screen, with_client


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("waitForIdleTimeout", 5, 5),
        ("waitForIdleTimeout", 5.9, 5),
        ("waitForIdleTimeout", 1e40, 2**63 - 1),
        ("snapshotMaxDepth", 2**40, 70),
        ("snapshotMaxDepth", 0, 70),
        ("mjpegScalingFactor", 101, 50),
        ("currentDisplayId", 3, 0),
        ("currentDisplayId", -1, 0),
        ("allowInvisibleElements", None, False),
        ("elementResponseAttributes", "rect", "rect"),
    ],
)
def test_value_is_taken_as_java_does(name: str, value: object, kept: object) -> None:
    """Numbers are cut, values out of range and null change nothing, and none of it is an error."""

    async def test(client: Client, _: Screen) -> None:
        await client.post("appium/settings", {"settings": {name: value}})
        assert (await client.get("appium/settings"))[name] == kept

    with_client(test)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "allowInvisibleElements",
            "true",
            (
                "Invalid 'allowInvisibleElements' setting value type. Got: java.lang.String. "
                "Expected: java.lang.Boolean."
            ),
        ),
        (
            "waitForIdleTimeout",
            True,
            (
                "Invalid 'waitForIdleTimeout' setting value type. Got: java.lang.Boolean. "
                "Expected: java.lang.Long."
            ),
        ),
        (
            "elementResponseAttributes",
            [],
            (
                "Invalid 'elementResponseAttributes' setting value type. Got: java.util.ArrayList. "
                "Expected: java.lang.String."
            ),
        ),
        (
            "serverPort",
            {},
            (
                "Invalid 'serverPort' setting value type. Got: "
                "com.google.gson.internal.LinkedTreeMap. Expected: java.lang.Integer."
            ),
        ),
    ],
)
def test_value_of_another_type_is_refused(name: str, value: object, message: str) -> None:
    """A value of the wrong type answers 400 with both types; the others stay as they were."""

    async def test(client: Client, _: Screen) -> None:
        answer = await client.error("POST", "appium/settings", {"settings": {name: value}})
        assert answer == (400, "invalid argument", message)
        assert await client.get("appium/settings") == DEFAULTS

    with_client(test)


def test_settings_have_to_be_there() -> None:
    """A body without settings, or with something else in their place, is an invalid argument."""

    async def test(client: Client, _: Screen) -> None:
        missing = await client.error("POST", "appium/settings", {})
        assert missing[:2] == (400, "invalid argument")
        assert "SettingsModel: The mandatory field 'settings' is not present in JSON" in missing[2]
        refused: list[object] = [[], 1, "x"]
        for wrong in refused:
            answer = await client.error("POST", "appium/settings", {"settings": wrong})
            assert answer[:2] == (400, "invalid argument")

    with_client(test)


def test_capabilities_set_settings_for_their_session() -> None:
    """A capability named like a setting sets it; the server's own settings outlive a session."""

    async def test(client: Client, _: Screen) -> None:
        await client.post(
            "appium/settings", {"settings": {"mjpegServerFramerate": 7, "snapshotMaxDepth": 9}}
        )
        wanted = {"appium:EnforceXPATH1": True, "appPackage": "x"}
        capabilities = {"capabilities": {"alwaysMatch": wanted}}
        client.session = (await client.call("POST", "/session", capabilities))[1]["sessionId"]
        settings = await client.get("appium/settings")
        assert settings == DEFAULTS | {"enforceXPath1": True, "mjpegServerFramerate": 7}
        listed = (await client.call("GET", "/sessions"))[1][0]["capabilities"]
        assert listed == {"appPackage": "x"}
        wrong = {"capabilities": {"alwaysMatch": {"enforceXPath1": 1}}}
        status, value = await client.call("POST", "/session", wrong)
        assert (status, value["error"]) == (500, "session not created")
        assert "Expected: java.lang.Boolean" in value["message"]

    with_client(test)


@pytest.mark.parametrize(
    ("version", "missing"),
    [
        ("7.0.24", {"currentDisplayId", "includeA11yActionsInPageSource"}),
        ("9.9.1", {"includeExtraRenderingInfo", "mapTestTagToResourceId"}),
        ("10.5.0", {"mapTestTagToResourceId"}),
        ("10.6.6", set[str]()),
    ],
)
def test_older_server_has_fewer_settings(version: str, missing: set[str]) -> None:
    """A setting that came later is neither listed nor taken."""

    async def test(client: Client, _: Screen) -> None:
        for name in missing:
            await client.post("appium/settings", {"settings": {name: "whatever"}})
        assert missing == missing - set(await client.get("appium/settings"))

    with_client(test, version=version)


def test_topmost_window_of_the_active_package_can_be_asked_for() -> None:
    """With that setting the front window of the active package is searched."""

    async def test(client: Client, _: Screen) -> None:
        settings = {"enableTopmostWindowFromActivePackage": True}
        await client.post("appium/settings", {"settings": settings})
        assert await client.find("id", "sign_in")

    with_client(test)


def test_capabilities_must_not_contradict_each_other() -> None:
    """An alternative that repeats a name is passed over; when all do, there is no session."""

    async def test(client: Client, _: Screen) -> None:
        always = {"appium:appPackage": "a"}
        fits = {"firstMatch": [{"appPackage": "b"}, {"x": 1}], "alwaysMatch": always}
        assert (await client.call("POST", "/session", {"capabilities": fits}))[0] == 200
        refused: list[dict[str, object]] = [
            {"firstMatch": [{"appPackage": "b"}], "alwaysMatch": always},
            {"alwaysMatch": {"appium:platformName": "Android"}},
            {"alwaysMatch": [], "firstMatch": {}},
        ]
        for wrong in refused:
            status, value = await client.call("POST", "/session", {"capabilities": wrong})
            assert (status, value["error"]) == (500, "session not created")
            assert value["message"].startswith(
                "io.appium.uiautomator2.common.exceptions.InvalidArgumentException: "
            )
        again = await client.call("POST", "/session", {"capabilities": CAPABILITIES})
        assert again[0] == 200

    with_client(test)
