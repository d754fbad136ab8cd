"""The way through the reference app that comes past every page, and what was seen on it."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from config import app
from config.secrets import Secret
from fleet.locators import look, show, summary
from pages import (
    AddressBookPage,
    AppointmentPage,
    BiometricOfferPage,
    CallPage,
    CameraPage,
    ContactForm,
    DashboardPage,
    IncomingCallPage,
    LockPage,
    LoginPage,
    PhotosPage,
    TwoFactorPage,
    VoiceRecorder,
)
from pages.notification_preferences import KINDS
from pages.system import NotificationShade, PermissionPrompt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from crm import Contact, CrmClient, User
    from devices.device import Device
    from fleet.locators import Look
    from pages import ThreadPage
    from pages.page import Page

_TAG: Final = "locators-check"
_ASKED: Final = "Is the house still free?"
_ANSWER: Final = "Until Monday."
_NOTE: Final = "Prefers mornings."
_LATER: Final = "Has a dog."
_SOON: Final = timedelta(minutes=5)
_NEIGHBOUR: Final = "Otis Grant"  # in the address book of every virtual phone


@dataclass(frozen=True, slots=True)
class Stop:
    """One screen of the tour.

    Attributes:
        page: the page that should be open.
        looks: what was seen, by page.
    """

    page: str
    looks: Mapping[str, list[Look]]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is met on the tour; of the stranger the app loads no more than a row."""

    user: User
    password: Secret
    contact: Contact
    stranger: Contact
    other_account: str


class Tour:
    """From the sign-in form to the ends of the app, with a connection and without."""

    def __init__(self, device: Device, crm: CrmClient, console: Console) -> None:
        self._device = device
        self._session = device.session
        self._crm = crm
        self._console = console
        self.stops: list[Stop] = []

    @property
    def not_open(self) -> list[str]:
        """Pages that were not open where they should have been."""
        return [stop.page for stop in self.stops if stop.page not in stop.looks]

    @property
    def passed(self) -> set[str]:
        """Every page and region that was seen."""
        return {page for stop in self.stops for page in stop.looks}

    def complaints(self) -> list[str]:
        """Locators that found nothing on any screen of the tour."""
        return summary(stop.looks for stop in self.stops)

    def go(self) -> None:
        """Take the tour.

        Raises:
            DeviceError: the phone could not be driven.
            CrmError: the CRM refused.
            PageError: a step found no way on.
        """
        cast = self._arrange()
        self._sign_in(cast)
        self._past_the_menu(cast)
        self._past_the_main_screens(cast)
        self._past_a_conversation(cast)
        self._past_a_contact(cast)
        self._past_a_refusal()
        self._past_what_is_allowed(cast)
        self._past_notifications(cast)
        self._past_what_needs_a_connection(cast)
        self._past_biometric_login(cast)

    def _arrange(self) -> Cast:
        """A user of two sub-accounts with some of everything, so that each screen shows it."""
        crm, password = self._crm, Secret(secrets.token_urlsafe(12))
        other = crm.create_location("Second", run_tag=_TAG)
        user = crm.create_user(
            "Ana Diaz",
            f"ana.{secrets.token_hex(4)}@example.test",
            password,
            more_location_ids=[other.id],
            phone="+15550100",
            run_tag=_TAG,
        )
        contact, stranger = (
            crm.create_contact(user.location_id, name, run_tag=_TAG, assigned_to=user.id)
            for name in ("Mia Brandt", "Noah Silva")
        )
        crm.receive_message(crm.create_conversation(contact), _ASKED)
        crm.create_opportunity(contact, "Refit", 1250)
        crm.add_note(contact, _NOTE)
        crm.virtual.set_two_factor(user, enabled=True)
        return Cast(user, password, contact, stranger, other.name)

    def _sign_in(self, cast: Cast) -> None:
        login = LoginPage(self._session).wait_until_open()
        login.submit("", Secret(""))
        self._stop("login")
        login.submit(cast.user.email, cast.password)
        choice = TwoFactorPage(self._session).wait_until_open()
        self._stop("two_factor")
        form = choice.send_code("email")
        form.submit(Secret(""))
        self._stop("two_factor_code")
        form.sign_in(self._code(cast.user))

    def _code(self, user: User) -> Secret:
        letter = self._crm.virtual.letters(user.email)[-1]
        code = re.search(r"\d{6}", letter.body)
        assert code is not None
        return Secret(code[0])

    def _past_the_menu(self, cast: Cast) -> None:
        dashboard = DashboardPage(self._session)
        self._stop("dashboard")
        menu = dashboard.open_menu()
        first = menu.account
        self._stop("side_menu")
        accounts = menu.open_accounts()
        self._stop("accounts", account=cast.other_account)
        accounts.switch_to(first)
        settings = dashboard.wait_until_open().open_menu().open_settings()
        self._stop("settings")
        settings.open_about()
        self._stop("about")
        self._home().open_menu().open_settings().open_notifications()
        self._stop("notification_preferences", kind=KINDS[0])

    def _past_the_main_screens(self, cast: Cast) -> None:
        self._home().bottom_bar.open_opportunities()
        self._stop("opportunities")
        calendars = self._home().bottom_bar.open_calendars()
        self._stop("calendars")
        contacts = calendars.begin_booking().wait_until_open()
        self._stop("booking_contacts", contact=cast.contact.name)
        booking = contacts.choose(cast.contact.name)
        self._stop("booking")
        booking.book()
        self._stop("snackbar")

    def _past_a_conversation(self, cast: Cast) -> None:
        thread = self._thread(cast)
        thread.send(_ANSWER)
        self._stop("thread", text=_ANSWER, status="Sent")

    def _past_a_contact(self, cast: Cast) -> None:
        contacts = self._home().bottom_bar.open_contacts()
        self._stop("contacts", contact=cast.contact.name)
        contact = contacts.open(cast.contact.name)
        self._stop("contact", text=cast.contact.name)
        self._stop("contact", text=_NOTE)
        contact.open_note_form()
        self._stop("note_form")

    def _past_a_refusal(self) -> None:
        contacts, prompt = self._home().bottom_bar.open_contacts(), PermissionPrompt(self._session)
        contacts.scan()
        prompt.deny()
        contacts.scan()
        prompt.deny_for_good()
        self._stop("snackbar", what="the camera")

    def _past_what_is_allowed(self, cast: Cast) -> None:
        package, allowed = app.read().android.package, self._device.permissions
        allowed.grant(package, *allowed.of(package))
        contacts = self._home().bottom_bar.open_contacts()
        contacts.scan()
        camera = CameraPage(self._session).wait_until_open()
        self._stop("camera")
        camera.take_picture()
        form = ContactForm(self._session).wait_until_open()
        self._stop("contact_form")
        form.fill_in_from_address_book()
        AddressBookPage(self._session).wait_until_open()
        self._stop("address_book", contact=_NEIGHBOUR)
        contact = self._home().bottom_bar.open_contacts().open(cast.contact.name)
        self._stop("contact", text=contact.document_status)
        contact.call()
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
        notifications.arrives(app.read().android.package, title)
        notifications.open_shade()
        NotificationShade(self._session).open(title)
        page.wait_until_open()

    def _past_what_needs_a_connection(self, cast: Cast) -> None:
        thread = self._thread(cast)
        self._device.network.go_offline()
        thread.send(_ANSWER)
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
        self._device.apps.relaunch(app.read().android.package)
        LockPage(self._session).prompt.wait_until_open().cancel()
        LockPage(self._session).wait_until_open()
        self._stop("lock")
        self._device.biometrics.forget()

    def _thread(self, cast: Cast) -> ThreadPage:
        conversations = self._home().bottom_bar.open_conversations()
        conversations.wait_for(cast.contact.name)
        self._stop("conversations", contact=cast.contact.name)
        thread = conversations.open(cast.contact.name)
        thread.wait_for_message(_ASKED)
        return thread

    def _home(self) -> DashboardPage:
        package = app.read().android.package
        self._device.apps.stop(package)
        self._device.apps.start(package)
        return DashboardPage(self._session).wait_until_open()

    def _stop(self, page: str, **values: str) -> None:
        self._console.rule(page, align="left")
        looks = look(self._session, values)
        self.stops.append(Stop(page, looks))
        show(self._console, looks)
