"""The ledger says what a verb comes to, and nothing new is refused on virtual phones unseen."""

from __future__ import annotations

from abc import ABC
from dataclasses import replace
from typing import TYPE_CHECKING, Final, get_args

import pytest

from config import ledger as ledger_config
from config import locators
from config.ledger import Entry, Ledger
from config.platforms import Platform
from devices import device
from devices.android.apps import AndroidApps
from devices.android.biometrics import AndroidBiometrics
from devices.android.lock import AndroidLock
from devices.android.network import AndroidNetwork
from devices.android.notifications import AndroidNotifications
from devices.android.permissions import AndroidPermissions
from devices.android.photos import AndroidPhotos
from devices.android.place import AndroidPlace
from devices.android.time import AndroidTime
from devices.errors import VerbRefused
from devices.facts import DeviceFacts
from devices.ios.apps import IosApps
from devices.ios.biometrics import IosBiometrics
from devices.ios.lock import IosLock
from devices.ios.network import IosNetwork
from devices.ios.notifications import IosNotifications
from devices.ios.permissions import IosPermissions
from devices.ios.photos import IosPhotos
from devices.ios.place import IosPlace
from devices.ios.time import IosTime
from devices.ledger import (
    Ground,
    UnknownVerbError,
    accepted,
    refusal,
    refusals_on_virtual_phones,
    require,
    verdict,
)
from devices.verbs import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

VERBS: Final[Mapping[str, Mapping[str, type]]] = {
    "android": {
        "apps": AndroidApps,
        "biometrics": AndroidBiometrics,
        "lock": AndroidLock,
        "network": AndroidNetwork,
        "permissions": AndroidPermissions,
        "photos": AndroidPhotos,
        "place": AndroidPlace,
        "notifications": AndroidNotifications,
        "time": AndroidTime,
    },
    "ios": {
        "apps": IosApps,
        "biometrics": IosBiometrics,
        "lock": IosLock,
        "network": IosNetwork,
        "permissions": IosPermissions,
        "photos": IosPhotos,
        "place": IosPlace,
        "notifications": IosNotifications,
        "time": IosTime,
    },
}
"""The classes of a device's verbs, by platform and by the name of their interface."""
OWN: Final = {"ios apps": {"is_untouched", "name", "told_of"}, "ios lock": {"light"}}
"""What a class offers the other verbs of its platform, past the interface."""
EVERY: Final = [(platform, subject) for platform in VERBS for subject in VERBS[platform]]
WORDS: Final = {"lock": "screen"}
"""The ledger's words for their subjects, where they are others."""
QUESTIONS: Final = {
    "apps": {"version", "state"},
    "biometrics": set(),
    "lock": set(),
    "network": {"state"},
    "permissions": set(),
    "photos": set(),
    "place": set(),
    "notifications": set(),
    "time": {"now"},
}
"""What only looks at a device, and so needs no leave."""

VIRTUAL = Ground("virtual", "android", "tcp")
OVER_THE_AIR = Ground("real", "android", "tcp")
ON_USB = Ground("real", "android", "usb")


def test_virtual_phones_refuse_what_was_reviewed_and_nothing_else() -> None:
    """A refusal that is new, or gone, has to be written into config/refusals.lock."""
    platforms: tuple[Platform, ...] = get_args(Platform)
    refused = refusals_on_virtual_phones(ledger_config.read(), platforms, locators.skins())
    assert refused == accepted(ledger_config.REFUSALS)


def test_a_new_refusal_on_virtual_phones_is_seen(tmp_path: Path) -> None:
    """An entry that refuses one transport gives one line a skin; remarks in the lock are none."""
    entry = Entry(transport=("tcp",), refused="it is not there", instead="a cable")
    ledger = Ledger(verbs={"time.travel": (entry, Entry(native="by magic"))})
    refused = refusals_on_virtual_phones(ledger, ["android"], ["native", "merged"])
    assert refused == {
        "time.travel android tcp native en-US",
        "time.travel android tcp merged en-US",
    }
    lock = tmp_path / "refusals.lock"
    lines = "# a remark\n\ntime.travel android  tcp native en-US # reviewed\n"
    lock.write_text(lines, encoding="utf-8")
    assert refused - accepted(lock) == {"time.travel android tcp merged en-US"}


def test_a_verb_that_would_cut_its_own_transport_is_refused() -> None:
    """Over the air a phone cannot be taken offline, on USB it can; a virtual one always."""
    ledger = ledger_config.read()
    said = verdict(ledger, "network.offline", OVER_THE_AIR)
    assert (said.refused, "own transport" in said.how, said.instead) == (
        True,
        True,
        "attach it by USB",
    )
    for ground in (ON_USB, VIRTUAL):
        assert verdict(ledger, "network.offline", ground).word == "native"


def test_what_nothing_is_known_of_is_refused() -> None:
    """Silence of the ledger is no permission."""
    ground = Ground("simulator", "ios", "local")
    assert verdict(ledger_config.read(), "network.offline", ground).refused


def test_all_reasons_of_a_test_are_told() -> None:
    """A test that needs two refused verbs is told of both; one that needs none, of nothing."""
    ledger = ledger_config.read()
    why = refusal(ledger, ("network.offline", "apps.start", "network.use_only"), OVER_THE_AIR)
    assert why.count("instead: attach it by USB") == 2
    assert "apps.start" not in why
    assert refusal(ledger, (), OVER_THE_AIR) == ""


def test_an_unknown_verb_is_answered_with_the_nearest() -> None:
    """A misspelt need is no permission either."""
    with pytest.raises(UnknownVerbError, match=r"did you mean 'network\.offline'\?"):
        verdict(ledger_config.read(), "network.ofline", VIRTUAL)


@pytest.mark.parametrize(
    "given",
    [{}, {"native": "yes", "refused": "no, never"}, {"refused": "no, never"}, {"instead": "xyz"}],
)
def test_an_entry_is_one_verdict_and_a_refusal_offers_another_way(given: dict[str, str]) -> None:
    """Neither two verdicts nor none, and no refusal without what to use instead."""
    with pytest.raises(ValueError, match=r"an entry is|a refusal, and"):
        Entry.model_validate(given)


@pytest.mark.parametrize(("platform", "subject"), EVERY)
def test_code_and_ledger_have_the_same_verbs(platform: str, subject: str) -> None:
    """What changes a device asks the ledger, and every entry is asked for by some method."""
    methods = _methods(platform, subject)
    asked = {name: getattr(method, NAMES, ()) for name, method in methods.items()}
    public = {name for name in methods if not name.startswith("_")}
    silent = {name for name in public if not asked[name]}
    assert silent - OWN.get(f"{platform} {subject}", set()) == QUESTIONS[subject]
    known = {
        verb
        for verb in ledger_config.read().verbs
        if verb.startswith(f"{WORDS.get(subject, subject)}.")
    }
    assert {verb for verbs in asked.values() for verb in verbs} == known


@pytest.mark.parametrize(("platform", "subject"), EVERY)
def test_the_interface_has_the_methods_of_the_verbs(platform: str, subject: str) -> None:
    """Nothing is offered past the interface that suites are written against."""
    interface = vars(getattr(device, subject.capitalize()))
    own = {name for name in _members(platform, subject) if not name.startswith("_")}
    own -= OWN.get(f"{platform} {subject}", set())
    assert own == {name for name in interface if not name.startswith("_")}


@pytest.mark.parametrize("platform", VERBS)
def test_every_verb_of_the_ledger_has_a_word_for_each_platform(platform: Platform) -> None:
    """No entry is left out: what nothing is said of would be refused without a reason."""
    ledger = ledger_config.read()
    grounds = [Ground(kind, platform, "usb") for kind in ("virtual", "simulator", "real", "cloud")]
    unsaid = {
        f"{verb} {ground.kind}"
        for verb in ledger.verbs
        for ground in grounds
        if verdict(ledger, verb, ground).how.startswith("nothing is known")
    }
    assert not unsaid


def _members(platform: str, subject: str) -> dict[str, object]:
    """What a class has, by itself and by those that it is made from."""
    parts = [vars(each) for each in VERBS[platform][subject].__mro__[:-1] if each is not ABC]
    return {name: value for part in reversed(parts) for name, value in part.items()}


def _methods(platform: str, subject: str) -> dict[str, Callable[..., object]]:
    members = _members(platform, subject)
    return {name: each for name, each in members.items() if callable(each)}


def test_a_device_asks_for_what_it_is() -> None:
    """Its column judges it, else its kind; a refusal names device, verb, reason and another way."""
    facts = DeviceFacts("cell", "virtual", "android", "14", 34, "cable", "X1", transport="tcp")
    require("time.jump", facts)
    blind = replace(facts, column="real")
    with pytest.raises(
        VerbRefused, match=r"^cell \(X1\): time\.jump: only time itself.*; instead: time\.pass_"
    ):
        require("time.jump", blind)


@pytest.mark.parametrize(
    ("verb", "ground", "refused"),
    [
        ("crm.send", replace(ON_USB, crm="sandbox"), False),
        ("crm.send", replace(ON_USB, crm="virtual"), False),
        ("crm.send", replace(ON_USB, crm="live"), True),
        ("crm.send", replace(VIRTUAL, crm="live"), True),
        ("crm.sessions", VIRTUAL, False),
        ("crm.two_factor", replace(VIRTUAL, crm="sandbox"), True),
        ("crm.desktop_filters", replace(VIRTUAL, kind="real"), True),
    ],
)
def test_what_may_be_done_to_an_account_depends_on_it(
    verb: str, ground: Ground, *, refused: bool
) -> None:
    """Only a sandbox is written from; what only our own CRM can do is refused in a blind run."""
    assert verdict(ledger_config.read(), verb, ground).refused is refused


def test_a_cable_is_refused_fingers_and_a_real_phone_what_needs_a_hand_too() -> None:
    """Both columns for real: on a cable, and over the network where radios are left alone."""
    ledger = ledger_config.read()
    real = replace(ON_USB, crm="sandbox")

    def refused(ground: Ground) -> set[str]:
        return {verb for verb in ledger.verbs if verdict(ledger, verb, ground).refused}

    by_hand = {"network.signal", "time.jump", "phone.people", "phone.card"}
    ours = {
        "crm.requests",
        "crm.desktop_filters",
        "crm.call",
        "crm.lines",
        "crm.two_factor",
        "crm.sessions",
    }
    fingers = {f"biometrics.{verb}" for verb in ("enrol", "match", "mismatch", "lockout")}
    kept = {"biometrics.forget"}
    assert refused(replace(VIRTUAL, transport="local")) == set()
    assert refused(VIRTUAL) == fingers
    assert refused(real) == by_hand | ours | fingers | kept
    over_the_air = refused(replace(OVER_THE_AIR, crm="sandbox"))
    assert over_the_air == refused(real) | {"network.offline", "network.use_only"}
