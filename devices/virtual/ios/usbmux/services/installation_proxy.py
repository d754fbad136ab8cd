"""com.apple.mobile.installation_proxy: tells of apps, installs and removes them.

Source: libimobiledevice, ``src/installation_proxy.c``; steps and percentages of an installation:
libimobiledevice/ideviceinstaller, issues 82 and 134.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.ios.usbmux import plists
from devices.virtual.ios.usbmux.handset import InstallError
from devices.virtual.ios.usbmux.services.installing import (
    check_device,
    check_signature,
    inspect,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from devices.virtual.ios.usbmux.channel import Channel
    from devices.virtual.ios.usbmux.handset import Handset, InstalledApp

    Reply = Mapping[str, object]

_INSTALLED: Final = "com.apple.mobile.application_installed"
_UNINSTALLED: Final = "com.apple.mobile.application_uninstalled"
_PLACING_S: Final = 0.1
_BATCH: Final = 20  # apps in one answer of Browse
_PLACING: Final = (
    ("CreatingContainer", 50),
    ("InstallingApplication", 60),
    ("PostflightingApplication", 70),
    ("SandboxingApplication", 80),
    ("GeneratingApplicationMap", 90),
)


async def serve(handset: Handset, channel: Channel) -> None:
    """Answer commands until the host closes the connection."""
    while (request := await plists.receive(channel)) is not None:
        try:
            for reply in _answers(handset, request):
                plists.send(channel, reply)
                await channel.drain()
                # A phone takes seconds to place an app. Who began to observe notifications in the
                # moment in which it sent the command, as the driver does, is heard before the end.
                if reply.get("Status") == _PLACING[0][0]:
                    await handset.darwin.observed(_INSTALLED, _PLACING_S)
        except InstallError as error:
            told = {"ErrorDescription": error.reason, "ErrorDetail": error.detail}
            plists.send(channel, {"Error": error.code, **told})
            await channel.drain()


def _answers(handset: Handset, request: Reply) -> Iterator[Reply]:
    command = request.get("Command")
    options = request.get("ClientOptions")
    chosen = options if isinstance(options, dict) else {}
    match command:
        case "Lookup":
            yield {"LookupResult": dict(_apps(handset, chosen)), "Status": "Complete"}
        case "Browse":
            yield from _browse(handset, chosen)
        case "Install" | "Upgrade":
            yield from _install(handset, request)
        case "Uninstall":
            yield from _uninstall(handset, request)
        case None:
            yield {"Error": "MissingCommand"}
        case _:
            yield {"Error": "UnknownCommand"}


def _browse(handset: Handset, options: Reply) -> Iterator[Reply]:
    found = [attributes for _, attributes in _apps(handset, options)]
    for start in range(0, len(found), _BATCH):
        batch = found[start : start + _BATCH]
        yield {
            "CurrentAmount": len(batch),
            "CurrentIndex": start,
            "CurrentList": batch,
            "Status": "BrowsingApplications",
            "Total": len(found),
        }
    yield {"Status": "Complete"}


def _apps(handset: Handset, options: Reply) -> Iterator[tuple[str, Reply]]:
    """The apps that a host asks for, each with the attributes that it asks for."""
    wanted, attributes = options.get("BundleIDs"), options.get("ReturnAttributes")
    kind = options.get("ApplicationType")
    for bundle_id, app in sorted(handset.bundles.items()):
        if isinstance(wanted, list) and bundle_id not in wanted:
            continue
        told = _attributes(bundle_id, app)
        if kind in {"User", "System"} and told["ApplicationType"] != kind:
            continue
        if isinstance(attributes, list):
            told = {key: value for key, value in told.items() if key in attributes}
        yield bundle_id, told


def _attributes(bundle_id: str, app: InstalledApp) -> dict[str, object]:
    kind = "System" if app.system else "User"
    return {**app.attributes, "CFBundleIdentifier": bundle_id, "ApplicationType": kind}


def _install(handset: Handset, request: Reply) -> Iterator[Reply]:
    path = _text(request, "PackagePath", "MissingPackagePath")
    yield _step("CreatingStagingDirectory", 5)
    yield _step("ExtractingPackage", 15)
    bundle = inspect(handset.media, path)
    yield _step("InspectingPackage", 20)
    yield _step("TakingInstallLock", 20)
    yield _step("PreflightingApplication", 30)
    check_device(bundle, handset.values(None))
    yield _step("VerifyingApplication", 40)
    check_signature(bundle)
    for name, percent in _PLACING:
        yield _step(name, percent)
    handset.install(bundle)
    handset.darwin.post(_INSTALLED)
    yield {"Status": "Complete"}


def _uninstall(handset: Handset, request: Reply) -> Iterator[Reply]:
    """An app that is not there is removed as well: ideviceinstaller, issue 21."""
    bundle_id = _text(request, "ApplicationIdentifier", "MissingApplicationIdentifier")
    yield _step("RemovingApplication", 50)
    if bundle_id in handset.bundles:
        handset.uninstall(bundle_id)
        handset.darwin.post(_UNINSTALLED)
    yield _step("GeneratingApplicationMap", 90)
    yield {"Status": "Complete"}


def _step(name: str, percent: int) -> Reply:
    return {"PercentComplete": percent, "Status": name}


def _text(request: Reply, key: str, code: str) -> str:
    value = request.get(key)
    if not isinstance(value, str) or not value:
        raise InstallError(code, f"No {key} in the command")
    return value
