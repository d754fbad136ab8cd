"""docs/reference-app.md, which page objects are written from, tells the truth."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from devices.virtual.app.defects import DEFECTS
from tests.devices.virtual.app import push_looks

if TYPE_CHECKING:
    from tests.devices.virtual.app.bench.bench import Bench
    from tests.devices.virtual.app.office import Office

_DOCUMENT = (Path(__file__).parents[4] / "docs" / "reference-app.md").read_text()
_NAMED = set(re.findall(r"`([a-z_]+)`", _DOCUMENT))
_TOUR = (
    ("menu",),
    ("menu_settings",),
    ("settings_profile",),
    ("profile_edit",),
    ("back", "back", "settings_password"),
    ("password_update",),
    ("back", "settings_two_factor"),
    ("back", "settings_biometric"),
    ("back", "settings_calls"),
    ("back", "settings_notifications"),
    ("back", "settings_dialling"),
    ("back", "settings_about"),
    ("back", "back", "tab_conversations"),
    ("conversation_row",),
    ("thread_star", "channel_picker"),
    ("channel_whatsapp", "thread_attach"),
    ("attach_photos",),
    ("back", "attach_camera"),
    ("camera_shutter", "voice_record"),
    ("voice_cancel", "thread_assign"),
    ("back", "back"),
    ("inbox_starred",),
    ("tab_contacts",),
    ("contact_scan",),
    ("back", "contact_add"),
    ("contact_from_address_book",),
    ("back", "back", "contact_row"),
    ("document_sign",),
    ("back", "note_add"),
    ("back", "task_add"),
    ("back", "contact_call"),
    ("call_end", "contact_book"),
    ("back", "back", "tab_calendars"),
    ("calendar_day",),
    ("calendar_list", "appointment_row"),
    ("back", "calendar_book"),
    ("back", "tab_opportunities"),
    ("menu", "menu_switch"),
    ("back",),
)
_HELD = {
    f"android.permission.{name}"
    for name in ("CAMERA", "RECORD_AUDIO", "READ_CONTACTS", "READ_MEDIA_VISUAL_USER_SELECTED")
}
_LAYOUT = {"app_bar", "composer", "card_activity"}


def _signed_in_again(bench: Bench, office: Office) -> Bench:
    """With two-factor authentication, whose screens are looked at on the way."""
    (user,) = office.crm.records.users.values()
    user.two_factor, user.phone = True, "+15550123"
    for node_id in ("menu", "menu_settings", "settings_log_out"):
        bench.tap(node_id)
    bench.sign_in(user.email, user.password)
    seen = {node.id for node in bench.content().walk()}
    bench.tap("two_factor_continue")
    bench.tap("two_factor_verify")
    seen |= {node.id for node in bench.content().walk()}
    assert seen - {""} <= _NAMED
    code = office.crm.records.letters[-1].body.removesuffix(".").split()[-1]
    bench.write("two_factor_code", code)
    bench.tap("two_factor_verify")
    return bench


def test_every_id_is_documented(bench: Bench, office: Office) -> None:
    """A tour of all screens meets no id that the document does not name."""
    person = office.contact("Jonas Weber")
    office.book(person, "visit", 0)
    office.deal(person, 500)
    office.join("Elm Street")
    bench.permissions.held |= _HELD
    bench = _signed_in_again(bench, office)
    seen = {node.id for node in bench.content().walk()}
    for way in _TOUR:
        for node_id in way:
            bench.tap(node_id)
        seen |= {node.id for node in bench.content().walk()}
        unheard = [n for n in bench.content().walk() if n.on_tap and not (n.id and n.label)]
        assert [n.id for n in unheard if n.id != "side_menu"] == []
    bench.network.set(connected=False)
    seen |= {node.id for node in bench.content().walk()}
    assert seen - {""} - _LAYOUT <= _NAMED


def test_every_id_of_biometric_login_is_documented(bench: Bench) -> None:
    """The offer and the lock screen, which only a phone with a finger shows."""
    email = bench.storage["session"]["user"]["email"]
    for node_id in ("menu", "menu_settings", "settings_log_out"):
        bench.tap(node_id)
    bench.biometrics.enrolled = True
    bench.sign_in(email, "planted-password")
    seen = {node.id for node in bench.content().walk()}
    bench.tap("biometric_enable")
    bench.relaunch()
    seen |= {node.id for node in bench.content().walk()}
    assert {"biometric_offer", "lock"} <= seen
    assert seen - {""} <= _NAMED


@pytest.mark.usefixtures("conversation")
def test_every_id_behind_a_notification_is_documented(bench: Bench, office: Office) -> None:
    """A call opens screens that nothing else leads to."""
    office.ring(push_looks.own(office))
    (ringing,) = bench.notifications.posted.values()
    bench.notifications.open(ringing.extras)
    seen = {node.id for node in bench.content().walk()}
    assert "call_answer" in seen
    bench.tap("call_answer")
    bench.permissions.allow()
    seen |= {node.id for node in bench.content().walk()}
    assert seen - {""} - _LAYOUT <= _NAMED


def test_every_defect_is_documented() -> None:
    """The document's last table is the registry of defects."""
    rows = re.findall(r"^\| `([a-z-]+)` \| ([A-Z]+-\d\d) \| (.+) \|$", _DOCUMENT, re.MULTILINE)
    assert {name: breaks for name, breaks, _ in rows} == {
        defect.name: defect.breaks for defect in DEFECTS.values()
    }
