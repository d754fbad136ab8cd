"""The page source: attributes by server version, order, escaping, what is left out."""

from __future__ import annotations

import pytest
from lxml import etree

from devices.virtual.os.profile import catalog
from devices.virtual.os.window import Window, WindowKind
from devices.virtual.ui.node import Node, Role
from tests.devices.virtual.android.uia2.fake_phone import Client, FakePhone, Screen, with_client

# The attributes of every view, in order, as servers print them on Android 14.
TO_7_1 = [
    "index",
    "package",
    "class",
    "text",
    "checkable",
    "checked",
    "clickable",
    "enabled",
    "focusable",
    "focused",
    "long-clickable",
    "password",
    "scrollable",
    "selected",
    "bounds",
    "displayed",
]
FROM_7_2 = [
    *TO_7_1,
    *[
        "a11y-important",
        "screen-reader-focusable",
        "drawing-order",
        "showing-hint",
        "text-entry-key",
    ],
    *[
        "dismissable",
        "a11y-focused",
        "heading",
        "live-region",
        "context-clickable",
        "content-invalid",
    ],
]


def _source(version: str = "10.6.6", phone: FakePhone | None = None, **change: object) -> str:
    texts: list[str] = []

    async def test(client: Client, screen: Screen) -> None:
        screen.change(**change)
        texts.append(await client.get("source"))

    with_client(test, version=version, phone=phone)
    return texts[0]


@pytest.mark.parametrize(
    ("version", "names"),
    [
        ("7.0.24", TO_7_1),
        ("7.1.11", TO_7_1),
        ("7.2.0", FROM_7_2),
        ("9.4.1", FROM_7_2),
        ("9.5.0", [*FROM_7_2, "window-id"]),
        ("10.6.6", [*FROM_7_2, "window-id"]),
        ("of a build of one's own", [*FROM_7_2, "window-id"]),
    ],
)
def test_attributes_and_their_order_are_the_servers(version: str, names: list[str]) -> None:
    """Each server version prints its own attributes in its own order."""
    root = etree.fromstring(_source(version).encode())
    assert list(root[0].attrib) == names


@pytest.mark.parametrize(
    ("release", "present"),
    [
        ("android-8.0", set[str]()),
        ("android-8.1", set[str]()),
        ("android-9", {"heading", "screen-reader-focusable"}),
        ("android-10", {"heading", "screen-reader-focusable", "text-entry-key"}),
        ("android-17", {"heading", "screen-reader-focusable", "text-entry-key"}),
    ],
)
def test_attributes_that_a_release_lacks_are_left_out(release: str, present: set[str]) -> None:
    """An attribute that came with Android 9 or 10 is not printed on the releases before it."""
    phone = FakePhone(profile=catalog()[release])
    names = set(etree.fromstring(_source(phone=phone).encode())[0].attrib)
    assert names & {"heading", "screen-reader-focusable", "text-entry-key"} == present


def test_optional_attributes_appear_where_they_have_a_value() -> None:
    """Description, id, hint and input type stand only on views that have them, in their place."""
    root = etree.fromstring(_source().encode())
    email = next(root.iter("android.widget.EditText"))
    names = list(email.attrib)
    assert names.index("resource-id") == names.index("text") + 1
    assert names.index("hint") == names.index("displayed") + 1
    assert names.index("input-type") == names.index("screen-reader-focusable") + 1
    assert email.attrib["showing-hint"] == "true"
    text = next(root.iter("android.widget.TextView"))
    assert not {"content-desc", "resource-id", "hint", "input-type"} & set(text.attrib)


def test_head_and_hierarchy_are_the_servers() -> None:
    """The document begins with the declaration and the hierarchy as Android writes them."""
    assert _source().splitlines()[:2] == [
        "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>",
        '<hierarchy index="0" class="hierarchy" rotation="0" width="1080" height="2400">',
    ]


def test_texts_are_escaped() -> None:
    """A value with a quotation mark stands in apostrophes; signs of XML are entities."""
    text = _source()
    assert "text='Say \"hi\" &amp; &lt;go&gt;'" in text
    box = next(etree.fromstring(text.encode()).iter("android.widget.CheckBox"))
    assert box.attrib["text"] == 'Say "hi" & <go>'


def test_what_cannot_be_in_xml_is_a_question_mark() -> None:
    """A control character in a text does not break the document; a line feed is kept."""
    root = etree.fromstring(_source(typed={"email": "a\x00b\nc"}).encode())
    assert next(root.iter("android.widget.EditText")).attrib["text"] == "a?b\nc"


def test_views_that_cannot_be_seen_are_left_out() -> None:
    """Rows below the fold are not in the source, unless invisible elements are allowed."""

    async def test(client: Client, _: Screen) -> None:
        assert 'text="Row 39"' not in await client.get("source")
        await client.post("appium/settings", {"settings": {"allowInvisibleElements": True}})
        assert 'text="Row 39"' in await client.get("source")

    with_client(test)


def test_unimportant_views_are_left_out_when_asked() -> None:
    """With ignoreUnimportantViews the decor's bare layouts go and their children stay."""

    async def test(client: Client, _: Screen) -> None:
        before = etree.fromstring((await client.get("source")).encode())
        await client.post("appium/settings", {"settings": {"ignoreUnimportantViews": True}})
        after = etree.fromstring((await client.get("source")).encode())
        assert len(list(after.iter())) == len(list(before.iter())) - 2
        assert any(element.get("text") == "Sign In" for element in after.iter())

    with_client(test)


def test_only_the_active_window_is_in_the_source() -> None:
    """The source follows the window in front, its package and its number included."""

    async def test(client: Client, screen: Screen) -> None:
        other = Screen(FakePhone())
        screen.phone.display.show(other.window)
        root = etree.fromstring((await client.get("source")).encode())
        assert {e.attrib["window-id"] for e in root.iter() if e is not root} == {
            str(other.window.id)
        }

    with_client(test)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("it's", '"it\'s"'),
        ("a\"b'c", "'a\"b&apos;c'"),
        ("a\nb\tc", '"a&#10;b&#9;c"'),
        ("\U0001f600", '"&#128512;"'),
        ("\ud83d", '"?"'),
        ("\x07", '"?"'),
    ],
)
def test_values_are_printed_as_androids_xml_writer_does(value: str, printed: str) -> None:
    """Quotes, line feeds, emoji and what XML cannot hold come out as Android writes them."""
    assert f"text={printed}" in _source(typed={"email": value})


def test_more_is_printed_when_settings_ask_for_it() -> None:
    """Extras, actions and the size of texts are in the source when their settings are on."""

    async def test(client: Client, _: Screen) -> None:
        wanted = {"extras", "actions", "text-size", "text-unit"}
        before = etree.fromstring((await client.get("source")).encode())
        assert not any(wanted & set(element.attrib) for element in before.iter())
        await client.post(
            "appium/settings",
            {
                "settings": {
                    "includeExtrasInPageSource": True,
                    "includeA11yActionsInPageSource": True,
                    "includeExtraRenderingInfo": True,
                }
            },
        )
        root = etree.fromstring((await client.get("source")).encode())
        button = next(e for e in root.iter("android.widget.Button") if e.get("text") == "Sign In")
        assert (button.get("extras"), button.get("text-size"), button.get("text-unit")) == (
            "",
            "16.0",
            "sp",
        )
        assert button.get("actions") == (
            "ACTION_FOCUS,ACTION_SELECT,ACTION_CLEAR_SELECTION,ACTION_CLICK,ACTION_LONG_CLICK,"
            "ACTION_ACCESSIBILITY_FOCUS,ACTION_NEXT_AT_MOVEMENT_GRANULARITY,"
            "ACTION_PREVIOUS_AT_MOVEMENT_GRANULARITY,ACTION_SET_SELECTION,ACTION_SHOW_ON_SCREEN"
        )
        names = list(button.attrib)
        assert names.index("extras") == names.index("displayed") + 1
        assert names.index("actions") == names.index("window-id") - 1

    with_client(test)


def test_text_size_is_left_out_before_android_11() -> None:
    """What Android 10 cannot tell of a text is not printed, whatever the setting."""

    async def test(client: Client, _: Screen) -> None:
        await client.post("appium/settings", {"settings": {"includeExtraRenderingInfo": True}})
        assert "text-size" not in await client.get("source")

    with_client(test, phone=FakePhone(profile=catalog()["android-10"]))


def test_depth_is_limited() -> None:
    """With snapshotMaxDepth the source ends at that level; one out of range is not taken."""

    async def test(client: Client, _: Screen) -> None:
        await client.post("appium/settings", {"settings": {"snapshotMaxDepth": 2}})
        root = etree.fromstring((await client.get("source")).encode())
        assert len(list(root.iter())) == 3
        assert await client.find_all("xpath", "//android.widget.Button") == []
        await client.post("appium/settings", {"settings": {"snapshotMaxDepth": 501}})
        assert (await client.get("appium/settings"))["snapshotMaxDepth"] == 2

    with_client(test)


def test_invisible_views_below_a_class_are_let_in() -> None:
    """With alwaysTraversableViewClasses what cannot be seen is printed below such a class alone."""

    async def test(client: Client, _: Screen) -> None:
        for classes, seen in (("*.RecyclerView", False), ("x, android.widget.Scroll*", True)):
            settings = {"alwaysTraversableViewClasses": classes}
            await client.post("appium/settings", {"settings": settings})
            assert ('content-desc="row 39"' in await client.get("source")) is seen

    with_client(test)


def _dialog(screen: Screen) -> Window:
    content = Node(Role.GROUP, children=[Node(Role.BUTTON, id="ok", text="OK")])
    window = Window("com.other", "Dialog", WindowKind.DIALOG, lambda: content, lambda: None)
    screen.phone.display.show(window)
    return window


def test_all_windows_are_in_the_source_when_asked() -> None:
    """With enableMultiWindows each window that shows is in the source, the front one first."""

    async def test(client: Client, screen: Screen) -> None:
        dialog = _dialog(screen)
        only = etree.fromstring((await client.get("source")).encode())
        assert [root.get("package") for root in only] == ["com.other"]
        assert await client.find_all("id", "sign_in") == []
        await client.post("appium/settings", {"settings": {"enableMultiWindows": True}})
        root = etree.fromstring((await client.get("source")).encode())
        assert [(r.get("index"), r.get("package")) for r in root] == [
            ("0", "com.other"),
            ("1", "com.example.app"),
        ]
        assert root[0].get("window-id") == str(dialog.id)
        assert len(await client.find_all("id", "sign_in")) == 1

    with_client(test)


def test_toast_is_there_only_for_a_listener() -> None:
    """Only the newest toast is in the source, and none while the listener is off."""

    async def test(client: Client, screen: Screen) -> None:
        screen.phone.display.toast("com.example.app", "First")
        screen.phone.display.toast("com.example.app", "Second")
        source = await client.get("source")
        assert source.count("<android.widget.Toast ") == 1
        assert 'text="Second"' in source
        await client.post("appium/settings", {"settings": {"enableNotificationListener": False}})
        assert "android.widget.Toast" not in await client.get("source")

    with_client(test)
