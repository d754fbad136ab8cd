"""Names the plug-ins, those that others import first; everything else lives in ``fixtures/``."""

pytest_plugins = [
    "fixtures.options",
    "fixtures.crm",
    "fixtures.matrix",
    "fixtures.device",
    "fixtures.time",
    "fixtures.arrivals",
    "fixtures.app",
    "fixtures.biometrics",
    "fixtures.permissions",
    "fixtures.notifications",
    "fixtures.outcome",
    "fixtures.run",
]
