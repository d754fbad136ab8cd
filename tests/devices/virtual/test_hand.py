"""The hand does few things to one phone, answers nothing, and hears nobody else."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest
from aiohttp import ClientSession, web

from devices import hand
from devices.errors import CommandFailed, VerbRefused
from devices.facts import DeviceFacts
from devices.hand import NoHand, VirtualHand
from devices.virtual.android.phone import Phone
from devices.virtual.hand import VERBS, make_application, path_of
from devices.virtual.lab import Lab
from tests.devices.virtual.ios.iphones import iphone as ios_iphone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from devices.virtual.ios.phone import IPhone

FACTS: Final = DeviceFacts("one", "virtual", "android", "14", 34, "emulator", "emulator-5600")
DAY: Final = timedelta(days=1)


def public(kind: type[object]) -> set[str]:
    """What can be called on objects of a class."""
    return {name for name in vars(kind) if not name.startswith("_")}


def test_the_list_of_a_hands_verbs_is_closed() -> None:
    """Whoever adds one adds it here, having asked whether a person's hand could do it to a phone.

    None answers anything, and none is about the app.
    """
    assert hand.VERBS == ("pass_time", "signal", "enrol", "touch")
    assert set(VERBS) == set(hand.VERBS)
    assert public(hand.Hand) == public(VirtualHand) == public(NoHand) == set(hand.VERBS)


@asynccontextmanager
async def lab() -> AsyncIterator[tuple[Lab, dict[str, str]]]:
    """Two phones with their CRM, and where the hand hears of each."""
    names = ("one", "two/2 ü")
    asked = [{"name": n, "profile": "android-14", "attach": "cable"} for n in names]
    up = Lab({"phones": asked})
    await up.start()
    try:
        yield up, {phone["name"]: phone["control_url"] for phone in up.endpoints()["phones"]}
    finally:
        await up.stop()


def test_a_days_step_moves_one_phone_and_nobody_else() -> None:
    """The phone's clock is a day on; the other phone's, and the CRM's to all others, are not."""

    async def scenario() -> None:
        async with lab() as (up, urls):
            one, two = up.phones
            before = one.clock.now()
            crm = up.crm.timelines.now()
            await asyncio.to_thread(VirtualHand(FACTS, urls["one"]).pass_time, DAY)
            assert one.clock.now() - before >= DAY
            assert two.clock.now() - before < DAY
            assert up.crm.timelines.now() - crm < DAY
            await asyncio.to_thread(VirtualHand(FACTS, urls["two/2 ü"]).pass_time, DAY)
            assert two.clock.now() - before >= DAY

    asyncio.run(scenario())


def test_the_signal_goes_and_the_settings_stay() -> None:
    """Nothing reaches the phone or leaves it, while its radios are on."""

    async def scenario() -> None:
        async with lab() as (up, urls):
            phone, other = up.phones
            its_hand = VirtualHand(FACTS, urls["one"])
            settings = _radio_settings(phone)
            await asyncio.to_thread(its_hand.signal, on=False)
            assert not phone.radios.connected
            assert other.radios.connected
            assert _radio_settings(phone) == settings
            await asyncio.to_thread(its_hand.signal, on=True)
            assert phone.radios.connected

    asyncio.run(scenario())


def _radio_settings(phone: Phone | IPhone) -> list[str | None]:
    assert isinstance(phone, Phone)
    return [phone.settings.get("global", key) for key in ("wifi_on", "mobile_data")]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/pass_time", {"seconds": 0}, 400),
        ("/pass_time", {"seconds": -5}, 400),
        ("/pass_time", {"seconds": 1e12}, 400),
        ("/pass_time", {"seconds": "soon"}, 400),
        ("/pass_time", {"seconds": None}, 400),
        ("/pass_time", {}, 400),
        ("/pass_time", [], 400),
        ("/signal", {"on": "yes"}, 400),
        ("/enrol", {"passcode": "1234"}, 400),
        ("/touch", {"match": True}, 400),
        ("/tap", {}, 404),
        ("x/signal", {"on": True}, 404),
    ],
)
def test_what_makes_no_sense_is_refused(path: str, body: object, status: int) -> None:
    """A bad number, a missing word, an unknown verb or phone: nothing happens, and it is said."""

    async def scenario() -> None:
        async with lab() as (up, urls), ClientSession() as client:
            before = up.phones[0].clock.ahead
            async with client.post(f"{urls['one']}{path}", json=body) as reply:
                assert reply.status == status, await reply.text()
            assert up.phones[0].clock.ahead == before
            assert up.phones[0].radios.signal

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "request_",
    [
        {"data": '{"seconds": 60}', "headers": {"Content-Type": "text/plain"}},
        {"data": {"seconds": "60"}},
        {"data": "{", "headers": {"Content-Type": "application/json"}},
    ],
)
def test_a_page_in_a_browser_cannot_move_a_phone(request_: dict[str, Any]) -> None:
    """What a form can send to another origin is not what the hand reads; nor is broken JSON."""

    async def scenario() -> None:
        async with lab() as (up, urls), ClientSession() as client:
            async with client.post(f"{urls['one']}/pass_time", **request_) as reply:
                assert reply.status in {400, 415}
            assert up.phones[0].clock.ahead == timedelta()

    asyncio.run(scenario())


def test_a_lab_that_refuses_or_is_gone_is_a_failed_command() -> None:
    """The error names the phone, what was tried and what was said."""

    async def scenario() -> str:
        async with lab() as (_, urls):
            its_hand = VirtualHand(FACTS, urls["one"])
            with pytest.raises(CommandFailed, match=r"one \(emulator-5600\): hand: pass_time.*366"):
                await asyncio.to_thread(its_hand.pass_time, timedelta(days=400))
            return urls["one"]

    url = asyncio.run(scenario())
    with pytest.raises(CommandFailed, match="the lab does not answer"):
        VirtualHand(FACTS, url).signal(on=True)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/enrol", {"passcode": "12345a"}, 400),
        ("/enrol", {"passcode": 1234}, 400),
        ("/enrol", {}, 400),
        ("/touch", {"match": "no"}, 400),
        ("/touch", {}, 400),
        ("/touch", {"match": True}, 204),
    ],
)
def test_an_iphone_learns_nothing_from_nonsense(path: str, body: object, status: int) -> None:
    """A passcode is of digits, and a face matches or does not."""

    async def scenario() -> None:
        async with iphone() as (phone, url), ClientSession() as client:
            async with client.post(f"{url}{path}", json=body) as reply:
                assert reply.status == status, await reply.text()
            assert (phone.passcode.length, phone.biometrics.enrolled) == (0, False)

    asyncio.run(scenario())


def test_a_hand_teaches_an_iphone_and_holds_a_face_to_it() -> None:
    """It has a passcode and knows its user; a match opens what was locked; both go again."""

    async def scenario() -> None:
        async with iphone() as (phone, url):
            its_hand = VirtualHand(FACTS, url)
            await asyncio.to_thread(its_hand.enrol, "246810")
            assert (phone.passcode.length, phone.biometrics.enrolled) == (6, True)
            phone.lock()
            await asyncio.to_thread(its_hand.touch, match=False)
            assert not phone.lock_screen.recognized
            await asyncio.to_thread(its_hand.touch, match=True)
            assert not phone.locked
            await asyncio.to_thread(its_hand.enrol, "")
            assert (phone.passcode.length, phone.biometrics.enrolled) == (0, False)

    asyncio.run(scenario())


@asynccontextmanager
async def iphone() -> AsyncIterator[tuple[IPhone, str]]:
    """An iPhone, and where the hand hears of it; no cable is needed for that."""
    phone = ios_iphone()
    runner = web.AppRunner(make_application({"it": phone}))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield phone, f"http://127.0.0.1:{runner.addresses[0][1]}{path_of('it')}"
    finally:
        await runner.cleanup()


def test_nobodys_hand_is_at_a_phone_without_a_control_url() -> None:
    """A real phone, and a virtual one of another's lab, is refused what only a hand can do."""
    nobody = NoHand(FACTS)
    with pytest.raises(VerbRefused, match="nobody's hand is at this phone"):
        nobody.pass_time(DAY)
    asked: tuple[Callable[[], None], ...] = (
        lambda: nobody.signal(on=False),
        lambda: nobody.enrol("246810"),
        lambda: nobody.touch(match=True),
    )
    for refused in asked:
        with pytest.raises(VerbRefused, match="nobody's hand is at this phone"):
            refused()
