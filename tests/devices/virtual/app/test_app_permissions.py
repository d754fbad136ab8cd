"""What needs a permission asks for it when it is used, goes on with it, and says so without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from devices.virtual.os.permission_names import COARSE, SELECTED
from tests.devices.virtual.app.permission_looks import (
    CONTACT,
    LOCAL,
    MICROPHONE,
    PHOTO,
    THREAD,
    UPLOAD,
    VOICE,
    signed_in,
    uploaded,
)

if TYPE_CHECKING:
    from tests.devices.virtual.app.bench.bench import Bench
    from tests.devices.virtual.app.office import Office

pytestmark = pytest.mark.usefixtures("conversation")

_SCAN = ("tab_contacts", "contact_scan")
_FILL = ("tab_contacts", "contact_add", "contact_from_address_book")
_SIGN = (*CONTACT, "document_sign")
_CALL = (*CONTACT, "contact_call")
_USES = {
    "Scanning a card needs the camera.": (_SCAN, "camera"),
    "Taking a photo needs the camera.": (PHOTO, "camera"),
    "Signing needs the camera.": (_SIGN, "camera"),
    "Calling needs the microphone.": (_CALL, "call"),
    "A voice note needs the microphone.": (VOICE, "voice_recording"),
    "Filling in needs your phone contacts. You can type them in.": (_FILL, "address_book"),
    "Uploading needs your photos.": (UPLOAD, "photos"),
}


@pytest.mark.parametrize("said", _USES)
def test_allowed_goes_on_by_itself(office: Office, said: str) -> None:
    """Once the user has allowed it, the feature opens, and the next use asks nothing."""
    way, opened = _USES[said]
    bench = signed_in(office, "", *way)
    assert not bench.find(opened)
    bench.permissions.allow()
    assert bench.find(opened)
    assert not bench.find("snackbar")
    bench.relaunch()
    for node_id in way:
        bench.tap(node_id)
    assert bench.find(opened)
    assert len(bench.permissions.asked) == 1


@pytest.mark.parametrize("said", _USES)
def test_refused_says_why_and_asks_again(office: Office, said: str) -> None:
    """Refused, the screen stays with a sentence; a second refusal is final and points out."""
    way, opened = _USES[said]
    bench = signed_in(office, "", *way)
    before = bench.content().id
    bench.permissions.deny()
    assert bench.texts("snackbar") == [said]
    assert bench.content().id == before
    assert not bench.find("permission_settings")
    bench.tap(way[-1])
    bench.permissions.deny()
    assert bench.texts("snackbar") == [said]
    assert bench.find("permission_settings")
    bench.tap(way[-1])
    assert len(bench.permissions.asked) == 2
    assert bench.find("permission_settings")
    assert not bench.find(opened)


def test_open_settings_leads_to_the_page_of_the_app(office: Office) -> None:
    """The button shows the system's page of this app."""
    bench = signed_in(office, "", *_SCAN)
    bench.permissions.deny()
    bench.tap("contact_scan")
    bench.permissions.deny()
    bench.tap("permission_settings")
    assert bench.context.settings_opened == 1


def test_first_launch_alone_asks_to_notify(office: Office) -> None:
    """Refused or not, neither a later launch nor the sign-in asks again."""
    bench = office.bench()
    assert bench.permissions.question == ("android.permission.POST_NOTIFICATIONS",)
    bench.permissions.deny()
    bench.relaunch()
    assert len(bench.permissions.asked) == 1
    assert not bench.find("snackbar")


def test_nothing_is_asked_without_a_connection(office: Office) -> None:
    """Calls, photos, voice notes and uploads look for a connection first."""
    bench = signed_in(office, "", *THREAD, "channel_picker", "channel_whatsapp", "thread_attach")
    bench.network.set(connected=False)
    for node_id in ("attach_camera", "attach_photos", "voice_record"):
        bench.tap(node_id)
        assert bench.texts("snackbar") == ["Sending an attachment needs a connection."]
    bench.tap("thread_call")
    assert bench.texts("snackbar") == ["Calling needs a connection."]
    assert bench.permissions.asked == []


def test_card_becomes_a_contact(office: Office) -> None:
    """What the scanner reads fills the form, and Save brings it to the CRM."""
    bench = signed_in(office, "", *_SCAN)
    bench.permissions.allow()
    bench.tap("camera_shutter")
    assert bench.texts("contact_name_input") == ["Nora Lindqvist"]
    bench.tap("contact_save")
    assert bench.texts("snackbar") == ["Contact added."]
    assert "Nora Lindqvist" in bench.texts("contact_name")
    assert [c.email for c in office.crm.records.contacts.values()][-1] == (
        "nora.lindqvist@example.test"
    )


def test_contact_is_written_by_hand(office: Office) -> None:
    """Without the address book the form works; it needs a name alone."""
    bench = signed_in(office, "", *_FILL)
    bench.permissions.deny()
    assert not bench.find("contact_save")[0].enabled
    bench.write("contact_name_input", "Jonas Weber")
    bench.tap("contact_save")
    assert [c.name for c in office.crm.records.contacts.values()] == ["Maya Chen", "Jonas Weber"]


def test_document_is_signed(office: Office) -> None:
    """A picture of the signer signs it; the contact's page keeps saying so."""
    bench = signed_in(office, "", *_SIGN)
    bench.permissions.allow()
    bench.tap("camera_shutter")
    assert bench.texts("snackbar") == ["Document signed."]
    assert bench.texts("document_status") == ["Signed"]
    assert not bench.find("document_sign")
    bench.relaunch()
    bench.tap("tab_contacts")
    bench.tap("contact_row")
    assert bench.texts("document_status") == ["Signed"]


@pytest.mark.parametrize(
    ("way", "then", "name"),
    [
        (PHOTO, ("camera_shutter",), "photo-1.jpg"),
        (VOICE, ("voice_send",), "voice-note-1.mp3"),
        (UPLOAD, ("photo_item",), "IMG_0001.jpg"),
    ],
)
def test_file_is_sent(
    office: Office, way: tuple[str, ...], then: tuple[str, ...], name: str
) -> None:
    """It arrives as a message of its own, and stands in the thread by its name."""
    bench = signed_in(office, "", *way)
    bench.permissions.allow()
    for node_id in then:
        bench.tap(node_id)
    assert uploaded(office) == [name]
    assert bench.texts("message_attachment") == [name]
    assert bench.texts("message") == ["Is the slot free?"]
    assert bench.texts("message_status") == ["Sent"]
    bench.back()
    assert bench.texts("conversation_preview") == ["You: Attachment"]


def test_chosen_photos_are_all_there_is(office: Office) -> None:
    """Given some photos, the grid holds these, and more can be chosen."""
    bench = signed_in(office, "", *UPLOAD)
    bench.permissions.allow(SELECTED)
    assert [node.label for node in bench.find("photo_item")] == ["IMG_0001.jpg"]
    assert bench.texts("photos_access") == ["You gave access to some photos."]
    bench.tap("photos_change_access")
    bench.permissions.allow()
    assert len(bench.find("photo_item")) == 3
    assert bench.texts("photos_access") == ["You gave access to all photos."]
    bench.tap("photos_change_access")
    assert bench.context.settings_opened == 1


def _calls_locally(office: Office, *permissions: str) -> Bench:
    bench = signed_in(office, "", *LOCAL, *CONTACT)
    bench.permissions.held |= {MICROPHONE, *permissions}
    bench.tap("contact_call")
    return bench


def test_approximate_place_is_enough(office: Office) -> None:
    """With the approximate location nothing is asked, and the number is that of the area."""
    bench = _calls_locally(office, COARSE)
    assert bench.permissions.asked == []
    assert bench.texts("call_from") == ["From +1 650 555 0100"]


def test_location_refused_calls_all_the_same(office: Office) -> None:
    """The call goes out from the default number, and says what is missing."""
    bench = _calls_locally(office)
    bench.permissions.deny()
    assert bench.texts("call_from") == ["From +1 212 555 0100"]
    assert bench.texts("snackbar") == ["Local presence needs your location."]


def test_call_without_local_presence_asks_for_no_place(office: Office) -> None:
    """Unless it was switched on, a call asks for the microphone alone."""
    bench = signed_in(office, "", *_CALL)
    bench.permissions.allow()
    assert bench.permissions.asked == [(MICROPHONE,)]
    assert bench.texts("call_from") == ["From +1 212 555 0100"]


@pytest.mark.parametrize(
    ("api_level", "names"),
    [
        (32, {"READ_EXTERNAL_STORAGE"}),
        (33, {"READ_MEDIA_IMAGES", "READ_MEDIA_VIDEO"}),
        (34, {"READ_MEDIA_IMAGES", "READ_MEDIA_VIDEO", "READ_MEDIA_VISUAL_USER_SELECTED"}),
    ],
)
def test_uploads_ask_for_what_the_release_has(
    office: Office, monkeypatch: pytest.MonkeyPatch, api_level: int, names: set[str]
) -> None:
    """Storage up to Android 12, media from 13 on, chosen photos from 14 on."""
    monkeypatch.setattr("tests.devices.virtual.app.bench.bench.BenchContext.api_level", api_level)
    bench = signed_in(office, "", *UPLOAD)
    assert {name.rpartition(".")[2] for name in bench.permissions.question} == names


def test_signed_documents_go_with_the_session(office: Office, conversation: dict[str, Any]) -> None:
    """After logging out nothing tells the next user who has signed."""
    bench = signed_in(office, "", *_SIGN)
    bench.permissions.allow()
    bench.tap("camera_shutter")
    for node_id in ("back", "menu", "menu_settings", "settings_log_out"):
        bench.tap(node_id)
    assert conversation["contactId"] not in str(bench.storage)
