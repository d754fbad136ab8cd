"""Tables that apps share: `settings`, `device_config` and `content`."""

from devices.virtual.android.services.provider import (  # noqa: F401 - each registers its commands
    content,
    device_config,
    settings,
)
