"""What the phone reads from an archive at installation: the manifest, once for each archive."""

from __future__ import annotations

import logging
import zipfile
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Final

from pyaxmlparser.arscparser import ARSCParser
from pyaxmlparser.axmlprinter import AXMLPrinter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

# It warns about every compressed resource table of an ordinary build.
logging.getLogger("pyaxmlparser").setLevel(logging.ERROR)

_NAMESPACE: Final = "{http://schemas.android.com/apk/res/android}"
_LAUNCHER: Final = "android.intent.category.LAUNCHER"
_MAIN: Final = "android.intent.action.MAIN"


class ApkError(Exception):
    """The file is no archive that the package manager can read.

    Attributes:
        code: Android's name of the failure, ``INSTALL_…``.
        reason: what was found.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Manifest:
    """The facts of a build.

    Attributes:
        launch_activity: class of the activity that the launcher starts; empty for none.
        instrumentations: instrumentation classes and the packages they target.
        metadata: the application's own ``<meta-data>``.
    """

    package: str
    label: str
    version_name: str
    version_code: int
    min_sdk: int
    target_sdk: int
    permissions: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    launch_activity: str = ""
    services: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()
    instrumentations: Mapping[str, str] = field(default_factory=dict)
    metadata: Mapping[str, str] = field(default_factory=dict)


def read_manifest(archive: IO[bytes]) -> Manifest:
    """Read an archive's manifest; the label's text comes from its resources.

    Raises:
        ApkError: it is not a ZIP file, or has no manifest that can be read.
    """
    try:
        with zipfile.ZipFile(archive) as content:
            root = AXMLPrinter(content.read("AndroidManifest.xml")).get_xml_obj()
            return _manifest(root, content)
    except zipfile.BadZipFile as error:
        raise ApkError(
            "INSTALL_PARSE_FAILED_NOT_APK", f"Failed to parse base.apk: {error}"
        ) from error
    except KeyError as error:
        raise ApkError("INSTALL_PARSE_FAILED_BAD_MANIFEST", "no AndroidManifest.xml") from error
    except ApkError:
        raise
    except Exception as error:
        # The parser of binary XML raises whatever broken input leads it to.
        raise ApkError(
            "INSTALL_PARSE_FAILED_BAD_MANIFEST", f"AndroidManifest.xml: {error!r}"
        ) from error


def _manifest(root: Element, content: zipfile.ZipFile) -> Manifest:
    package = root.get("package", "")
    application = root.find("application")
    if not package or application is None:
        raise ApkError("INSTALL_PARSE_FAILED_MANIFEST_MALFORMED", "no package or application")
    sdk = root.find("uses-sdk")
    min_sdk = _number(sdk, "minSdkVersion", 1)
    activities = [*_children(application, "activity", "activity-alias")]
    launch = next((a for a in activities if _is_launcher(a)), None)
    return Manifest(
        package=package,
        label=_label(application, launch, content) or package,
        version_name=_value(root, "versionName"),
        version_code=_number(root, "versionCode", 0),
        min_sdk=min_sdk,
        target_sdk=_number(sdk, "targetSdkVersion", min_sdk),
        permissions=tuple(_value(p, "name") for p in _children(root, "uses-permission")),
        activities=tuple(_class_name(package, a) for a in activities),
        launch_activity="" if launch is None else _class_name(package, launch),
        services=tuple(_class_name(package, s) for s in _children(application, "service")),
        receivers=tuple(_class_name(package, r) for r in _children(application, "receiver")),
        instrumentations={
            _class_name(package, i): _value(i, "targetPackage")
            for i in _children(root, "instrumentation")
        },
        metadata={
            _value(m, "name"): _value(m, "value") for m in _children(application, "meta-data")
        },
    )


def _children(parent: Element, *tags: str) -> Iterator[Element]:
    return (child for child in parent if child.tag in tags)


def _value(element: Element, name: str) -> str:
    return element.get(_NAMESPACE + name) or ""


def _number(element: Element | None, name: str, default: int) -> int:
    text = "" if element is None else _value(element, name)
    return int(text, 0) if text else default


def _class_name(package: str, element: Element) -> str:
    name = _value(element, "name")
    if name.startswith("."):
        return package + name
    return name if "." in name else f"{package}.{name}"


def _is_launcher(activity: Element) -> bool:
    for intent_filter in activity.iterfind("intent-filter"):
        names = {_value(child, "name") for child in intent_filter}
        if _MAIN in names and _LAUNCHER in names:
            return True
    return False


def _label(application: Element, launch: Element | None, content: zipfile.ZipFile) -> str:
    label = _value(application, "label")
    if not label and launch is not None:
        label = _value(launch, "label")
    if not label.startswith("@"):
        return label
    resources = ARSCParser(content.read("resources.arsc"))
    _, text = resources.get_resolved_res_configs(int(label[1:], 16))[0]
    return str(text)
