"""A phone with an app that asks for what it is started with, and a hand that answers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from devices.virtual.android.phone import Phone
from devices.virtual.builds import AppSpec, make_app
from devices.virtual.crm import VirtualCrm
from devices.virtual.os.app_permissions import NAMES
from devices.virtual.os.clock import Clock
from devices.virtual.os.permissions import PermissionFlag
from tests.devices.virtual.android.phones import PhoneShell, profile_at
from tests.devices.virtual.os.system_apps.handset import SHOP, Handset

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from devices.virtual.ui.node import Node

LEVELS: Final = tuple(range(26, 38))
CAMERA, MIC, CONTACTS = "CAMERA", "RECORD_AUDIO", "READ_CONTACTS"
FINE, COARSE = "ACCESS_FINE_LOCATION", "ACCESS_COARSE_LOCATION"
BACKGROUND: Final = "ACCESS_BACKGROUND_LOCATION"
STORAGE, IMAGES, VIDEO = "READ_EXTERNAL_STORAGE", "READ_MEDIA_IMAGES", "READ_MEDIA_VIDEO"
SELECTED: Final = "READ_MEDIA_VISUAL_USER_SELECTED"
POST: Final = "POST_NOTIFICATIONS"
REQUESTED: Final = (
    *(CAMERA, MIC, CONTACTS, "WRITE_CONTACTS", FINE, COARSE, BACKGROUND, STORAGE),
    *(IMAGES, VIDEO, "READ_MEDIA_AUDIO", SELECTED, POST, "BLUETOOTH_CONNECT"),
)
ALLOW, DENY = "permission_allow_button", "permission_deny_button"
NEVER: Final = "permission_deny_and_dont_ask_again_button"
IN_USE, ONCE = "permission_allow_foreground_only_button", "permission_allow_one_time_button"
_USERS: Final = (
    PermissionFlag.USER_SET
    | PermissionFlag.USER_FIXED
    | PermissionFlag.ONE_TIME
    | PermissionFlag.SELECTED_LOCATION_ACCURACY
)


@dataclass
class Asker(Handset):
    """A phone and its user."""

    def ask(self, *names: str) -> None:
        """Start the app anew, which asks for permissions."""
        listed = ",".join(f"android.permission.{name}" for name in names)
        self.run(f"am start -W -f 0x10008000 -n {SHOP}/.MainActivity --esa {NAMES} {listed}")
        self.comes_in()

    def back_to_app(self) -> None:
        """Bring the app's task to the front, as its card among the recent ones does."""
        task = next(task for task in self.phone.activities.tasks if task.affinity == SHOP)
        self.phone.activities.move_task(task.id, to_front=True)

    def comes_in(self) -> None:
        """Let the animation pass with which a prompt comes in."""
        row = self.phone.profile.rows["permission_prompt"]
        self.pass_(timedelta(milliseconds=row["enter_animation_ms"]))

    def pass_(self, step: timedelta) -> None:
        """Let time pass on the phone; its timers wake a loop."""

        async def advance() -> None:
            self.phone.clock.advance(step)

        asyncio.run(advance())

    @property
    def asked(self) -> bool:
        """Whether a prompt is in front."""
        return self.focus.endswith("permission.ui.GrantPermissionsActivity")

    @property
    def message(self) -> str:
        """What the prompt in front asks."""
        return self.view("permission_message").text

    @property
    def buttons(self) -> list[str]:
        """Ids of the prompt's buttons, short, in the order of the tree."""
        return [
            node.id.removeprefix("permission_").removesuffix("_button")
            for node in self.shown
            if node.id.startswith("permission_") and node.id.endswith("_button")
        ]

    def view(self, name: str) -> Node:
        """The view of the prompt with an id."""
        return next(node for node in self.shown if node.id == name)

    def there(self, name: str) -> bool:
        """Whether the prompt has a view with an id."""
        return any(node.id == name for node in self.shown)

    def press(self, name: str) -> None:
        """Tap a view of the prompt, by its id."""
        self.tap(self.view(name))

    def held(self, name: str) -> tuple[bool, str]:
        """Whether a permission is granted, and the flags that answers gave it."""
        state = self.permission(name)
        flags = state.flags & _USERS
        return state.granted, " ".join(flag.name or "" for flag in flags)


def asker(
    folder: Path, api_level: int, *, target: int = 35, requested: Iterable[str] = REQUESTED
) -> Asker:
    """A phone of a release with an app, for a release, that requests permissions."""
    phone = Phone(profile_at(api_level), "phone", "cable", VirtualCrm(Clock()))
    shell = PhoneShell(phone)
    asked = {f"android.permission.{name}": 0 for name in requested}
    spec = AppSpec(SHOP, "Shop", permissions=asked, target_sdk=target)
    ran = shell.install(make_app(folder / "shop.apk", spec))
    assert ran.out == "Success\n", ran
    return Asker(phone, shell)
