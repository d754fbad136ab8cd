"""What the phone writes down: `logcat` and `bugreportz`."""

from devices.virtual.android.services.log import (  # noqa: F401 - each registers its commands
    bugreport,
    logcat,
)
