"""What the display shows: `wm`, its pictures, and the dumps of windows and displays."""

from devices.virtual.android.services.window import (  # noqa: F401 - each registers its commands
    display_dumps,
    dumps,
    screencap,
    screenrecord,
    uiautomator,
    wm,
)
