"""The ledger says what a verb comes to, and nothing new is refused on virtual phones unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config import ledger as ledger_config
from config import locators
from config.ledger import Entry, Ledger
from devices.ledger import (
    Ground,
    UnknownVerbError,
    accepted,
    refusal,
    refusals_on_virtual_phones,
    verdict,
)

if TYPE_CHECKING:
    from pathlib import Path

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
