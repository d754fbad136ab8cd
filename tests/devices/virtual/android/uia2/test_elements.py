"""What can be read of a found element and done to it, and when it is stale."""

from __future__ import annotations

from tests.devices.virtual.android.uia2.fake_phone import Client, Screen, with_client


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
    """An empty input's text is its hint; typed text takes its place, appended or replaced."""

    async def test(client: Client, screen: Screen) -> None:
        email = await client.find("id", "email")
        assert await client.text(email) == "Email"
        await client.post(f"element/{email}/value", {"text": "ana", "replace": False})
        await client.post(f"element/{email}/value", {"text": "@x.test", "replace": False})
        assert await client.text(email) == screen.typed["email"] == "ana@x.test"
        await client.post(f"element/{email}/value", {"text": "bo", "replace": True})
        assert screen.typed["email"] == "bo"
        await client.post(f"element/{email}/clear")
        assert await client.text(email) == "Email"
        assert not screen.phone.display.keyboard_shown

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
