"""Apps of the system image that have screens: Settings, and the permission controller."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.os.prompts.photo_picker import PhotoPicker
from devices.virtual.os.system_apps.permission_controller import PermissionController
from devices.virtual.os.system_apps.settings_app import SettingsApp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.os.process import AppProcess
    from devices.virtual.os.system_apps.privileged import Privileged

SYSTEM_APPS: Final[Mapping[str, Callable[[Privileged], AppProcess]]] = {
    "com.android.settings": SettingsApp,
    "com.google.android.packageinstaller": PermissionController,
    "com.google.android.permissioncontroller": PermissionController,
    "com.google.android.providers.media.module": PhotoPicker,
}
"""What makes the process of each, by package."""
