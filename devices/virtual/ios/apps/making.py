"""Which program an installed app is, and what of the phone its process may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual import app
from devices.virtual.ios.belongings import AppBelongings
from devices.virtual.ios.biometrics.access import AppBiometrics
from devices.virtual.ios.notifications.poster import Poster
from devices.virtual.ios.permissions.requester import Requester
from devices.virtual.ios.plain_app import PlainApp
from devices.virtual.ios.settings.settings_app import SETTINGS, SettingsApp
from devices.virtual.os.push import Subscriber

if TYPE_CHECKING:
    from collections.abc import Sequence

    from devices.virtual.ios.apps.installed import App
    from devices.virtual.ios.phone import IPhone
    from devices.virtual.os.context import Context
    from devices.virtual.os.process import AppProcess


def make(phone: IPhone, installed: App, context: Context) -> AppProcess:
    """The process of an app that is launched: Settings, the reference app, or a plain one."""
    context.permissions = Requester(context, phone.permissions, phone.asker)
    context.belongings = AppBelongings(phone, installed.bundle_id)
    context.notifications = Poster(phone.notifications, context)
    context.push = Subscriber(installed, context)
    context.biometrics = biometrics = AppBiometrics(phone.biometrics, context)
    if installed.bundle_id == SETTINGS:
        return SettingsApp(phone, context)
    if app.REFERENCE in installed.metadata:
        return app.create(context)
    return PlainApp(context, lambda: _arguments(phone, installed.bundle_id), biometrics)


def _arguments(phone: IPhone, bundle_id: str) -> Sequence[str]:
    running = phone.apps.get(bundle_id)
    return running.arguments if running is not None else ()
