"""The rendered page made safe to open: it loads nothing, and talks to nobody.

Every theme of Allure 3 embeds a third party's analytics script, and its code names hosts for
links and viewers. All of them are taken out here, a content-security policy forbids the rest,
and `foreign_hosts` finds what is left.
"""

from __future__ import annotations

import base64
import re
from typing import Final
from urllib.parse import unquote_to_bytes

POLICY: Final = (
    "default-src 'none'; "
    "script-src 'unsafe-inline' data:; "  # the report's code, embedded
    "style-src 'unsafe-inline' data:; "
    "img-src data: blob:; media-src data: blob:; font-src data:; "
    "connect-src data: blob:; "  # it reads its own data through fetch("data:...")
    "frame-src blob:; "  # previews, sandboxed
    "form-action 'none'"
)
"""A page opened from disk may read nothing but what it carries."""

_NOWHERE: Final = "about:blank"
_NAMESPACES: Final = frozenset(
    {
        "http://www.w3.org/1998/Math/MathML",
        "http://www.w3.org/1999/xhtml",
        "http://www.w3.org/1999/xlink",
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/2000/xmlns/",
        "http://www.w3.org/XML/1998/namespace",
    }
)
"""Names that only look like addresses: no browser ever asks there."""

_SCRIPT: Final = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_SOURCE: Final = re.compile(r"""\bsrc\s*=\s*["']?\s*((?:https?:)?//)""", re.IGNORECASE)
_ANALYTICS: Final = re.compile(r"\b(?:dataLayer|gtag)\b")
_HEAD: Final = re.compile(r"<head\b[^>]*>", re.IGNORECASE)
_DATA_URI: Final = re.compile(r"data:([a-z]+/[a-z0-9.+-]+)?((?:;[a-z0-9=-]+)*),([^\"'\s<>)]*)")
_REPORT_DATA: Final = re.compile(r'\bd\("[^"\\]*","[A-Za-z0-9+/=]*"\)')
_URL: Final = re.compile(
    r"""(?:https?|wss?|ftp):\\?/\\?/"""
    r"""((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}|localhost|\d+(?:\.\d+){3}|\[[0-9A-Fa-f:]+\])"""
    r"""(?::\d+)?[^"'`\s<>()\\,;{}$]*""",
    re.IGNORECASE,
)
_RELATIVE: Final = re.compile(
    r"""(?:\b(?:src|href|action|data|poster|srcset)\s*=\s*["']?|url\(["']?|@import\s*["']|"""
    r"""\b(?:import|fetch|sendBeacon|WebSocket|EventSource|Worker|importScripts|open)\(?\s*["'`])"""
    r"""\\?/\\?/((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})""",
    re.IGNORECASE,
)


def safe_page(page: str) -> str:
    """The page without analytics and foreign addresses in its code, and with the policy in front.

    Raises:
        ValueError: it has no head that a policy could stand in.
    """
    page = _SCRIPT.sub(lambda script: "" if _foreign(script) else script[0], page)
    page = _DATA_URI.sub(_local_code, page)
    head = _HEAD.search(page)
    if head is None:
        raise ValueError("the page has no head")
    policy = (
        f'\n    <meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '\n    <meta name="referrer" content="no-referrer">'
    )
    return f"{page[: head.end()]}{policy}{page[head.end() :]}"


def foreign_hosts(page: str) -> list[str]:
    """Hosts that a page could load from, talk to, or lead to by its own code or markup; sorted.

    Read are the markup, every inline script and style, and every ``data:`` address with what it
    decodes to. Not read is the report's data, the ``d("name", "base64")`` calls: it is text that
    tests wrote, shown as text, never run, and kept from loading anything by the policy. XML
    namespaces are names, not addresses, and are left out when they are exactly one of the known.
    """
    texts = [_DATA_URI.sub("", _REPORT_DATA.sub("", page))]
    texts += [_decoded(match) for match in _DATA_URI.finditer(_REPORT_DATA.sub("", page))]
    return sorted({host.lower() for text in texts for host in _hosts(text)})


def _hosts(text: str) -> set[str]:
    absolute = {
        match[1] for match in _URL.finditer(text) if match[0].replace("\\", "") not in _NAMESPACES
    }
    return absolute | {match[1] for match in _RELATIVE.finditer(text)}


def _foreign(script: re.Match[str]) -> bool:
    attributes, body = script[1], script[2]
    return bool(_SOURCE.search(attributes) or _ANALYTICS.search(body))


def _decoded(match: re.Match[str]) -> str:
    raw = unquote_to_bytes(match[3])
    if ";base64" in match[2]:
        raw = base64.b64decode(raw + b"=" * (-len(raw) % 4))
    return raw.decode(errors="replace")


def _local_code(match: re.Match[str]) -> str:
    """Embedded code or style with its foreign addresses pointing nowhere."""
    if match[1] not in {"text/javascript", "text/css"} or ";base64" not in match[2]:
        return match[0]
    code = _URL.sub(lambda url: url[0] if url[0] in _NAMESPACES else _NOWHERE, _decoded(match))
    return f"data:{match[1]}{match[2]},{base64.b64encode(code.encode()).decode()}"
