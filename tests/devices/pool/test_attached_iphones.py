"""Attached iPhones are what their agents say they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from config.errors import ConfigError
from config.lab import read
from devices.host.running import RunningLab
from devices.host.spec import PhoneEndpoint
from devices.ios import agent, usbmuxd
from devices.ios.agent import AgentFacts
from devices.pool import attached_iphones
from devices.pool.attached import AttachedLab
from devices.pool.plan import Cell

if TYPE_CHECKING:
    from pathlib import Path

UDID, OTHER = "00008110-001A2B3C4D5E6F70", "00008120-00AA2B3C4D5E6F70"
CABLE, WIFI = "http://127.0.0.1:8100", "http://192.168.0.9:8100"
SAID = AgentFacts("17.6.1", "phone", "iPhone", "de-DE", "real")
ANSWERS = {CABLE: SAID, WIFI: replace(SAID, version="26.1", form="tablet")}
BOTH = f"""phones: none
usbmuxd: env:OUR_MUX=/var/run/usbmuxd
iphones:
  - {{udid: {UDID}, wda_url: "{CABLE}/", tags: [small]}}
  - {{udid: {OTHER}, wda_url: env:OUR_WDA={WIFI}, locale: fr-FR}}
"""
CELL = Cell("c", UDID, "real", "ios", "17", 17, "cable", required=True)


@pytest.fixture(autouse=True)
def _agents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two agents that answer, and one iPhone on a cable."""

    def ask(url: str, *, within_s: float) -> AgentFacts:
        assert within_s > 0
        if url not in ANSWERS:
            raise ConnectionRefusedError(111, "refused")
        return ANSWERS[url]

    def listed(path: Path, *, within_s: float) -> frozenset[str]:
        assert within_s > 0
        if str(path) != "/var/run/usbmuxd":
            raise FileNotFoundError(2, "No such file")
        return frozenset({UDID})

    monkeypatch.setattr(agent, "ask", ask)
    monkeypatch.setattr(usbmuxd, "listed", listed)
    monkeypatch.setattr(attached_iphones, "running_labs", list)


def lab(folder: Path, rest: str = BOTH) -> AttachedLab:
    """A lab of a file that says this beside name and kind."""
    path = folder / "desk.yaml"
    path.write_text(f"name: desk\nkind: attached\n{rest}", encoding="utf-8")
    found = read(str(path))
    assert found.kind == "attached"
    return AttachedLab(found, path, [])


def test_an_iphone_says_itself_what_it_is(tmp_path: Path) -> None:
    """Release, form and language; its transport is seen from where its agent answers."""
    phones = lab(tmp_path).phones
    assert {
        udid: (phone.platform, phone.version, phone.kind, phone.form, phone.transports)
        for udid, phone in phones.items()
    } == {
        UDID: ("ios", "17", "real", "phone", ("usb",)),
        OTHER: ("ios", "26", "real", "tablet", ("tcp",)),
    }
    assert (phones[UDID].locale, phones[UDID].tags) == ("de-DE", ("small",))
    assert phones[OTHER].locale == "fr-FR"
    assert not phones[UDID].copies


def test_a_run_knows_who_is_on_the_cable(tmp_path: Path) -> None:
    """Where a phone is reached: its own full version, its agent, and whether usbmuxd finds it."""
    desk = lab(tmp_path)
    one = desk._endpoint(CELL)
    two = desk._endpoint(replace(CELL, device=OTHER))
    assert (one.version, one.serial, one.wda_url, one.on_cable) == ("17.6.1", UDID, CABLE, True)
    assert (two.version, two.wda_url, two.on_cable) == ("26.1", WIFI, False)


def test_without_usbmuxd_nobody_is_on_a_cable(tmp_path: Path) -> None:
    """Then apps can be neither installed nor removed, and no socket is asked."""
    desk = lab(tmp_path, BOTH.replace("usbmuxd: env:OUR_MUX=/var/run/usbmuxd\n", ""))
    assert not desk._endpoint(CELL).on_cable


def test_a_path_may_be_marked_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `USBMUXD_SOCKET_ADDRESS` has it on some hosts."""
    monkeypatch.setenv("OUR_MUX", "UNIX:/var/run/usbmuxd")
    assert lab(tmp_path)._endpoint(CELL).on_cable


def test_what_does_not_answer_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An agent, and a usbmuxd; each with its address."""
    monkeypatch.setenv("OUR_WDA", "http://10.0.0.1:8100")
    with pytest.raises(ConfigError, match=rf"7:\d+: wda_url: {OTHER}: no WebDriverAgent answers"):
        _ = lab(tmp_path).phones
    monkeypatch.setenv("OUR_MUX", "/nowhere")
    with pytest.raises(ConfigError, match=r"usbmuxd: no usbmuxd answers at /nowhere: .*No such"):
        _ = lab(tmp_path).phones


def test_a_virtual_iphone_of_another_process_is_virtual(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is never taken for a real one, and the ledger judges it as real."""
    phone = PhoneEndpoint("one", "ios", "17.6", 17, "cable", UDID, wda_url=CABLE)
    running = RunningLab(1, 0.0, 0, None, (phone,))
    monkeypatch.setattr(attached_iphones, "running_labs", lambda: [running])
    found = lab(tmp_path).phones
    assert (found[UDID].kind, found[UDID].column) == ("virtual", "real")
    assert found[OTHER].kind == "real"
    claimed = BOTH.replace("tags: [small]", "kind: real")
    with pytest.raises(ConfigError, match=f"kind: {UDID} is a virtual phone, found 'real'"):
        _ = lab(tmp_path, claimed).phones


def test_a_lab_without_phones_is_refused(tmp_path: Path) -> None:
    """Neither those of an adb server nor iPhones."""
    with pytest.raises(ConfigError, match="a lab has phones"):
        lab(tmp_path, "phones: none\n")
