"""What can be read of a found element and done to it, and when it is stale."""

from __future__ import annotations

import json
from datetime import timedelta

from devices.virtual.os.clock import Clock
from devices.virtual.os.window import Window, WindowKind
from devices.virtual.ui.node import Node, Role
from tests.devices.virtual.android.uia2.fake_phone import Client, FakePhone, Screen, with_client


def test_element_tells_its_attributes_as_strings() -> None:
    """Attributes come as the server spells them, by any alias, in any case."""

    async def test(client: Client, _: Screen) -> None:
        box = await client.find("class name", "android.widget.CheckBox")
        wanted = {
            "checked": "true",
            "checkable": "true",
            "enabled": "true",
            "displayed": "true",
            "selected": "false",
            "className": "android.widget.CheckBox",
            "TEXT": 'Say "hi" & <go>',
            "package": "com.example.app",
            "content-desc": None,
            "password": "false",
        }
        for name, value in wanted.items():
            assert await client.get(f"element/{box}/attribute/{name}") == value, name
        button = await client.find("id", "sign_in")
        assert (
            await client.get(f"element/{button}/attribute/resource-id")
            == "com.example.app:id/sign_in"
        )
        assert await client.get(f"element/{button}/attribute/contentDescription") == "Sign In"
        assert await client.get(f"element/{button}/name") == "Sign In"

    with_client(test)


def test_unknown_attribute_is_an_unknown_command() -> None:
    """An attribute that the server does not tell of an element answers 404 with the known ones."""

    async def test(client: Client, _: Screen) -> None:
        button = await client.find("id", "sign_in")
        for name in ("colour", "heading", "index"):
            status, error, message = await client.error("GET", f"element/{button}/attribute/{name}")
            assert (status, error) == (404, "unknown command")
            assert message.startswith(f"'{name}' attribute is unknown for the element. Only the")
            assert "{content-desc,contentDescription}" in message

    with_client(test)


def test_rect_is_the_visible_part() -> None:
    """Rectangle, size, location and bounds agree with what can be seen on the screen."""

    async def test(client: Client, screen: Screen) -> None:
        button = await client.find("id", "sign_in")
        rect = await client.get(f"element/{button}/rect")
        node = next(n for n in screen.phone.display.root().walk() if n.id == "sign_in")
        assert (rect["x"], rect["y"], rect["width"], rect["height"]) == (
            *node.visible[:2],
            node.visible.width,
            node.visible.height,
        )
        assert await client.get(f"element/{button}/size") == {
            "width": rect["width"],
            "height": rect["height"],
        }
        assert await client.get(f"element/{button}/location") == {"x": rect["x"], "y": rect["y"]}

    with_client(test)


def test_click_taps_the_middle() -> None:
    """A click reaches the app; a click on a disabled element does not, and is no error."""

    async def test(client: Client, screen: Screen) -> None:
        for element in ("sign_in", "dead"):
            await client.post(f"element/{await client.find('id', element)}/click")
        assert screen.done == ["sign_in"]

    with_client(test)


def test_empty_input_reads_its_hint() -> None:
    """An empty input's text is its hint, and typed text takes its place."""

    async def test(client: Client, screen: Screen) -> None:
        email = await client.find("id", "email")
        assert await client.text(email) == "Email"
        await client.post(f"element/{email}/value", {"text": "ana@x.test", "replace": False})
        assert await client.text(email) == screen.typed["email"] == "ana@x.test"
        await client.post(f"element/{email}/clear")
        assert await client.text(email) == "Email"

    with_client(test)


def test_secret_is_bullets_wherever_it_is_read() -> None:
    """A password reaches the app and is read back as bullets, in text and in the page source."""

    async def test(client: Client, screen: Screen) -> None:
        field = await client.find("id", "password")
        await client.post(f"element/{field}/value", {"text": "planted-secret"})
        assert screen.typed["password"] == "planted-secret"
        assert await client.text(field) == "•" * len("planted-secret")
        assert "planted-secret" not in await client.get("source")
        assert not any("planted-secret" in line for line in screen.phone.log.lines)

    with_client(test)


def test_text_cannot_be_set_on_what_is_no_input() -> None:
    """Typing into a button is an invalid element state; clearing it changes nothing."""

    async def test(client: Client, screen: Screen) -> None:
        button = await client.find("id", "sign_in")
        answer = await client.error("POST", f"element/{button}/value", {"text": "x"})
        assert answer[:2] == (400, "invalid element state")
        await client.post(f"element/{button}/clear")
        assert await client.text(button) == "Sign In"
        assert screen.typed == {}

    with_client(test)


def test_keys_go_to_the_focused_input() -> None:
    """Keys without an element go to the input with the focus, which is the active element."""

    async def test(client: Client, screen: Screen) -> None:
        assert (await client.error("POST", "keys", {"text": "x"}))[1] == "no such element"
        email = await client.find("id", "email")
        await client.post(f"element/{email}/click")
        await client.post("keys", {"text": "abc"})
        assert screen.typed["email"] == "abc"
        assert (await client.get("element/active"))["ELEMENT"] == email

    with_client(test)


def test_same_view_keeps_its_handle_when_the_screen_is_rebuilt() -> None:
    """A handle lives on when its view does, shows its new state, and is found under the same id."""

    async def test(client: Client, screen: Screen) -> None:
        email = await client.find("id", "email")
        screen.change(banner=True, typed={"email": "new"})
        assert await client.text(email) == "new"
        assert await client.find("id", "email") == email

    with_client(test)


def test_gone_view_is_stale_and_unknown_id_is_no_such_element() -> None:
    """A handle is stale once its view is gone, even if its like comes; a made-up id is unknown."""

    async def test(client: Client, screen: Screen) -> None:
        screen.change(banner=True)
        banner = await client.find("id", "banner")
        screen.change(banner=False)
        stale = (404, "stale element reference")
        assert (await client.error("GET", f"element/{banner}/text"))[:2] == stale
        screen.change(banner=True)
        assert (await client.error("POST", f"element/{banner}/click"))[:2] == stale
        assert (await client.error("GET", "element/made-up/text"))[:2] == (404, "no such element")

    with_client(test)


def test_element_scrolled_out_is_not_displayed() -> None:
    """A view that was scrolled out of its list lives on, and is not displayed."""

    async def test(client: Client, screen: Screen) -> None:
        row = (await client.find_all("id", "row"))[0]
        screen.phone.display.swipe(500, 2000, 500, 1000)
        assert await client.get(f"element/{row}/attribute/displayed") == "false"

    with_client(test)


def test_toast_can_be_found_by_xpath_and_read() -> None:
    """A toast is in the page source and can be read, also when it has just gone."""

    async def test(client: Client, screen: Screen) -> None:
        screen.phone.display.toast("com.example.app", "Saved")
        toast = await client.find("xpath", "//android.widget.Toast")
        assert await client.text(toast) == "Saved"
        line = (
            '<android.widget.Toast index="1" package="com.android.settings" '
            'class="android.widget.Toast" text="Saved" displayed="true" />'
        )
        assert line in await client.get("source")

    with_client(test)


def test_stale_element_says_what_became_of_it() -> None:
    """The message tells whether the locator matches nothing, another view, or was one for many."""

    async def test(client: Client, screen: Screen) -> None:
        screen.change(banner=True)
        one = await client.find("id", "banner")
        many = (await client.find_all("accessibility id", "banner"))[0]
        assert many == one
        screen.change(banner=False)
        said = (await client.error("GET", f"element/{one}/text"))[2]
        assert said == "Cached elements 'By.accessibilityId: banner' do not exist in DOM anymore"
        screen.change(banner=True)
        one = await client.find("id", "banner")
        screen.change(banner=False)
        said = (await client.error("GET", f"element/{one}/rect"))[2]
        assert said == "The element 'By.id: banner' does not exist in DOM anymore"
        screen.change(banner=True)
        said = (await client.error("GET", f"element/{one}/name"))[2]
        assert said == "The element 'By.id: banner' is not linked to the same object in DOM anymore"

    with_client(test)


def test_search_below_a_gone_element_is_stale() -> None:
    """A context that is gone makes the search stale; one that was never known is not found."""

    async def test(client: Client, screen: Screen) -> None:
        screen.change(banner=True)
        banner = await client.find("id", "banner")
        screen.change(banner=False)
        for command, locator in (("element", "id"), ("elements", "xpath")):
            body = {"strategy": locator, "selector": "//*", "context": banner}
            assert (await client.error("POST", command, body))[1] == "stale element reference"
        body = {"strategy": "id", "selector": "x", "context": "made-up"}
        assert (await client.error("POST", "element", body))[1] == "no such element"

    with_client(test)


def test_element_of_a_ui_selector_is_whatever_matches_now() -> None:
    """Such an element is looked up anew each time: it follows its selector from view to view."""

    async def test(client: Client, screen: Screen) -> None:
        first = await client.find("-android uiautomator", 'new UiSelector().text("Row 1")')
        where = await client.get(f"element/{first}/rect")
        screen.change(banner=True)
        moved = await client.get(f"element/{first}/rect")
        assert moved["y"] > where["y"]
        screen.change(rows=1)
        assert (await client.error("GET", f"element/{first}/text"))[1] == "stale element reference"
        screen.change(rows=2)
        assert await client.text(first) == "Row 1"

    with_client(test)


def test_oldest_of_five_hundred_elements_is_forgotten() -> None:
    """The server remembers 500 elements; the one that was not used for longest goes first."""

    async def test(client: Client, screen: Screen) -> None:
        screen.change(rows=0)
        kept = await client.find("id", "email")
        forgotten = await client.find("id", "password")
        for _ in range(500):
            screen.change(banner=True)
            await client.find("id", "banner")
            screen.change(banner=False)
            assert await client.text(kept) == "Email"
        error = await client.error("GET", f"element/{forgotten}/text")
        assert error[1:] == (
            "no such element",
            (
                f"The element identified by '{forgotten}' is not present in the cache "
                "or has expired. Try to find it again"
            ),
        )

    with_client(test)


def test_views_of_another_owner_are_others() -> None:
    """Two screens of the same shape without an id have no view in common."""

    async def test(client: Client, screen: Screen) -> None:
        owners = [object(), object()]
        content = Node(Role.GROUP, owner=owners[0], children=[Node(Role.TEXT, text="One")])
        window = Window("com.x", "Main", WindowKind.APP, lambda: content, lambda: None)
        screen.phone.display.show(window)
        one = await client.find("class name", "android.widget.TextView")
        content = Node(Role.GROUP, owner=owners[0], children=[Node(Role.TEXT, text="Two")])
        screen.phone.display.invalidate(window)
        assert await client.text(one) == "Two"
        content = Node(Role.GROUP, owner=owners[1], children=[Node(Role.TEXT, text="Three")])
        screen.phone.display.invalidate(window)
        assert (await client.error("GET", f"element/{one}/text"))[1] == "stale element reference"

    with_client(test)


def test_view_below_a_dialog_can_still_be_read() -> None:
    """A dialog in front leaves the views below it alive; a whole new screen does not."""

    async def test(client: Client, screen: Screen) -> None:
        email = await client.find("id", "email")
        for kind, status in ((WindowKind.DIALOG, 200), (WindowKind.APP, 404)):
            window = Window("com.x", "Over", kind, lambda: Node(Role.TEXT, text="Hi"), lambda: None)
            screen.phone.display.show(window)
            answer = await client.call("GET", f"/session/{client.session}/element/{email}/text")
            assert answer[0] == status

    with_client(test)


class _Clock(Clock):
    """A clock that a test moves on."""

    passed = timedelta()

    def uptime(self) -> timedelta:
        return super().uptime() + self.passed


def test_toast_is_stale_once_it_is_gone() -> None:
    """Of a toast the text alone can be read, and only while it is shown and was found alone."""

    async def test(client: Client, screen: Screen) -> None:
        screen.phone.display.toast("com.example.app", "Saved")
        toast = await client.find("xpath", "//android.widget.Toast")
        assert await client.get(f"element/{toast}/attribute/name") == "Saved"
        for path in ("rect", "name", "attribute/displayed"):
            error = await client.error("GET", f"element/{toast}/{path}")
            assert error[1] == "stale element reference"
        many = (await client.find_all("xpath", "//android.widget.Toast"))[0]
        error = await client.error("GET", f"element/{many}/text")
        assert error[2].startswith("Cached elements 'By.xpath: //android.widget.Toast'")
        clock.passed = timedelta(seconds=4)
        assert (await client.error("GET", f"element/{toast}/text"))[1] == "stale element reference"

    clock = _Clock()
    with_client(test, phone=FakePhone(clock=clock))


def test_references_carry_what_the_settings_ask_for() -> None:
    """Without compact responses a reference brings the attributes that are named."""

    async def test(client: Client, _: Screen) -> None:
        wanted = "name,text,rect,enabled,attribute/className,attribute/nope,nope"
        settings = {"shouldUseCompactResponses": False, "elementResponseAttributes": wanted}
        await client.post("appium/settings", {"settings": settings})
        found = await client.post("element", {"strategy": "id", "selector": "sign_in"})
        assert found["rect"] == await client.get(f"element/{found['ELEMENT']}/rect")
        del found["rect"], found["ELEMENT"], found["element-6066-11e4-a52e-4f735466cecf"]
        assert found == {
            "name": "Sign In",
            "text": "Sign In",
            "enabled": "true",
            "attribute/className": "android.widget.Button",
        }

    with_client(test)


def test_content_size_is_told_of_what_scrolls() -> None:
    """A container tells how far its content can move; to anything else the question is an error."""

    async def test(client: Client, screen: Screen) -> None:
        found = await client.find("id", "list")
        node = next(n for n in screen.phone.display.root().walk() if n.id == "list")
        size = json.loads(await client.get(f"element/{found}/attribute/contentSize"))
        assert (size["scrollableOffset"], size["touchPadding"]) == (node.scroll_range, 21)
        assert (size["top"], size["height"]) == (node.visible.top, node.visible.height)
        button = await client.find("id", "sign_in")
        error = await client.error("GET", f"element/{button}/attribute/contentSize")
        assert error[:2] == (500, "unknown error")
        await client.post("appium/settings", {"settings": {"trackScrollEvents": False}})
        error = await client.error("GET", f"element/{found}/attribute/contentSize")
        assert error[2].startswith("Could not retrieve accessibility scroll data")

    with_client(test)


def test_older_server_knows_fewer_attributes() -> None:
    """The list of the error message, and what can be read, are those of the server's version."""

    async def test(client: Client, _: Screen) -> None:
        button = await client.find("id", "sign_in")
        error = await client.error("GET", f"element/{button}/attribute/is-collection")
        assert error[1] == "unknown command"
        assert error[2].endswith("hint, extras, bounds, displayed, contentSize]")

    with_client(test, version="7.0.24")
