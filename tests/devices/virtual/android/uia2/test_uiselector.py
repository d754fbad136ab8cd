"""UiSelector and UiScrollable: the language, its errors, and what it matches."""

from __future__ import annotations

import pytest

from devices.virtual.android.uia2.errors import InvalidSelector, UiaError
from devices.virtual.android.uia2.java_regex import Pattern
from devices.virtual.android.uia2.uiselector import build
from devices.virtual.android.uia2.uiselector_grammar import statements
from tests.devices.virtual.android.uia2.fake_phone import Client, Screen, with_client

UI = "-android uiautomator"


@pytest.mark.parametrize(
    ("expression", "printed"),
    [
        ('new UiSelector().text("a")', "UiSelector[TEXT=a]"),
        ('UiSelector() .text( "a,)(;" )', "UiSelector[TEXT=a,)(;]"),
        ('.text("a").text("b")', "UiSelector[TEXT=b]"),
        ('text("say \\"hi\\"")', 'UiSelector[TEXT=say "hi"]'),
        ('instance(2).clickable(true).text("x")', "UiSelector[TEXT=x, INSTANCE=2, CLICKABLE=true]"),
        ("className(android.widget.Button)", "UiSelector[CLASS=android.widget.Button]"),
        (
            'className("a").childSelector(new UiSelector().index(1))',
            "UiSelector[CLASS=a, CHILD=UiSelector[INDEX=1]]",
        ),
        (
            'className("a").fromParent(text("b"))',
            "UiSelector[CLASS=a, PARENT=UiSelector[TEXT=b]]",
        ),
    ],
)
def test_expression_is_read(expression: str, printed: str) -> None:
    """A chain makes the selector that Android prints like this."""
    assert str(build(expression)) == printed


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("new UiSelector(", "Unclosed paren in expression"),
        ('new UiSelector().text("a', "Unclosed paren in expression"),
        ("new UiSelector().", "No opening parenthesis after method name at position 17"),
        ("new UiSelector().()", "Missing method name at position 17"),
        ("new UiSelector() text", 'Expected "." at position 17'),
        ('new UiSelector()\n.text("a")', 'Expected "." at position 16'),
        ("new UiSelector().text(1,)", "Missing argument at position"),
        ("new UiSelector().foo()", "UiSelector has no `foo` method"),
        ("new UiSelector().password(true)", "UiSelector has no `password` method"),
        (
            "new UiSelector().text(1)",
            (
                "`UiSelector` doesn't have suitable method `text` with arguments [1]: "
                "Could not parse selector expression `new UiSelector().text(1)`: 1 is not a string"
            ),
        ),
        ("new UiSelector().index(x)", "x is not a integer"),
        ("new UiSelector().index(2147483648)", "2147483648 is not a integer"),
        ("new UiSelector().enabled(yes)", "yes is not a boolean"),
        (
            "new UiSelector().enabled(true, false)",
            "Invalid arguments count. Actual: 2. Expected: 1.",
        ),
        ("new UiSelector().className(com.x.View)", "com.x.View class could not be found"),
        ("new UiSelector().toString()", "Unsupported return value type:`String`"),
        ("new UiSelector(1)", "UiSelector has no suitable constructor with arguments [1]"),
    ],
)
def test_unreadable_expression_is_said_to_be_so(expression: str, why: str) -> None:
    """The error names the expression as the server completed it, and what it stumbled over."""
    with pytest.raises(InvalidSelector) as caught:
        build(expression)
    assert caught.value.message.startswith("Could not parse selector expression `new UiSelector(")
    assert why in caught.value.message


def test_statements_are_parted_by_semicolons() -> None:
    """A semicolon in a string parts nothing, one at the end is dropped, two make an empty one."""
    assert statements('a; b("x;y") ;') == ["a", 'b("x;y")']
    assert statements("a;;b") == ["a", "", "b"]
    for empty in ("", " ", ";"):
        with pytest.raises(InvalidSelector):
            statements(empty)


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("R.w \\d+", "Row 12", True),
        ("R.w", "Row 12", False),
        ("(?i)row \\p{Digit}", "ROW 3", True),
        ("\\p{Lu}\\p{L}*+", "Émile", True),
        ("\\Qa.b\\E.*", "a.bc", True),
        ("\\Qa.b\\E", "axb", False),
        ("[a-z&&[^b]]+", "acd", True),
        ("[a-z&&[^b]]+", "abc", False),
        ("(?<x>a)\\k<x>", "aa", True),
        ("a.b", "a\nb", True),
        ("\\u0041\\x42\\x{43}", "ABC", True),
        ("a\\z", "a", True),
        ("a++b", "aab", True),
    ],
)
def test_patterns_are_javas(pattern: str, text: str, matches: bool) -> None:  # noqa: FBT001 - a case
    """A pattern matches a whole text as java.util.regex has it."""
    assert Pattern(pattern, dotall=True).matches(text) is matches


def test_pattern_that_never_ends_is_given_up() -> None:
    """Endless backtracking ends in an error within its deadline."""
    with pytest.raises(UiaError, match="StackOverflowError"):
        Pattern("(x|xx)+$").matches("x" * 64 + "y")


def test_pattern_that_java_refuses_is_an_unknown_error() -> None:
    """A pattern that cannot be compiled answers 500 with Java's exception."""

    async def test(client: Client, _: Screen) -> None:
        body = {"strategy": UI, "selector": 'textMatches("(")'}
        status, error, message = await client.error("POST", "element", body)
        assert (status, error) == (500, "unknown error")
        assert message.startswith("java.util.regex.PatternSyntaxException: ")

    with_client(test)


@pytest.mark.parametrize(
    ("expression", "texts"),
    [
        ('text("")', []),
        ('textMatches(".*")', 0),
        ('className("android.widget.LinearLayout").textContains("")', []),
        ('description("Sign In")', ["Sign In"]),
        ('descriptionStartsWith("SIGN")', ["Sign In"]),
        ('descriptionContains("gn i")', ["Sign In"]),
        ('descriptionMatches("S.*")', ["Sign In"]),
        ('resourceIdMatches(".*/de.d")', ["Dead"]),
        ('packageName("com.example.app").textContains("ead")', ["Dead"]),
        ('packageNameMatches("com[.]ex.*").text("Row 1")', ["Row 1"]),
        ("checkable(true)", ['Say "hi" & <go>']),
        ('longClickable(true).className("android.widget.Button")', ["Sign In"]),
        ('text("Row 1");text("Row 0");text("Row 1")', ["Row 1", "Row 0"]),
        ('resourceId("com.example.app:id/row").instance(1).childSelector(index(0))', ["Row 1"]),
        ('description("row 1").childSelector(new UiSelector().text("Row 2"))', []),
        ('resourceId("com.example.app:id/email").fromParent(text("Dead"))', ["Dead"]),
        ('classNameMatches(".*CheckBox")', []),
    ],
)
def test_selector_matches(expression: str, texts: list[str] | int) -> None:
    """Each method finds what it finds on Android; views whose class has no text have none."""

    async def test(client: Client, _: Screen) -> None:
        found = await client.find_all(UI, expression)
        read = [await client.text(element) for element in found]
        assert (len([text for text in read if not text]) if texts == 0 else read) == texts

    with_client(test)


@pytest.mark.parametrize(
    ("methods", "text"),
    [
        ('scrollIntoView(new UiSelector().text("Row 35"))', "Row 35"),
        ('scrollIntoView(text("Row 35"))', "Row 35"),
        ('scrollTextIntoView("Row 35")', "Row 35"),
        ('scrollDescriptionIntoView("row 35")', ""),
        ('getChildByText(className("android.widget.TextView"), "Row 35")', "Row 35"),
        ('getChildByText(className("android.widget.TextView"), "Row 3", false)', "Row 3"),
        ('getChildByDescription(className("android.widget.LinearLayout"), "row 35")', ""),
        ('getChildByInstance(className("android.widget.TextView"), 2)', "Row 2"),
        ('scrollToEnd(20);text("Row 39")', ""),
    ],
)
def test_scrollable_ends_at_what_it_was_asked_for(methods: str, text: str) -> None:
    """A method of UiScrollable scrolls and gives the element that it looked for."""

    async def test(client: Client, _: Screen) -> None:
        scrollable = f"new UiScrollable(new UiSelector().scrollable(true)).{methods}"
        assert await client.text(await client.find(UI, scrollable)) == text

    with_client(test)


def test_set_up_scrollable_gives_itself_unless_its_target_was_there() -> None:
    """Behind a method that sets something up, a target that had to be scrolled to is not given."""

    async def test(client: Client, _: Screen) -> None:
        scrollable = "new UiScrollable(scrollable(true)).setMaxSearchSwipes(9).scrollTextIntoView"
        found = await client.find(UI, f'{scrollable}("Row 30")')
        assert await client.get(f"element/{found}/attribute/scrollable") == "true"
        found = await client.find(UI, f'{scrollable}("Row 30")')
        assert await client.text(found) == "Row 30"

    with_client(test)


@pytest.mark.parametrize(
    ("methods", "moves"),
    [
        ("scrollForward()", True),
        ("scrollForward(5)", True),
        ("flingForward()", True),
        ("flingToEnd(3)", True),
        ("scrollToEnd(3, 5)", True),
        ("setSwipeDeadZonePercentage(0.4).scrollForward()", True),
        ("setAsVerticalList().scrollForward()", True),
        ("setAsHorizontalList().scrollForward()", False),
        ("scrollBackward()", False),
        ("flingBackward()", False),
        ("scrollToBeginning(3)", False),
        ("flingToBeginning(3)", False),
        ("setMaxSearchSwipes(1)", False),
        ("getMaxSearchSwipes()", False),
        ("getSwipeDeadZonePercentage()", False),
    ],
)
def test_scrollable_moves_its_content(methods: str, moves: bool) -> None:  # noqa: FBT001 - a case
    """The content moves as the method says, and the scrollable itself is what is found."""

    async def test(client: Client, _: Screen) -> None:
        found = await client.find(UI, f"new UiScrollable(scrollable(true)).{methods}")
        assert await client.get(f"element/{found}/attribute/scrollable") == "true"
        assert (await client.find_all("accessibility id", "row 0") == []) is moves

    with_client(test)


@pytest.mark.parametrize(
    ("expression", "status", "part"),
    [
        ("new UiScrollable().scrollForward()", 400, "no suitable constructor with arguments []"),
        ("new UiScrollable(scrollable(true)).getText()", 400, "UiScrollable has no `getText`"),
        ("new UiScrollable(scrollable(true)).scrollForward(1, 2)", 400, "arguments [1, 2]"),
        ("new UiScrollable(scrollable(true)).setSwipeDeadZonePercentage(x)", 500, '"x"'),
        ('new UiScrollable(text("no")).scrollForward()', 404, "UiSelector[TEXT=no]"),
        (
            'new UiScrollable(scrollable(true)).getChildByText(className("x"), "y")',
            404,
            'UiObjectNotFoundException: for text= "y"',
        ),
    ],
)
def test_scrollable_that_cannot_be_is_refused(expression: str, status: int, part: str) -> None:
    """An unknown method, wrong arguments, and a container that is not there are errors."""

    async def test(client: Client, _: Screen) -> None:
        answer = await client.error("POST", "element", {"strategy": UI, "selector": expression})
        assert answer[0] == status
        assert part in answer[2]

    with_client(test)
