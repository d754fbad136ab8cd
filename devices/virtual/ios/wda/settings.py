"""WebDriverAgent's settings: names, defaults, what each may be set to, what a session resets.

Source: WebDriverAgent 16.12.9, Utilities/FBSettingsHandler.m, FBConfiguration.m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios.wda.errors import Fault, WdaError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Value = bool | int | float | str

_OF_SESSION: Final[Mapping[str, Value]] = {
    "acceptAlertButtonSelector": "",
    "accessibilityDeadline": 0.0,
    "animationCoolOffTimeout": 2.0,
    "autoClickAlertSelector": "",
    "boundElementsByIndex": False,
    "defaultActiveApplication": "auto",
    "defaultAlertAction": "",
    "dismissAlertButtonSelector": "",
    "elementResponseAttributes": "type,label",
    "limitXPathContextScope": True,
    "maxTypingFrequency": 60,
    "screenshotOrientation": "auto",
    "screenshotQuality": 3,
    "shouldUseCompactResponses": True,
    "snapshotMaxChildren": 2**31 - 1,
    "snapshotMaxDepth": 50,
    "useClearTextShortcut": True,
    "useFirstMatch": False,
    "waitForIdleTimeout": 10.0,
}
_OF_THE_PROCESS: Final[Mapping[str, Value]] = {
    "activeAppDetectionPoint": "64.00,64.00",
    "enforceCustomSnapshots": False,
    "includeCustomActionsInPageSource": False,
    "includeHittableInPageSource": False,
    "includeMinMaxValueInPageSource": False,
    "includeNativeAccessibilityElementInPageSource": False,
    "includeNativeFrameInPageSource": False,
    "keyboardAutocorrection": 0,
    "keyboardPrediction": 0,
    "mjpegFixOrientation": False,
    "mjpegScalingFactor": 100.0,
    "mjpegServerFramerate": 10,
    "mjpegServerScreenshotQuality": 25,
    "reduceMotion": False,
    "respectSystemAlerts": False,
}
"""Those that outlive a session: a new one does not reset them."""

_NEVER_TOLD: Final = frozenset({"mjpegFixOrientation"})
_CLEARABLE: Final = frozenset(
    {
        "acceptAlertButtonSelector",
        "autoClickAlertSelector",
        "defaultAlertAction",
        "dismissAlertButtonSelector",
    }
)
"""Null empties them; to all others it says nothing."""
_ORIENTATIONS: Final = ("portrait", "portraitUpsideDown", "landscapeRight", "landscapeLeft", "auto")
_POINT_PART: Final = 0.2
"""Where an application is looked for, in parts of the screen's shorter side.

Source: Utilities/FBActiveAppDetectionPoint.m.
"""
_TRUE: Final = frozenset("YyTt123456789")


class Settings:
    """The values of one agent.

    Args:
        shorter_side: of the screen, in points.
        on_auto_click: called with the selector of alerts that is to be clicked from now on, empty
            for none; raises a WdaError for one that cannot be read, which then is not set.
    """

    def __init__(self, shorter_side: float, on_auto_click: Callable[[str], None]) -> None:
        self._values: dict[str, Value] = {**_OF_SESSION, **_OF_THE_PROCESS}
        self._cleared: set[str] = set()
        self._on_auto_click = on_auto_click
        self._values["activeAppDetectionPoint"] = _point(*(shorter_side * _POINT_PART,) * 2)

    def __getitem__(self, name: str) -> Value:
        return self._values[name]

    def on(self, name: str) -> bool:
        """Whether a switch is on."""
        return self._values[name] is True

    def text(self, name: str) -> str:
        """The value of a setting that is a text."""
        return str(self._values[name])

    def all(self) -> dict[str, Value]:
        """Every setting that is told, by name; one emptied by null is missing."""
        hidden = _NEVER_TOLD | (self._cleared - {"defaultAlertAction"})
        return {name: value for name, value in self._values.items() if name not in hidden}

    def reset(self) -> None:
        """Forget what the last session set."""
        self._values |= _OF_SESSION
        self._cleared.clear()

    def update(self, values: Mapping[str, object]) -> None:
        """Set what is named; unknown names are passed over.

        Raises:
            WdaError: a value cannot be used; those before it are set.
        """
        for name, value in values.items():
            if name not in self._values:
                continue
            if value is None:
                self._clear(name)
            else:
                self._set(name, value)

    def _clear(self, name: str) -> None:
        if name not in _CLEARABLE:
            return
        self._set(name, "")
        self._cleared.add(name)

    def _set(self, name: str, value: object) -> None:
        if name == "defaultAlertAction" and not isinstance(value, str):
            return
        converted = _converted(name, value, self._values[name])
        if name == "autoClickAlertSelector":
            self._on_auto_click(str(converted))
        self._values[name] = converted
        self._cleared.discard(name)


def _converted(name: str, value: object, now: Value) -> Value:
    if name in _PARSED:
        return _PARSED[name](str(value))
    if isinstance(now, bool):
        return _truth(value)
    if isinstance(now, str):
        return str(value)
    return type(now)(_double(value))


def _truth(value: object) -> bool:
    """As ``boolValue`` of a number or a string has it."""
    if isinstance(value, str):
        return value.strip().lstrip("+-0")[:1] in _TRUE if value.strip() else False
    return bool(value)


def _orientation(text: str) -> str:
    for name in _ORIENTATIONS:
        if name.lower() == text.lower():
            return name
    raise WdaError(
        Fault.INVALID_ARGUMENT,
        f"The orientation value '{text}' is not known. Only the following orientation values are"
        " supported: 'auto', 'portrait', 'portraitUpsideDown', 'landscapeRight' and"
        " 'landscapeLeft'",
    )


def _detection_point(text: str) -> str:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != len("xy"):
        raise WdaError(
            Fault.INVALID_ARGUMENT,
            "The screen point coordinates should be separated by a single comma character."
            f" Got '{text}' instead",
        )
    if not all(parts):
        raise WdaError(
            Fault.INVALID_ARGUMENT,
            f"Both screen point coordinates should be valid numbers. Got '{text}' instead",
        )
    return _point(*(_double(part) for part in parts))


def _double(value: object) -> float:
    """As ``doubleValue`` has it; what is no number is nought."""
    try:
        return float(value if isinstance(value, int | float) else str(value))
    except ValueError:
        return 0.0


def _point(x: float, y: float) -> str:
    return f"{x:.2f},{y:.2f}"


_PARSED: Final[Mapping[str, Callable[[str], Value]]] = {
    "activeAppDetectionPoint": _detection_point,
    "defaultAlertAction": str.lower,
    "screenshotOrientation": _orientation,
}
