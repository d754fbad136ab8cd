"""`cmd statusbar`. Source: AOSP StatusBarShellCommand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.java import boolean
from devices.virtual.android.services.registry import dump, help_or_unknown, service

if TYPE_CHECKING:
    from devices.virtual.android.phone import Phone
    from devices.virtual.android.shell.call import Call

_USAGE: Final = """Status bar commands:
  help
    Print this help text.

  expand-notifications
    Open the notifications panel.

  expand-settings
    Open the notifications panel and expand quick settings if present.

  collapse
    Collapse the notifications and settings panel.

  add-tile COMPONENT
    Add a TileService of the specified component

  remove-tile COMPONENT
    Remove a TileService of the specified component

  click-tile COMPONENT
    Click on a TileService of the specified component

  check-support
    Check if this device supports QS + APIs

  get-status-icons
    Print the list of status bar icons and the order they appear in
"""
_ICONS: Final = (
    "rotate", "headset", "data_saver", "ime", "sync_failing", "sync_active", "nfc", "tty",
    "managed_profile", "volume", "zen", "alarm_clock", "location", "hotspot", "vpn", "bluetooth",
    "airplane", "ethernet", "wifi", "mobile", "battery",
)  # fmt: skip
_TILES: Final = "sysui_qs_tiles"


@service("statusbar")
async def statusbar(call: Call) -> int:
    """Open and close the shade, and the tiles of the quick settings."""
    match call.args:
        case (("expand-notifications" | "expand-settings"), *_):
            call.phone.shade.expand()
        case ("collapse", *_):
            call.phone.shade.collapse()
        case (("add-tile" | "remove-tile") as verb, component, *_):
            _set_tile(call.phone, component, present=verb == "add-tile")
        case ("click-tile", _, *_):
            pass
        case ("check-support", *_):
            await call.print("true")
        case ("get-status-icons", *_):
            await call.print("\n".join(_ICONS))
        case _:
            return await help_or_unknown(call, _USAGE)
    return 0


def _set_tile(phone: Phone, component: str, *, present: bool) -> None:
    tile = f"custom({component})"
    tiles = [t for t in (phone.settings.get("secure", _TILES) or "").split(",") if t]
    kept = [t for t in tiles if t != tile]
    phone.settings.put("secure", _TILES, ",".join([tile, *kept] if present else kept))


@dump("statusbar")
def dump_statusbar(phone: Phone, args: tuple[str, ...]) -> str:
    """What the bar's service knows of it."""
    del args
    return f"  mDisabled1=0x0\n  mDisabled2=0x0\n  mExpanded={boolean(phone.shade.open)}"
