"""usbmuxd, and behind it the services of the phones that are attached: all that a cable carries."""

from devices.virtual.ios.usbmux.usbmuxd import Usbmuxd

__all__ = ["Usbmuxd"]
