"""What is around every screen: the banner, the app bar, the side menu and the bottom bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.app import theme
from devices.virtual.app.screens.accounts import Accounts
from devices.virtual.app.screens.calendars import Calendars
from devices.virtual.app.screens.contacts import Contacts
from devices.virtual.app.screens.conversations import Conversations
from devices.virtual.app.screens.dashboard import Dashboard
from devices.virtual.app.screens.opportunities import Opportunities
from devices.virtual.app.screens.settings import Settings
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.app.screens.screen import App, Screen

_TABS: Final[tuple[tuple[str, str, type[Screen]], ...]] = (
    ("Conversations", "chat", Conversations),
    ("Calendars", "calendar", Calendars),
    ("Contacts", "person", Contacts),
    ("Opportunities", "pipeline", Opportunities),
)
_ENTRIES: Final[tuple[tuple[str, str, str, type[Screen]], ...]] = (
    ("menu_home", "Home", "home", Dashboard),
    ("menu_conversations", "Conversations", "chat", Conversations),
    ("menu_contacts", "Contacts", "person", Contacts),
    ("menu_calendars", "Calendars", "calendar", Calendars),
    ("menu_opportunities", "Opportunities", "pipeline", Opportunities),
    ("menu_settings", "Settings", "settings", Settings),
)
_MENU_WIDTH: Final = 304
_WHITE: Final = "#FFFFFF"


def banner() -> Node:
    """That there is no connection."""
    style = Style(
        padding=(16, 8, 16, 8),
        background=theme.OFFLINE,
        color=_WHITE,
        text_size=14,
        bold=True,
        icon="cloud_off",
        text_align="center",
    )
    return Node(Role.TEXT, id="offline_banner", text="No connection", style=style)


def notice(content: str) -> Node:
    """What keeps a screen from showing its data."""
    return theme.empty("notice", "cloud_off", content)


def snackbar(content: str) -> Node:
    """One sentence about what the user has just done."""
    style = Style(padding=(16, 14, 16, 14), background=theme.INK, color=_WHITE, text_size=14)
    return Node(Role.TEXT, id="snackbar", text=content, style=style)


def settings_button(on_tap: Callable[[], None]) -> Node:
    """The way to the system's settings of the app, below a sentence that needs it."""
    return theme.spaced(theme.button("permission_settings", "Open settings", on_tap))


def app_bar(screen: Screen, on_menu: Callable[[], None], on_back: Callable[[], None]) -> Node:
    """The title, with the menu on top-level screens and Back on all others."""
    if screen.top_level:
        button = theme.icon_button("menu", "Menu", "menu", on_menu, color=_WHITE)
    else:
        button = theme.icon_button("back", "Back", "back", on_back, color=_WHITE)
    title = theme.text(screen.title, id="app_bar_title", size=20, bold=True, color=_WHITE, weight=1)
    style = Style(
        direction="row",
        align="center",
        gap=8,
        height=60,
        padding=(4, 6, 4, 6),
        background=theme.BRAND,
    )
    parts = [button, title, *screen.actions()]
    return Node(Role.GROUP, id="app_bar", kind="NavigationBar", style=style, children=parts)


def bottom_bar(app: App, current: str) -> Node:
    """The four tabs; the one that is open is selected."""
    tabs = []
    for name, icon, screen in _TABS:
        chosen = screen.tab == current
        color = theme.BRAND if chosen else theme.MUTED
        label = theme.text(name, size=12, bold=chosen, color=color, align="center")
        tab = Node(
            Role.GROUP,
            id=screen.tab,
            label=name,
            selected=chosen,
            on_tap=lambda screen=screen: app.switch(screen(app)),  # type: ignore[misc] # a default binds the loop's value
            style=Style(weight=1, align="center", gap=4, padding=(0, 10, 0, 10)),
            children=[theme.icon(icon, color), label],
        )
        tabs.append(tab)
    style = Style(direction="row", background=theme.SURFACE)
    bar = Node(Role.GROUP, id="bottom_bar", kind="TabBar", style=style, children=tabs)
    return theme.column(theme.divider(), bar)


def side_menu(app: App, on_close: Callable[[], None]) -> Node:
    """The menu over the left of the screen, and the rest of it, which closes the menu."""
    entries = [_entry(app, *entry) for entry in _ENTRIES]
    if len(app.account.places) > 1:
        entries.append(
            theme.entry("menu_switch", "Switch account", "apps", lambda: app.open(Accounts(app)))
        )
    panel = Node(
        Role.GROUP,
        id="side_menu",
        kind="Other",
        on_tap=lambda: None,  # a tap between entries must not reach the screen below
        style=Style(width=_MENU_WIDTH, background=theme.SURFACE, elevation=12),
        children=[_account(app), *entries],
    )
    rest = Node(
        Role.IMAGE_BUTTON,
        id="side_menu_close",
        label="Close menu",
        on_tap=on_close,
        style=Style(weight=1),
    )
    style = Style(direction="row", align="stretch")
    return Node(Role.GROUP, important=False, style=style, children=[panel, rest])


def _account(app: App) -> Node:
    user, place = app.account.user, app.account.chosen
    names = theme.column(
        theme.text(user["name"], bold=True, color=_WHITE),
        theme.text(place["name"], id="menu_account", size=14, color="#D1E0FF"),
        gap=2,
        weight=1,
    )
    style = Style(
        direction="row",
        align="center",
        gap=14,
        padding=(20, 28, 16, 20),
        background=theme.BRAND,
    )
    return Node(Role.GROUP, style=style, children=[theme.avatar(user["name"], 52), names])


def _entry(app: App, id: str, name: str, icon: str, screen: type[Screen]) -> Node:  # noqa: A002 - the node's own word
    if id == "menu_home" and app.carries("home-opens-conversations"):
        screen = Conversations
    return theme.entry(id, name, icon, lambda: app.switch(screen(app)), color=theme.OFFLINE)
