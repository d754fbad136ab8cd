"""The way through the reference app that comes past every page."""

from __future__ import annotations

import secrets
from typing import Final

from config.secrets import Secret
from fleet.locators_stops import ANSWER, ASKED, Cast
from fleet.locators_system import SystemStops
from pages import DashboardPage, LoginPage, TwoFactorPage
from pages.notification_preferences import KINDS

_TAG: Final = "locators-check"
_NOTE: Final = "Prefers mornings."


class Tour(SystemStops):
    """From the sign-in form to the ends of the app, with a connection and without."""

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
        crm.receive_message(crm.create_conversation(contact), ASKED)
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
        thread.send(ANSWER)
        self._stop("thread", text=ANSWER, status="Sent")

    def _past_a_contact(self, cast: Cast) -> None:
        contacts = self._home().bottom_bar.open_contacts()
        self._stop("contacts", contact=cast.contact.name)
        contact = contacts.open(cast.contact.name)
        self._stop("contact", text=cast.contact.name)
        self._stop("contact", text=_NOTE)
        contact.open_note_form()
        self._stop("note_form")
