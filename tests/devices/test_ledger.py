"""The ledger says what a verb comes to, and nothing new is refused on virtual phones unseen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from config import ledger as ledger_config
from config import locators
from config.ledger import Entry, Ledger
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
from devices.device import DeviceFacts
from devices.errors import VerbRefused
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
    from pathlib import Path

VERBS: Final = {
    "apps": AndroidApps,
    "biometrics": AndroidBiometrics,
    "lock": AndroidLock,
    "network": AndroidNetwork,
    "permissions": AndroidPermissions,
    "photos": AndroidPhotos,
    "place": AndroidPlace,
    "notifications": AndroidNotifications,
    "time": AndroidTime,
}
"""The classes of a device's verbs, by the name of their interface."""
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
    refused = refusals_on_virtual_phones(ledger_config.read(), ["android"], locators.skins())
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


@pytest.mark.parametrize("subject", VERBS)
def test_code_and_ledger_have_the_same_verbs(subject: str) -> None:
    """What changes a device asks the ledger, and every entry is asked for by some method."""
    methods = {name: method for name, method in vars(VERBS[subject]).items() if callable(method)}
    asked = {name: getattr(method, NAMES, ()) for name, method in methods.items()}
    public = {name for name in methods if not name.startswith("_")}
    assert {name for name in public if not asked[name]} == QUESTIONS[subject]
    known = {
        verb
        for verb in ledger_config.read().verbs
        if verb.startswith(f"{WORDS.get(subject, subject)}.")
    }
    assert {verb for verbs in asked.values() for verb in verbs} == known


@pytest.mark.parametrize("subject", VERBS)
def test_the_interface_has_the_methods_of_the_verbs(subject: str) -> None:
    """Nothing is offered past the interface that suites are written against."""
    interface = vars(getattr(device, subject.capitalize()))
    own = {name for name in vars(VERBS[subject]) if not name.startswith("_")}
    assert own == {name for name in interface if not name.startswith("_")}


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
