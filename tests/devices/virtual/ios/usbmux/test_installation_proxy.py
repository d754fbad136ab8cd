"""installation_proxy, from a host's side."""

from __future__ import annotations

import plistlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from devices.virtual.builds.ipa import make_ipa
from devices.virtual.ios.usbmux.handset import InstalledApp, InstallError
from tests.devices.virtual.ios.handsets import UDID, FakeHandset
from tests.devices.virtual.ios.usbmux.cable import Files, Plists

if TYPE_CHECKING:
    from pathlib import Path

    from tests.devices.virtual.ios.usbmux.cable import Cable, Message

_APP = "com.LeadConnector"
_ADDED = "com.apple.mobile.application_installed"
_REMOVED = "com.apple.mobile.application_uninstalled"
_STEPS = [
    ("CreatingStagingDirectory", 5),
    ("ExtractingPackage", 15),
    ("InspectingPackage", 20),
    ("TakingInstallLock", 20),
    ("PreflightingApplication", 30),
    ("VerifyingApplication", 40),
    ("CreatingContainer", 50),
    ("InstallingApplication", 60),
    ("PostflightingApplication", 70),
    ("SandboxingApplication", 80),
    ("GeneratingApplicationMap", 90),
]


@pytest.fixture
def proxy(cable: Cable) -> Plists:
    """The service."""
    return Plists(cable.service(UDID, "com.apple.mobile.installation_proxy"))


def _push(cable: Cable, path: Path) -> str:
    Files(cable.service(UDID, "com.apple.afc")).push(f"/{path.name}", path.read_bytes())
    return f"/{path.name}"


def _install(proxy: Plists, path: str, command: str = "Install") -> list[Message]:
    options = {"PackageType": "Developer"}
    return proxy.run({"Command": command, "PackagePath": path, "ClientOptions": options})


def _lookup(proxy: Plists, **options: object) -> dict[str, Any]:
    (reply,) = proxy.run({"Command": "Lookup", "ClientOptions": options})
    assert reply["Status"] == "Complete"
    return dict(reply["LookupResult"])


def test_an_app_is_looked_up_with_the_attributes_asked_for(proxy: Plists) -> None:
    """As the driver asks; one that is not there leaves the result empty."""
    attributes = ["CFBundleIdentifier", "CFBundleVersion"]
    found = _lookup(proxy, BundleIDs=["com.apple.Preferences"], ReturnAttributes=attributes)
    assert found == {
        "com.apple.Preferences": {
            "CFBundleIdentifier": "com.apple.Preferences",
            "CFBundleVersion": "1",
        }
    }
    assert _lookup(proxy, BundleIDs=["com.example.no"], ReturnAttributes=attributes) == {}
    assert set(_lookup(proxy)) == {"com.apple.Preferences", "com.apple.mobilesafari"}


def test_apps_are_browsed_in_batches_and_by_kind(proxy: Plists, phone: FakeHandset) -> None:
    """Batches of twenty say how many there are in all; the last answer has none."""
    some = {f"com.example.n{n:02}": InstalledApp({"CFBundleName": "x"}) for n in range(25)}
    phone.bundles |= some
    *batches, end = proxy.run({"Command": "Browse", "ClientOptions": {"ApplicationType": "User"}})
    assert end == {"Status": "Complete"}
    assert [(b["CurrentIndex"], b["CurrentAmount"], b["Total"]) for b in batches] == [
        (0, 20, 25),
        (20, 5, 25),
    ]
    apps = [app for batch in batches for app in batch["CurrentList"]]
    assert {app["ApplicationType"] for app in apps} == {"User"}
    assert apps[24]["CFBundleIdentifier"] == "com.example.n24"


def test_a_build_is_installed_step_by_step(
    cable: Cable, proxy: Plists, phone: FakeHandset, tmp_path: Path
) -> None:
    """Steps and percentages as tools print them; then the app is there, with its metadata."""
    path = _push(cable, make_ipa(tmp_path / "a.ipa", version_name="4.1.2", skin="merged"))
    *steps, end = _install(proxy, path)
    assert [(s["Status"], s["PercentComplete"]) for s in steps] == _STEPS
    assert end == {"Status": "Complete"}
    found = _lookup(proxy, BundleIDs=[_APP])[_APP]
    assert found["CFBundleShortVersionString"] == "4.1.2"
    assert found["ApplicationType"] == "User"
    assert phone.bundles[_APP].attributes["fleet.skin"] == "merged"


def test_who_observes_hears_of_an_install_it_asks_for_at_once(
    cable: Cable, proxy: Plists, tmp_path: Path
) -> None:
    """The driver begins to observe in the moment in which it sends the command."""
    path = _push(cable, make_ipa(tmp_path / "a.ipa"))
    observer = Plists(cable.service(UDID, "com.apple.mobile.notification_proxy"))
    observer.send({"Command": "ObserveNotification", "Name": _REMOVED})
    observer.send({"Command": "PostNotification", "Name": _REMOVED})
    assert observer.receive()["Name"] == _REMOVED
    with cable.held():
        proxy.send({"Command": "Install", "PackagePath": path})
        observer.send({"Command": "ObserveNotification", "Name": _ADDED})
    assert observer.receive()["Name"] == _ADDED
    while proxy.receive()["Status"] != "Complete":
        pass
    proxy.run({"Command": "Uninstall", "ApplicationIdentifier": _APP})
    assert observer.receive()["Name"] == _REMOVED


def test_an_upgrade_takes_the_builds_place(
    cable: Cable, proxy: Plists, phone: FakeHandset, tmp_path: Path
) -> None:
    """Upgrade goes through the same steps as Install."""
    _install(proxy, _push(cable, make_ipa(tmp_path / "a.ipa")))
    newer = _push(cable, make_ipa(tmp_path / "b.ipa", version_name="3.95.1"))
    assert _install(proxy, newer, "Upgrade")[-1] == {"Status": "Complete"}
    assert phone.bundles[_APP].attributes["CFBundleVersion"] == "3.95.1"


def test_an_app_is_installed_from_its_folder(
    cable: Cable, proxy: Plists, phone: FakeHandset
) -> None:
    """The driver pushes an unpacked app file by file; without a signature it is refused."""
    files = Files(cable.service(UDID, "com.apple.afc"))
    folder = f"PublicStaging/{_APP}"
    files.ask(0x09, f"{folder}/_CodeSignature")
    info = {"CFBundleIdentifier": _APP, "CFBundleVersion": "1"}
    files.push(f"{folder}/Info.plist", plistlib.dumps(info))
    assert _install(proxy, folder)[-1]["Error"] == "ApplicationVerificationFailed"
    files.push(f"{folder}/_CodeSignature/CodeResources", b"")
    assert _install(proxy, folder)[-1] == {"Status": "Complete"}
    assert _APP in phone.bundles


@dataclass(frozen=True)
class _Refusal:
    """A build, and how it is refused."""

    build: dict[str, Any]
    error: str
    told: str
    last_percent: int


@pytest.mark.parametrize(
    "refusal",
    [
        _Refusal({"minimum_os": "17.6"}, "DeviceOSVersionTooLow", "Have 17.5; need 17.6", 30),
        _Refusal({"minimum_os": "26"}, "DeviceOSVersionTooLow", "Have 17.5; need 26", 30),
        _Refusal({"families": [2]}, "DeviceFamilyNotSupported", "(\n    2\n)", 30),
        _Refusal({"signed": False}, "ApplicationVerificationFailed", "0xe800801c", 40),
    ],
)
def test_a_build_that_is_not_for_the_phone_is_refused(
    cable: Cable, proxy: Plists, phone: FakeHandset, tmp_path: Path, refusal: _Refusal
) -> None:
    """At the step that finds out, by iOS's name and sentence; nothing is installed."""
    path = _push(cable, make_ipa(tmp_path / "a.ipa", **refusal.build))
    *steps, end = _install(proxy, path)
    assert end["Error"] == refusal.error
    assert refusal.told in end["ErrorDescription"]
    assert steps[-1]["PercentComplete"] == refusal.last_percent
    assert _APP not in phone.bundles


@pytest.mark.parametrize("oldest", ["17.5", "17.5.0", "17", "9.3.5"])
def test_a_phone_as_new_as_the_build_wants_takes_it(
    cable: Cable, proxy: Plists, tmp_path: Path, oldest: str
) -> None:
    """Versions are compared number by number."""
    path = _push(cable, make_ipa(tmp_path / "a.ipa", minimum_os=oldest))
    assert _install(proxy, path)[-1] == {"Status": "Complete"}


def test_an_ipad_takes_an_app_for_iphones(
    cable: Cable, proxy: Plists, phone: FakeHandset, tmp_path: Path
) -> None:
    """It runs such apps too."""
    phone.device_class = "iPad"
    path = _push(cable, make_ipa(tmp_path / "a.ipa", families=[1]))
    assert _install(proxy, path)[-1] == {"Status": "Complete"}


def test_the_phone_may_refuse_for_reasons_of_its_own(
    cable: Cable, proxy: Plists, phone: FakeHandset, tmp_path: Path
) -> None:
    """Its error is told as it is."""
    phone.refusal = InstallError("InstallProhibited", "Not today", -5)
    end = _install(proxy, _push(cable, make_ipa(tmp_path / "a.ipa")))[-1]
    assert end == {
        "Error": "InstallProhibited",
        "ErrorDescription": "Not today",
        "ErrorDetail": -5,
    }


def test_a_file_that_is_no_archive_is_refused(cable: Cable, proxy: Plists) -> None:
    """While it is extracted; the connection goes on."""
    Files(cable.service(UDID, "com.apple.afc")).push("junk.ipa", b"junk")
    end = _install(proxy, "junk.ipa")[-1]
    assert end["Error"] == "PackageExtractionFailed"
    assert end["ErrorDescription"].startswith("Could not extract archive")
    assert _install(proxy, "nowhere.ipa")[-1]["Error"] == "PackageInspectionFailed"
    assert _install(proxy, "../../etc")[-1]["Error"] == "PackageInspectionFailed"


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        ({}, "MissingCommand"),
        ({"Command": "Dance"}, "UnknownCommand"),
        ({"Command": "Install"}, "MissingPackagePath"),
        ({"Command": "Uninstall"}, "MissingApplicationIdentifier"),
        (
            {"Command": "Uninstall", "ApplicationIdentifier": "com.apple.Preferences"},
            "UninstallProhibited",
        ),
    ],
)
def test_a_command_that_cannot_be_done_is_refused_by_name(
    proxy: Plists, request_: dict[str, Any], error: str
) -> None:
    """And the connection goes on."""
    assert proxy.run(request_)[-1]["Error"] == error
    assert _lookup(proxy)


def test_an_app_is_uninstalled_and_one_that_is_not_there_as_well(
    cable: Cable, proxy: Plists, phone: FakeHandset, tmp_path: Path
) -> None:
    """Both end well."""
    _install(proxy, _push(cable, make_ipa(tmp_path / "a.ipa")))
    for _ in range(2):
        replies = proxy.run({"Command": "Uninstall", "ApplicationIdentifier": _APP})
        assert [reply["Status"] for reply in replies] == [
            "RemovingApplication",
            "GeneratingApplicationMap",
            "Complete",
        ]
        assert _APP not in phone.bundles
