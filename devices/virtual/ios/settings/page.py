"""What a page of Settings is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.ui.node import Node


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One page of Settings.

    Attributes:
        title: in the navigation bar, and on the back button of the next page.
        groups: builds its groups of rows, by `views.Views`, each time it is drawn.
        about: bundle identifier of the app that it tells of; it is left when the app goes.
    """

    title: str
    groups: Callable[[], list[Node]]
    about: str = ""
