"""The server's settings: names, defaults and what each of them may be set to."""

from __future__ import annotations

from typing import Final

from devices.virtual.android.uia2.errors import InvalidArgument

Setting = bool | int | str

# Source: appium-uiautomator2-server, model/settings.
DEFAULTS: Final[dict[str, Setting]] = {
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


class Settings:
    """The values of one session."""

    def __init__(self) -> None:
        self._values = dict(DEFAULTS)

    def all(self) -> dict[str, Setting]:
        """Every setting by name."""
        return dict(self._values)

    def on(self, name: str) -> bool:
        """Whether a switch is on."""
        return bool(self._values[name])

    def update(self, values: dict[str, object]) -> None:
        """Set what is named; names that the server does not know are passed over.

        Raises:
            InvalidArgument: a value of the wrong type.
        """
        for name, value in values.items():
            default = DEFAULTS.get(name)
            if default is None:
                continue
            wanted = type(default)
            if isinstance(value, float) and wanted is int and value.is_integer():
                value = int(value)  # noqa: PLW2901 - JSON has one kind of number
            if type(value) is not wanted:
                raise InvalidArgument(
                    f"Invalid setting value '{value}' of '{name}'. {wanted.__name__} is expected"
                )
            self._values[name] = value
