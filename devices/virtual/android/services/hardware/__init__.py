"""Battery, power, radios and place: `svc`, `cmd wifi`, `dumpsys battery` and their like."""

from devices.virtual.android.services.hardware import (  # noqa: F401 - each registers its commands
    battery,
    connectivity,
    deviceidle,
    location,
    power,
    svc,
)
