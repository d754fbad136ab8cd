"""Page objects of the app under test."""

from pages.about import AboutPage
from pages.accounts import AccountsPage
from pages.booking import BookingContactsPage, BookingPage
from pages.bottom_bar import BottomBar
from pages.calendars import CalendarsPage
from pages.contact import ContactPage
from pages.contacts import ContactsPage
from pages.conversations import ConversationsPage
from pages.dashboard import DashboardPage
from pages.errors import ElementMissing, PageError, ValueUnreadable
from pages.login import LoginPage
from pages.note_form import NoteForm
from pages.notice import Notice, Snackbar
from pages.offline_banner import OfflineBanner
from pages.opportunities import OpportunitiesPage
from pages.settings import SettingsPage
from pages.side_menu import SideMenu
from pages.thread import ThreadPage
from pages.two_factor import TwoFactorCodePage, TwoFactorPage

__all__ = [
    "AboutPage",
    "AccountsPage",
    "BookingContactsPage",
    "BookingPage",
    "BottomBar",
    "CalendarsPage",
    "ContactPage",
    "ContactsPage",
    "ConversationsPage",
    "DashboardPage",
    "ElementMissing",
    "LoginPage",
    "NoteForm",
    "Notice",
    "OfflineBanner",
    "OpportunitiesPage",
    "PageError",
    "SettingsPage",
    "SideMenu",
    "Snackbar",
    "ThreadPage",
    "TwoFactorCodePage",
    "TwoFactorPage",
    "ValueUnreadable",
]
