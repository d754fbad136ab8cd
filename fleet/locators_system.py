"""The part of the tour on which the phone's system has a say: it asks, tells, or cuts off."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from config import app
from fleet.locators_stops import ANSWER, Stops
from pages import (
    AddressBookPage,
    AppointmentPage,
    BiometricOfferPage,
    CallPage,
    CameraPage,
    ContactForm,
    IncomingCallPage,
    LockPage,
    LoginPage,
    PhotosPage,
    TwoFactorPage,
    VoiceRecorder,
)
from pages.system import NotificationShade, PermissionPrompt

if TYPE_CHECKING:
    from fleet.locators_stops import Cast
    from pages.page import Page

_LATER: Final = "Has a dog."
_SOON: Final = timedelta(minutes=5)
_NEIGHBOUR: Final = "Otis Grant"  # in the address book of every virtual phone


class SystemStops(Stops):
    """Past permissions, notifications, a lost connection and fingerprints."""

    def _past_a_refusal(self) -> None:
        contacts = self._home().bottom_bar.open_contacts()
        PermissionPrompt(self._session).refuse_for_good(contacts.scan)
        contacts.scan()
        self._stop("snackbar", what="the camera")

    def _past_what_is_allowed(self, cast: Cast) -> None:
        prompt, known = PermissionPrompt(self._session), app.read().on(self._device.facts.platform)
        self._device.permissions.grant(self._package, *known.names["camera"])
        contacts = self._home().bottom_bar.open_contacts()
        contacts.scan()
        camera = CameraPage(self._session).wait_until_open()
        self._stop("camera")
        camera.take_picture()
        form = ContactForm(self._session).wait_until_open()
        self._stop("contact_form")
        form.fill_in_from_address_book()
        prompt.allow()
        AddressBookPage(self._session).wait_until_open()
        self._stop("address_book", contact=_NEIGHBOUR)
        contact = self._home().bottom_bar.open_contacts().open(cast.contact.name)
        self._stop("contact", text=contact.document_status)
        contact.call()
        prompt.allow()
        CallPage(self._session).wait_until_open()
        self._stop("call")
        self._home().open_menu().open_settings().open_local_presence()
        self._stop("local_presence")
        self._past_attachments(cast)

    def _past_attachments(self, cast: Cast) -> None:
        thread = self._thread(cast)
        thread.photograph()
        CameraPage(self._session).wait_until_open().take_picture()
        thread.choose_channel("WhatsApp")
        self._stop("thread", attachment="photo-1.jpg")
        thread.upload_photo()
        PermissionPrompt(self._session).allow()
        PhotosPage(self._session).wait_until_open()
        self._stop("photos")
        PhotosPage(self._session).back()
        thread.record_voice()
        VoiceRecorder(self._session).wait_until_open()
        self._stop("voice_recorder")

    def _past_notifications(self, cast: Cast) -> None:
        """What opens by itself nowhere but from a notification."""
        title, start = "Viewing", self._device.time.now() + _SOON
        self._crm.create_appointment(cast.contact, title, start)
        self._open_notification("Appointment reminder", AppointmentPage(self._session))
        self._stop("appointment", title=title)
        (conversation,) = self._crm.conversations_with(cast.contact)
        call = self._crm.virtual.start_call(conversation)
        self._open_notification("Inbound call", IncomingCallPage(self._session))
        self._stop("incoming_call", contact=cast.contact.name)
        self._crm.virtual.end_call(call, "missed")

    def _open_notification(self, title: str, page: Page) -> None:
        notifications = self._device.notifications
        notifications.arrives(self._package, title)
        notifications.open_shade()
        NotificationShade(self._session).open(title)
        page.wait_until_open()

    def _past_what_needs_a_connection(self, cast: Cast) -> None:
        thread = self._thread(cast)
        self._device.network.go_offline()
        thread.send(ANSWER)
        thread.star()
        thread.photograph()
        self._stop("offline_banner")
        contacts = self._home().bottom_bar.open_contacts()
        contacts.choose(cast.stranger.name)
        self._stop("notice")
        contact = self._home().bottom_bar.open_contacts().open(cast.contact.name)
        contact.add_notes(_LATER)
        self._stop("contact", text=_LATER)

    def _past_biometric_login(self, cast: Cast) -> None:
        self._device.network.go_online()
        self._device.biometrics.enrol()
        settings = self._home().open_menu().open_settings()
        settings.open_biometric()
        self._stop("biometric_settings")
        self._home().open_menu().open_settings().log_out()
        LoginPage(self._session).wait_until_open().submit(cast.user.email, cast.password)
        form = TwoFactorPage(self._session).wait_until_open().send_code("email")
        form.submit(self._code(cast.user))
        offer = BiometricOfferPage(self._session).wait_until_open()
        self._stop("biometric_offer")
        offer.enable()
        self._device.apps.relaunch(self._package)
        LockPage(self._session).uncover()
        self._stop("lock")
        self._device.biometrics.forget()
