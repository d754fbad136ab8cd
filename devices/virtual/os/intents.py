"""An intent: what is to be done, with which data, by whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

if TYPE_CHECKING:
    from devices.virtual.os.components import Component

ACTION_MAIN: Final = "android.intent.action.MAIN"
ACTION_VIEW: Final = "android.intent.action.VIEW"
CATEGORY_HOME: Final = "android.intent.category.HOME"
CATEGORY_LAUNCHER: Final = "android.intent.category.LAUNCHER"

# Source: AOSP android.content.Intent.
FLAG_NEW_TASK: Final = 0x10000000
FLAG_SINGLE_TOP: Final = 0x20000000
FLAG_CLEAR_TOP: Final = 0x04000000
FLAG_CLEAR_TASK: Final = 0x00008000
FLAG_MULTIPLE_TASK: Final = 0x08000000
FLAG_REORDER_TO_FRONT: Final = 0x00020000
FLAG_RESET_TASK: Final = 0x00200000
FLAG_FROM_SHELL: Final = 0x00400000

# Schemes whose whole data is private, and those that print their host alone.
# Source: AOSP android.net.Uri.toSafeString.
_MASKED: Final = frozenset({"tel", "sip", "sms", "smsto", "mailto", "nfc"})
_HOST_ONLY: Final = frozenset({"http", "https", "ftp", "rtsp"})


class Uri(NamedTuple):
    """The parts of a URI that intents are matched and printed by; empty where it has none."""

    scheme: str
    specific: str
    authority: str
    path: str

    @property
    def host(self) -> str:
        """The authority without user and port."""
        return self.authority.rpartition("@")[2].partition(":")[0]

    @property
    def port(self) -> str:
        """The port with its colon."""
        _, colon, port = self.authority.rpartition("@")[2].partition(":")
        return colon + port


def parse_uri(text: str) -> Uri:
    """Split any text, as android.net.Uri.parse does: nothing is ever refused."""
    head = text.partition("#")[0]
    scheme, colon, specific = head.partition(":")
    if not colon:
        scheme, specific = "", head
    authority, path = "", specific
    if specific.startswith("//"):
        rest = specific[2:].partition("?")[0]
        authority, slash, below = rest.partition("/")
        path = slash + below
    return Uri(scheme, specific, authority, path.partition("?")[0])


@dataclass(frozen=True, slots=True)
class Intent:
    """An intent.

    Attributes:
        data: a URI; empty for none.
        type: a MIME type; empty for none.
        package: the only package that may answer; empty for any.
        flags: bits, ``FLAG_…``.
        extras: values by key, as text: nothing on the phone computes with them.
        extra_types: the letter that a value's type has in a URI, where it has one.
    """

    action: str = ""
    data: str = ""
    type: str = ""
    identifier: str = ""
    categories: tuple[str, ...] = ()
    package: str = ""
    component: Component | None = None
    flags: int = 0
    extras: dict[str, str] = field(default_factory=dict)
    extra_types: dict[str, str] = field(default_factory=dict)

    @property
    def uri(self) -> Uri:
        """Its data in parts."""
        return parse_uri(self.data)

    @property
    def filter_key(self) -> tuple[object, ...]:
        """What two intents share that are the same to a task. Source: Intent.filterEquals."""
        return (self.action, self.data, self.type, self.package, frozenset(self.categories))

    def text(self, *, safe_hosts_only: bool) -> str:
        """As Android prints it, private parts left out. Source: Intent.toString.

        Args:
            safe_hosts_only: whether this release prints no path of any scheme.
        """
        parts = [f"act={self.action}"] if self.action else []
        if self.categories:
            parts.append(f"cat=[{','.join(self.categories)}]")
        if self.data:
            parts.append(f"dat={safe_uri(self.data, hosts_only=safe_hosts_only)}")
        if self.identifier:
            parts.append(f"id={self.identifier}")
        if self.type:
            parts.append(f"typ={self.type}")
        if self.flags:
            parts.append(f"flg=0x{self.flags:x}")
        if self.package:
            parts.append(f"pkg={self.package}")
        if self.component:
            parts.append(f"cmp={self.component}")
        if self.extras:
            parts.append("(has extras)")
        return f"Intent {{ {' '.join(parts)} }}"


def icon_tap(component: Component) -> Intent:
    """What the launcher sends for a tap on an icon. Source: AOSP Launcher3, makeLaunchIntent."""
    return Intent(
        ACTION_MAIN,
        categories=(CATEGORY_LAUNCHER,),
        component=component,
        flags=FLAG_NEW_TASK | FLAG_RESET_TASK,
    )


def to_uri(intent: Intent, *, intent_scheme: bool) -> str:
    """An intent as a URI. Source: AOSP Intent.toUri.

    Args:
        intent: what to write.
        intent_scheme: whether its scheme becomes ``intent:``.
    """
    data, scheme = intent.data, ""
    if intent_scheme:
        scheme, colon, rest = data.partition(":")
        data = f"intent:{rest if colon else data}"
        scheme = scheme if colon else ""
    parts = [f"scheme={scheme}"] if scheme else []
    if intent.action and intent.action != ACTION_VIEW:
        parts.append(f"action={_encode(intent.action)}")
    parts += [f"category={_encode(category)}" for category in intent.categories]
    if intent.type:
        parts.append(f"type={_encode(intent.type)}")
    if intent.flags:
        parts.append(f"launchFlags=0x{intent.flags:x}")
    if intent.package:
        parts.append(f"package={_encode(intent.package)}")
    if intent.component:
        parts.append(f"component={_encode(str(intent.component))}")
    parts += [
        f"{letter}.{_encode(key)}={_encode(intent.extras[key])}"
        for key, letter in intent.extra_types.items()
    ]
    return f"{data}#Intent;{';'.join(parts)};end" if parts else data


def _encode(text: str) -> str:
    """As android.net.Uri.encode, with the slash that types and components keep."""
    return quote(text, safe="/_-!.~'()*", errors="surrogatepass")


def safe_uri(text: str, *, hosts_only: bool) -> str:
    """A URI without what is private. Source: AOSP android.net.Uri.toSafeString."""
    uri = parse_uri(text)
    scheme = uri.scheme.lower()
    prefix = f"{uri.scheme}:" if uri.scheme else ""
    if scheme in _MASKED:
        masked = "".join(c if c in "-@." else "x" for c in uri.specific)
        return prefix + masked
    if scheme in _HOST_ONLY or (hosts_only and scheme):
        slashes = "//" if uri.authority or scheme in _HOST_ONLY else ""
        return f"{prefix}{slashes}{uri.host}{uri.port}/..."
    return prefix + uri.specific
