"""The Settings app: pages that lie over each other, the last one in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios.settings.pages import PAGES, ROOT
from devices.virtual.ios.settings.views import Views

if TYPE_CHECKING:
    from devices.virtual.ios.phone import IPhone
    from devices.virtual.ios.settings.page import Page
    from devices.virtual.os.context import Context
    from devices.virtual.ui.node import Node

SETTINGS: Final = "com.apple.Preferences"
"""Bundle identifier of the Settings app."""


class SettingsApp:
    """A running Settings app; see `devices.virtual.os.process.AppProcess`.

    It stays where it was while it runs in the background.

    Attributes:
        phone: whose settings they are.
        views: builds the parts of a page as this release has them.
    """

    def __init__(self, phone: IPhone, context: Context) -> None:
        self.phone = phone
        self.views = Views(phone.profile.rows["settings_views"], self.redraw)
        self._context = context
        self._pages: list[Page] = []
        self.open(ROOT)
        context.at_end(phone.radios.on_change(self.redraw))
        phone.permissions.on_change.append(self._answered)
        context.at_end(lambda: phone.permissions.on_change.remove(self._answered))

    def open(self, name: str, argument: str = "") -> None:
        """Put a page over the one that is shown; names are those of `PAGES`."""
        self._pages.append(PAGES[name](self, argument))
        self.redraw()

    def close(self) -> None:
        """Go back to the page before, if there is one."""
        if len(self._pages) > 1:
            self._pages.pop()
        self.redraw()

    def show(self, name: str) -> None:
        """Show a page of privacy, above those that lead to it."""
        self._pages.clear()
        for each in (ROOT, "privacy", name):
            self.open(each)

    def show_app(self, bundle_id: str) -> None:
        """Show an app's page, above the pages that lead to it."""
        self._pages.clear()
        self.open(ROOT)
        if not self.phone.profile.rows["settings_root"]["apps"]:
            self.open("apps")
        self.open("app", bundle_id)

    def choose_pictures(self, bundle_id: str) -> None:
        """Have the pictures chosen that an app may see, over this page."""
        self.phone.chooser.pictures(bundle_id, self.redraw, over=SETTINGS)

    def redraw(self) -> None:
        """Build what is shown anew: something in it has changed."""
        self._context.invalidate()

    def _answered(self, bundle_id: str) -> None:
        del bundle_id  # any app's may stand on the page
        self.redraw()

    # -- an app's process

    def resume(self, activity: str) -> None:
        """Come to the foreground, without the pages of an app that has gone."""
        del activity  # there is one way in
        while self._pages[-1].about and not self.phone.installed.get(self._pages[-1].about):
            self._pages.pop()
        self.redraw()

    def pause(self) -> None:
        """Leave the foreground: the page stays."""

    def content(self) -> Node:
        """The page in sight."""
        page = self._pages[-1]
        before = self._pages[-2].title if len(self._pages) > 1 else ""
        return self.views.page(page, before, self.close)

    def back(self) -> None:
        """Nothing: there is no such key."""

    def stop(self) -> None:
        """Be killed."""
