"""The cable's client is understood by lockdownd and its services, and tells of its troubles."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from devices.errors import CommandFailed, DeviceLost
from devices.facts import DeviceFacts
from devices.ios.installer import Installer, InstallerError
from devices.ios.lockdown import Cable
from devices.ios.syslog import Syslog
from devices.virtual.builds.ipa import make_ipa
from devices.virtual.ios.usbmux.handset import InstallError
from tests.devices.virtual.ios.handsets import UDID, FakeHandset
from tests.devices.virtual.ios.usbmux.cable import plugged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FACTS = DeviceFacts("cell", "virtual", "ios", "17.5", 17, "cable", UDID, transport="usb")
# Of the key that hosts of virtual phones share: openssl x509 -req -sha1 -CA; not by itself, whose
# signature nobody would look at.
_SIGNED_WITH_SHA1 = b"""\
-----BEGIN CERTIFICATE-----
MIIClDCCAXwCAQIwDQYJKoZIhvcNAQEFBQAwDzENMAsGA1UEAwwEcm9vdDAgFw0y
NjExMjMxMTA0MzNaGA8yMTI2MTAzMDExMDQzM1owDzENMAsGA1UEAwwEaG9zdDCC
ASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAKe5xrFp7rBsQGyKoc/YPuF5
7HEhBEBl4WktsFFsjfP/Bvx+1bBM3UBo1DhVTWLK6EjwukV/HuD0vXxuRcOUyUTg
Vy1K/RH+Lscu9iXVz1WbF1gMMxvNBVvWEoYDidD7NT13KxWwuW1pj4xeFiWmCHSK
qNy6gkLIPiSGOpJFUUYHYtD/RqlWz6OtEhu+IReHeQ21dPROOn3MSfU0c0dtjnzW
yXdF/a75juukWZm56CMWpis+5KFg+oMhg5noHmwvvvfo7ZERSEzdOx8TBtSI/3kL
P71ZxhHxCVjpY8QMyWcgz9BvqvYS7chuhQNvk8vL6N52qiPeoa1Ca/TXyFisnqUC
AwEAATANBgkqhkiG9w0BAQUFAAOCAQEAi23Vc0YeOM7A2bRw/z3n/pprP94LoXxl
Jm4+6r1rYZdctdcEZyIoc5240vBCReb7k2d2/nyWV6L6pbC4HQHBgg8H5VLDuSoZ
MVGRjKUQIUsEjuUKIH9Ej3VG+TAnUIado1EFAjQmJ5C1ByNA9gM9Fw6RBpHr7T+0
lXl7nAWB5IXf4EXQf1oMLR+KwpjoBYw5WQSReKLk0Ey0EbXBI+g+O1sONfFmG64y
+02r+ByqUreS7dJmcMfOnCvTUsqo4HlajlHtrnBJIScvSrKi42BUiLkmrfk44ind
v/ZL0msyXjGuO38WVJynItLfiLuNCL8jNuKiVMzSf48S4zxYXeRelw==
-----END CERTIFICATE-----
"""


@contextmanager
def cabled(folder: Path, handset: FakeHandset) -> Iterator[Cable]:
    """The cable of a phone that is plugged in."""
    with plugged(folder, handset) as mux:
        yield Cable(FACTS.name, FACTS.serial, mux.path)


def test_lockdownd_tells_what_only_a_session_may_hear(tmp_path: Path) -> None:
    """The time is one of these; what nobody tells is an error that names it."""
    with cabled(tmp_path, FakeHandset()) as cable:
        told = cable.values("ProductVersion", "TimeIntervalSince1970")
        assert told["ProductVersion"] == "17.5"
        with pytest.raises(CommandFailed, match="lockdownd tells no Weather"):
            cable.values("Weather")


def test_a_pair_record_of_libimobiledevices_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It signs the host's certificate with SHA-1, which OpenSSL 3 refuses to load by default."""
    handset = FakeHandset()
    with cabled(tmp_path, handset) as cable:
        record = cable._record()
        record |= {"HostCertificate": _SIGNED_WITH_SHA1}
        handset.identity.trust(record["HostID"], _SIGNED_WITH_SHA1)
        context = handset.identity.context(record["HostID"])
        context.set_ciphers("ALL:@SECLEVEL=0")  # the phone's own TLS takes what it was paired with
        monkeypatch.setattr(cable, "_record", lambda: record)
        assert cable.values("ProductVersion") == {"ProductVersion": "17.5"}


def test_a_build_comes_and_goes(tmp_path: Path) -> None:
    """It is listed with what was asked for, and not at all afterwards; twice is as good as once."""
    build = make_ipa(tmp_path / "one.ipa")
    with cabled(tmp_path, FakeHandset()) as cable:
        installer = Installer(cable)
        assert installer.lookup("com.LeadConnector") is None
        for _ in range(2):
            installer.install(build, "com.LeadConnector")
        found = installer.lookup("com.LeadConnector", "CFBundleVersion", "NoSuchKey")
        assert found is not None
        assert set(found) == {"CFBundleIdentifier", "CFBundleVersion"}
        for _ in range(2):
            installer.remove("com.LeadConnector")
        assert installer.lookup("com.LeadConnector") is None


def test_a_build_larger_than_one_packet_comes_whole(tmp_path: Path) -> None:
    """What the phone has of it is what the file holds."""
    build = tmp_path / "large.ipa"
    build.write_bytes(bytes(range(256)) * 3000)
    handset = FakeHandset()
    with cabled(tmp_path, handset) as cable, pytest.raises(InstallerError):
        Installer(cable).install(build, "com.LeadConnector")
    file = handset.media.file("PublicStaging/large.ipa")
    assert handset.media.read(file, 0, 1 << 20) == build.read_bytes()


def test_a_phone_says_why_it_refuses(tmp_path: Path) -> None:
    """Its code and its sentence, as they came."""
    build = make_ipa(tmp_path / "one.ipa")
    refusal = InstallError("ApplicationVerificationFailed", "No code signature found.")
    whole = "ApplicationVerificationFailed: No code signature found."
    refused = pytest.raises(InstallerError, match=f"^{whole}$")
    with cabled(tmp_path, FakeHandset(refusal=refusal)) as cable, refused:
        Installer(cable).install(build, "com.LeadConnector")


def test_a_phone_whose_plug_is_pulled_is_lost(tmp_path: Path) -> None:
    """Another phone is on the cables; without any socket there is no cable at all."""
    with plugged(tmp_path, FakeHandset()) as mux:
        gone = Cable(FACTS.name, "another", mux.path)
        with pytest.raises(DeviceLost, match="another is on no cable"):
            gone.values("ProductVersion")
    with pytest.raises(DeviceLost, match="names no socket of usbmuxd"):
        Cable(FACTS.name, FACTS.serial, None).values("ProductVersion")
    with pytest.raises(CommandFailed, match="over the cable: reading ProductVersion"):
        Cable(FACTS.name, FACTS.serial, tmp_path / "nobody").values("ProductVersion")


def test_the_log_is_heard_from_the_moment_that_somebody_listens(tmp_path: Path) -> None:
    """Line by line, until nobody does; what came before is not told."""
    handset = FakeHandset()
    with plugged(tmp_path, handset) as mux:
        log = Syslog(Cable(FACTS.name, FACTS.serial, mux.path))
        log.start()
        mux.until(lambda: bool(handset.followers))
        (tell,) = handset.followers
        mux.call(lambda: tell("SpringBoard[58] <Notice>: one"))
        mux.call(lambda: tell("SpringBoard[58] <Notice>: two"))
        mux.until(lambda: "two" in log.read())
        assert log.read().splitlines() == [f"SpringBoard[58] <Notice>: {n}" for n in ("one", "two")]
        log.stop()
        mux.until(lambda: not handset.followers)


def test_a_log_that_nobody_may_hear_says_why(tmp_path: Path) -> None:
    """Listening to it fails without an error: the phone can be driven all the same."""
    log = Syslog(Cable(FACTS.name, FACTS.serial, tmp_path / "nobody"))
    log.start()
    assert "the log is not heard: cell" in log.read()
    log.stop()


def test_one_session_with_lockdownd_serves_for_everything(tmp_path: Path) -> None:
    """It outlives what is asked in it; a phone whose plug was pulled meanwhile gets another."""
    handset = FakeHandset()
    with plugged(tmp_path, handset) as mux:
        cable = Cable(FACTS.name, FACTS.serial, mux.path)
        for _ in range(2):
            cable.values("ProductVersion")
            assert Installer(cable).lookup("com.LeadConnector") is None
        mux.until(lambda: mux.connections == 1)
        mux.detach(UDID)
        with pytest.raises(DeviceLost, match="is on no cable"):
            cable.values("ProductVersion")
        mux.attach(handset)
        assert cable.values("ProductVersion")["ProductVersion"] == "17.5"
        del cable
        mux.until(lambda: mux.connections == 0)
