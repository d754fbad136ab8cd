"""Apps started, stopped and told: `am`, `monkey` and `dumpsys activity`."""

from devices.virtual.android.services.activity import (  # noqa: F401 - each registers its commands
    am,
    broadcast,
    dumps,
    instrument,
    monkey,
    services,
    state,
    tasks,
)
