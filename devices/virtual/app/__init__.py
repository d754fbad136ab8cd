"""The reference app that virtual phones run. See docs/reference-app.md for its screens."""

from typing import Final

from devices.virtual.app.process import create

__all__ = ["REFERENCE", "create"]

REFERENCE: Final = "fleet.reference"
"""Key of a build's metadata that marks the app's builds."""
