"""What is posted: `cmd notification`, `cmd statusbar` and their dump."""

from devices.virtual.android.services.notification import (  # noqa: F401 - each registers its commands
    commands,
    dump,
    statusbar,
)
