"""The permission controller: prompts, what an app may do by group, and the page of one group.

Source: AOSP PermissionController, GrantPermissionsActivity, ManagePermissionsActivity,
AppPermissionGroupsFragment, AppPermissionFragment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.os.app_permissions import NAMES
from devices.virtual.os.intents import Intent
from devices.virtual.os.permission_names import POST
from devices.virtual.os.prompts.parts import ICONS
from devices.virtual.os.prompts.prompt import PHOTOS, SETTINGS, Prompt
from devices.virtual.os.system_apps import views
from devices.virtual.os.system_apps.pages import APP
from devices.virtual.os.system_apps.permission_groups import (
    GRANTED,
    Choice,
    GroupOfApp,
    groups_of,
)
from devices.virtual.os.system_apps.system_app import SystemApp
from devices.virtual.ui.node import Node, Role, Style

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from devices.virtual.os.package import Package
    from devices.virtual.os.system_apps.privileged import Privileged

_GRANT: Final = ".permission.ui.GrantPermissionsActivity"
_MANAGE: Final = ".permission.ui.ManagePermissionsActivity"
_ACTION_ONE: Final = "android.intent.action.MANAGE_APP_PERMISSION"
_NOTIFICATIONS: Final = "android.settings.APP_NOTIFICATION_SETTINGS"
_PACKAGE: Final = "android.intent.extra.PACKAGE_NAME"
_GROUP: Final = "android.intent.extra.PERMISSION_GROUP_NAME"
_PERMISSION: Final = "android.intent.extra.PERMISSION_NAME"
_MESSAGE: Final = Style(text_size=16, color=views.INK, padding=(20, 12, 20, 4))
_RADIO: Final = Style(text_size=17, padding=(20, 4, 20, 4), text_align="left")


class PermissionController(SystemApp):
    """See `SystemApp`."""

    def __init__(self, phone: Privileged) -> None:
        super().__init__(phone)
        self._group = ""  # short name of the group whose page is open
        self._prompts: dict[int, Prompt] = {}  # by the number of their window
        phone.app.on_result(SETTINGS, self._settings_closed)
        phone.app.on_result(PHOTOS, self._photos_picked)
        self._ends.append(phone.packages.watch(self._changed))

    def resume(self, activity: str) -> None:
        """Begin with what was asked for: a prompt, the list, or a group; a return goes on."""
        if self.intent is not self.phone.intent:
            self._group = self._asked_for()
        super().resume(activity)
        if self._prompt is not None:
            self._prompt.resume()

    def _asked_for(self) -> str:
        intent = self.phone.intent
        if intent.action != _ACTION_ONE:
            return ""
        named = intent.extras.get(_GROUP, "").rpartition(".")[2]
        return named or self.phone.packages.model.group_of.get(
            intent.extras.get(_PERMISSION, ""), ""
        )

    def shows(self) -> bool:
        """Whether an app that is there asks for permissions, or has its own managed."""
        if self.activity.endswith(_GRANT):
            return self._prompt is not None
        return self.activity.endswith(_MANAGE) and self._package is not None

    def content(self) -> Node:
        """The question in front; the list, or the page of the group that was chosen."""
        if self.activity.endswith(_GRANT):
            asked = self._prompt.content() if self._prompt else Node(Role.GROUP)
            return _owned(asked, self.phone.rows["permission_prompt"]["resources"])
        package = self._package
        groups = groups_of(self.phone, package) if package else []
        chosen = next((one for one in groups if one.group.name == self._group), None)
        if package is None:
            return self._screen("App permissions", [])
        if chosen is not None and not self._row["switches"]:
            return _owned(self._one(chosen), self._row["resources"])
        rows = self._switches(groups) if self._row["switches"] else self._sections(groups)
        head = views.header(package.manifest.label)
        return self._screen("App permissions", [head, *rows])

    def back(self) -> None:
        """Return from a group to the list, unless the group was asked for; see `Prompt.back`."""
        if self._prompt is not None:
            self._prompt.back()
        elif self._group and self.intent.action != _ACTION_ONE:
            self._show("")
        else:
            super().back()

    @property
    def _row(self) -> Mapping[str, Any]:
        return self.phone.rows["permission_pages"]

    @property
    def _package(self) -> Package | None:
        return self.phone.packages.get(self.intent.extras.get(_PACKAGE, ""))

    def _screen(self, title: str, rows: list[Node]) -> Node:
        collapsing = self.phone.rows["settings_views"]["collapsing"]
        whole = views.screen(title, rows, on_up=self.back, collapsing=collapsing)
        return _owned(whole, self._row["resources"])

    def _enter(self, group: GroupOfApp) -> None:
        """Go to a group's page: that of notifications is one of Settings."""
        if group.names == (POST,):
            self.phone.open(Intent(_NOTIFICATIONS, extras={APP: group.package.name}))
        else:
            self._show(group.group.name)

    def _show(self, group: str) -> None:
        self._group = group
        self.phone.app.invalidate()

    def _choose(self, group: GroupOfApp, choice: Choice) -> None:
        group.choose(choice)
        self.phone.app.invalidate()

    # -- prompts

    @property
    def _prompt(self) -> Prompt | None:
        """The prompt in front, made when it is first looked for."""
        front = self.phone.activities.focused
        if front is None or not front.component.class_name.endswith(_GRANT):
            return None
        if front.component.package != self.phone.app.package:
            return None
        found = self._prompts.get(front.window.id)
        if found is None and front.caller is not None:
            package = self.phone.packages.get(front.caller.component.package)
            names = front.intent.extras.get(NAMES, "").split(",")
            if package is not None:
                found = Prompt(self.phone, package, names, self._answered)
                there = {activity.window.id for activity in self.phone.activities.stack}
                self._prompts = {n: p for n, p in self._prompts.items() if n in there}
                self._prompts[front.window.id] = found
        return found

    def _answered(self) -> None:
        """Nothing is left to ask: the app gets its answer."""
        front, prompt = self.phone.activities.focused, self._prompt
        if front is not None and prompt is not None:
            del self._prompts[front.window.id]
            self.phone.activities.app_answer(self.phone.app.package, prompt.results)
            self.phone.app.finish()

    def _settings_closed(self, _: object) -> None:
        if self._prompt is not None:
            self._prompt.settings_closed()

    def _photos_picked(self, picked: object) -> None:
        if self._prompt is not None:
            self._prompt.photos_picked(picked if isinstance(picked, tuple) else ())

    def _changed(self, *_: str) -> None:
        """Permissions changed: what was granted elsewhere is not asked any more."""
        if self._prompt is not None:
            self._prompt.resume()

    # -- to Android 9: a switch a group

    def _switches(self, groups: list[GroupOfApp]) -> list[Node]:
        return [self._switch(group) for group in groups]

    def _switch(self, group: GroupOfApp) -> Node:
        on = group.current in GRANTED
        choice = Choice.DENY if on else Choice.ALLOW
        return views.switch_row(
            group.group.label, "", on=on, flip=lambda: self._choose(group, choice)
        )

    # -- from Android 10: sections, and a page a group

    def _sections(self, groups: list[GroupOfApp]) -> list[Node]:
        rows: list[Node] = []
        for name in ("allowed", "asked", "denied"):
            section = self._row.get(name)
            inside = [self._entry(one) for one in groups if _section(one.current) == name]
            if section is None or not (inside or "empty" in section):
                continue
            rows += [views.category(section["title"]), *(inside or [views.row(section["empty"])])]
        return rows + self._unused()

    def _unused(self) -> list[Node]:
        """What becomes of an app that nobody uses; here nothing does."""
        row = self.phone.rows["permission_unused"]
        if not row["switch"]:
            return []
        heading = [views.category(row["title"])] if row["title"] else []
        return [*heading, views.switch_row(row["switch"], "", on=True, flip=lambda: None)]

    def _entry(self, group: GroupOfApp) -> Node:
        label = group.group.label
        summary = "Only while in use" if group.current is Choice.FOREGROUND else ""
        return views.row(
            label,
            summary,
            on_tap=lambda: self._enter(group),
            icon=ICONS.get(group.group.name, "lock"),
        )

    def _one(self, group: GroupOfApp) -> Node:
        label, row = group.group.label, self._row
        parts = [views.header(group.package.manifest.label)]
        if row["message"]:
            message = row["message"].format(group=label)
            parts.append(Node(Role.TEXT, id="permission_message", text=message, style=_MESSAGE))
        radios = [self._radio(group, choice) for choice in group.choices]
        if row["allow_frame"]:
            frame = Style(direction="stack", align="stretch")
            radios[:1] = [Node(Role.GROUP, id=row["allow_frame"], style=frame, children=radios[:1])]
        parts.append(Node(Role.RADIO_GROUP, id=row["group"], children=radios))
        if group.precise is not None:
            parts.append(self._accuracy(group, precise=group.precise))
        content = Node(Role.SCROLL, style=Style(weight=1), children=parts)
        collapsing = self.phone.rows["settings_views"]["collapsing"]
        title = f"{label} permission"
        page = views.screen(title, [], on_up=self.back, collapsing=collapsing)
        page.children[-1] = content
        return page

    def _radio(self, group: GroupOfApp, choice: Choice) -> Node:
        return Node(
            Role.RADIO,
            id=self._row["radios"][choice]["id"],
            text=group.text(choice),
            checkable=True,
            checked=choice is group.current,
            on_tap=lambda: self._choose(group, choice),
            style=_RADIO,
        )

    def _accuracy(self, group: GroupOfApp, *, precise: bool) -> Node:
        def flip() -> None:
            group.set_precise(on=not precise)
            self.phone.app.invalidate()

        style = Style(direction="row", align="center", gap=20, padding=(20, 14, 20, 14))
        text = Node(Role.TEXT, text="Use precise location", style=Style(text_size=18, weight=1))
        widget = views.switch("location_accuracy_switch", None, on=precise, flip=flip)
        return Node(
            Role.GROUP, id="location_accuracy", style=style, on_tap=flip, children=[text, widget]
        )


def _section(choice: Choice) -> str:
    if choice in GRANTED:
        return "allowed"
    return "asked" if choice is Choice.ASK else "denied"


def _owned(page: Node, resources: str) -> Node:
    """Name the page's views by the package of their resources, which is not that of the app."""
    for node in page.walk():
        if node.package is None:
            node.package = resources
    return page
