"""Small services, and what the phone tells of itself as a whole."""

from devices.virtual.android.services.system import (  # noqa: F401 - each registers its commands
    biometrics,
    locksettings,
    service_list,
    small_services,
    usage,
)
