"""Apps that the tests of the activity manager install."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.builds import ActivitySpec, AppSpec, DeepLink, make_app

if TYPE_CHECKING:
    from pathlib import Path

    from tests.devices.virtual.android.phones import PhoneShell

SHOP: Final = "com.example.shop"
SHOP_SPEC: Final = AppSpec(
    SHOP,
    "Shop",
    activities=(
        ActivitySpec(".MainActivity", launcher=True),
        ActivitySpec(
            ".ItemActivity",
            links=(DeepLink("shop", "item"), DeepLink("https", "shop.example", "/item")),
        ),
        ActivitySpec(".InnerActivity", exported=False),
    ),
    services=(".SyncService",),
)
FRONT_DOOR: Final = (
    f"am start -W -n {SHOP}/.MainActivity -a android.intent.action.MAIN"
    " -c android.intent.category.LAUNCHER -f 0x10200000"
)


def install_shop(shell: PhoneShell, folder: Path) -> None:
    """Put the shop on a phone."""
    ran = shell.install(make_app(folder / "shop.apk", SHOP_SPEC))
    assert ran.out == "Success\n", ran
