"""The iPhone that is looked at: what it is, where it is reached, how it is left as it was found."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Final

import aiohttp

from config.deadlines import DEADLINES
from devices.conform.builds import ASKING_APP
from devices.conform.cable import PhoneCable, on_cables
from devices.conform.http import request
from devices.conform.ios_observer import IosObserver, needs
from devices.conform.wire import WireError
from devices.ios.springboard import has_home_button

if TYPE_CHECKING:
    from pathlib import Path

    from config.platforms import Platform
    from devices.conform.phone import Options
    from devices.conform.rows import Row

_NO_CABLE: Final = "it needs the phone's cable; --usbmuxd SOCKET names what has it"
_NO_HELPERS: Final = f"{ASKING_APP} is not installed; --helpers installs it"
_PARTS: Final = (1, 7, 10, 12, 20, 50, 60, 80, 90, 99)
_VERSION: Final = re.compile(r"\d{1,2}(\.\d{1,2}){0,2}")


@dataclass(slots=True)
class IPhone:
    """An iPhone to be looked at.

    Attributes:
        url: where its WebDriverAgent answers.
        version: of iOS, as it says.
        size: of its screen, in points.
        udid: what its cable calls it; empty where that is not known.
        cable: what it is on; None where that is not known.
        lacks_asking: why the app that asks is not there; empty where it is.
    """

    url: str
    version: str
    size: tuple[int, int]
    udid: str = ""
    cable: PhoneCable | None = None
    lacks_asking: str = _NO_HELPERS
    platform: ClassVar[Platform] = "ios"
    attach: ClassVar[str] = "cable"
    _asking: Path | None = field(default=None, repr=False)

    @classmethod
    async def read(cls, url: str, udid: str = "", usbmuxd: Path | None = None) -> IPhone:
        """Ask a phone what it is.

        Args:
            url: where its WebDriverAgent answers.
            udid: of the phone; where a socket has but one phone, it is that one.
            usbmuxd: a socket that has it on a cable.

        Raises:
            WireError: no WebDriverAgent answers there, or the socket has not the phone.
        """
        async with aiohttp.ClientSession() as client:
            version, size = await _version(client, url), await _size(client, url)
        if usbmuxd is None:
            return cls(url, version, size, udid)
        udid = await _on_cable(usbmuxd, udid)
        return cls(url, version, size, udid, PhoneCable(udid, usbmuxd))

    @property
    def level(self) -> tuple[int, ...]:
        """Its release, as rows count it."""
        return tuple(map(int, self.version.split(".")))

    @property
    def name(self) -> str:
        """What its cable calls it, or else its agent's address."""
        return self.udid or self.url

    @property
    def release(self) -> str:
        """The version of iOS."""
        return self.version

    @property
    def home_button(self) -> bool:
        """Whether it is a phone with a home button."""
        return has_home_button(*self.size)

    @property
    def known(self) -> dict[str, str]:
        """What rows may use: ``%udid%``, ``%version%``, and places such as ``%x90%``.

        These are hundredths of the screen's width and height, in points.
        """
        width, height = self.size
        places = {f"x{part}": str(width * part // 100) for part in _PARTS}
        places |= {f"y{part}": str(height * part // 100) for part in _PARTS}
        return {"udid": self.udid, "version": self.version, **places}

    def __str__(self) -> str:
        return f"{self.name}: iOS {self.version}"

    @property
    def wanted(self) -> dict[str, object]:
        """The capabilities of a driver's session on it: without an app no cable is needed.

        Source: appium-xcuitest-driver 12.13.1, run on Linux.
        """
        return {
            "platformName": "iOS",
            "appium:automationName": "XCUITest",
            "appium:udid": self.udid or "unknown",
            "appium:platformVersion": self.version,
            "appium:webDriverAgentUrl": self.url,
        }

    def needs(self, row: Row) -> set[str]:
        """See `devices.conform.phone.Phone`."""
        return needs(row)

    def observer(self, options: Options) -> IosObserver:
        """See `devices.conform.phone.Phone`."""
        return IosObserver(self, options)

    async def bring(self, options: Options) -> None:
        """See `devices.conform.phone.Phone`. A phone that refuses the app goes without."""
        asking = options.asking.get(ASKING_APP)
        if asking is None:
            return
        if self.cable is None:
            self.lacks_asking = f"{ASKING_APP} cannot be installed: {_NO_CABLE}"
            return
        try:
            await self.cable.install(asking, ASKING_APP)
        except WireError as error:
            self.lacks_asking = f"only virtual phones know what {ASKING_APP} does: {error}"
        else:
            self._asking, self.lacks_asking = asking, ""

    async def forget_asking(self) -> None:
        """Have the app that asks as if it had never been there.

        Raises:
            WireError: the phone refuses.
        """
        assert self.cable is not None
        assert self._asking is not None
        await self.cable.remove(ASKING_APP)
        await self.cable.install(self._asking, ASKING_APP)

    async def leave(self) -> None:
        """See `devices.conform.phone.Phone`."""
        if self.cable is not None and self._asking is not None:
            self._asking = None
            await self.cable.remove(ASKING_APP)


async def _version(client: aiohttp.ClientSession, url: str) -> str:
    answer = await request(client, "GET", f"{url}/status", None, DEADLINES.health_s)
    told = answer.value.get("os") if isinstance(answer.value, dict) else None
    version = str(told.get("version")) if isinstance(told, dict) else ""
    if not _VERSION.fullmatch(version):
        raise WireError(f"GET {url}/status", f"{version or answer.text[:80]!r} is no version")
    return version


async def _size(client: aiohttp.ClientSession, url: str) -> tuple[int, int]:
    answer = await request(client, "GET", f"{url}/window/size", None, DEADLINES.command_s)
    try:
        return int(answer.value["width"]), int(answer.value["height"])
    except (KeyError, TypeError, ValueError):
        raise WireError(f"GET {url}/window/size", answer.text[:80]) from None


async def _on_cable(usbmuxd: Path, udid: str) -> str:
    there = await on_cables(usbmuxd)
    if udid in there or (not udid and len(there) == 1):
        return udid or next(iter(there))
    tried = f"usbmuxd at {usbmuxd}"
    has = ", ".join(sorted(there)) or "no phone"
    if udid:
        raise WireError(tried, f"it does not have {udid}; it has {has}")
    raise WireError(tried, f"name one of its phones by --udid; it has {has}")
