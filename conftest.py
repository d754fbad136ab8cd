"""Names the plug-ins, those that others import first; everything else lives in ``fixtures/``."""

pytest_plugins = [
    "fixtures.options",
    "fixtures.matrix",
    "fixtures.device",
    "fixtures.crm",
    "fixtures.app",
    "fixtures.outcome",
    "fixtures.run",
]
