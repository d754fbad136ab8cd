"""The capability ledger: what a verb comes to on a phone, decided before anything is run."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final, Literal

from config import ledger as ledger_config
from config.errors import ConfigError, nearest
from devices.errors import VerbRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from config.crm import CrmKind
    from config.ledger import Entry, Ledger, Transport
    from config.platforms import Platform
    from devices.facts import DeviceFacts

# An emulator's way and a cable's, which for a virtual phone with adb is a connection over TCP; an
# iPhone's cable is one that its radios do not touch.
_OF_VIRTUAL_PHONES: Final[Mapping[Platform, tuple[Transport, ...]]] = {
    "android": ("local", "tcp"),
    "ios": ("usb",),
}


class UnknownVerbError(LookupError):
    """The ledger does not know a verb; the message says which it knows."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a verdict depends on.

    Attributes:
        kind: virtual, emulator, simulator, real or cloud.
        platform: android or ios.
        transport: usb, tcp, local or cloud.
        skin: of the build.
        locale: of the phone.
        crm: virtual, sandbox or live: the account behind the app.
    """

    kind: str
    platform: Platform
    transport: Transport
    skin: str = "native"
    locale: str = "en-US"
    crm: CrmKind = "virtual"

    def __str__(self) -> str:
        return f"{self.platform} {self.transport} {self.skin} {self.locale}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verb comes to.

    Attributes:
        word: native, emulated or refused.
        how: by what, or why not.
        instead: what to use where it is refused.
    """

    word: Literal["native", "emulated", "refused"]
    how: str
    instead: str = ""

    @property
    def refused(self) -> bool:
        """Whether it cannot be done."""
        return self.word == "refused"


def verdict(ledger: Ledger, verb: str, ground: Ground) -> Verdict:
    """What the ledger says of a verb on such a phone.

    Raises:
        UnknownVerbError: it knows no such verb.
    """
    if verb not in ledger.verbs:
        raise UnknownVerbError(f"no verb {verb!r}; {nearest(verb, ledger.verbs)}")
    for entry in ledger.verbs[verb]:
        if _fits(entry, ground):
            return _verdict(entry)
    kind = f"{ground.kind} {ground.platform} over {ground.transport}"
    return Verdict("refused", f"nothing is known of it on {kind}", "another kind of phone")


def refusal(ledger: Ledger, verbs: Iterable[str], ground: Ground) -> str:
    """Why such a phone cannot show a test that needs these verbs; empty when it can.

    Raises:
        UnknownVerbError: the ledger knows no such verb.
    """
    reasons = []
    for verb in verbs:
        said = verdict(ledger, verb, ground)
        if said.refused:
            reasons.append(f"{verb}: {said.how}; instead: {said.instead}")
    return "; ".join(reasons)


def verdict_of(verb: str, facts: DeviceFacts) -> Verdict:
    """What the ledger of ``config/ledger.yaml`` says of a verb on this device.

    Raises:
        UnknownVerbError: it knows no such verb.
    """
    return verdict(ledger_config.read(), verb, facts.ground)


def require(verb: str, facts: DeviceFacts) -> None:
    """Refuse a verb that the ledger refuses, before anything is done.

    Raises:
        VerbRefused: with the ledger's reason, and what it offers instead.
        UnknownVerbError: the ledger knows no such verb.
    """
    said = verdict_of(verb, facts)
    if said.refused:
        raise VerbRefused(facts.name, verb, said.how, f"instead: {said.instead}")


def refusals_on_virtual_phones(
    ledger: Ledger, platforms: Iterable[Platform], skins: Iterable[str]
) -> set[str]:
    """Everything refused on phones that come with the project, as `accepted` has it."""
    grounds = [
        Ground("virtual", platform, transport, skin)
        for platform, skin in product(platforms, skins)
        for transport in _OF_VIRTUAL_PHONES[platform]
    ]
    return {
        f"{verb} {ground}"
        for verb, ground in product(ledger.verbs, grounds)
        if verdict(ledger, verb, ground).refused
    }


def accepted(path: Path) -> set[str]:
    """The refusals that somebody has reviewed, one a line of a file; ``#`` begins a remark.

    Raises:
        ConfigError: the file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(path, 0, 0, f"cannot be read: {error}") from error
    return {" ".join(text.split()) for line in lines if (text := line.partition("#")[0].strip())}


def _fits(entry: Entry, ground: Ground) -> bool:
    return all(
        allowed is None or value in allowed
        for allowed, value in (
            (entry.kind, ground.kind),
            (entry.platform, ground.platform),
            (entry.transport, ground.transport),
            (entry.skin, ground.skin),
            (entry.locale, ground.locale),
            (entry.crm, ground.crm),
        )
    )


def _verdict(entry: Entry) -> Verdict:
    if entry.native:
        return Verdict("native", entry.native)
    if entry.emulated:
        return Verdict("emulated", entry.emulated)
    return Verdict("refused", str(entry.refused), str(entry.instead))
