"""What Appium's settings app does for the broadcasts and services that Appium starts.

Source: appium/io.appium.settings, receivers/*.java, LocationService.java, AndroidManifest.xml.
"""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from devices.virtual.android.services.java import JavaError, parse_float
from devices.virtual.os.sensors import Fix

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.phone import Phone
    from devices.virtual.os.components import Component
    from devices.virtual.os.intents import Intent

PACKAGE: Final = "io.appium.settings"
CANCELED: Final = 0
OK: Final = -1

_IME: Final = f"{PACKAGE}/.AppiumIME"
_FOREGROUND: Final = f"{PACKAGE}.ForegroundService"
_LOCATION_SERVICE: Final = f"{PACKAGE}.LocationService"
_LISTENERS: Final = "enabled_notification_listeners"
_SCALES: Final = ("window_animation_scale", "transition_animation_scale", "animator_duration_scale")
_MOST_MESSAGES: Final = 100
_SEES_CLIPBOARD_BELOW: Final = 29
_INBOX: Final = "1"  # Source: AOSP android.provider.Telephony.TextBasedSmsColumns
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}")
_COUNTRY: Final = re.compile(r"[A-Za-z]{2}|[0-9]{3}")
# Languages that the system image brings, with their countries.
_LOCALES: Final = (
    ("de", "DE"), ("en", "GB"), ("en", "US"), ("es", "ES"), ("es", "US"), ("fr", "CA"),
    ("fr", "FR"), ("it", "IT"), ("ja", "JP"), ("ko", "KR"), ("nl", "NL"), ("pl", "PL"),
    ("pt", "BR"), ("pt", "PT"), ("ru", "RU"), ("zh", "CN"), ("zh", "TW"),
)  # fmt: skip


class Result(NamedTuple):
    """What a receiver leaves in an ordered broadcast; no data is None."""

    code: int
    data: str | None = None


def receive(phone: Phone, intent: Intent, receiver: Component | None) -> Result | None:
    """What the app makes of a broadcast; None where it takes no part.

    Args:
        phone: whose app it is.
        intent: what was sent.
        receiver: the class of its manifest that gets it; None where only receivers count that
            the running app has registered, by action.
    """
    if phone.packages.get(PACKAGE) is None:
        return None
    if receiver is not None:
        body = _BY_CLASS.get(receiver.class_name.rpartition(".")[2])
        return body(phone, intent) if body and receiver.package == PACKAGE else None
    running = any(each.class_name == _FOREGROUND for each in phone.activities.services)
    wanted = intent.package in {"", PACKAGE} and intent.component is None
    body = _BY_ACTION.get(intent.action) if running and wanted else None
    return body(phone, intent) if body else None


def service_started(phone: Phone, component: Component, intent: Intent) -> None:
    """Take what the location service was started with as the phone's place."""
    if component.package != PACKAGE or component.class_name != _LOCATION_SERVICE:
        return
    try:
        longitude = parse_float(intent.extras["longitude"])
        latitude = parse_float(intent.extras["latitude"])
        altitude = parse_float(intent.extras.get("altitude", "0"))
    except (KeyError, JavaError):
        phone.log.write("E", "MOCKED LOCATION", "Ignoring invalid location", pid=_pid(phone))
        return
    phone.sensors.fix = Fix(longitude, latitude, altitude)


def _pid(phone: Phone) -> int:
    process = phone.processes.get(PACKAGE)
    return process.pid if process else 0


def _switched(intent: Intent) -> bool | None:
    """On, off, or neither."""
    return {"enable": True, "disable": False}.get(intent.extras.get("setstatus", ""))


def _wifi(phone: Phone, intent: Intent) -> Result:
    on = _switched(intent)
    if on is None:
        return Result(CANCELED)
    phone.radios.set_wifi(on=on)
    return Result(OK)


def _bluetooth(phone: Phone, intent: Intent) -> Result:
    on = _switched(intent)
    if on is None or not phone.profile.rows["app_switches"]["bluetooth"]:
        return Result(CANCELED)
    phone.radios.set_bluetooth(on=on)
    return Result(OK)


def _unpair(phone: Phone, intent: Intent) -> Result:
    del phone, intent
    return Result(OK, "No paired devices found")


def _animation(phone: Phone, intent: Intent) -> Result:
    on = _switched(intent)
    if on is None:
        return Result(CANCELED)
    for key in _SCALES:
        phone.settings.put("global", key, "1.0" if on else "0.0")
    return Result(OK)


def _locale(phone: Phone, intent: Intent) -> Result:
    language, country = intent.extras.get("lang"), intent.extras.get("country")
    if language is None or country is None:
        language, country = "en", "US"
    if not (_LANGUAGE.fullmatch(language) and _COUNTRY.fullmatch(country)):
        return Result(CANCELED)
    script = intent.extras.get("script", "")
    tag = "-".join(part for part in (language.lower(), script.title(), country.upper()) if part)
    phone.properties["persist.sys.locale"] = tag
    return Result(OK)


def _locales(phone: Phone, intent: Intent) -> Result:
    del phone, intent
    items = [{"language": language, "country": country} for language, country in _LOCALES]
    return Result(OK, base64.b64encode(_json({"items": items}).encode()).decode())


def _clipboard(phone: Phone, intent: Intent) -> Result:
    """The clipboard; from Android 10 on only while the app is the keyboard."""
    del intent
    chosen = phone.settings.get("secure", "default_input_method")
    seen = phone.profile.api_level < _SEES_CLIPBOARD_BELOW or chosen == _IME
    text = phone.clipboard if seen else ""
    # With a line feed after each 76 characters and at the end, as android.util.Base64.DEFAULT.
    return Result(OK, base64.encodebytes(text.encode("utf-8", "surrogatepass")).decode())


def _location(phone: Phone, intent: Intent) -> Result:
    del intent
    fix = phone.sensors.fix
    if fix is None:
        return Result(CANCELED, "")
    return Result(OK, f"{fix.latitude:.5f} {fix.longitude:.5f} {fix.altitude:.5f}")


def _messages(phone: Phone, intent: Intent) -> Result:
    inbox = phone.telephony.messages
    wanted = intent.extras.get("max", "")
    most = int(wanted[:6]) if wanted.isascii() and wanted.isdecimal() else _MOST_MESSAGES
    items = [
        {
            "id": str(message.id),
            "address": message.number,
            "person": None,
            "date": str(int(message.received.timestamp() * 1000)),
            "read": "0",
            "status": "-1",
            "type": _INBOX,
            "subject": None,
            "body": message.body,
            "serviceCenter": None,
        }
        for message in list(reversed(inbox))[: max(1, most)]
    ]
    return Result(OK, _json({"items": items, "total": len(inbox)}))


def _scan_media(phone: Phone, intent: Intent) -> Result:
    del phone
    # Whether there is anything at the path makes no difference to the result.
    return Result(OK, "") if "path" in intent.extras else Result(CANCELED)


def _notifications(phone: Phone, intent: Intent) -> Result:
    del intent
    listeners = phone.settings.get("secure", _LISTENERS) or ""
    if not any(name.partition("/")[0] == PACKAGE for name in listeners.split(":")):
        return Result(
            OK,
            "Appium Settings helper has no access to the system notifications. The access must be"
            " granted manually via 'Notification access' page in device Settings.",
        )
    return Result(OK, _json(phone.notifications.history()))


def _json(value: object) -> str:
    """As org.json writes it: no blanks, and slashes escaped."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("/", "\\/")


_BY_CLASS: Final[dict[str, Callable[[Phone, Intent], Result]]] = {
    "WiFiConnectionSettingReceiver": _wifi,
    "BluetoothConnectionSettingReceiver": _bluetooth,
    "UnpairBluetoothDevicesReceiver": _unpair,
    "AnimationSettingReceiver": _animation,
    "LocaleSettingReceiver": _locale,
    "LocalesReader": _locales,
    "ClipboardReceiver": _clipboard,
    "LocationInfoReceiver": _location,
    "SmsReader": _messages,
    "MediaScannerReceiver": _scan_media,
}
# Registered by SettingsReceivers while the foreground service runs.
_BY_ACTION: Final[dict[str, Callable[[Phone, Intent], Result]]] = {
    f"{PACKAGE}.wifi": _wifi,
    f"{PACKAGE}.bluetooth": _bluetooth,
    f"{PACKAGE}.unpair_bluetooth": _unpair,
    f"{PACKAGE}.animation": _animation,
    f"{PACKAGE}.locale": _locale,
    f"{PACKAGE}.list_locales": _locales,
    f"{PACKAGE}.clipboard.get": _clipboard,
    f"{PACKAGE}.location": _location,
    f"{PACKAGE}.sms.read": _messages,
    f"{PACKAGE}.scan_media": _scan_media,
    f"{PACKAGE}.notifications": _notifications,
}
