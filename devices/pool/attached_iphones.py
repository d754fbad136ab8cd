"""The iPhones of a lab ``attached``: reached by the URL of an agent that somebody else runs.

What a phone is, it says itself through its agent; what it cannot say stands in the lab's file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from config.deadlines import DEADLINES
from config.lab import follow
from config.yaml_file import complain
from devices.host.ports import LOOPBACKS
from devices.host.running import running_labs
from devices.host.spec import PhoneEndpoint
from devices.ios import agent, usbmuxd
from devices.pool.plan import VIRTUAL, PhoneFacts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from config.lab import AttachedLab, IphoneWords
    from config.ledger import Transport
    from config.yaml_file import Place
    from devices.ios.agent import AgentFacts
    from devices.pool.plan import Cell


@dataclass(frozen=True, slots=True)
class _Iphone:
    """One that answers: what its file says, what it says itself, and whether it is on a cable."""

    words: IphoneWords
    said: AgentFacts
    on_cable: bool


class AttachedIphones:
    """iPhones with an agent of somebody else's.

    Args:
        lab: as its file has it.
        path: that file.
    """

    def __init__(self, lab: AttachedLab, path: Path) -> None:
        self._lab, self._path = lab, path

    @cached_property
    def socket(self) -> Path | None:
        """Where usbmuxd listens; None where the file names no socket.

        Raises:
            ConfigError: a variable is not set.
        """
        if self._lab.usbmuxd is None:
            return None
        return usbmuxd.socket_of(self._follow(self._lab.usbmuxd, ("usbmuxd",)))

    @property
    def phones(self) -> Mapping[str, PhoneFacts]:
        """Every iPhone of the file, by UDID.

        Raises:
            ConfigError: one does not answer, usbmuxd does not, or the file calls a virtual phone
                something else.
        """
        return {udid: self._facts(udid, phone) for udid, phone in self._found.items()}

    def endpoint(self, cell: Cell) -> PhoneEndpoint:
        """Where the iPhone of a cell is reached."""
        phone = self._found[cell.device]
        return PhoneEndpoint(
            name=cell.id,
            platform="ios",
            version=phone.said.version,
            api_level=cell.api_level,
            attach="cable",
            serial=cell.device,
            wda_url=phone.words.wda_url,
            on_cable=phone.on_cable,
        )

    @cached_property
    def _found(self) -> Mapping[str, _Iphone]:
        on_cables = self._on_cables()
        found: dict[str, _Iphone] = {}
        for index, written in enumerate(self._lab.iphones):
            place: Place = ("iphones", index)
            words = self._followed(written, place)
            said = self._asked(words, place)
            found[words.udid] = _Iphone(words, said, words.udid in on_cables)
        return found

    def _followed(self, words: IphoneWords, place: Place) -> IphoneWords:
        udid = self._follow(words.udid, (*place, "udid"))
        url = self._follow(words.wda_url, (*place, "wda_url")).rstrip("/")
        return words.model_copy(update={"udid": udid, "wda_url": url})

    def _asked(self, words: IphoneWords, place: Place) -> AgentFacts:
        try:
            return agent.ask(words.wda_url, within_s=DEADLINES.health_s)
        except OSError as error:
            problem = f"wda_url: {words.udid}: no WebDriverAgent answers at {words.wda_url}: "
            raise complain(self._path, (*place, "wda_url"), problem + _named(error)) from None

    def _on_cables(self) -> frozenset[str]:
        if self.socket is None:
            return frozenset()
        try:
            return usbmuxd.listed(self.socket, within_s=DEADLINES.health_s)
        except OSError as error:
            problem = f"usbmuxd: no usbmuxd answers at {self.socket}: {_named(error)}"
            raise complain(self._path, ("usbmuxd",), problem) from None

    def _facts(self, udid: str, phone: _Iphone) -> PhoneFacts:
        words, said = phone.words, phone.said
        kind = words.kind or said.kind
        if _is_virtual(words.wda_url):
            if words.kind not in {None, VIRTUAL}:
                index = list(self._found).index(udid)
                problem = f"kind: {udid} is a virtual phone, found {words.kind!r}"
                raise complain(self._path, ("iphones", index, "kind"), problem)
            kind = VIRTUAL
        return PhoneFacts(
            platform="ios",
            version=str(said.major),
            api_level=said.major,
            kind=kind,
            attaches=("cable",),
            transports=(_transport(phone, kind),),
            form=words.form or said.form,
            locale=words.locale or said.locale,
            tags=words.tags,
            column="real" if kind == VIRTUAL else kind,
            copies=False,
            serial=udid,
            crm=self._lab.crm.kind if self._lab.crm else "live",
        )

    def _follow(self, value: str, place: Place) -> str:
        return follow(value, self._path, place)


def _is_virtual(wda_url: str) -> bool:
    """Whether a lab of this user's brought it up; another user's cannot be told."""
    return any(wda_url == phone.wda_url for lab in running_labs() for phone in lab.phones)


def _transport(phone: _Iphone, kind: str) -> Transport:
    """A port of this host is forwarded over the phone's cable, if it has one; else it is by air."""
    if kind == "simulator":
        return "local"
    here = urlsplit(phone.words.wda_url).hostname in LOOPBACKS
    return "usb" if phone.on_cable and here else "tcp"


def _named(error: OSError) -> str:
    return str(error) or type(error).__name__
