"""Addresses: which app the phone opens them by.

Source: WebDriverAgent 16.12.9, Categories/XCUIDevice+FBHelpers.m, fb_openUrl; Apple, Info.plist
CFBundleURLTypes. `settings-navigation` leads to an app's page: Apple's own links.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from devices.virtual.ios.wda import features, siri
from devices.virtual.ios.wda.foundation import ns_error

if TYPE_CHECKING:
    from devices.virtual.ios.apps.installed import App
    from devices.virtual.ios.phone import IPhone

_SAFARI: Final = "com.apple.mobilesafari"
_WEB: Final = frozenset({"http", "https"})
_SETTINGS: Final = "settings-navigation"
_APPS_PAGE: Final = "com.apple.Settings.Apps"
_URL: Final = "url"  # what an app is handed an address under
_NO_APP: Final = -10814  # kLSApplicationNotFoundErr


class CannotOpenError(Exception):
    """An address that opens nothing; the message is WebDriverAgent's."""


def open_by_default(phone: IPhone, url: str) -> None:
    """Open an address by the app that takes its scheme.

    Raises:
        CannotOpenError: none does, or it is no address.
    """
    _check(url)
    if features.refusal(phone, "url"):  # old releases have Siri open it
        siri.ask(phone, f"Open {{{url}}}")
        return
    parts = urlsplit(url)
    if parts.scheme == _SETTINGS and parts.netloc == _APPS_PAGE:
        phone.apps.open_settings(parts.path.removeprefix("/"))
        return
    bundle_id = _SAFARI if parts.scheme in _WEB else _taker(phone, parts.scheme)
    if bundle_id is None:
        raise CannotOpenError(ns_error("(null)", domain="NSOSStatusErrorDomain", code=_NO_APP))
    open_by(phone, url, bundle_id)


def open_by(phone: IPhone, url: str, bundle_id: str) -> None:
    """Open an address by one app.

    Raises:
        CannotOpenError: it is not there, or it is no address.
    """
    _check(url)
    if phone.installed.get(bundle_id) is None:
        raise CannotOpenError(
            ns_error(f"The application '{bundle_id}' is not installed on the device under test")
        )
    phone.apps.launch(bundle_id)
    phone.apps.hand(bundle_id, _URL, url)


def _check(url: str) -> None:
    if not url or any(character.isspace() for character in url):
        raise CannotOpenError(ns_error(f"'{url}' is not a valid URL"))


def _taker(phone: IPhone, scheme: str) -> str | None:
    takers = (app.bundle_id for app in phone.installed.all() if scheme in _schemes(app))
    return next(takers, None)


def _schemes(app: App) -> set[str]:
    types = app.info.get("CFBundleURLTypes")
    rows = types if isinstance(types, list) else []
    return {str(name).lower() for row in rows for name in row.get("CFBundleURLSchemes", ())}
