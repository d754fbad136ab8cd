"""lockdownd: tells values of the phone, opens sessions, starts services.

Source: libimobiledevice, ``src/lockdown.c``; appium-ios-device, ``lib/lockdown`` and the list of
values in ``lib/utilities.js``, which is what a phone tells a host without a session.
The names of errors are libimobiledevice's. Unsure, since nobody has shown a trace of it: that a
value without a session is GetProhibited and a service SessionInactive, that an unknown domain is
empty, and that a request without a known name ends the connection.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

from devices.virtual.ios.usbmux import plists
from devices.virtual.ios.usbmux.handset import ProhibitedError
from devices.virtual.ios.usbmux.identity import UnknownHostError
from devices.virtual.ios.usbmux.ports import Opened
from devices.virtual.ios.usbmux.services import SERVICES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.virtual.ios.usbmux.channel import Channel
    from devices.virtual.ios.usbmux.handset import Handset, PlistValue
    from devices.virtual.ios.usbmux.ports import Ports

PORT: Final = 62078
_TYPE: Final = "com.apple.mobile.lockdown"
_WITHOUT_SESSION: Final = frozenset(
    {
        *("BasebandCertId", "BasebandKeyHashInformation", "BasebandSerialNumber"),
        *("BasebandVersion", "BoardId", "BuildVersion", "CPUArchitecture", "ChipID"),
        *("DeviceClass", "DeviceColor", "DeviceName", "DevicePublicKey", "DieID"),
        *("HardwareModel", "HasSiDP", "PartitionType", "ProductName", "ProductType"),
        *("ProductVersion", "ProductionSOC", "ProtocolVersion", "SupportedDeviceFamilies"),
        *("TelephonyCapability", "UniqueChipID", "UniqueDeviceID", "WiFiAddress"),
    }
)


class _RefusedError(Exception):
    """A request is answered with an error of this name."""


class Lockdown:
    """One connection to lockdownd."""

    def __init__(self, handset: Handset, ports: Ports, channel: Channel) -> None:
        self._handset, self._ports, self._channel = handset, ports, channel
        self._session: str | None = None
        self._host_id = ""
        self._requests: dict[str, Callable[[Mapping[str, object]], Mapping[str, object] | None]] = {
            "QueryType": self._query_type,
            "GetValue": self._get_value,
            "SetValue": self._set_value,
            "Pair": self._pair,
            "ValidatePair": self._validate_pair,
            "Unpair": self._unpair,
            "StartSession": self._start_session,
            "StopSession": self._stop_session,
            "StartService": self._start_service,
        }

    async def serve(self) -> None:
        """Answer requests until the host closes the connection, or says what is none.

        Raises:
            MalformedPlistError: it said what is none.
        """
        while (request := await plists.receive(self._channel)) is not None:
            name = request.get("Request")
            if not isinstance(name, str) or name not in self._requests:
                return
            reply: dict[str, object] = {"Request": name}
            try:
                reply |= self._requests[name](request) or {}
            except _RefusedError as error:
                reply["Error"] = str(error)
            plists.send(self._channel, reply)
            await self._channel.drain()
            await self._after(reply)

    async def _after(self, reply: Mapping[str, object]) -> None:
        """What follows an answer on the same stream: TLS comes and goes with the session."""
        if "Error" in reply:
            return
        if reply["Request"] == "StartSession":
            await self._channel.start_tls(self._handset.identity.context(self._host_id))
        elif reply["Request"] == "StopSession":
            await self._channel.stop_tls()

    def _query_type(self, _request: Mapping[str, object]) -> Mapping[str, object]:
        return {"Type": _TYPE}

    def _get_value(self, request: Mapping[str, object]) -> Mapping[str, object]:
        domain, key = _optional(request, "Domain"), _optional(request, "Key")
        asked = {name: value for name, value in (("Domain", domain), ("Key", key)) if value}
        values = self._values(domain)
        if key is None:
            return {**asked, "Value": values}
        if self._session is None and (domain is not None or key not in _WITHOUT_SESSION):
            raise _RefusedError("GetProhibited")
        if key not in values:
            raise _RefusedError("MissingValue")
        return {**asked, "Value": values[key]}

    def _values(self, domain: str | None) -> dict[str, PlistValue]:
        values = dict(self._handset.values(domain))
        if domain is None:
            values["DevicePublicKey"] = self._handset.identity.public_key
        if self._session is not None:
            return values
        if domain is not None:
            raise _RefusedError("GetProhibited")
        return {key: value for key, value in values.items() if key in _WITHOUT_SESSION}

    def _set_value(self, request: Mapping[str, object]) -> Mapping[str, object]:
        domain, key = _optional(request, "Domain"), _text(request, "Key", "MissingKey")
        value = request.get("Value")
        if value is None:
            raise _RefusedError("MissingValue")
        if self._session is None or not isinstance(value, str | int | float | bytes):
            raise _RefusedError("SetProhibited")
        try:
            self._handset.set_value(domain, key, value)
        except ProhibitedError as error:
            raise _RefusedError("SetProhibited") from error
        return {"Key": key, "Value": value, **({"Domain": domain} if domain else {})}

    def _pair(self, request: Mapping[str, object]) -> Mapping[str, object]:
        record = _record(request)
        certificate = record.get("HostCertificate")
        if not isinstance(certificate, bytes):
            raise _RefusedError("InvalidPairRecord")
        host_id = _text(record, "HostID", "MissingHostID")
        try:
            return {"EscrowBag": self._handset.identity.trust(host_id, certificate)}
        except ValueError as error:
            raise _RefusedError("InvalidPairRecord") from error

    def _validate_pair(self, request: Mapping[str, object]) -> None:
        if not self._handset.identity.trusts(_text(_record(request), "HostID", "MissingHostID")):
            raise _RefusedError("InvalidHostID")

    def _unpair(self, request: Mapping[str, object]) -> None:
        try:
            self._handset.identity.forget(_text(_record(request), "HostID", "MissingHostID"))
        except UnknownHostError as error:
            raise _RefusedError("InvalidHostID") from error

    def _start_session(self, request: Mapping[str, object]) -> Mapping[str, object]:
        host_id = _text(request, "HostID", "MissingHostID")
        if self._session is not None:
            raise _RefusedError("SessionActive")
        if not self._handset.identity.trusts(host_id):
            raise _RefusedError("InvalidHostID")
        self._session, self._host_id = str(uuid.uuid4()).upper(), host_id
        return {"SessionID": self._session, "EnableSessionSSL": True}

    def _stop_session(self, request: Mapping[str, object]) -> None:
        if self._session is None:
            raise _RefusedError("SessionInactive")
        if _text(request, "SessionID", "MissingSessionID") != self._session:
            raise _RefusedError("InvalidSessionID")
        self._session = None

    def _start_service(self, request: Mapping[str, object]) -> Mapping[str, object]:
        name = _text(request, "Service", "MissingService")
        if self._session is None:
            raise _RefusedError("SessionInactive")
        if name not in SERVICES:
            raise _RefusedError("InvalidService")
        port = self._ports.open(Opened(SERVICES[name], self._host_id))
        return {"Service": name, "Port": port, "EnableServiceSSL": True}


def _optional(request: Mapping[str, object], key: str) -> str | None:
    value = request.get(key)
    return value if isinstance(value, str) and value else None


def _text(request: Mapping[str, object], key: str, error: str) -> str:
    value = _optional(request, key)
    if value is None:
        raise _RefusedError(error)
    return value


def _record(request: Mapping[str, object]) -> Mapping[str, object]:
    record = request.get("PairRecord")
    if not isinstance(record, dict):
        raise _RefusedError("MissingPairRecord")
    return record
