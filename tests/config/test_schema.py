"""Editors check files by the very models that read them."""

from __future__ import annotations

import re

from config.paths import CONFIG
from config.schema import rendered


def test_the_schemas_are_those_of_the_models() -> None:
    """Each schema in the checkout is what the models give: `fleet lint --write-schemas`."""
    stale = [path.name for path, text in rendered().items() if path.read_text("utf-8") != text]
    assert stale == []


def test_every_file_names_a_schema_that_is_there() -> None:
    """Each YAML file that a user edits begins with the path of its schema."""
    for path in CONFIG.rglob("*.yaml"):
        first = path.read_text("utf-8").partition("\n")[0]
        found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert found, path
        assert (path.parent / found[1]).resolve() in rendered(), path
