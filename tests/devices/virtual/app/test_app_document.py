"""docs/reference-app.md, which page objects are written from, tells the truth."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from devices.virtual.app.defects import DEFECTS

if TYPE_CHECKING:
    from devices.virtual.app.bench import Bench
    from tests.devices.virtual.app.conftest import Office

_DOCUMENT = (Path(__file__).parents[4] / "docs" / "reference-app.md").read_text()
_NAMED = set(re.findall(r"`([a-z_]+)`", _DOCUMENT))
_TOUR = (
    ("menu",),
    ("menu_settings",),
    ("settings_profile",),
    ("back", "settings_about"),
    ("back", "back", "tab_conversations"),
    ("conversation_row",),
    ("back", "tab_contacts"),
    ("contact_row",),
    ("back", "tab_calendars"),
    ("tab_opportunities",),
)
_LAYOUT = {"app_bar", "composer", "card_activity"}


def test_every_id_is_documented(bench: Bench, office: Office) -> None:
    """A tour of all screens meets no id that the document does not name."""
    office.contact("Jonas Weber")
    seen = {node.id for node in bench.content().walk()}
    for way in _TOUR:
        for node_id in way:
            bench.tap(node_id)
        seen |= {node.id for node in bench.content().walk()}
    bench.network.set(connected=False)
    seen |= {node.id for node in bench.content().walk()}
    assert seen - {""} - _LAYOUT <= _NAMED


def test_every_defect_is_documented() -> None:
    """The document's last table is the registry of defects."""
    rows = re.findall(r"^\| `([a-z-]+)` \| ([A-Z]+-\d\d) \| (.+) \|$", _DOCUMENT, re.MULTILINE)
    assert {name: breaks for name, breaks, _ in rows} == {
        defect.name: defect.breaks for defect in DEFECTS.values()
    }
