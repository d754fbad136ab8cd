"""Names the plug-ins, those that others import first; everything else lives in ``fixtures/``."""

pytest_plugins = [
    "fixtures.options",
    "fixtures.crm",
    "fixtures.matrix",
    "fixtures.device",
    "fixtures.time",
    "fixtures.arrivals",
    "fixtures.app",
    "fixtures.outcome",
    "fixtures.run",
]
