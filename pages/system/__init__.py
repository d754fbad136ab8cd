"""Page objects of the system's own screens, which are the same whatever app is under test."""

from pages.system.app_info import AppInfoPage
from pages.system.app_notifications import AppNotificationsPage
from pages.system.app_settings import AppSettings
from pages.system.banner import Banner
from pages.system.launcher import IconMenu, Launcher
from pages.system.lock_screen import LockScreen
from pages.system.notification_shade import NotificationShade
from pages.system.permission_list import PermissionListPage
from pages.system.permission_page import PermissionPage
from pages.system.permission_prompt import PermissionPrompt
from pages.system.photo_picker import PhotoPicker
from pages.system.privacy import PrivacyCategoryPage, PrivacyPage
from pages.system.settings_home import AllAppsPage, AppsPage, SettingsHomePage

__all__ = [
    "AllAppsPage",
    "AppInfoPage",
    "AppNotificationsPage",
    "AppSettings",
    "AppsPage",
    "Banner",
    "IconMenu",
    "Launcher",
    "LockScreen",
    "NotificationShade",
    "PermissionListPage",
    "PermissionPage",
    "PermissionPrompt",
    "PhotoPicker",
    "PrivacyCategoryPage",
    "PrivacyPage",
    "SettingsHomePage",
]
