"""The locator strategies, as the driver sends them."""

from __future__ import annotations

import pytest

from tests.devices.virtual.android.uia2.fake_phone import Client, Screen, with_client

LIST = "com.example.app:id/list"


@pytest.mark.parametrize(
    ("strategy", "selector", "text"),
    [
        ("id", "sign_in", "Sign In"),
        ("id", "com.example.app:id/sign_in", "Sign In"),
        ("accessibility id", "Sign In", "Sign In"),
        ("class name", "android.widget.CheckBox", 'Say "hi" & <go>'),
        ("xpath", "//*[@text='Row 1']", "Row 1"),
        ("xpath", "//android.widget.Button[@resource-id='com.example.app:id/dead']", "Dead"),
        ("xpath", "//*[lower-case(@text)='row 2']", "Row 2"),
        ("xpath", "//*[matches(@text, '^Row 3$')]", "Row 3"),
        ("xpath", "(//android.widget.TextView)[3]", "Row 2"),
        ("-android uiautomator", 'new UiSelector().text("Row 1")', "Row 1"),
        ("-android uiautomator", 'UiSelector().textStartsWith("row 1");', "Row 1"),
        ("-android uiautomator", '.textContains("EAD")', "Dead"),
        ("-android uiautomator", 'text("Row 1")', "Row 1"),
        ("-android uiautomator", 'new UiSelector().textMatches("R.w \\d")', "Row 0"),
        ("-android uiautomator", 'new UiSelector().description("Sign In")', "Sign In"),
        ("-android uiautomator", 'new UiSelector().text("Say \\"hi\\" & <go>")', 'Say "hi" & <go>'),
        ("-android uiautomator", f'new UiSelector().resourceId("{LIST}")', ""),
        ("-android uiautomator", "new UiSelector().enabled(false)", "Dead"),
        ("-android uiautomator", "new UiSelector().checked(true)", 'Say "hi" & <go>'),
        (
            "-android uiautomator",
            'new UiSelector().className("android.widget.Button").instance(1)',
            "Dead",
        ),
        (
            "-android uiautomator",
            (
                f'new UiSelector().resourceId("{LIST}").childSelector(new UiSelector().index(0)'
                '.className("android.widget.TextView"))'
            ),
            "Row 0",
        ),
        (
            "-android uiautomator",
            'new UiSelector().text("Dead").fromParent(new UiSelector().text("Sign In"))',
            "Sign In",
        ),
    ],
)
def test_locator_finds_its_element(strategy: str, selector: str, text: str) -> None:
    """Each way to write a locator finds the element that it describes."""

    async def test(client: Client, _: Screen) -> None:
        assert await client.text(await client.find(strategy, selector)) == text

    with_client(test)


def test_elements_are_all_that_can_be_seen_in_tree_order() -> None:
    """Searching for many finds those on the screen, in order, and none that is scrolled out."""

    async def test(client: Client, _: Screen) -> None:
        for strategy, selector in (
            ("class name", "android.widget.TextView"),
            ("-android uiautomator", 'new UiSelector().className("android.widget.TextView")'),
        ):
            texts = [
                await client.text(found) for found in await client.find_all(strategy, selector)
            ]
            assert texts == [f"Row {number}" for number in range(len(texts))]
            assert 5 < len(texts) < 40

    with_client(test)


def test_nothing_found_is_an_error_for_one_and_an_empty_list_for_many() -> None:
    """One missing element answers 404; many missing elements are an empty list."""

    async def test(client: Client, _: Screen) -> None:
        for strategy in ("id", "accessibility id", "class name"):
            assert await client.find_all(strategy, "nope") == []
            status, error, message = await client.error(
                "POST", "element", {"strategy": strategy, "selector": "nope"}
            )
            assert (status, error) == (404, "no such element")
            assert message.startswith("An element could not be located on the page")

    with_client(test)


def test_search_below_an_element_sees_only_what_is_in_it() -> None:
    """A context limits a search to what lies below it, XPath's absolute paths included."""

    async def test(client: Client, _: Screen) -> None:
        row = (await client.find_all("id", "row"))[2]
        for strategy, selector in (
            ("class name", "android.widget.TextView"),
            ("xpath", "//android.widget.TextView"),
            ("xpath", ".//*[@text='Row 2']"),
            ("-android uiautomator", 'new UiSelector().className("android.widget.TextView")'),
        ):
            found = await client.find_all(strategy, selector, context=row)
            assert [await client.text(element) for element in found] == ["Row 2"]

    with_client(test)


def test_xpath_leaves_its_context_when_the_setting_allows_it() -> None:
    """Without limitXPathContextScope an absolute path below an element sees the whole screen."""

    async def test(client: Client, _: Screen) -> None:
        row = (await client.find_all("id", "row"))[2]
        await client.post("appium/settings", {"settings": {"limitXPathContextScope": False}})
        found = await client.find_all("xpath", "//*[@text='Sign In']", context=row)
        assert [await client.text(element) for element in found] == ["Sign In"]
        found = await client.find_all("xpath", ".//*[@text='Row 2']", context=row)
        assert [await client.text(element) for element in found] == ["Row 2"]

    with_client(test)


def test_scroll_into_view_brings_a_row_to_the_screen() -> None:
    """UiScrollable swipes, down and up again, until its target can be seen, and finds it."""

    async def test(client: Client, _: Screen) -> None:
        for text in ("Row 35", "Row 1"):
            expression = (
                "new UiScrollable(new UiSelector().scrollable(true).instance(0))"
                f'.scrollIntoView(new UiSelector().text("{text}"))'
            )
            assert await client.find_all("xpath", f"//*[@text='{text}']") == [] or text == "Row 1"
            assert await client.text(await client.find("-android uiautomator", expression)) == text

    with_client(test)


def test_scroll_to_what_is_not_there_finds_nothing() -> None:
    """A target that the whole list lacks is no such element."""

    async def test(client: Client, _: Screen) -> None:
        expression = (
            'new UiScrollable(new UiSelector().scrollable(true)).scrollTextIntoView("Row 99")'
        )
        body = {"strategy": "-android uiautomator", "selector": expression}
        assert (await client.error("POST", "element", body))[1] == "no such element"

    with_client(test)


@pytest.mark.parametrize(
    ("strategy", "selector", "part"),
    [
        ("css selector", "#x", "Selector strategy 'css selector' is not supported"),
        ("xpath", "//*[", "XPathParserException"),
        ("xpath", "", "XPathParserException"),
        ("-android uiautomator", "", "empty string"),
        ("-android uiautomator", "new UiSelector(", "Could not parse selector expression"),
        ("-android uiautomator", "new UiSelector().foo()", "UiSelector has no `foo` method"),
        ("-android uiautomator", "new UiSelector().text(1)", "doesn't have suitable method `text`"),
        ("-android uiautomator", "new UiObject()", "UiSelector has no `new UiObject` method"),
        ("-android uiautomator", "new UiScrollable().scrollForward()", "no suitable constructor"),
    ],
)
def test_unreadable_selector_is_said_to_be_invalid(strategy: str, selector: str, part: str) -> None:
    """A locator that cannot be read answers 400 with what is wrong about it."""

    async def test(client: Client, _: Screen) -> None:
        body = {"strategy": strategy, "selector": selector}
        for command in ("element", "elements"):
            status, error, message = await client.error("POST", command, body)
            assert (status, error) == (400, "invalid selector")
            assert part in message

    with_client(test)


def test_enforced_xpath_1_refuses_xpath_2() -> None:
    """With enforceXPath1 a function of XPath 2 is an invalid selector."""

    async def test(client: Client, _: Screen) -> None:
        await client.post("appium/settings", {"settings": {"enforceXPath1": True}})
        body = {"strategy": "xpath", "selector": "//*[lower-case(@text)='row 2']"}
        assert (await client.error("POST", "element", body))[1] == "invalid selector"

    with_client(test)


def test_id_is_completed_only_while_the_setting_allows_it() -> None:
    """With disableIdLocatorAutocompletion a short id is taken as it is."""

    async def test(client: Client, _: Screen) -> None:
        await client.post("appium/settings", {"settings": {"disableIdLocatorAutocompletion": True}})
        assert await client.find_all("id", "sign_in") == []

    with_client(test)
