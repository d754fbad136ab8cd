"""JSON Schemas of everything that a user edits, for editors to check and complete against."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter

from config.accounts import Accounts
from config.app import App
from config.lab import AttachedLab, VirtualLab
from config.ledger import Ledger
from config.locators import PageLocators
from config.matrix import Matrix
from config.paths import CONFIG
from config.requirements import Catalogue

if TYPE_CHECKING:
    from pathlib import Path

SCHEMAS: Final = CONFIG / "schemas"
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_MODELS: Final[dict[str, TypeAdapter[Any]]] = {
    "accounts": TypeAdapter(Accounts),
    "app": TypeAdapter(App),
    "lab": TypeAdapter(VirtualLab | AttachedLab),
    "ledger": TypeAdapter(Ledger),
    "locators": TypeAdapter(PageLocators),
    "matrix": TypeAdapter(Matrix),
    "requirements": TypeAdapter(Catalogue),
}


def rendered() -> dict[Path, str]:
    """Every schema's file, and what stands in it when it is up to date."""
    return {SCHEMAS / f"{name}.schema.json": _text(adapter) for name, adapter in _MODELS.items()}


def write() -> None:
    """Write every schema's file.

    Raises:
        OSError: one cannot be written.
    """
    SCHEMAS.mkdir(exist_ok=True)
    for path, text in rendered().items():
        path.write_text(text, encoding="utf-8")


def _text(adapter: TypeAdapter[Any]) -> str:
    schema = {"$schema": _DIALECT, **adapter.json_schema()}
    return json.dumps(schema, indent=2) + "\n"
