"""Virtual iPhones held against the golden rows, over WebDriverAgent and the cable."""

from __future__ import annotations

import asyncio
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import pytest

from devices.conform.builds import ASKING_APP
from devices.conform.golden import read_rows, read_virtual
from devices.conform.iphone import IPhone
from devices.conform.phone import Options
from devices.conform.rows import Row
from devices.conform.runner import chosen, conform
from devices.conform.wire import WireError
from devices.pool.asking import make_asking_ipa
from tests.devices.conform.plugged import plugged

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from devices.conform.observer import Result

RELEASES = ("ios-15", "ios-16", "ios-17", "ios-18", "ios-26", "ios-27")
Seen = dict[str, list["Result"]]


async def _all(folder: Path) -> Seen:
    """Every row on every phone."""
    rows = read_rows()
    options = Options(asking={ASKING_APP: make_asking_ipa(folder)}, lasting=True)
    async with plugged(*RELEASES) as phones:
        seen = await asyncio.gather(
            *(conform(phone, chosen(rows, phone), options) for phone in phones)
        )
    return dict(zip(RELEASES, seen, strict=True))


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[Result]]:
    """The results of every row on every phone, by its profile."""
    return asyncio.run(_all(tmp_path_factory.mktemp("conform")))


@pytest.mark.parametrize("release", RELEASES)
def test_virtual_iphones_answer_as_iphones_do(seen: Seen, release: str) -> None:
    """Every row agrees, but for those that tests/golden/virtual.yaml lists."""
    known = [difference.rows for difference in read_virtual().differs]
    differing = [
        f"{result.row.id}: expected {result.expected}; seen {result.seen}"
        for result in seen[release]
        if result.outcome == "differ"
        and not any(fnmatchcase(result.row.id, pattern) for pattern in known)
    ]
    assert differing == [], "\n".join(differing)


def test_nearly_every_row_about_iphones_is_observed(seen: Seen) -> None:
    """Without Appium only its rows are left, and what another shape of phone shows."""
    for release, results in seen.items():
        hindered = [r for r in results if r.outcome == "not observable"]
        subjects = {"ios-driver", "ios-biometrics", "ios-connectivity"}
        assert {r.row.subject for r in hindered} <= subjects, release
        assert len(results) - len(hindered) > 270, release


def _row(*steps: dict[str, Any], **more: Any) -> Row:  # noqa: ANN401 - what YAML gives
    plain = {"id": "ios-x.a", "says": "It is so.", "source": "x", "platform": "ios"}
    return Row.model_validate({**plain, "steps": list(steps), **more})


def _look(*rows: Row, cable: bool = True) -> list[Result]:
    """The results of some rows on a phone of iOS 17."""

    async def looked() -> list[Result]:
        async with plugged("ios-17") as (phone,):
            target = phone if cable else await IPhone.read(phone.url)
            return await conform(target, rows, Options())

    return asyncio.run(looked())


def test_what_a_phone_lacks_is_told() -> None:
    """A row that needs cable, app or server is not observable without, and says what helps."""
    told = [
        _row({"mux": {"MessageType": "ListDevices"}, "reply": {"type": "object"}}),
        _row({"http": "GET /alert/text", "status": 200}, setup="ask camera"),
        _row({"appium": "mobile: isLocked", "value": False}),
        _row({"http": "GET /status", "status": 200}, lasting="breaks it"),
        _row({"http": "GET /status", "status": 200}, needs=["home-button"]),
    ]
    seen = _look(*told, cable=False)
    assert {each.outcome for each in seen} == {"not observable"}
    words = ("--usbmuxd", "--helpers", "--appium", "--lasting", "no home button")
    for each, word in zip(seen, words, strict=True):
        assert word in each.seen


def test_what_differs_is_told_and_cleaned_up_after() -> None:
    """A row that differs names step and value, and its session and settings are taken back."""
    session = "/session/{session}/appium/settings"
    respecting = _row(
        {"http": f"GET {session}", "status": 200},
        {"http": "GET /wda/locked", "value": True},
        setup=f'POST {session} {{"settings": {{"respectSystemAlerts": true}}}}',
        cleanup=f'POST {session} {{"settings": {{"respectSystemAlerts": false}}}}',
    )
    after = _row(
        {"http": "GET /status", "reply": {"has": {"sessionId": None}}},
        {"http": f"GET {session}", "value": {"has": {"respectSystemAlerts": False}}},
    )
    differs, agrees = _look(respecting, after)
    assert (differs.outcome, differs.expected, differs.seen) == (
        "differ",
        "step 2, value: True",
        "False",
    )
    assert agrees.outcome == "agree", agrees


def test_a_setup_that_fails_is_a_difference() -> None:
    """A phone that cannot be brought to where a row begins does not agree with it."""
    (seen,) = _look(_row({"http": "GET /status", "status": 200}, setup="POST /nowhere"))
    assert (seen.outcome, seen.expected) == ("differ", "`POST /nowhere` succeeds")


def test_each_row_asks_as_for_the_first_time(tmp_path: Path) -> None:
    """What was answered before is forgotten, and nothing is left when the rows have been taken."""
    asked = _row(
        {"http": "GET /alert/text", "status": 200},
        {"http": "POST /alert/accept", "status": 200},
        setup="ask camera",
    )

    async def looked() -> tuple[list[str], Any]:
        async with plugged("ios-17") as (phone,):
            options = Options(asking={ASKING_APP: make_asking_ipa(tmp_path)})
            seen = await conform(phone, [asked, asked], options)
            assert phone.cable is not None
            options_ = {"BundleIDs": [ASKING_APP]}
            left = await phone.cable.proxy({"Command": "Lookup", "ClientOptions": options_})
            return [each.outcome for each in seen], left["LookupResult"]

    assert asyncio.run(looked()) == (["agree", "agree"], {})


def test_a_socket_without_the_phone_is_told() -> None:
    """A UDID that is on no cable, and a socket with several phones, say what there is."""

    async def looked() -> None:
        async with plugged("ios-15", "ios-17") as (phone, _):
            assert phone.cable is not None
            socket = phone.cable.usbmuxd
            with pytest.raises(WireError, match="name one of its phones by --udid"):
                await IPhone.read(phone.url, "", socket)
            with pytest.raises(WireError, match="does not have nobody; it has"):
                await IPhone.read(phone.url, "nobody", socket)

    asyncio.run(looked())


def test_what_is_no_agent_is_told() -> None:
    """A URL where nobody answers is told as such."""
    with pytest.raises(WireError, match=r"http://127\.0\.0\.1:1/status"):
        asyncio.run(IPhone.read("http://127.0.0.1:1"))
