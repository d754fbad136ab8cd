"""Keeping known secrets out of what a run writes, and finding those that got in."""

from __future__ import annotations

import base64
import binascii
import html
import json
import re
import shlex
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MASK: Final = "****"

SHORTEST: Final = 6
"""Characters: a shorter value would be found everywhere and shred the output."""

_BLOB: Final = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")
_DEEPEST: Final = 3
"""Base64 within base64: an attachment in a report's data, and one level to spare."""


class Scrubber:
    """Replaces known secrets, in the forms in which they travel, by ``****``.

    Knows each value plain, URL-encoded, escaped for JSON (once and within another JSON text),
    XML, a shell and Python's ``repr``, and inside base64 at any offset.  Empty values are none.

    Raises:
        ValueError: a value is shorter than `SHORTEST`. The message does not hold it.
    """

    def __init__(self, values: Iterable[str] = ()) -> None:
        secrets = {value for value in values if value}
        if any(len(secret) < SHORTEST for secret in secrets):
            raise ValueError(
                f"a secret of fewer than {SHORTEST} characters cannot be kept out of text"
            )
        forms = {form for secret in secrets for form in _forms(secret)}
        ordered = sorted(forms, key=len, reverse=True)
        self._text = re.compile("|".join(map(re.escape, ordered))) if ordered else None
        self._bytes = re.compile(self._text.pattern.encode()) if self._text else None

    def scrub(self, text: str) -> str:
        """The text without the secrets."""
        return self._text.sub(MASK, text) if self._text else text

    def scrub_value(self, value: Any) -> Any:  # noqa: ANN401 - JSON has no narrower type
        """The same for JSON-like data: every string in it, keys included."""
        if isinstance(value, str):
            return self.scrub(value)
        if isinstance(value, dict):
            return {self.scrub_value(key): self.scrub_value(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.scrub_value(item) for item in value]
        return value

    def found_in(self, data: bytes) -> bool:
        """Whether a secret is in the data, plainly or inside base64 blobs in it."""
        return self._bytes is not None and any(self._bytes.search(layer) for layer in _layers(data))


def find_secrets(folder: Path, values: Iterable[str]) -> list[Path]:
    """Files below a folder that hold one of the values, in name or content.

    Looks into base64 blobs as well, since Allure's single-file report embeds its data that way.
    Links are not followed. The result is sorted.
    """
    scrubber = Scrubber(values)
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(
        path
        for path in files
        if scrubber.found_in(str(path.relative_to(folder)).encode(errors="surrogateescape"))
        or scrubber.found_in(path.read_bytes())
    )


def _forms(secret: str) -> Iterator[str]:
    in_json = json.dumps(secret)[1:-1]
    yield secret
    yield in_json
    yield json.dumps(in_json)[1:-1]
    yield json.dumps(secret, ensure_ascii=False)[1:-1]
    yield html.escape(secret)
    yield html.escape(secret, quote=False)
    yield html.escape(secret, quote=False).replace('"', "&quot;")
    yield repr(secret)[1:-1]
    yield shlex.quote(secret).strip("'")
    for encode in (quote, quote_plus):
        encoded = encode(secret, safe="")
        yield encoded
        yield re.sub("%[0-9A-F]{2}", lambda match: match[0].lower(), encoded)
    yield from _base64_forms(secret.encode())


def _base64_forms(secret: bytes) -> Iterator[str]:
    """What is the same in every base64 text that holds the secret, at each of three offsets."""
    for offset in range(3):
        encoded = base64.b64encode(bytes(offset) + secret).decode()
        first = -(-offset * 8 // 6)  # the first character made of the secret's bits alone
        last = (offset + len(secret)) * 8 // 6
        core = encoded[first:last]
        yield core
        yield core.replace("+", "-").replace("/", "_")


def _layers(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """The data, and what its base64 blobs hold, and theirs."""
    yield data
    if depth == _DEEPEST:
        return
    for match in _BLOB.finditer(data):
        blob = match[0].rstrip(b"=").translate(_STANDARD)
        try:
            inner = base64.b64decode(blob + b"=" * (-len(blob) % 4))
        except binascii.Error:  # a word that only looks like base64
            continue
        yield from _layers(inner, depth + 1)


_STANDARD: Final = bytes.maketrans(b"-_", b"+/")
