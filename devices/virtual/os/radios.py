"""Wi-Fi, mobile data, flight mode, Bluetooth and NFC, with the settings that mirror them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.os.settings import Settings

# Values of the global setting wifi_on. Source: AOSP com.android.server.wifi.WifiSettingsStore. That
# flight mode writes 2 and 3 is unsure.
_WIFI_OFF: Final = "0"
_WIFI_ON: Final = "1"
_WIFI_ON_OVERRIDING_AIRPLANE: Final = "2"
_WIFI_OFF_BY_AIRPLANE: Final = "3"


class Radios:
    """What carries data. Flight mode cuts Wi-Fi and mobile data; leaving it brings both back.

    Wi-Fi switched on during flight mode stays on, as on a phone.

    Attributes:
        signal: whether the radios that are on reach their networks.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._wifi = settings.get("global", "wifi_on") == _WIFI_ON
        self._wifi_overrides = False
        self._data = settings.get("global", "mobile_data") == "1"
        self._airplane = settings.get("global", "airplane_mode_on") == "1"
        self._bluetooth = settings.get("global", "bluetooth_on") == "1"
        self.nfc = True
        self.signal = True
        self._callbacks: list[Callable[[], None]] = []

    @property
    def airplane(self) -> bool:
        """Whether flight mode is on."""
        return self._airplane

    @property
    def wifi(self) -> bool:
        """Whether the Wi-Fi radio is on now."""
        return self._wifi and (not self._airplane or self._wifi_overrides)

    @property
    def data(self) -> bool:
        """Whether mobile data is on now."""
        return self._data and not self._airplane

    @property
    def carries_wifi(self) -> bool:
        """Whether Wi-Fi carries data now."""
        return self.wifi and self.signal

    @property
    def carries_data(self) -> bool:
        """Whether mobile data flows when Wi-Fi does not."""
        return self.data and self.signal

    @property
    def bluetooth(self) -> bool:
        """Whether the Bluetooth radio is on."""
        return self._bluetooth and not self._airplane

    @property
    def connected(self) -> bool:
        """Whether anything carries data now."""
        return self.carries_wifi or self.carries_data

    def set_wifi(self, *, on: bool) -> None:
        """Switch Wi-Fi."""
        self._wifi, self._wifi_overrides = on, on and self._airplane
        self._changed()

    def set_data(self, *, on: bool) -> None:
        """Switch mobile data."""
        self._data = on
        self._changed()

    def set_airplane(self, *, on: bool) -> None:
        """Switch flight mode."""
        self._airplane, self._wifi_overrides = on, False
        self._changed()

    def set_bluetooth(self, *, on: bool) -> None:
        """Switch Bluetooth."""
        self._bluetooth = on
        self._changed()

    def set_signal(self, *, on: bool) -> None:
        """Take the phone out of reach of every network, or bring it back."""
        self.signal = on
        self._changed()

    def on_change(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back after each switch; returns the call that unsubscribes."""
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback)

    def _changed(self) -> None:
        put = self._settings.put
        put("global", "wifi_on", self._wifi_setting())
        put("global", "mobile_data", str(int(self._data)))
        put("global", "airplane_mode_on", str(int(self._airplane)))
        put("global", "bluetooth_on", str(int(self._bluetooth)))
        for callback in tuple(self._callbacks):
            callback()

    def _wifi_setting(self) -> str:
        if not self._wifi:
            return _WIFI_OFF
        if not self._airplane:
            return _WIFI_ON
        return _WIFI_ON_OVERRIDING_AIRPLANE if self._wifi_overrides else _WIFI_OFF_BY_AIRPLANE
