"""Which node of a new tree is the same view as one of the tree before it."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from devices.virtual.ui.node import Node, Role

Place = tuple[int, "Role", str, int, object]


class Identities:
    """Numbers the views of each window.

    A node is the same view as before when it has the same role, id and owner, is the same one among
    its siblings that share role and id, and its parent is the same view. A view that was missing
    from one tree is a new one when it comes back, as on a phone.
    """

    def __init__(self) -> None:
        self._numbers = count(1)
        self._known: dict[int, dict[Place, int]] = {}

    def mark(self, window_id: int, tree: Node) -> None:
        """Set the identity of every node of a window's new tree."""
        before = self._known.get(window_id, {})
        now: dict[Place, int] = {}
        place: Place = (0, tree.role, tree.id, 0, tree.owner)
        tree.identity = now[place] = before.get(place) or next(self._numbers)
        parents = [tree]
        while parents:
            parent = parents.pop()
            twins: dict[tuple[Role, str], int] = {}
            for child in parent.children:
                twin = twins[child.role, child.id] = twins.get((child.role, child.id), -1) + 1
                place = (parent.identity, child.role, child.id, twin, child.owner)
                child.identity = now[place] = before.get(place) or next(self._numbers)
                parents.append(child)
        self._known[window_id] = now

    def forget(self, window_id: int) -> None:
        """Drop a window that was closed; its views never come back."""
        self._known.pop(window_id, None)
