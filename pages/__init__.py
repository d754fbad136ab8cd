"""Page objects of the app under test; the OS's own pages are in ``pages.system``."""

from pages.conversations import ConversationsPage, ThreadPage
from pages.dashboard import DashboardPage
from pages.errors import ElementMissing, PageError, ValueUnreadable
from pages.login import LoginPage
from pages.offline_banner import OfflineBanner
from pages.settings import SettingsPage

__all__ = [
    "ConversationsPage",
    "DashboardPage",
    "ElementMissing",
    "LoginPage",
    "OfflineBanner",
    "PageError",
    "SettingsPage",
    "ThreadPage",
    "ValueUnreadable",
]
