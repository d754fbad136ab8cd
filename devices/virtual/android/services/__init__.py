"""The commands of Android's services; importing this package registers them all."""

from devices.virtual.android.services import (  # noqa: F401 - each registers its commands
    activity,
    broadcast,
    connectivity,
    dumps,
    input_method,
    install,
    instrument,
    keys,
    logcat,
    package,
    power,
    registry,
    settings,
    system,
    toybox,
    toybox_files,
    window,
)
from devices.virtual.android.shell.call import COMMANDS

__all__ = ["COMMANDS"]
