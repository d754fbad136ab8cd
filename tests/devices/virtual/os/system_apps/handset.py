"""A phone with one app on it, looked at and tapped as its user does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import devices.virtual.android.services  # noqa: F401 - registers the commands
from devices.virtual.android.phone import Phone
from devices.virtual.builds import AppSpec, make_app
from devices.virtual.crm import VirtualCrm
from devices.virtual.os.clock import Clock
from devices.virtual.os.profile import catalog
from tests.devices.virtual.android.phones import PhoneShell, Ran

if TYPE_CHECKING:
    from pathlib import Path

    from devices.virtual.os.package import Package
    from devices.virtual.os.permissions import PermissionState
    from devices.virtual.ui.node import Node

SHOP: Final = "com.example.shop"
RELEASES: Final = {
    26: "android-8.0",
    28: "android-9",
    29: "android-10",
    30: "android-11",
    31: "android-12",
    33: "android-13",
    34: "android-14",
    36: "android-16",
    37: "android-17",
}
_ASKED: Final = (
    "CAMERA",
    "ACCESS_FINE_LOCATION",
    "ACCESS_COARSE_LOCATION",
    "ACCESS_BACKGROUND_LOCATION",
    "READ_CONTACTS",
    "POST_NOTIFICATIONS",
    "READ_MEDIA_IMAGES",
    "READ_MEDIA_VISUAL_USER_SELECTED",
)


@dataclass
class Handset:
    """A phone and its shell."""

    phone: Phone
    shell: PhoneShell

    def run(self, script: str) -> Ran:
        """Run a script on it, which must succeed."""
        ran = self.shell(script)
        assert ran.status == 0, ran
        return ran

    def settings(self, action: str, *extras: str) -> None:
        """Start an action of the settings, with extras that are strings."""
        words = " ".join(f"--es {extras[n]} {extras[n + 1]}" for n in range(0, len(extras), 2))
        self.run(f"am start -W -a {action} {words}")

    @property
    def focus(self) -> str:
        """The activity in front."""
        front = self.phone.activities.focused
        return str(front.component) if front else ""

    @property
    def shown(self) -> list[Node]:
        """Every view of the window in front."""
        return list(self.phone.display.root().walk())

    @property
    def texts(self) -> list[str]:
        """Every text of the window in front."""
        return [node.text for node in self.shown if node.text]

    def find(self, name: str) -> Node:
        """The view with an id, ``package:id/name``."""
        package, _, id_ = name.partition(":id/")
        return next(n for n in self.shown if (n.package or self._owner, n.id) == (package, id_))

    def has(self, name: str) -> bool:
        """Whether a view with an id is there."""
        package, _, id_ = name.partition(":id/")
        return any((n.package or self._owner, n.id) == (package, id_) for n in self.shown)

    @property
    def _owner(self) -> str:
        return self.phone.display.active().package

    def text(self, words: str) -> Node:
        """The view that says something."""
        return next(node for node in self.shown if node.text == words)

    def tap(self, node: Node) -> None:
        """Tap the middle of what can be seen of a view."""
        x, y = node.visible.center
        assert node.visible.height > 0, node
        self.run(f"input tap {x} {y}")

    @property
    def shop(self) -> Package:
        """The app that is installed."""
        found = self.phone.packages.get(SHOP)
        assert found is not None
        return found

    def permission(self, name: str) -> PermissionState:
        """One permission of the app."""
        return self.shop.permissions[f"android.permission.{name}"]


def handset(folder: Path, api_level: int, **facts: int) -> Handset:
    """A phone of a release with the app, whose build may differ."""
    profile = catalog()[RELEASES[api_level]]
    phone = Phone(profile, "phone", "cable", VirtualCrm(Clock()))
    shell = PhoneShell(phone)
    asked = {f"android.permission.{name}": 0 for name in _ASKED}
    spec = AppSpec(SHOP, "Shop", permissions=asked, **facts)  # type: ignore[arg-type]
    ran = shell.install(make_app(folder / "shop.apk", spec))
    assert ran.out == "Success\n", ran
    return Handset(phone, shell)
