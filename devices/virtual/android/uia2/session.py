"""An open session: its capabilities, its settings, and the elements that it handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import uuid4

from devices.virtual.android.uia2.errors import NoSuchElement, StaleElement
from devices.virtual.android.uia2.settings import Settings
from devices.virtual.android.uia2.snapshot import Snapshot, ToastView, View
from devices.virtual.android.uia2.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.android.uia2.phone import InstrumentedPhone

ELEMENT_KEYS: Final = ("ELEMENT", "element-6066-11e4-a52e-4f735466cecf")


class Session:
    """What the client opened with POST /session."""

    def __init__(
        self, phone: InstrumentedPhone, capabilities: Mapping[str, object], names: tuple[str, ...]
    ) -> None:
        self.id = str(uuid4())
        self.phone, self.capabilities = phone, dict(capabilities)
        self.settings = Settings()
        self._names = names
        self._handed_out: dict[str, ToastView | None] = {}
        self._snapshot: Snapshot | None = None
        self._shape = (False, False)
        self._source: Source | None = None

    @property
    def app_package(self) -> str:
        """The package that short ids belong to. Source: ElementLocationHelpers.getPackageName."""
        return str(self.capabilities.get("appPackage") or "io.appium.uiautomator2.server")

    def snapshot(self) -> Snapshot:
        """The screen now; the same object until something on it changes."""
        display = self.phone.display
        shape = (
            self.settings.on("ignoreUnimportantViews"),
            self.settings.on("allowInvisibleElements"),
        )
        if (
            self._snapshot is None
            or self._snapshot.version != display.version
            or shape != self._shape
        ):
            self._snapshot = Snapshot(display, compressed=shape[0], invisible=shape[1])
            self._shape, self._source = shape, None
        return self._snapshot

    def source(self) -> Source:
        """The page source now."""
        snapshot = self.snapshot()
        if self._source is None:
            display = self.phone.display
            size = (display.bounds.width, display.bounds.height)
            self._source = Source(snapshot, size, display.rotation, self._names)
        return self._source

    def hand_out(self, view: View | ToastView) -> dict[str, str]:
        """The reference of a found element, as the client gets it."""
        self._handed_out[view.id] = view if isinstance(view, ToastView) else None
        return dict.fromkeys(ELEMENT_KEYS, view.id)

    def view(self, element_id: str) -> View:
        """The view that a reference stands for.

        Raises:
            NoSuchElement: this session never handed it out.
            StaleElement: it is gone.
        """
        if element_id not in self._handed_out:
            raise NoSuchElement(
                f"The element identified by '{element_id}' is not present in the cache "
                "or has expired. Try to find it again"
            )
        view = self.snapshot().view(element_id)
        if view is None:
            raise StaleElement(f"The element '{element_id}' does not exist in DOM anymore")
        return view

    def toast(self, element_id: str) -> ToastView | None:
        """The toast that a reference stands for; its text can be read when it is gone."""
        return self._handed_out.get(element_id)
