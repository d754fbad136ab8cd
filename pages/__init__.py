"""Page objects of the app under test."""

from pages.about import AboutPage
from pages.accounts import AccountsPage
from pages.address_book import AddressBookPage
from pages.appointment import AppointmentPage
from pages.biometric_offer import BiometricOfferPage
from pages.biometric_settings import BiometricSettingsPage
from pages.booking import BookingContactsPage, BookingPage
from pages.bottom_bar import BottomBar
from pages.calendars import CalendarsPage
from pages.call import CallPage
from pages.camera import CameraPage
from pages.contact import ContactPage
from pages.contact_form import ContactForm
from pages.contacts import ContactsPage
from pages.conversations import ConversationsPage
from pages.dashboard import DashboardPage
from pages.errors import (
    ChoiceMissing,
    ElementMissing,
    PageError,
    StepFailed,
    ValueUnreadable,
)
from pages.incoming_call import IncomingCallPage
from pages.local_presence import LocalPresencePage
from pages.lock import LockPage
from pages.login import LoginPage
from pages.note_form import NoteForm
from pages.notice import Notice, Snackbar
from pages.notification_preferences import NotificationPreferencesPage
from pages.offline_banner import OfflineBanner
from pages.opportunities import OpportunitiesPage
from pages.photos import PhotosPage
from pages.settings import SettingsPage
from pages.side_menu import SideMenu
from pages.thread import ThreadPage
from pages.two_factor import TwoFactorCodePage, TwoFactorPage
from pages.voice_recorder import VoiceRecorder

__all__ = [
    "AboutPage",
    "AccountsPage",
    "AddressBookPage",
    "AppointmentPage",
    "BiometricOfferPage",
    "BiometricSettingsPage",
    "BookingContactsPage",
    "BookingPage",
    "BottomBar",
    "CalendarsPage",
    "CallPage",
    "CameraPage",
    "ChoiceMissing",
    "ContactForm",
    "ContactPage",
    "ContactsPage",
    "ConversationsPage",
    "DashboardPage",
    "ElementMissing",
    "IncomingCallPage",
    "LocalPresencePage",
    "LockPage",
    "LoginPage",
    "NoteForm",
    "Notice",
    "NotificationPreferencesPage",
    "OfflineBanner",
    "OpportunitiesPage",
    "PageError",
    "PhotosPage",
    "SettingsPage",
    "SideMenu",
    "Snackbar",
    "StepFailed",
    "ThreadPage",
    "TwoFactorCodePage",
    "TwoFactorPage",
    "ValueUnreadable",
    "VoiceRecorder",
]
