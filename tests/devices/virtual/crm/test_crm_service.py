"""Keys, tokens, paging and bad input: the virtual CRM as a service."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.virtual.crm import VirtualCrm
from devices.virtual.crm.routes import ROUTES, Route
from devices.virtual.os.clock import Clock
from devices.virtual.os.process import Offline, Reply

JULY, APRIL = "2021-07-28", "2021-04-15"
PASSWORD = "planted-password"


def _ask(crm: VirtualCrm, method: str, path: str, body: object = None, **more: str) -> Reply:
    version = APRIL if path.startswith(("/conversations", "/calendars")) else JULY
    headers = {"Authorization": f"Bearer {more.get('token', crm.token)}", "Version": version}
    headers |= {"Idempotency-Key": more["key"]} if "key" in more else {}
    return crm.handle(method, path, headers, body)


@pytest.fixture
def crm() -> VirtualCrm:
    """With the user Ana Diaz of two sub-accounts, and a contact in the first."""
    crm = VirtualCrm(Clock())
    company = {"companyId": crm.company_id}
    places = [
        _ask(crm, "POST", "/locations/", {"name": name} | company).body["id"]
        for name in ("Studio", "Elm Street")
    ]
    user = {
        "firstName": "Ana",
        "lastName": "Diaz",
        "email": "ana@example.test",
        "password": PASSWORD,
        "type": "account",
        "role": "user",
        "locationIds": places,
    }
    assert _ask(crm, "POST", "/users/", user | company).status == 201
    assert _ask(crm, "POST", "/contacts/", {"locationId": places[0], "name": "Maya"}).status == 201
    return crm


def _contact(crm: VirtualCrm) -> str:
    return next(iter(crm.records.contacts))


def _tokens(crm: VirtualCrm) -> list[str]:
    body = {"email": "ana@example.test", "password": PASSWORD}
    reply = crm.handle("POST", "/oauth/app/sign-in", {}, body)
    return [row["token"] for row in reply.body["locations"]]


def test_key_makes_a_change_once(crm: VirtualCrm) -> None:
    """Two requests with one key make one note and get one reply; another key makes another."""
    path = f"/contacts/{_contact(crm)}/notes"
    replies = [_ask(crm, "POST", path, {"body": "x"}, key=key) for key in ("a", "a", "b")]
    assert replies[0] == replies[1]
    assert len(crm.records.notes) == 2


def test_key_is_its_callers_own(crm: VirtualCrm) -> None:
    """Somebody else's key of the same name answers nothing."""
    path, (token, _) = f"/contacts/{_contact(crm)}/notes", _tokens(crm)
    _ask(crm, "POST", path, {"body": "x"}, key="a")
    _ask(crm, "POST", path, {"body": "y"}, key="a", token=token)
    assert [note.body for note in crm.records.notes.values()] == ["x", "y"]


def test_token_is_of_one_sub_account(crm: VirtualCrm) -> None:
    """Each of a user's tokens opens its own sub-account, and ends alone."""
    first, second = _tokens(crm)
    path = f"/contacts/{_contact(crm)}"
    assert _ask(crm, "GET", path, token=first).status == 200
    assert _ask(crm, "GET", path, token=second).status == 403
    assert _ask(crm, "POST", "/oauth/app/sign-out", token=second).status == 200
    assert _ask(crm, "GET", path, token=second).status == 401
    assert _ask(crm, "GET", path, token=first).status == 200


def test_lost_reply_is_of_a_request_that_was_done(crm: VirtualCrm) -> None:
    """An app sees no reply, once, of a change that is made; the integration loses none."""
    path, (token, _) = f"/contacts/{_contact(crm)}/notes", _tokens(crm)
    crm.lost_replies = 1
    assert _ask(crm, "GET", path).status == 200
    with pytest.raises(Offline):
        _ask(crm, "POST", path, {"body": "x"}, token=token)
    assert len(_ask(crm, "GET", path, token=token).body["notes"]) == 1


def test_five_wrong_codes_end_the_code(crm: VirtualCrm) -> None:
    """After five wrong codes the right one is refused as well, and a new one is taken."""
    (user,) = crm.records.users.values()
    user.two_factor = True
    body = {"email": user.email, "password": PASSWORD}
    reply = crm.handle("POST", "/oauth/app/sign-in", {}, body)
    assert "locations" not in reply.body
    ticket = {"ticket": reply.body["twoFactor"]["ticket"]}
    sent = ticket | {"method": "email"}
    verify, send = "/oauth/app/two-factor/verify", "/oauth/app/two-factor/send"
    assert crm.handle("POST", send, {}, ticket | {"method": "phone"}).status == 422
    crm.handle("POST", send, {}, sent)
    for _ in range(5):
        assert crm.handle("POST", verify, {}, ticket | {"code": "no"}).status == 401
    right = crm.records.letters[-1].body[-7:-1]
    assert crm.handle("POST", verify, {}, ticket | {"code": right}).status == 401
    crm.handle("POST", send, {}, sent)
    right = crm.records.letters[-1].body[-7:-1]
    assert crm.handle("POST", verify, {}, ticket | {"code": right}).status == 200
    assert crm.handle("POST", verify, {}, ticket | {"code": right}).status == 403
    assert right not in repr(crm.records)


def test_no_two_requests_see_the_same_time(crm: VirtualCrm) -> None:
    """Records made in a row are in the order made, by their own times, whatever the clock does."""
    times = [crm.timelines.now() for _ in range(50)]
    assert len({time.replace(microsecond=time.microsecond // 1000) for time in times}) == 50
    before = crm.timelines.now()
    _ask(crm, "POST", "/virtual/clock", {"seconds": 3600})
    assert crm.timelines.now() - before > timedelta(minutes=59)


@pytest.mark.parametrize(
    "path", ["/contacts/?locationId={}", "/conversations/search?locationId={}"]
)
@pytest.mark.parametrize(("limit", "status"), [("1", 200), ("100", 200), ("101", 422), ("0", 422)])
def test_a_page_has_a_hundred_rows_at_most(
    crm: VirtualCrm, path: str, limit: str, status: int
) -> None:
    """More rows than the API gives in one reply are refused."""
    place = crm.records.contacts[_contact(crm)].location_id
    assert _ask(crm, "GET", f"{path.format(place)}&limit={limit}").status == status


@pytest.mark.parametrize("route", [r for r in ROUTES if r.path.startswith("/virtual")])
def test_controls_are_the_integrations(crm: VirtualCrm, route: Route) -> None:
    """No session of an app reaches what only a test may ask."""
    (token, _), (user,) = _tokens(crm), crm.records.users
    path = route.path.replace("*", user)
    assert _ask(crm, route.method, path, {"seconds": 1, "count": 1}, token=token).status == 403


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
_FIELDS = st.sampled_from(
    [
        "locationId",
        "companyId",
        "email",
        "password",
        "ticket",
        "code",
        "method",
        "contactId",
        "type",
        "message",
        "body",
        "title",
        "dueDate",
        "completed",
        "startTime",
        "seconds",
        "count",
        "enabled",
        "filters",
        "pageLimit",
        "page",
        "current",
        "new",
    ]
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    route=st.sampled_from(ROUTES),
    part=st.text(min_size=1, max_size=8),
    query=st.text(max_size=20),
    body=st.dictionaries(_FIELDS, _JSON, max_size=8) | _JSON,
    signed_in=st.booleans(),
)
def test_whatever_is_asked_gets_a_reply(
    route: Route, part: str, query: str, body: object, *, signed_in: bool
) -> None:
    """No request, however malformed, raises or gets a status that is no HTTP status."""
    crm = VirtualCrm(Clock())
    place = next(iter(crm.records.locations))
    headers = {"Authorization": f"Bearer {crm.token if signed_in else part}"}
    headers |= {"Version": route.version or "", "Idempotency-Key": part}
    path = f"{route.path.replace('*', part)}?locationId={place}&{query}"
    assert 200 <= crm.handle(route.method, path, headers, body).status < 500
