"""XPath: both versions, contexts, results that are no views, and expressions that cannot be."""

from __future__ import annotations

import pytest

from tests.devices.virtual.android.uia2.fake_phone import Client, Screen, with_client

XPATH_1 = {"settings": {"enforceXPath1": True}}


@pytest.mark.parametrize(
    ("expression", "texts"),
    [
        ("//*[@text='Row 1']", ["Row 1"]),
        (".//*[@text='Row 1']", ["Row 1"]),
        ("(//android.widget.TextView)[2]", ["Row 1"]),
        ("(.//android.widget.TextView)[2]", ["Row 1"]),
        ("//android.widget.Button | //android.widget.CheckBox[@checked='true']", 3),
        ("/hierarchy/*[1]/@text", []),
        ("//android.widget.Button/@text", []),
        ("//text()", []),
        ("count(//*)", []),
        ("/hierarchy", []),
        ("hierarchy/android.widget.FrameLayout", 1),
        ("android.widget.FrameLayout", []),
        ("//*[@index='0' and @package='com.example.app'][@text='Email']", ["Email"]),
        ("//*[ends-with(@text, 'w 3')]", ["Row 3"]),
        ("//*[matches(@text, '^r.w 3$', 'i')]", []),
        ("//*[matches(@text, 'w \\p{Digit}$')][1]/@text", []),
        ("for $row in //*[@text='Row 2'] return $row", ["Row 2"]),
        ("if (//*[@text='Row 2']) then //*[@text='Row 4'] else ()", ["Row 4"]),
        ("//*[@text = ('Row 1', 'Dead')]", ["Dead", "Row 1"]),
        ("//*[some $t in ('Row 5') satisfies @text = $t]", ["Row 5"]),
        ("//*[@*='com.example.app:id/dead']", ["Dead"]),
        ("//*[@uiElementIndex='0']", []),
    ],
)
def test_expression_selects_views(expression: str, texts: list[str] | int) -> None:
    """Views are selected in document order; attributes, texts and numbers select nothing."""

    async def test(client: Client, _: Screen) -> None:
        found = [await client.text(view) for view in await client.find_all("xpath", expression)]
        assert (found if isinstance(texts, list) else len(found)) == texts

    with_client(test)


def test_context_is_a_document_of_its_own() -> None:
    """Below an element an absolute path begins at it, and finds the element itself, too."""

    async def test(client: Client, _: Screen) -> None:
        row = (await client.find_all("id", "row"))[2]
        assert await client.find("xpath", "/android.widget.LinearLayout", context=row) == row
        assert await client.find_all("xpath", "//android.widget.LinearLayout", context=row) == [row]
        assert await client.find_all("xpath", "..", context=row) == []
        await client.post("appium/settings", {"settings": {"limitXPathContextScope": False}})
        parent = await client.find("xpath", "..", context=row)
        assert parent == await client.find("id", "list")
        assert await client.find("xpath", "self::*[lower-case(@text) = '']", context=row) == row

    with_client(test)


@pytest.mark.parametrize(
    ("expression", "status", "part"),
    [
        ("//*[", 400, "XPathParserException"),
        ("'", 400, "XPathParserException"),
        ("//*[foo(1)]", 500, "StaticFunctNameError"),
        ("//*[$nobody]", 500, "StaticFunctNameError"),
        ("doc('x')", 500, "StaticFunctNameError"),
        ("//*[matches(@text, '(')]", 500, "PatternSyntaxException"),
        ("'a' + 1", 500, "Try changing the 'enforceXPath1' driver setting to 'true'"),
        ("1 to 100000000", 500, "Try changing the 'enforceXPath1'"),
        ("for $a in //*, $b in //*, $c in //*, $d in //* return 1", 500, "in time"),
        ("//*[//*[//*[//*[//*[//*[@text='x']]]]]]", 500, "in time"),
    ],
)
def test_expression_that_fails_is_an_error(expression: str, status: int, part: str) -> None:
    """What cannot be parsed is an invalid selector; what cannot be evaluated, an unknown error."""

    async def test(client: Client, _: Screen) -> None:
        body = {"strategy": "xpath", "selector": expression}
        answer = await client.error("POST", "elements", body)
        assert answer[0] == status
        assert part in answer[2]

    with_client(test)


@pytest.mark.parametrize(
    ("expression", "status", "part"),
    [
        ("//*[", 400, "XPathExpressionException"),
        ("//*[lower-case(@text)='x']", 400, "XPathExpressionException"),
        ("count(//*)", 500, "Can not convert #NUMBER to a NodeList!"),
        ("boolean(//*)", 500, "Can not convert #BOOLEAN to a NodeList!"),
        ("string(//*)", 500, "'normalizeTagNames' driver setting"),
    ],
)
def test_first_version_fails_in_its_own_words(expression: str, status: int, part: str) -> None:
    """With enforceXPath1 errors are those of Java's own engine."""

    async def test(client: Client, _: Screen) -> None:
        await client.post("appium/settings", XPATH_1)
        body = {"strategy": "xpath", "selector": expression}
        answer = await client.error("POST", "elements", body)
        assert answer[0] == status
        assert part in answer[2]

    with_client(test)


def test_first_version_selects() -> None:
    """With enforceXPath1 an expression of version 1 selects as ever."""

    async def test(client: Client, _: Screen) -> None:
        await client.post("appium/settings", XPATH_1)
        assert await client.text(await client.find("xpath", "//*[@text='Row 1']")) == "Row 1"
        assert await client.find_all("xpath", "//@text") == []

    with_client(test)
