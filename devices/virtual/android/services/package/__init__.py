"""Builds and what they may do: `pm`, `appops` and `dumpsys package`."""

from devices.virtual.android.services.package import (  # noqa: F401 - each registers its commands
    appops,
    install,
    pm,
)
