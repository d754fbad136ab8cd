"""Android builds of any kind of app, for installing: what a phone reads of one is in them.

A build is a genuine archive, signed, with a manifest and resources that Android's own tools read.
There is no code in it that any machine could run.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw

from devices.virtual.builds.archive import write_archive
from devices.virtual.builds.arsc import ResourceTable, encode_table
from devices.virtual.builds.axml import Element, Value, encode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from devices.virtual.builds.signature import Key

# A dex file's magic and nothing else: there is no code for any machine in it.
_NO_CODE: Final = b"dex\n035\0" + b"\0" * 104
# The first bytes of an ELF file: what is looked for is where it lies, not what is in it.
_NO_LIBRARY: Final = b"\x7fELF" + b"\0" * 60
_ICON_PX: Final = 48
_ICON: Final = "res/mipmap/icon.png"
_LAUNCHER: Final = ("android.intent.action.MAIN", "android.intent.category.LAUNCHER")


@dataclass(frozen=True, slots=True)
class DeepLink:
    """An address that opens an activity.

    Attributes:
        scheme: of its URI, as ``https``.
        host: empty for any.
        prefix: how its path begins; empty for any.
        verified: whether Android is asked to prove that the host is the app's.
    """

    scheme: str
    host: str = ""
    prefix: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class ActivitySpec:
    """An activity of an app.

    Attributes:
        name: its class; one that begins with a dot is of the package.
        launcher: whether the home screen shows it.
        exported: None leaves it out of the manifest.
        alias_of: class that it stands for; empty for an activity of its own.
        label: its own name; empty for the app's.
    """

    name: str = ".MainActivity"
    launcher: bool = False
    exported: bool | None = True
    links: tuple[DeepLink, ...] = ()
    alias_of: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class AppSpec:
    """What a build says of itself.

    Attributes:
        permissions: full names, each with the newest API level that asks for it, 0 for any.
        labels: the label in other languages, by code of two letters.
        strings: further strings of its resources, by name.
        metadata: of the application.
        declares: permissions of its own, by name, with the number of their protection level.
        instruments: the package that its instrumentation drives; empty for none.
        abis: what it carries native libraries for; empty for none.
        split: name of the split that it is; empty for a base.
        needs_splits: whether it cannot be installed without splits.
    """

    package: str
    label: str
    version_name: str = "1.0"
    version_code: int = 1
    min_sdk: int = 26
    target_sdk: int = 35
    permissions: Mapping[str, int] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    strings: Mapping[str, str] = field(default_factory=dict)
    activities: tuple[ActivitySpec, ...] = (ActivitySpec(launcher=True),)
    services: tuple[str, ...] = ()
    receivers: Mapping[str, str] = field(default_factory=dict)
    authorities: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    declares: Mapping[str, int] = field(default_factory=dict)
    instruments: str = ""
    abis: tuple[str, ...] = ()
    split: str = ""
    needs_splits: bool = False
    debuggable: bool = False
    test_only: bool = False


def make_app(path: Path, spec: AppSpec, *, key: Key | None = "debug") -> Path:
    """Write a build; the same arguments give the same bytes.

    Args:
        path: file to write, replaced when it is there.
        spec: what it says of itself.
        key: who signs it; None leaves it unsigned.
    """
    table = _table(spec)
    entries = {
        "AndroidManifest.xml": encode(_manifest(spec, table)),
        "classes.dex": _NO_CODE,
        **{f"lib/{abi}/libapp.so": _NO_LIBRARY for abi in spec.abis},
        _ICON: _icon(spec.label),
        "resources.arsc": table.data,
    }
    return write_archive(path, entries, key)


def _table(spec: AppSpec) -> ResourceTable:
    strings: dict[str, dict[str, str]] = {"app_name": {"": spec.label, **spec.labels}}
    strings |= {name: {"": text} for name, text in spec.strings.items()}
    return encode_table(spec.package, strings, {"mipmap/icon": _ICON})


def _manifest(spec: AppSpec, table: ResourceTable) -> Element:
    plain = {"package": spec.package}
    if spec.split:
        plain["split"] = spec.split
    attributes: dict[str, Value] = {
        "versionCode": spec.version_code & 0xFFFFFFFF,
        "versionName": spec.version_name,
    }
    if spec.version_code >> 32:
        attributes["versionCodeMajor"] = spec.version_code >> 32
    if spec.needs_splits:
        attributes["isSplitRequired"] = True
    sdk = Element("uses-sdk", {"minSdkVersion": spec.min_sdk, "targetSdkVersion": spec.target_sdk})
    children = [sdk]
    children += [_uses(name, newest) for name, newest in spec.permissions.items()]
    children += [
        Element("permission", {"name": name, "protectionLevel": level})
        for name, level in spec.declares.items()
    ]
    if spec.instruments:
        runner = "androidx.test.runner.AndroidJUnitRunner"
        names: dict[str, Value] = {"name": runner, "targetPackage": spec.instruments}
        children.append(Element("instrumentation", names))
    return Element("manifest", attributes, plain, (*children, _application(spec, table)))


def _uses(name: str, newest: int) -> Element:
    attributes: dict[str, Value] = {"name": name}
    if newest:
        attributes["maxSdkVersion"] = newest
    return Element("uses-permission", attributes)


def _application(spec: AppSpec, table: ResourceTable) -> Element:
    attributes: dict[str, Value] = {
        "label": table.ids["string/app_name"],
        "icon": table.ids["mipmap/icon"],
    }
    for name, on in (("debuggable", spec.debuggable), ("testOnly", spec.test_only)):
        if on:
            attributes[name] = True
    children = [
        Element("meta-data", {"name": name, "value": value})
        for name, value in spec.metadata.items()
    ]
    children += [_activity(spec, activity) for activity in spec.activities]
    children += [
        Element("service", {"name": _in_full(spec, name), "exported": True})
        for name in spec.services
    ]
    children += [_receiver(spec, name, action) for name, action in spec.receivers.items()]
    children += [
        Element(
            "provider",
            {
                "name": f"{spec.package}.Provider{number}",
                "authorities": authority,
                "exported": False,
            },
        )
        for number, authority in enumerate(spec.authorities)
    ]
    return Element("application", attributes, children=tuple(children))


def _activity(spec: AppSpec, activity: ActivitySpec) -> Element:
    attributes: dict[str, Value] = {"name": _in_full(spec, activity.name)}
    if activity.exported is not None:
        attributes["exported"] = activity.exported
    if activity.alias_of:
        attributes["targetActivity"] = _in_full(spec, activity.alias_of)
    if activity.label:
        attributes["label"] = activity.label
    filters = [_filter(*_LAUNCHER)] if activity.launcher else []
    filters += [_link(link) for link in activity.links]
    tag = "activity-alias" if activity.alias_of else "activity"
    return Element(tag, attributes, children=tuple(filters))


def _receiver(spec: AppSpec, name: str, action: str) -> Element:
    attributes: dict[str, Value] = {"name": _in_full(spec, name), "exported": True}
    heard = Element("intent-filter", children=(Element("action", {"name": action}),))
    return Element("receiver", attributes, children=(heard,))


def _filter(action: str, *categories: str) -> Element:
    return Element(
        "intent-filter",
        children=(
            Element("action", {"name": action}),
            *(Element("category", {"name": category}) for category in categories),
        ),
    )


def _link(link: DeepLink) -> Element:
    data: dict[str, Value] = {"scheme": link.scheme}
    data |= {"host": link.host} if link.host else {}
    data |= {"pathPrefix": link.prefix} if link.prefix else {}
    viewed = _filter(
        "android.intent.action.VIEW",
        "android.intent.category.DEFAULT",
        "android.intent.category.BROWSABLE",
    )
    attributes: dict[str, Value] = {"autoVerify": True} if link.verified else {}
    return Element("intent-filter", attributes, children=(*viewed.children, Element("data", data)))


def _in_full(spec: AppSpec, name: str) -> str:
    return spec.package + name if name.startswith(".") else name


def _icon(label: str) -> bytes:
    """A disc whose colour follows from the label."""
    hue = sum(label.encode()) * 37 % 256
    image = Image.new("P", (_ICON_PX, _ICON_PX), 0)
    image.putpalette([255, 255, 255, hue, 96, 255 - hue])
    ImageDraw.Draw(image).ellipse((2, 2, _ICON_PX - 3, _ICON_PX - 3), fill=1)
    data = io.BytesIO()
    image.save(data, "PNG", transparency=0)
    return data.getvalue()
