"""What a build's manifest says, as facts. Source: AOSP ParsingPackageUtils."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from devices.virtual.android.manifest_components import class_name, read_components

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

    from devices.virtual.os.components import Declared

_NAMESPACE: Final = "{http://schemas.android.com/apk/res/android}"
_LAUNCHER: Final = "android.intent.category.LAUNCHER"
_MAIN: Final = "android.intent.action.MAIN"
_TRUE: Final = frozenset({"true", "1", "-1", "0xffffffff"})


class ManifestError(Exception):
    """A manifest that the package manager refuses.

    Attributes:
        code: Android's name of the failure, ``INSTALL_PARSE_FAILED_…``.
        reason: Android's words for it.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class DeclaredPermission:
    """A permission that a package declares; the level in words, as ``signature|privileged``."""

    name: str
    level: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The facts of a build.

    Attributes:
        version_code: with ``versionCodeMajor`` in its upper half.
        requested: permissions, each with the newest API level at which it is, 0 for any.
        activities: their classes, aliases among them.
        launch_activity: class of the activity that the launcher starts; empty for none.
        components: activities, services and receivers by class.
        authorities: of its content providers.
        unexported: components with a filter that do not say whether others may start them.
        instrumentations: instrumentation classes and the packages they target.
        metadata: the application's own ``<meta-data>``.
        split: name of the split, empty for a base.
        split_required: whether the base cannot be installed alone.
    """

    package: str
    label: str
    version_name: str
    version_code: int
    min_sdk: int
    target_sdk: int
    requested: Mapping[str, int] = field(default_factory=dict)
    activities: tuple[str, ...] = ()
    launch_activity: str = ""
    services: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()
    components: Mapping[str, Declared] = field(default_factory=dict)
    authorities: tuple[str, ...] = ()
    unexported: tuple[str, ...] = ()
    instrumentations: Mapping[str, str] = field(default_factory=dict)
    metadata: Mapping[str, str] = field(default_factory=dict)
    declared: tuple[DeclaredPermission, ...] = ()
    libraries: tuple[str, ...] = ()
    split: str = ""
    split_required: bool = False
    debuggable: bool = False
    test_only: bool = False
    has_code: bool = True
    allow_backup: bool = True
    large_heap: bool = False

    @property
    def permissions(self) -> tuple[str, ...]:
        """Every permission that it requests on some release."""
        return tuple(self.requested)

    def requests(self, permission: str, api_level: int) -> bool:
        """Whether it requests a permission on a release."""
        newest = self.requested.get(permission)
        return newest is not None and (newest == 0 or api_level <= newest)


def parse_manifest(root: Element, label: str) -> Manifest:
    """The facts of a manifest.

    Args:
        root: the document's root.
        label: the application's name, already looked up.

    Raises:
        ManifestError: a phone refuses it.
    """
    package = _package_name(root)
    application = root.find("application")
    split = root.get("split", "")
    if application is None and not split and root.find("instrumentation") is None:
        raise ManifestError(
            "INSTALL_PARSE_FAILED_MANIFEST_EMPTY",
            "<manifest> does not contain an <application> or <instrumentation>",
        )
    sdk = root.find("uses-sdk")
    min_sdk = number(sdk, "minSdkVersion", 1)
    components = {} if application is None else read_components(package, application)
    classes = partial(_classes, package, application)
    launch = launch_element(root)
    code = number(root, "versionCode", 0) & 0xFFFFFFFF
    return Manifest(
        package=package,
        label=label or package,
        version_name=value(root, "versionName"),
        version_code=((number(root, "versionCodeMajor", 0) & 0xFFFFFFFF) << 32) | code,
        min_sdk=min_sdk,
        target_sdk=number(sdk, "targetSdkVersion", min_sdk),
        requested=_requested(root),
        activities=classes("activity", "activity-alias"),
        launch_activity="" if launch is None else _class_of(package, launch),
        services=classes("service"),
        receivers=classes("receiver"),
        components=components,
        authorities=tuple(_authorities(application)),
        unexported=tuple(_unexported(package, application)),
        instrumentations={
            _class_of(package, i): value(i, "targetPackage")
            for i in _children(root, "instrumentation")
        },
        metadata={
            value(item, "name"): value(item, "value")
            for item in _children(application, "meta-data")
        },
        declared=tuple(_declared(root)),
        libraries=tuple(value(lib, "name") for lib in _children(application, "uses-library")),
        split=split,
        split_required=flag(root, "isSplitRequired") or flag(application, "isSplitRequired"),
        debuggable=flag(application, "debuggable"),
        test_only=flag(application, "testOnly"),
        has_code=flag(application, "hasCode", default=True),
        allow_backup=flag(application, "allowBackup", default=True),
        large_heap=flag(application, "largeHeap"),
    )


def check_exported(manifest: Manifest, words: str) -> None:
    """Refuse a component with filters that does not say whether others may start it.

    Raises:
        ManifestError: there is one.
    """
    for name in manifest.unexported:
        raise ManifestError(
            "INSTALL_PARSE_FAILED_MANIFEST_MALFORMED",
            words.format(component=name, package=manifest.package),
        )


def launch_element(root: Element) -> Element | None:
    """The first activity that the launcher shows."""
    application = root.find("application")
    for found in _children(application, "activity", "activity-alias"):
        names = {value(entry, "name") for part in found.iterfind("intent-filter") for entry in part}
        if _MAIN in names and _LAUNCHER in names:
            return found
    return None


def value(element: Element | None, name: str) -> str:
    """An attribute of the android namespace; empty where it is not there."""
    return "" if element is None else element.get(_NAMESPACE + name) or ""


def number(element: Element | None, name: str, default: int) -> int:
    """An attribute as a number; a code name of a preview counts as the default."""
    text = value(element, name)
    try:
        return int(text, 0) if text else default
    except ValueError:
        return default


def flag(element: Element | None, name: str, *, default: bool = False) -> bool:
    """An attribute as a boolean."""
    text = value(element, name)
    return text.lower() in _TRUE if text else default


def _package_name(root: Element) -> str:
    package = root.get("package", "")
    if root.tag != "manifest":
        raise ManifestError("INSTALL_PARSE_FAILED_MANIFEST_MALFORMED", "No <manifest> tag")
    parts = package.split(".")
    if not all(part.replace("_", "a").isalnum() and part[0].isalpha() for part in parts if part):
        words = f"bad character in '{package}'"
    elif "" in parts:
        words = "must have at least one '.' separator" if not package else "bad character '.'"
    elif len(parts) == 1 and package != "android":
        words = "must have at least one '.' separator"
    else:
        return package
    raise ManifestError(
        "INSTALL_PARSE_FAILED_BAD_PACKAGE_NAME", f"Invalid manifest package: {words}"
    )


def _children(parent: Element | None, *tags: str) -> Iterator[Element]:
    return (child for child in (() if parent is None else parent) if child.tag in tags)


def _requested(root: Element) -> dict[str, int]:
    tags = ("uses-permission", "uses-permission-sdk-23", "uses-permission-sdk-m")
    found: dict[str, int] = {}
    for element in _children(root, *tags):
        name, newest = value(element, "name"), number(element, "maxSdkVersion", 0)
        if name:
            old = found.get(name, newest)
            found[name] = 0 if 0 in {old, newest} else max(old, newest)
    return found


def _class_of(package: str, element: Element) -> str:
    return class_name(package, value(element, "name"))


def _classes(package: str, application: Element | None, *tags: str) -> tuple[str, ...]:
    return tuple(_class_of(package, element) for element in _children(application, *tags))


def _authorities(application: Element | None) -> Iterator[str]:
    for provider in _children(application, "provider"):
        yield from filter(None, value(provider, "authorities").split(";"))


def _unexported(package: str, application: Element | None) -> Iterator[str]:
    for element in _children(application, "activity", "activity-alias", "service", "receiver"):
        if element.find("intent-filter") is not None and not value(element, "exported"):
            yield _class_of(package, element)


# Base levels and flags of a permission. Source: AOSP android.content.pm.PermissionInfo.
_BASES: Final = ("normal", "dangerous", "signature", "signature|privileged", "internal")
_LEVEL_FLAGS: Final = {0x10: "privileged", 0x20: "development", 0x40: "appop", 0x1000: "instant"}


def _declared(root: Element) -> Iterator[DeclaredPermission]:
    for element in _children(root, "permission"):
        level = number(element, "protectionLevel", 0)
        words = [_BASES[min(level & 0xF, len(_BASES) - 1)]]
        words += [name for bit, name in _LEVEL_FLAGS.items() if level & bit]
        group = value(element, "permissionGroup")
        yield DeclaredPermission(value(element, "name"), "|".join(words), group)
