"""Keys, touches and keyboards: `input` and `ime`."""

from devices.virtual.android.services.input import (  # noqa: F401 - each registers its commands
    input_method,
    keys,
)
