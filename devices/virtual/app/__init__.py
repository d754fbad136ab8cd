"""The reference app that virtual phones run. See docs/reference-app.md for its screens."""

from devices.virtual.app.process import create

__all__ = ["create"]
