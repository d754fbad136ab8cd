"""The page source: attributes by server version, order, escaping, what is left out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from devices.virtual.os.profile import catalog
from tests.devices.virtual.android.uia2.fake_phone import Client, FakePhone, Screen, with_client

# The attributes of every view, in order, as servers print them.
TO_7_3 = [
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
FROM_7_4 = [
    *TO_7_3,
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
        ("7.3.0", TO_7_3),
        ("7.4.1", FROM_7_4),
        ("9.11.1", [*FROM_7_4, "window-id"]),
        ("10.6.6", [*FROM_7_4, "window-id"]),
    ],
)
def test_attributes_and_their_order_are_the_servers(version: str, names: list[str]) -> None:
    """Each server version prints its own attributes in its own order."""
    root = etree.fromstring(_source(version).encode())
    assert list(root[0].attrib) == names


def test_attributes_that_a_release_lacks_are_left_out() -> None:
    """An attribute that came with Android 9 or 10 is not printed on Android 8."""
    phone = FakePhone(profile=replace(catalog()["android-14"], api_level=26))
    names = list(etree.fromstring(_source(phone=phone).encode())[0].attrib)
    assert not {"heading", "screen-reader-focusable", "text-entry-key"} & set(names)


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
    """Quotes, ampersands and angle brackets survive the way through the XML."""
    text = _source()
    assert 'text="Say &quot;hi&quot; &amp; &lt;go&gt;"' in text
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
