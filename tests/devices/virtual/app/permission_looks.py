"""Where the defects of permissions show: what a sound build shows there, and what theirs does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.virtual.os.permission_names import SELECTED
from tests.devices.virtual.app.office import EMAIL, PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.devices.virtual.app.bench.bench import Bench
    from tests.devices.virtual.app.office import Office

MICROPHONE = "android.permission.RECORD_AUDIO"
THREAD = ("tab_conversations", "conversation_row")
CONTACT = ("tab_contacts", "contact_row")
PHOTO = (*THREAD, "thread_attach", "attach_camera")
UPLOAD = (*THREAD, "thread_attach", "attach_photos")
VOICE = (*THREAD, "channel_picker", "channel_whatsapp", "voice_record")
LOCAL = ("menu", "menu_settings", "settings_dialling", "local_presence_enabled", "back", "back")


def signed_in(office: Office, defect: str = "", *ways: str) -> Bench:
    """The app on its dashboard or further on, its first question answered."""
    bench = office.bench(defect)
    if bench.permissions.question:
        bench.permissions.allow()
    bench.permissions.asked.clear()
    bench.sign_in(EMAIL, PASSWORD)
    for node_id in ways:
        bench.tap(node_id)
    return bench


def uploaded(office: Office) -> list[str]:
    """Names of the files that came with messages."""
    (row,) = office.crm.records.conversations.values()
    return [address.rpartition("/")[2] for one in row.messages for address in one.attachments]


def _asks(*ways: str) -> Callable[[Office, str], object]:
    return lambda office, defect: len(signed_in(office, defect, *ways).permissions.asked)


def _refused(*ways: str) -> Callable[[Office, str], object]:
    def look(office: Office, defect: str) -> object:
        bench = signed_in(office, defect, *ways)
        bench.permissions.deny()
        return bench.content().id, *bench.texts("snackbar")

    return look


def _filled_in(office: Office, defect: str) -> object:
    bench = signed_in(office, defect, "tab_contacts", "contact_add", "contact_from_address_book")
    bench.permissions.allow()
    bench.tap("address_book_row", 1)
    return bench.texts("contact_name_input") + bench.texts("contact_phone_input")


def _first_launch(office: Office, defect: str) -> object:
    return len(office.bench(defect).permissions.asked)


def _local(answer: Callable[[Bench], None]) -> Callable[[Office, str], object]:
    def look(office: Office, defect: str) -> object:
        bench = signed_in(office, defect, *LOCAL, *CONTACT)
        bench.permissions.held.add(MICROPHONE)
        bench.tap("contact_call")
        answer(bench)
        return bench.content().id, *bench.texts("call_from")

    return look


def _uploads(office: Office, defect: str) -> object:
    bench = signed_in(office, defect, *UPLOAD)
    bench.permissions.allow()
    bench.tap("photo_item", 1)
    return uploaded(office)


def _limited(office: Office, defect: str) -> object:
    bench = signed_in(office, defect, *UPLOAD)
    bench.permissions.allow(SELECTED)
    bench.back()
    bench.tap("attach_photos")
    return bench.content().id


def _looks_round(office: Office, defect: str) -> object:
    bench = signed_in(office, defect, "menu", "menu_settings", "back", "tab_conversations")
    for node_id in ("tab_calendars", "tab_opportunities", *CONTACT):
        bench.tap(node_id)
    return len(bench.permissions.asked)


def _refused_for_good(office: Office, defect: str) -> object:
    bench = signed_in(office, defect, *CONTACT)
    for _ in range(2):
        bench.tap("document_sign")
        bench.permissions.deny()
    return len(bench.find("permission_settings"))


def _allowed_later(office: Office, defect: str) -> object:
    """The scanner, refused the camera that the system's settings give afterwards."""
    bench = signed_in(office, defect, "tab_contacts", "contact_scan")
    bench.permissions.deny()
    bench.permissions.held.add("android.permission.CAMERA")
    bench.relaunch()
    bench.tap("tab_contacts")
    bench.tap("contact_scan")
    return bench.content().id


def _after(exit_reason: str) -> Callable[[Office, str], object]:
    """The scanner, used with the camera and then without it."""

    def look(office: Office, defect: str) -> object:
        bench = signed_in(office, defect, "tab_contacts", "contact_scan")
        bench.permissions.allow()
        bench.permissions.held.remove("android.permission.CAMERA")
        bench.context.last_exit = exit_reason
        bench.relaunch()
        bench.tap("tab_contacts")
        bench.tap("contact_scan")
        crashed = any(priority == "E" for priority, *_ in bench.context.lines)
        return len(bench.permissions.asked), crashed

    return look


_DEFAULT, _HERE = "From +1 212 555 0100", "From +1 650 555 0100"

LOOKS: dict[str, tuple[Callable[[Office, str], object], object, object]] = {
    "signing-not-asked": (_asks(*CONTACT, "document_sign"), 1, 0),
    "camera-refused-silently": (
        _refused(*PHOTO),
        ("thread", "Taking a photo needs the camera."),
        ("thread",),
    ),
    "microphone-refused-calls-anyway": (
        _refused(*CONTACT, "contact_call"),
        ("contact", "Calling needs the microphone."),
        ("call",),
    ),
    "voice-note-not-asked": (_asks(*VOICE), 1, 0),
    "contact-not-filled-in": (_filled_in, ["Otis Grant", "+12065550172"], ["", ""]),
    "notifications-not-asked": (_first_launch, 1, 0),
    "local-presence-ignores-place": (
        _local(lambda bench: bench.permissions.allow()),
        ("call", _HERE),
        ("call", _DEFAULT),
    ),
    "call-needs-location": (
        _local(lambda bench: bench.permissions.deny()),
        ("call", _DEFAULT),
        ("contact",),
    ),
    "photo-not-uploaded": (_uploads, ["IMG_0002.jpg"], []),
    "limited-access-blocked": (_limited, "photos", "thread"),
    "settings-ignored": (_allowed_later, "camera", "contacts"),
    "contacts-asked-early": (_looks_round, 0, 1),
    "refusal-without-way-out": (_refused_for_good, 1, 0),
    "crash-after-revoke": (_after("permissions revoked"), (2, False), (1, True)),
    "one-time-kept": (_after("one-time permission revoked"), (2, False), (1, False)),
}
"""By name: how to look, and what a sound build shows there and the build with the defect."""
