"""The server's settings: names, defaults, what each of them may be set to.

Source: appium-uiautomator2-server, model/settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.virtual.android.uia2.errors import InvalidArgument

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Value = bool | int | str

DEFAULTS: Final[dict[str, Value]] = {
    "actionAcknowledgmentTimeout": 3000,
    "allowInvisibleElements": False,
    "alwaysTraversableViewClasses": "",
    "currentDisplayId": 0,
    "deferAccessibilityCacheReset": False,
    "disableIdLocatorAutocompletion": False,
    "elementResponseAttributes": "name,text",
    "enableMultiWindows": False,
    "enableNotificationListener": True,
    "enableTopmostWindowFromActivePackage": False,
    "enforceXPath1": False,
    "ignoreUnimportantViews": False,
    "includeA11yActionsInPageSource": False,
    "includeExtraRenderingInfo": False,
    "includeExtrasInPageSource": False,
    "keyInjectionDelay": 0,
    "limitXPathContextScope": True,
    "mapTestTagToResourceId": False,
    "mjpegBilinearFiltering": False,
    "mjpegScalingFactor": 50,
    "mjpegServerFramerate": 10,
    "mjpegServerPort": 7810,
    "mjpegServerScreenshotQuality": 50,
    "normalizeTagNames": False,
    "scrollAcknowledgmentTimeout": 200,
    "serverPort": 6790,
    "shouldUseCompactResponses": True,
    "shutdownOnPowerDisconnect": True,
    "simpleBoundsCalculation": False,
    "snapshotMaxDepth": 70,
    "trackScrollEvents": True,
    "useResourcesForOrientationDetection": False,
    "waitForIdleTimeout": 10000,
    "waitForSelectorTimeout": 10000,
    "wakeLockTimeout": 86400000,
}
SERVER_WIDE: Final = frozenset(
    {
        "mjpegBilinearFiltering",
        "mjpegScalingFactor",
        "mjpegServerFramerate",
        "mjpegServerPort",
        "mjpegServerScreenshotQuality",
        "serverPort",
        "wakeLockTimeout",
    }
)
"""Settings that a new session does not reset."""

_LIMITS: Final = {
    "mjpegScalingFactor": range(1, 101),
    "mjpegServerFramerate": range(1, 61),
    "mjpegServerPort": range(1024, 65536),
    "mjpegServerScreenshotQuality": range(1, 101),
    "serverPort": range(1024, 65536),
    "snapshotMaxDepth": range(1, 501),
    "currentDisplayId": range(1),
}
"""Values that are kept. One outside is passed over: the server logs the error and goes on."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """A setting's type as Java names it, and the bits of a number."""

    java: str
    bits: int = 0


_BOOLEAN: Final = _Kind("java.lang.Boolean")
_STRING: Final = _Kind("java.lang.String")
_INTEGER: Final = _Kind("java.lang.Integer", 32)
_LONG: Final = _Kind("java.lang.Long", 64)


def _kind(name: str) -> _Kind:
    default = DEFAULTS[name]
    if isinstance(default, bool):
        return _BOOLEAN
    if isinstance(default, str):
        return _STRING
    return _LONG if name.endswith(("Timeout", "Delay")) else _INTEGER


class Settings:
    """The values of one server: those of its session, and those that outlive it.

    Args:
        names: the settings that the server's version has.
    """

    def __init__(self, names: Iterable[str] = DEFAULTS) -> None:
        self._names = tuple(name for name in DEFAULTS if name in frozenset(names))
        self._values = dict(DEFAULTS)

    def all(self) -> dict[str, Value]:
        """Every setting that the server has, by name."""
        return {name: self._values[name] for name in self._names}

    def on(self, name: str) -> bool:
        """Whether a switch is on."""
        return self._values[name] is True

    def number(self, name: str) -> int:
        """The value of a setting that is a number."""
        return int(self._values[name])

    def text(self, name: str) -> str:
        """The value of a setting that is a text."""
        return str(self._values[name])

    def reset(self) -> None:
        """Forget what the last session set."""
        self._values.update({n: v for n, v in DEFAULTS.items() if n not in SERVER_WIDE})

    def update(self, values: Mapping[str, object]) -> None:
        """Set what is named; names that the server does not know are passed over.

        Raises:
            InvalidArgument: a value of the wrong type; what stood before it is set.
        """
        for name, value in values.items():
            if name in self._names:
                self._set(name, value)

    def adopt(self, capabilities: Mapping[str, object]) -> dict[str, object]:
        """Set what the capabilities name, in any case; returns the other capabilities.

        Raises:
            InvalidArgument: a value of the wrong type.
        """
        known = {name.lower(): name for name in self._names}
        for name, value in capabilities.items():
            if name.lower() in known:
                self._set(known[name.lower()], value)
        return {n: value for n, value in capabilities.items() if n.lower() not in known}

    def _set(self, name: str, value: object) -> None:
        kind = _kind(name)
        converted = _converted(value, kind)
        if converted is None:
            if value is None:  # fits every type, and no setting can apply it
                return
            raise InvalidArgument(
                f"Invalid '{name}' setting value type. Got: {_java_class(value)}. "
                f"Expected: {kind.java}."
            )
        limits = _LIMITS.get(name)
        if name == "currentDisplayId" and converted == -1:
            converted = 0
        if limits is None or converted in limits:
            self._values[name] = converted


def _converted(value: object, kind: _Kind) -> Value | None:
    if isinstance(value, bool):
        return value if kind is _BOOLEAN else None
    if isinstance(value, str):
        return value if kind is _STRING else None
    if isinstance(value, int | float) and kind.bits:
        return _wrapped(value, kind.bits)
    return None


def _wrapped(value: float, bits: int) -> int:
    """A number cut to an int or a long, as Java narrows a double. Source: JLS 5.1.3."""
    half = 1 << bits - 1
    if value != value:  # noqa: PLR0124 - the only number that is not itself
        return 0
    return max(-half, min(int(max(-1e30, min(value, 1e30))), half - 1))


def _java_class(value: object) -> str:
    """The class that Gson makes of a JSON value."""
    if isinstance(value, bool):
        return "java.lang.Boolean"
    if isinstance(value, int | float):
        return "java.lang.Double"
    if isinstance(value, str):
        return "java.lang.String"
    return (
        "java.util.ArrayList"
        if isinstance(value, list)
        else ("com.google.gson.internal.LinkedTreeMap")
    )
