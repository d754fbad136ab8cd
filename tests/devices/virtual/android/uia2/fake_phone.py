"""A phone with nothing but a screen, and a client that speaks to the server on its port 6790."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aiohttp

from devices.virtual.android.uia2.server import PORT, Uiautomator2Server
from devices.virtual.os.battery import Battery, Charge
from devices.virtual.os.clock import Clock
from devices.virtual.os.display import Display, Window, WindowKind
from devices.virtual.os.files import Files
from devices.virtual.os.packages import Packages
from devices.virtual.os.profile import Identity, Profile, catalog
from devices.virtual.os.radios import Radios
from devices.virtual.os.settings import Settings
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

PACKAGE = "com.example.app"
CAPABILITIES = {"firstMatch": [{"appPackage": PACKAGE}], "alwaysMatch": {}}


class FakeLog:
    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, priority: str, tag: str, message: str, *, pid: int) -> None:
        self.lines.append(f"{pid} {priority} {tag}: {message}")


@dataclass
class FakePhone:
    profile: Profile = field(default_factory=lambda: catalog()["android-14"])
    identity: Identity = field(init=False)
    clock: Clock = field(default_factory=Clock)
    display: Display = field(init=False)
    settings: Settings = field(init=False)
    radios: Radios = field(init=False)
    packages: Packages = field(init=False)
    battery: Battery = field(default_factory=lambda: Battery(Charge(level=85, ac=True)))
    log: FakeLog = field(default_factory=FakeLog)
    ports: MutableMapping[int, Callable[[], asyncio.Protocol]] = field(default_factory=dict)
    clipboard: str = ""

    def __post_init__(self) -> None:
        self.identity = self.profile.identities["emulator"]
        self.display = Display(self.profile, self.clock)
        self.settings = Settings(self.profile.settings)
        self.radios = Radios(self.settings)
        self.packages = Packages(self.profile, self.clock, Files(self.clock))


@dataclass
class Screen:
    """A login screen over a long list, and what was done to it."""

    phone: FakePhone
    done: list[str] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)
    rows: int = 40
    banner: bool = False

    def __post_init__(self) -> None:
        self.window = Window(
            PACKAGE,
            f"{PACKAGE}.MainActivity",
            WindowKind.APP,
            self.build,
            lambda: self.done.append("back"),
        )
        self.phone.display.show(self.window)

    def change(self, **values: object) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        self.phone.display.invalidate(self.window)

    def build(self) -> Node:
        banner = (
            [Node(Role.TEXT, id="banner", label="banner", text="No connection")]
            if self.banner
            else []
        )
        return Node(
            Role.GROUP,
            id="login",
            children=[
                *banner,
                self._field("email", secure=False),
                self._field("password", secure=True),
                Node(
                    Role.BUTTON,
                    id="sign_in",
                    label="Sign In",
                    text="Sign In",
                    on_tap=lambda: self.done.append("sign_in"),
                    on_long_press=lambda: self.done.append("held"),
                ),
                Node(
                    Role.BUTTON,
                    id="dead",
                    text="Dead",
                    enabled=False,
                    on_tap=lambda: self.done.append("dead"),
                ),
                Node(Role.CHECK_BOX, text='Say "hi" & <go>', checkable=True, checked=True),
                Node(
                    Role.SCROLL,
                    id="list",
                    style=Style(weight=1),
                    children=[self._row(number) for number in range(self.rows)],
                ),
            ],
        )

    def _field(self, name: str, *, secure: bool) -> Node:
        return Node(
            Role.INPUT,
            id=name,
            text=self.typed.get(name, ""),
            hint=name.title(),
            secure=secure,
            on_text=lambda text: self.typed.__setitem__(name, text),
            on_submit=lambda: self.done.append(f"submit {name}"),
        )

    def _row(self, number: int) -> Node:
        return Node(
            Role.GROUP,
            id="row",
            label=f"row {number}",
            style=Style(direction="row", height=48),
            on_tap=lambda: self.done.append(f"row {number}"),
            children=[Node(Role.TEXT, text=f"Row {number}", style=Style(weight=1))],
        )


class Client:
    """Speaks to the server of a phone as the driver does."""

    def __init__(self, http: aiohttp.ClientSession, base: str) -> None:
        self._http, self._base = http, base
        self.session = ""

    async def call(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        kwargs = {"data": body} if isinstance(body, bytes) else {"json": body}
        async with self._http.request(method, self._base + path, **kwargs) as reply:
            return reply.status, (await reply.json())["value"]

    async def raw(self, method: str, path: str, body: bytes) -> int:
        async with self._http.request(method, self._base + path, data=body) as reply:
            return reply.status

    async def get(self, path: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        status, value = await self.call("GET", f"/session/{self.session}/{path}")
        assert status == 200, value
        return value

    async def post(self, path: str, body: object = None) -> Any:  # noqa: ANN401 - whatever JSON holds
        status, value = await self.call("POST", f"/session/{self.session}/{path}", body or {})
        assert status == 200, value
        return value

    async def error(self, method: str, path: str, body: object = None) -> tuple[int, str, str]:
        status, value = await self.call(method, f"/session/{self.session}/{path}", body)
        return status, value["error"], value["message"]

    async def find(self, strategy: str, selector: str, context: str = "") -> str:
        found = await self.post("element", _locator(strategy, selector, context, multiple=False))
        return str(found["ELEMENT"])

    async def find_all(self, strategy: str, selector: str, context: str = "") -> list[str]:
        found = await self.post("elements", _locator(strategy, selector, context, multiple=True))
        return [element["ELEMENT"] for element in found]

    async def text(self, element: str) -> str:
        return str(await self.get(f"element/{element}/text"))


def _locator(strategy: str, selector: str, context: str, *, multiple: bool) -> dict[str, object]:
    return {"strategy": strategy, "selector": selector, "context": context, "multiple": multiple}


def with_client(
    test: Callable[[Client, Screen], Awaitable[None]],
    *,
    phone: FakePhone | None = None,
    version: str = "10.6.6",
    ended: Callable[[], None] = lambda: None,
) -> Screen:
    """Start the server, open a session, and hand its client and the screen to a test."""

    async def run() -> Screen:
        screen = Screen(phone or FakePhone())
        server = Uiautomator2Server(screen.phone, pid=4711, on_end=ended, version_name=version)
        server.start()
        port = await asyncio.get_running_loop().create_server(
            screen.phone.ports[PORT], "127.0.0.1", 0
        )
        base = f"http://127.0.0.1:{port.sockets[0].getsockname()[1]}"
        timeout = aiohttp.ClientTimeout(total=10)
        try:
            async with aiohttp.ClientSession(timeout=timeout) as http:
                client = Client(http, base)
                _, value = await client.call("POST", "/session", {"capabilities": CAPABILITIES})
                client.session = value["sessionId"]
                await test(client, screen)
        finally:
            server.stop()
            port.close()
            await port.wait_closed()
        return screen

    return asyncio.run(run())
