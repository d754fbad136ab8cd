"""Installable builds, made on the spot: of the reference app, and of any other."""

from devices.virtual.builds.apk import make_apk
from devices.virtual.builds.app import ActivitySpec, AppSpec, DeepLink, make_app

__all__ = ["ActivitySpec", "AppSpec", "DeepLink", "make_apk", "make_app"]
