"""Android's toybox over a virtual phone's own files; importing this package registers it all."""

from devices.virtual.android.toybox import (  # noqa: F401 - each registers its commands
    archives,
    changing,
    comparing,
    dd,
    disks,
    encoding,
    find,
    grep,
    listing,
    network,
    numbers,
    processes,
    properties,
    reading,
    running,
    sed,
    system,
    words,
)
