"""The steps of golden rows: what is done to a phone, and what must come back."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, JsonValue, ValidationError

from devices.conform.expected import Exact, Exit, Text, Value

_HOLE: Final = r"^@[a-z_]+@$"
Status = int | Annotated[str, Field(pattern=_HOLE)]
"""Of a reply; a row that stands for several has a hole for it, which is filled before use."""


class Shell(Exact):
    """A command in the phone's shell, its three streams apart (shell protocol 2, no terminal).

    Attributes:
        stdout: what it prints there; so ``stderr``.
        output: both one after the other, where the source does not say which it is.
        exit: its status; ``failure`` is any but 0.
        within_s: look again until it agrees, for that long.
        keep: names for later steps, each with the group of a regular expression over stdout.
    """

    shell: str
    stdout: Text | None = None
    stderr: Text | None = None
    output: Text | None = None
    exit: Exit | None = None
    within_s: float = Field(default=0, ge=0, le=30)
    keep: dict[str, str] = Field(default_factory=dict)


class Service(Exact):
    """A service of adbd, opened with its bare name, and all that it sends until it closes."""

    service: str
    reply: Text


class Install(Exact):
    """One of Appium's helper builds, streamed to the package manager as adb does.

    Attributes:
        by: ``abb_exec``, or ``exec`` for phones without that feature.
    """

    install: Literal["settings-app"]
    by: Literal["exec", "abb_exec"]
    options: tuple[str, ...] = ()
    reply: Text


class Features(Exact):
    """What adbd announces of itself when it connects, as the adb server tells it."""

    features: Text


class Console(Exact):
    """A line to the emulator's console, and the lines that answer it; empty: its greeting."""

    console: str
    reply: Text


class Http(Exact):
    """A request to the phone's automation server: UiAutomator2's, or WebDriverAgent.

    ``{session}`` in the path is the open session.

    Attributes:
        status: of the reply.
        headers: that it must have, in any case of their names.
        text: the whole body, as it came.
        reply: the same as JSON, of which ``value`` is a member.
        error: the WebDriver error that the value names.
        message: what the error says.
        keep: names for later steps, each with the members that lead to it, joined by dots; none is
            the value itself.
    """

    http: Annotated[str, Field(pattern=r"^(GET|POST|PUT|DELETE|OPTIONS) [/@]\S*$|" + _HOLE)]
    body: JsonValue = None
    status: Status | None = None
    headers: dict[str, Text] = Field(default_factory=dict)
    text: Text | None = None
    reply: Value | None = None
    error: str | None = None
    message: Text | None = None
    value: Value | None = None
    content_type: str | None = None
    within_s: float = Field(default=0, ge=0, le=30)
    keep: dict[str, str] = Field(default_factory=dict)


class Appium(Exact):
    """A command of the driver's own, in a session of a real Appium.

    Attributes:
        status: of the reply.
        error: words of the message with which it must fail.
    """

    appium: str
    arguments: dict[str, JsonValue] = Field(default_factory=dict)
    status: Status | None = None
    value: Value | None = None
    error: Text | None = None


class Capabilities(Exact):
    """What Appium's reply to a new session tells of the phone."""

    capabilities: Value


class Mux(Exact):
    """A message to usbmuxd, and the answer: property lists both.

    Data in the answer that is a property list itself is read; other data is told by its length.

    Attributes:
        keep: names for later steps, as `Http` has them.
    """

    mux: dict[str, JsonValue]
    reply: Value
    keep: dict[str, str] = Field(default_factory=dict)


class Lockdown(Exact):
    """A request to lockdownd over the cable, before any session, and the answer."""

    lockdown: dict[str, JsonValue]
    reply: Value


class Proxy(Exact):
    """A command to installation_proxy over the cable, and its first answer."""

    proxy: dict[str, JsonValue]
    reply: Value


Step = (
    Shell
    | Service
    | Install
    | Features
    | Console
    | Http
    | Appium
    | Capabilities
    | Mux
    | Lockdown
    | Proxy
)
_KINDS: Final[dict[str, type[Exact]]] = {
    "shell": Shell,
    "service": Service,
    "install": Install,
    "features": Features,
    "console": Console,
    "http": Http,
    "appium": Appium,
    "capabilities": Capabilities,
    "mux": Mux,
    "lockdown": Lockdown,
    "proxy": Proxy,
}
EXPECTING: Final = {
    "stdout", "stderr", "output", "exit", "reply", "features", "capabilities",
    "status", "headers", "text", "error", "message", "value", "content_type",
}  # fmt: skip
"""Keys of steps that say what must come back."""


def one_of_a_kind(step: object) -> object:
    """Take a step for the kind that its key names, so that complaints are about that one alone."""
    if not isinstance(step, dict):
        return step
    kinds = [kind for kind in _KINDS if kind in step]
    if len(kinds) != 1:
        raise ValueError(
            f"a step has exactly one of {', '.join(_KINDS)}; this has {kinds or 'none'}"
        )
    try:
        return _KINDS[kinds[0]].model_validate(step)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{where}: {first['msg']}") from None
