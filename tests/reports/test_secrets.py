"""Secrets are masked in every form in which they travel, and found where they got in."""

from __future__ import annotations

import base64
import html
import json
import re
import shlex
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.secrets import Scrubber, find_secrets
from tests.reports.sample import SECRET

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _in_base64(offset: int) -> Callable[[str], str]:
    return lambda secret: base64.b64encode(b"u" * offset + secret.encode() + b" more").decode()


FORMS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "json": json.dumps,
    "json, not ASCII only": lambda secret: json.dumps(secret, ensure_ascii=False),
    "json in json": lambda secret: json.dumps(json.dumps({"password": secret})),
    "url": lambda secret: quote(secret, safe=""),
    "url, small": lambda secret: re.sub(
        "%..", lambda escape: escape[0].lower(), quote(secret, safe="")
    ),
    "form": lambda secret: urlencode({"password": secret}),
    "plus": quote_plus,
    "xml attribute": html.escape,
    "xml text": lambda secret: html.escape(secret, quote=False),
    "repr": repr,
    "shell": shlex.quote,
    "base64": _in_base64(0),
    "base64 after one byte": _in_base64(1),
    "base64 after two bytes": _in_base64(2),
    "base64 for addresses": lambda secret: base64.urlsafe_b64encode(secret.encode()).decode(),
    "json in base64": lambda secret: _in_base64(1)(json.dumps({"password": secret})),
    "base64 in base64": lambda secret: _in_base64(1)(_in_base64(2)(secret)),
}
NESTED = {"json in base64", "base64 in base64"}


@pytest.mark.parametrize("form", sorted(set(FORMS) - NESTED))
def test_masked_in_each_form(form: str) -> None:
    """No form of a secret is left in a scrubbed text, and what stands around it is."""
    scrubbed = Scrubber([SECRET]).scrub(f"before {FORMS[form](SECRET)} after")
    assert not Scrubber([SECRET]).found_in(scrubbed.encode())
    assert scrubbed.startswith("before ")
    assert scrubbed.endswith(" after")
    assert "****" in scrubbed


@pytest.mark.parametrize("form", FORMS)
def test_found_in_each_form(tmp_path: Path, form: str) -> None:
    """A planted secret is found in whatever form a file holds it, and no other file is blamed."""
    planted = tmp_path / "deep" / "file.html"
    planted.parent.mkdir()
    planted.write_text(f"<script>d('x','{FORMS[form](SECRET)}')</script>")
    (tmp_path / "clean.txt").write_text("nothing here")
    assert find_secrets(tmp_path, [SECRET, "another one"]) == [planted]


def test_found_in_names(tmp_path: Path) -> None:
    """A secret in the name of a folder is found as well."""
    file = tmp_path / "test-hunter2-x" / "a.txt"
    file.parent.mkdir()
    file.touch()
    assert find_secrets(tmp_path, ["hunter2"]) == [file]


def test_data_keeps_its_shape() -> None:
    """In JSON-like data only strings change; numbers and structure stay."""
    data = {"a": ["secret-1", 1.5, None], "secret-1": {"b": True}}
    expected = {"a": ["****", 1.5, None], "****": {"b": True}}
    assert Scrubber(["secret-1"]).scrub_value(data) == expected


def test_no_secrets_change_nothing() -> None:
    """Without secrets, an empty one included, texts pass unchanged and nothing is found."""
    for scrubber in (Scrubber(), Scrubber([""])):
        assert scrubber.scrub("text") == "text"
        assert not scrubber.found_in(b"text")


def test_the_longer_secret_wins() -> None:
    """Of two secrets one of which begins with the other, no rest of the longer is left."""
    assert Scrubber(["secret", "secret-and-more"]).scrub("secret-and-more") == "****"


def test_a_short_value_is_refused_unseen() -> None:
    """A value too short to be told from common text is an error that does not show it."""
    with pytest.raises(ValueError, match="6 characters") as caught:
        Scrubber(["12ab"])
    assert "12ab" not in str(caught.value)


@given(st.text(min_size=6, max_size=40), st.integers(0, 2))
def test_any_secret_is_found_in_base64(secret: str, offset: int) -> None:
    """Whatever a secret is made of, base64 at any offset does not hide it."""
    assert Scrubber([secret]).found_in(_in_base64(offset)(secret).encode())
