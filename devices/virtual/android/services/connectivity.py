"""Radios from the command line, and what the phone tells of its networks.

Source: AOSP Svc (WifiCommand, DataCommand, NfcCommand), WifiShellCommand, TelephonyShellCommand,
ConnectivityService, BluetoothManagerShellCommand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.android.services.registry import dump, service, unknown_command
from devices.virtual.android.shell.call import Call, command

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.phone import Phone

_SWITCH: Final = {"enable": True, "disable": False, "enabled": True, "disabled": False}
_WIFI_ID: Final = 100
_MOBILE_ID: Final = 101


def _set_nfc(phone: Phone, on: bool) -> None:  # noqa: FBT001 - a cell of the table below
    phone.radios.nfc = on


# What `svc NAME enable|disable` switches.
_SVC: Final[dict[str, Callable[[Phone, bool], None]]] = {
    "wifi": lambda phone, on: phone.radios.set_wifi(on=on),
    "data": lambda phone, on: phone.radios.set_data(on=on),
    "bluetooth": lambda phone, on: phone.radios.set_bluetooth(on=on),
    "nfc": _set_nfc,
}


@command("svc")
async def svc(call: Call) -> int:
    """Switch a radio."""
    match call.args:
        case (name, verb) if name in _SVC and verb in {"enable", "disable"}:
            _SVC[name](call.phone, _SWITCH[verb])
            return 0
    return await call.fail("Available commands:\n    " + "\n    ".join(_SVC), 1)


@service("wifi")
async def wifi(call: Call) -> int:
    """``set-wifi-enabled enabled|disabled`` and ``status``."""
    match call.args:
        case ("set-wifi-enabled", ("enabled" | "disabled") as state):
            call.phone.radios.set_wifi(on=_SWITCH[state])
        case ("status",):
            await call.print(f"Wifi is {'enabled' if call.phone.radios.wifi else 'disabled'}")
        case _:
            return await unknown_command(call)
    return 0


@service("phone")
async def telephony(call: Call) -> int:
    """``data enable|disable``."""
    match call.args:
        case ("data", ("enable" | "disable") as state):
            call.phone.radios.set_data(on=_SWITCH[state])
            return 0
    return await unknown_command(call)


@service("connectivity")
async def connectivity(call: Call) -> int:
    """``airplane-mode [enable|disable]``."""
    match call.args:
        case ("airplane-mode",):
            await call.print("enabled" if call.phone.radios.airplane else "disabled")
        case ("airplane-mode", ("enable" | "disable") as state):
            call.phone.radios.set_airplane(on=_SWITCH[state])
        case _:
            return await unknown_command(call)
    return 0


@service("bluetooth_manager")
async def bluetooth(call: Call) -> int:
    """``enable`` and ``disable``."""
    match call.args:
        case (("enable" | "disable") as state,):
            call.phone.radios.set_bluetooth(on=_SWITCH[state])
            await call.print("Success")
            return 0
    return await unknown_command(call)


@dump("connectivity")
def dump_connectivity(phone: Phone, args: tuple[str, ...]) -> str:
    """The networks; Wi-Fi is the default one where both are up."""
    del args
    networks = []
    if phone.radios.wifi:
        networks.append(_agent(_WIFI_ID, "WIFI", "wlan0", "NOT_METERED&"))
    if phone.radios.data:
        networks.append(_agent(_MOBILE_ID, "CELLULAR", "rmnet0", ""))
    default = "none"
    if phone.radios.connected:
        default = str(_WIFI_ID if phone.radios.wifi else _MOBILE_ID)
    return "\n".join(
        [
            "NetworkProviders for:",
            "  WifiNetworkFactory - TelephonyNetworkFactory[0]",
            "",
            f"Active default network: {default}",
            "",
            "Current Networks:",
            *networks,
        ]
    )


def _agent(number: int, transport: str, interface: str, metered: str) -> str:
    kind = "WIFI" if transport == "WIFI" else "MOBILE[LTE]"
    return (
        f"  NetworkAgentInfo{{network{{{number}}}  handle{{{number * 0x100000000 + 0xCAFED00D}}}"
        f"  ni{{{kind} CONNECTED extra: }} Score(60 ; KeepConnected : 0 ; Policies : IS_VALIDATED)"
        f"   lp{{{{InterfaceName: {interface}}}}}  nc{{[ Transports: {transport}"
        f" Capabilities: {metered}INTERNET&NOT_RESTRICTED&TRUSTED&NOT_VPN&VALIDATED ]}}}}"
    )


@dump("wifi")
def dump_wifi(phone: Phone, args: tuple[str, ...]) -> str:
    """Whether Wi-Fi is on."""
    del args
    return f"Wi-Fi is {'enabled' if phone.radios.wifi else 'disabled'}"
