"""Installable builds of the reference app, made on the spot."""

from devices.virtual.builds.apk import make_apk

__all__ = ["make_apk"]
