"""An open session: its capabilities, its settings, and the elements that it handed out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from devices.virtual.android.uia2.elements import Elements
from devices.virtual.android.uia2.snapshot import Snapshot, ToastView, View, shown_windows
from devices.virtual.android.uia2.source import Shape, Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.android.uia2.phone import InstrumentedPhone
    from devices.virtual.android.uia2.server_profile import ServerProfile
    from devices.virtual.android.uia2.settings import Settings
    from devices.virtual.os.window import Window

_NOBODY: Final = "io.appium.uiautomator2.server"
_ON_DEMAND_ATTRIBUTES: Final = {
    "extras": "includeExtrasInPageSource",
    "actions": "includeA11yActionsInPageSource",
    "text-size": "includeExtraRenderingInfo",
    "text-unit": "includeExtraRenderingInfo",
}
"""Attributes of the page source that a setting asks for. Source: UiElementSnapshot."""


class Session:
    """What the client opened with POST /session.

    Args:
        phone: where it runs.
        capabilities: what was asked for, without the vendor's prefix; those that name a setting set
            it.
        profile: what the server's version knows.
        settings: the server's, as they are before the session.

    Raises:
        InvalidArgument: a capability that names a setting has the wrong type.
    """

    def __init__(
        self,
        phone: InstrumentedPhone,
        capabilities: Mapping[str, object],
        profile: ServerProfile,
        settings: Settings,
    ) -> None:
        self.id = str(uuid4())
        self.phone, self.profile, self.settings = phone, profile, settings
        settings.reset()
        self.capabilities = settings.adopt(capabilities)
        self.elements = Elements(self)
        self._snapshots: dict[tuple[object, ...], Snapshot] = {}
        self._sources: dict[tuple[object, ...], Source] = {}
        self._version = -1

    @property
    def app_package(self) -> str:
        """The package that short ids belong to. Source: ElementLocationHelpers.getPackageName."""
        package = str(self.capabilities.get("appPackage") or "")
        return package if package.strip() else _NOBODY

    # -- what is on the screen

    def snapshot(self) -> Snapshot:
        """The views that can be found now; the same object until something on them changes."""
        return self._taken(self._windows(), invisible=False, always=())

    def attached(self) -> Snapshot:
        """The views of every window that can be seen: those an element may still stand for."""
        return self._taken(shown_windows(self.phone.display), invisible=False, always=())

    def active(self) -> Snapshot:
        """The views of the active window, where UiSelectors look."""
        return self._taken([self.phone.display.active()], invisible=False, always=())

    def source(self) -> Source:
        """The page source now."""
        settings, display = self.settings, self.phone.display
        hidden = {n for n, setting in _ON_DEMAND_ATTRIBUTES.items() if not settings.on(setting)}
        names = tuple(name for name in self.profile.source if name not in hidden)
        shape = Shape(names, settings.number("snapshotMaxDepth"))
        snapshot = self._taken(
            self._windows(),
            invisible=settings.on("allowInvisibleElements"),
            always=_patterns(settings.text("alwaysTraversableViewClasses")),
        )
        listens = settings.on("enableNotificationListener")
        key = (id(snapshot), shape, listens)
        source = self._sources.get(key)
        if source is None:
            toasts = display.toasts()[-1:] if listens else ()
            views = [ToastView(toast, len(snapshot.roots)) for toast in toasts]
            size = (display.bounds.width, display.bounds.height)
            source = self._sources[key] = Source(snapshot, views, size, display.rotation, shape)
        return source

    def _windows(self) -> list[Window]:
        """The windows that are looked into. Source: AXWindowHelpers.getCachedWindowRoots."""
        display = self.phone.display
        if self.settings.on("enableMultiWindows"):
            return shown_windows(display)
        active = display.active()
        if not self.settings.on("enableTopmostWindowFromActivePackage"):
            return [active]
        return [next(w for w in shown_windows(display) if w.package == active.package)]

    def _taken(
        self, windows: list[Window], *, invisible: bool, always: tuple[re.Pattern[str], ...]
    ) -> Snapshot:
        display = self.phone.display
        if display.version != self._version:
            self._snapshots.clear()
            self._sources.clear()
            self._version = display.version
        compressed = self.settings.on("ignoreUnimportantViews")
        key = (*(window.id for window in windows), compressed, invisible, always)
        snapshot = self._snapshots.get(key)
        if snapshot is None:
            snapshot = self._snapshots[key] = Snapshot(
                display, windows, compressed=compressed, invisible=invisible, always=always
            )
        return snapshot

    # -- elements

    def hand_out(self, view: View | ToastView) -> dict[str, object]:
        """The reference of an element that no locator found, as the client gets it."""
        return self.elements.add(view, None)

    def view(self, element_id: str) -> View:
        """The view that a reference stands for.

        Raises:
            NoSuchElement: this session never handed it out, or handed out too many since.
            StaleElement: it is gone.
        """
        return self.elements.view(element_id)


def _patterns(globs: str) -> tuple[re.Pattern[str], ...]:
    """Class patterns of a list with commas; a star is any text, a question mark any character."""
    return tuple(
        re.compile(re.escape(glob.strip()).replace(r"\*", ".*").replace(r"\?", "."))
        for glob in globs.split(",")
        if glob.strip()
    )
