"""The commands of Android's services; importing this package registers them all."""

from devices.virtual.android import toybox  # noqa: F401 - the same
from devices.virtual.android.services import (  # noqa: F401 - each registers its commands
    activity,
    hardware,
    input,  # noqa: A004 - the command of that name
    log,
    notification,
    package,
    provider,
    registry,
    system,
    window,
)
from devices.virtual.android.shell.call import COMMANDS

__all__ = ["COMMANDS"]
