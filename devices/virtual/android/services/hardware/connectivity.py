"""Radios by the services' own commands, and what the phone tells of its networks.

Source: AOSP WifiShellCommand, TelephonyShellCommand, ConnectivityService,
BluetoothShellCommand; appium-adb for what is read of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from devices.virtual.android.services.java import ILLEGAL_ARGUMENT, boolean
from devices.virtual.android.services.registry import (
    dump,
    help_or_unknown,
    service,
    threw,
    unknown_command,
)

if TYPE_CHECKING:
    from devices.virtual.android.phone import Phone
    from devices.virtual.android.shell.call import Call

_BAD: Final = 255
_SYSTEM_PID: Final = 611
_SSID: Final = '"AndroidWifi"'
_WIFI_INFO: Final = (
    "BSSID: 00:13:10:85:fe:01, MAC: 02:00:00:00:00:00, Supplicant state: COMPLETED, RSSI: -50,"
    " Link speed: 1Mbps, Frequency: 2447MHz, Net ID: 0"
)


_CONNECTED: Final = (f"Wifi is connected to {_SSID}", f"WifiInfo: SSID: {_SSID}, {_WIFI_INFO}")


class _Link(NamedTuple):
    """A network as the dump tells it; speeds in kbit/s."""

    number: int
    kind: str
    subtype: str
    transport: str
    interface: str
    address: str
    gateway: str
    score: int
    metered: str
    policies: str
    up: int
    down: int
    mtu: int


_WIFI: Final = _Link(
    100, "WIFI", "", "WIFI", "wlan0", "10.0.2.16/24", "10.0.2.2", 60, "NOT_METERED&",
    "TRANSPORT_PRIMARY&EVER_VALIDATED&IS_UNMETERED&IS_VALIDATED", 12000, 60000, 1500,
)  # fmt: skip
_MOBILE: Final = _Link(
    101, "MOBILE", "LTE", "CELLULAR", "rmnet0", "10.0.2.15/24", "10.0.2.2", 50, "",
    "TRANSPORT_PRIMARY&EVER_VALIDATED&IS_VALIDATED", 15000, 30000, 1500,
)  # fmt: skip


def switch_wifi(phone: Phone, *, on: bool) -> None:
    """Switch Wi-Fi for the shell, as the log tells."""
    phone.log.write(
        "I",
        "WifiService",
        f"setWifiEnabled package=com.android.shell uid=2000 enable={boolean(on)}",
        pid=_SYSTEM_PID,
        buffer="main",
    )
    phone.radios.set_wifi(on=on)


@service("wifi")
async def wifi(call: Call) -> int:
    """``set-wifi-enabled enabled|disabled``, ``status`` and what it has seen."""
    radios = call.phone.radios
    match call.args:
        case ("set-wifi-enabled", ("enabled" | "disabled") as state, *_):
            switch_wifi(call.phone, on=state == "enabled")
        case ("set-wifi-enabled", *words):
            return await _bad_switch(call, words)
        case ("status", *_):
            await call.print("\n".join(_wifi_status(call.phone)))
        case ("list-scan-results", *_):
            await call.print(_scan_results() if radios.wifi else "No scan results")
        case ("list-networks", *_):
            await call.print(
                f"Network Id      SSID                         Security type\n"
                f"0            {_SSID.strip(chr(34)):<32} open"
            )
        case ("start-scan", *_):
            pass
        case _:
            return await help_or_unknown(call, _WIFI_USAGE)
    return 0


async def _bad_switch(call: Call, words: list[str]) -> int:
    problem = (
        f"expected 'enabled' or 'disabled' as next arg but got '{words[0]}'"
        if words
        else 'Argument expected after "set-wifi-enabled"'
    )
    await call.print(f"Invalid args for set-wifi-enabled: {ILLEGAL_ARGUMENT}: {problem}")
    return _BAD


def _wifi_status(phone: Phone) -> list[str]:
    if not phone.radios.wifi:
        return ["Wifi is disabled", "Wifi scanning is only available when wifi is enabled"]
    client_mode = phone.profile.rows["wifi_status"]["client_mode"]
    return [
        "Wifi is enabled",
        "Wifi scanning is always available",
        *([client_mode] if client_mode else []),
        *(_CONNECTED if phone.radios.signal else ["Wifi is not connected"]),
    ]


def _scan_results() -> str:
    return (
        "    BSSID              Frequency      RSSI           Age(sec)     SSID"
        "                                 Flags\n"
        "  00:13:10:85:fe:01       2447          -50             1.000     AndroidWifi"
        "                          [ESS]"
    )


_WIFI_USAGE: Final = """Wi-Fi (wifi) commands:
  help or -h
    Print this help text.
  list-networks
    Lists the saved networks
  list-scan-results
    Lists the latest scan results
  set-wifi-enabled enabled|disabled
    Enables/disables Wifi on this device.
  start-scan
    Start a new scan
  status
    Current wifi status"""


@service("phone")
async def telephony(call: Call) -> int:
    """``data enable|disable``."""
    match call.args:
        case ("data", ("enable" | "disable") as state, *_):
            call.phone.radios.set_data(on=state == "enable")
            return 0
        case ("data", *_):
            await call.print(_PHONE_USAGE)
            return 0
    return await help_or_unknown(call, _PHONE_USAGE)


_PHONE_USAGE: Final = """Mobile Data Test Commands:
  data enable: enable mobile data connectivity
  data disable: disable mobile data connectivity"""


@service("connectivity")
async def connectivity(call: Call) -> int:
    """``airplane-mode [enable|disable]``; the words for its state are unsure."""
    match call.args:
        case ("airplane-mode",):
            await call.print("enabled" if call.phone.radios.airplane else "disabled")
        case ("airplane-mode", ("enable" | "disable") as state, *_):
            call.phone.radios.set_airplane(on=state == "enable")
        case ("airplane-mode", *_):
            await call.print(_CONNECTIVITY_USAGE)
            return _BAD
        case _:
            return await help_or_unknown(call, _CONNECTIVITY_USAGE)
    return 0


_CONNECTIVITY_USAGE: Final = """Connectivity service commands:
  help
    Print this help text.
  airplane-mode [enable|disable]
    Turn airplane mode on or off.
  airplane-mode
    Get airplane mode."""


@service("bluetooth_manager")
async def bluetooth(call: Call) -> int:
    """``enable``, ``disable`` and ``wait-for-state:STATE_ON|STATE_OFF``."""
    match call.args:
        case (("enable" | "disable") as state, *_):
            call.phone.radios.set_bluetooth(on=state == "enable")
            await call.print(f"{state}: Success")
            return 0
        case (("wait-for-state:STATE_ON" | "wait-for-state:STATE_OFF") as word, *_):
            reached = call.phone.radios.bluetooth is word.endswith("_ON")
            await call.print(f"{word}: {'Success' if reached else 'Fail'}")
            return 0 if reached else _BAD
        case (word, *_) if word.startswith("wait-for-state:"):
            return await threw(
                call, ILLEGAL_ARGUMENT, f"Invalid state value: {word.partition(':')[2]}"
            )
        case (("help" | "-h"), *_) | ():
            return await help_or_unknown(call, _BLUETOOTH_USAGE)
    return await unknown_command(call)


_BLUETOOTH_USAGE: Final = """Bluetooth Manager Commands:
  help or -h
    Print this help text.
  enable
    Enable Bluetooth on this device.
  disable
    Disable Bluetooth on this device.
  wait-for-state:<STATE>
    Wait until the adapter state is <STATE> (<STATE> can be one of STATE_OFF | STATE_ON)"""


def _links(phone: Phone) -> list[_Link]:
    """The networks that are up. A phone drops mobile data for Wi-Fi; the emulator keeps both."""
    found = [_WIFI] if phone.radios.carries_wifi else []
    if phone.radios.carries_data and (phone.attach == "emulator" or not found):
        found.append(_MOBILE)
    return found


@dump("connectivity")
def dump_connectivity(phone: Phone, args: tuple[str, ...]) -> str:
    """The networks; Wi-Fi is the default one where both are up."""
    del args
    links = _links(phone)
    return "\n".join(
        [
            "NetworkProviders for:",
            "  WifiNetworkFactory - TelephonyNetworkFactory[0]",
            "",
            f"Active default network: {links[0].number if links else 'none'}",
            "",
            "Current Networks:",
            *(f"  {_agent(phone, link)}" for link in links),
            "",
            "Restrict background:",
            "  mRestrictBackground: false",
        ]
    )


def _agent(phone: Phone, link: _Link) -> str:
    label = f"{link.kind}[{link.subtype}]" if link.subtype else link.kind
    shape: str = phone.profile.rows["network_agent"]["agent"]
    handle = link.number * 0x100000000 + 0xCAFED00D
    return shape.format(**link._asdict(), label=label, handle=handle, dns="10.0.2.3")


@dump("wifi")
def dump_wifi(phone: Phone, args: tuple[str, ...]) -> str:
    """Whether Wi-Fi is on, and what it is connected to."""
    del args
    on = phone.radios.wifi
    lines = [f"Wi-Fi is {'enabled' if on else 'disabled'}"]
    lines += ["Verbose logging is off", "Stay-awake conditions: 0", "mInIdleMode false"]
    if on:
        lines.append(f"mWifiInfo SSID: {_SSID}, {_WIFI_INFO}")
    return "\n".join(lines)


@dump("bluetooth_manager")
def dump_bluetooth(phone: Phone, args: tuple[str, ...]) -> str:
    """Whether Bluetooth is on."""
    del args
    on = phone.radios.bluetooth
    return (
        f"Bluetooth Status\n  enabled: {boolean(on)}\n"
        f"  state: {'ON' if on else 'OFF'}\n  address: null\n  name: {phone.identity.model}"
    )


# States of TelephonyManager.DATA_*, ServiceState.STATE_*. Source: AOSP.
_SERVICE_STATES: Final = {"home": 0, "roaming": 0, "searching": 1, "denied": 1, "unregistered": 1}


@dump("telephony.registry")
def dump_telephony(phone: Phone, args: tuple[str, ...]) -> str:
    """Registration, calls and mobile data."""
    del args
    modem = phone.telephony
    service_state = 3 if phone.radios.airplane else _SERVICE_STATES[modem.voice]
    number = modem.calls[0].number if modem.call_state else ""
    return (
        "last known state:\n  Phone Id=0\n"
        f"    mCallState={modem.call_state}\n    mCallIncomingNumber={number}\n"
        f"    mServiceState={{mVoiceRegState={service_state}, mDataRegState={service_state}}}\n"
        f"    mSignalStrength=SignalStrength:{{level={modem.profile}, rssi={modem.rssi}}}\n"
        f"    mDataConnectionState={2 if _MOBILE in _links(phone) else 0}"
    )
