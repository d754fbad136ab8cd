"""A screen of a test's own in an app of a phone, and who looks at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from devices.virtual.ios.wda.elements.snapshot import snapshot
from devices.virtual.ui.node import Node, Role, Style
from tests.devices.virtual.ios.iphones import iphone
from tests.devices.virtual.ios.wda.agents import MESSAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from devices.virtual.ios.phone import IPhone
    from devices.virtual.ios.wda.elements.element import Element
    from tests.devices.virtual.ios.wda.agents import Answer, Served

ROWS = 40


@dataclass
class Screen:
    """A form above a list, which remembers what was done to it.

    Attributes:
        done: identifiers of what was tapped or held, and texts that came.
    """

    done: list[str] = field(default_factory=list)
    email: str = ""
    secret: str = ""
    chosen: bool = False
    level: float = 25
    gone: bool = False
    rows: int = ROWS
    collects: bool = False
    height: float = 240

    def build(self) -> Node:
        """Its tree."""
        return Node(Role.GROUP, id="form", children=[*self._form(), self._list()])

    def _form(self) -> Iterator[Node]:
        yield Node(Role.TEXT, id="title", text="Welcome", heading=True)
        yield Node(
            Role.INPUT, id="email", text=self.email, hint="E-mail", on_text=self._typed("email")
        )
        yield Node(
            Role.INPUT, id="secret", text=self.secret, secure=True, on_text=self._typed("secret")
        )
        yield Node(Role.SWITCH, text="Remember me", checked=self.chosen, on_tap=self._choose)
        yield Node(Role.SEEK, id="volume", progress=self.level, on_progress=self._level)
        yield Node(Role.GROUP, important=False, children=[self._button("sign_in", "Sign in")])
        if not self.gone:
            yield self._button("forgotten", "Forgotten?", enabled=False)
        yield Node(Role.IMAGE, id="logo")
        yield Node(Role.BUTTON, text="A“B”\n<&>", toolkit=True, id="drawn")

    def _list(self) -> Node:
        return Node(
            Role.LIST,
            id="list",
            kind="CollectionView" if self.collects else "",
            style=Style(height=self.height),
            children=[self._row(number) for number in range(self.rows)],
        )

    def _row(self, number: int) -> Node:
        return Node(
            Role.GROUP,
            id=f"row_{number}",
            style=Style(height=60),
            on_tap=lambda: self.done.append(f"row_{number}"),
            children=[Node(Role.TEXT, text=f"Row {number}")],
        )

    def _button(self, name: str, text: str, *, enabled: bool = True) -> Node:
        return Node(
            Role.BUTTON,
            id=name,
            text=text,
            enabled=enabled,
            on_tap=lambda: self.done.append(name),
            on_long_press=lambda: self.done.append(f"{name} held"),
        )

    def _typed(self, name: str) -> Callable[[str], None]:
        return lambda text: setattr(self, name, text)

    def _choose(self) -> None:
        self.chosen = not self.chosen

    def _level(self, to: float) -> None:
        self.level = to


def put(phone: IPhone, screen: Screen) -> None:
    """Show a screen in an app, in front."""
    running = phone.apps.launch(MESSAGES)
    running.window.build = screen.build
    phone.display.invalidate(running.window)


def shown(screen: Screen | None = None, profile: str = "ios-17") -> Element:
    """The application element of an app that shows a screen."""
    phone = iphone(profile)
    put(phone, screen or Screen())
    return snapshot(phone, MESSAGES)


class Looker:
    """A client in a session on a screen of its own."""

    def __init__(self, agent: Served) -> None:
        self.agent, self.screen = agent, Screen()
        agent.begin(MESSAGES)
        agent.on_phone(lambda: put(agent.phone, self.screen))

    def change(self, **words: object) -> None:
        """Change the screen."""

        def work() -> None:
            for name, value in words.items():
                setattr(self.screen, name, value)
            self.agent.phone.apps.invalidate(MESSAGES)

        self.agent.on_phone(work)

    def find(self, value: str, using: str = "accessibility id") -> str:
        """The identifier of the one element that is found."""
        answer = self.agent.post("/element", {"using": using, "value": value})
        assert answer.status == 200, answer.value
        return str(answer.value["ELEMENT"])

    def names(self, value: str, using: str) -> list[object]:
        """The names of all elements that are found."""
        answer = self.agent.post("/elements", {"using": using, "value": value})
        assert answer.status == 200, answer.value
        return [self.read(each["ELEMENT"], "attribute/name") for each in answer.value]

    def read(self, element: str, what: str) -> object:
        """What an element says."""
        return self.agent.get(f"/element/{element}/{what}").value

    def do(self, element: str, what: str, **body: object) -> Answer:
        """Do something to an element."""
        return self.agent.post(f"/{what.format(element)}", body)
