"""Reads from a manifest which activities, services and receivers a build declares, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.os.components import Declared, IntentFilter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_NAMESPACE: Final = "{http://schemas.android.com/apk/res/android}"
_TAGS: Final = ("activity", "activity-alias", "service", "receiver")
# Source: AOSP res/values/attrs_manifest.xml, screenOrientation.
_ORIENTATIONS: Final = {
    0: "LANDSCAPE",
    1: "PORTRAIT",
    2: "USER",
    3: "BEHIND",
    4: "SENSOR",
    5: "NOSENSOR",
    6: "SENSOR_LANDSCAPE",
    7: "SENSOR_PORTRAIT",
    8: "REVERSE_LANDSCAPE",
    9: "REVERSE_PORTRAIT",
    10: "FULL_SENSOR",
    11: "USER_LANDSCAPE",
    12: "USER_PORTRAIT",
    13: "FULL_USER",
    14: "LOCKED",
}
# Source: AOSP res/values/attrs_manifest.xml, launchMode.
_LAUNCH_MODES: Final = {
    "standard": 0,
    "singleTop": 1,
    "singleTask": 2,
    "singleInstance": 3,
    "singleInstancePerTask": 4,
}


def read_components(package: str, application: Element) -> dict[str, Declared]:
    """Every component of an ``<application>``, by its class."""
    found = (_declared(package, element) for element in application if element.tag in _TAGS)
    return {declared.name: declared for declared in found if declared.name}


def class_name(package: str, name: str) -> str:
    """A class as manifests write it, in full; empty stays empty."""
    if name.startswith("."):
        return package + name
    return name if "." in name or not name else f"{package}.{name}"


def _declared(package: str, element: Element) -> Declared:
    filters = tuple(_filter(child) for child in element if child.tag == "intent-filter")
    label = _value(element, "label")
    return Declared(
        name=class_name(package, _value(element, "name")),
        # Left out, a component with a filter is everyone's. Source: developer.android.com,
        # <activity>, android:exported.
        exported=_flag(element, "exported", default=bool(filters)),
        permission=_value(element, "permission"),
        enabled=_flag(element, "enabled", default=True),
        launch_mode=_launch_mode(_value(element, "launchMode")),
        orientation=_ORIENTATIONS.get(_number(_value(element, "screenOrientation")), "UNSPECIFIED"),
        target=class_name(package, _value(element, "targetActivity")),
        affinity=_value(element, "taskAffinity"),
        label="" if label.startswith("@") else label,
        filters=filters,
    )


def _filter(element: Element) -> IntentFilter:
    data = [child for child in element if child.tag == "data"]
    return IntentFilter(
        actions=tuple(_names(element, "action")),
        categories=tuple(_names(element, "category")),
        schemes=tuple(_each(data, "scheme")),
        hosts=tuple(_each(data, "host")),
        paths=tuple(_paths(data)),
        types=tuple(_each(data, "mimeType")),
        auto_verify=_flag(element, "autoVerify", default=False),
    )


def _paths(data: list[Element]) -> Iterator[str]:
    """Shell patterns; in a pathPattern a dot before an asterisk stands for any character."""
    for exact in _each(data, "path"):
        yield _literal(exact)
    for prefix in _each(data, "pathPrefix"):
        yield _literal(prefix) + "*"
    for pattern in _each(data, "pathPattern"):
        yield pattern.replace(".*", "*")


def _literal(text: str) -> str:
    return "".join(f"[{char}]" if char in "*?[" else char for char in text)


def _names(element: Element, tag: str) -> Iterator[str]:
    return _each([child for child in element if child.tag == tag], "name")


def _each(elements: list[Element], attribute: str) -> Iterator[str]:
    return (value for element in elements if (value := _value(element, attribute)))


def _value(element: Element, name: str) -> str:
    return element.get(_NAMESPACE + name) or ""


def _flag(element: Element, name: str, *, default: bool) -> bool:
    """A boolean; one that is a resource, or broken, counts as not written."""
    text = _value(element, name)
    return text == "true" if text in {"true", "false"} else default


def _launch_mode(text: str) -> int:
    if text in _LAUNCH_MODES:
        return _LAUNCH_MODES[text]
    number = _number(text)
    return number if number in _LAUNCH_MODES.values() else 0


def _number(text: str) -> int:
    """A whole number, decimal or hexadecimal; -1 for anything else."""
    try:
        return int(text, 0)
    except ValueError:
        return -1
