"""A running app, and how the system calls its state.

Source of the states: Apple, XCUIApplication.State.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from devices.virtual.ios.apps.installed import App
    from devices.virtual.os.context import Context
    from devices.virtual.os.process import AppProcess
    from devices.virtual.os.window import Window


class AppState(IntEnum):
    """As XCUIApplication tells it."""

    UNKNOWN = 0
    NOT_RUNNING = 1
    SUSPENDED = 2
    BACKGROUND = 3
    FOREGROUND = 4


@dataclass(slots=True, eq=False)
class RunningApp:
    """A process of an app.

    Attributes:
        window: its one window; shown while it is in front, and behind what covers it.
        arguments, environment: what it was launched with.
    """

    app: App
    pid: int
    context: Context
    process: AppProcess
    window: Window
    arguments: Sequence[str] = ()
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def bundle_id(self) -> str:
        """Whose process it is."""
        return self.app.bundle_id
