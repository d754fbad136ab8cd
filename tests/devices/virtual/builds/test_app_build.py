"""Builds of any app, read by the tools that read real ones."""

from __future__ import annotations

import io
import subprocess
from typing import TYPE_CHECKING

from pyaxmlparser import APK

from devices.pool.builds import read_build
from devices.virtual.android.apk import read_apk
from devices.virtual.builds import ActivitySpec, AppSpec, DeepLink, make_apk, make_app

if TYPE_CHECKING:
    from pathlib import Path


def _run(tool: Path, *words: str) -> str:
    command = [str(tool), *words]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout


def test_aapt2_reads_resources_libraries_and_links(aapt2: Path, tmp_path: Path) -> None:
    """Android's own tool finds strings by language, the icon, processors and a deep link."""
    spec = AppSpec(
        "com.example.any",
        "Any App",
        labels={"de": "Irgendwas"},
        strings={"greeting": "Hello"},
        activities=(
            ActivitySpec(launcher=True),
            ActivitySpec(".Link", links=(DeepLink("https", "example.com", "/a", verified=True),)),
        ),
        abis=("x86_64",),
    )
    path = str(make_app(tmp_path / "a.apk", spec))
    badging = _run(aapt2, "dump", "badging", path)
    assert "application-label-de:'Irgendwas'" in badging
    assert "icon='res/mipmap/icon.png'" in badging
    assert "native-code: 'x86_64'" in badging
    table = _run(aapt2, "dump", "resources", path)
    assert 'string/greeting\n      () "Hello"' in table
    assert '(de) "Irgendwas"' in table
    tree = _run(aapt2, "dump", "xmltree", "--file", "AndroidManifest.xml", path)
    assert 'pathPrefix(0x0101002b)="/a"' in tree


def test_the_parser_of_runs_reads_the_label_from_resources(tmp_path: Path) -> None:
    """What reads a build before a run finds label, signer and defect of a reference build."""
    path = make_apk(tmp_path / "a.apk", defect="offline-banner-hidden")
    build = read_build(path)
    assert (build.label, build.reference) == ("LeadConnector", True)
    assert build.defect == "offline-banner-hidden"
    assert APK(str(path)).is_signed_v2()


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    """Signature and all: only another key or another fact changes a byte."""
    spec = AppSpec("com.example.any", "Any App")
    first = make_app(tmp_path / "1.apk", spec).read_bytes()
    assert make_app(tmp_path / "2.apk", spec).read_bytes() == first
    assert make_app(tmp_path / "3.apk", spec, key="other").read_bytes() != first
    assert make_app(tmp_path / "4.apk", AppSpec("com.example.any", "Any")).read_bytes() != first


def test_each_key_has_its_own_certificate(tmp_path: Path) -> None:
    """Two developers are told apart by their certificates; nobody's build has none."""
    spec = AppSpec("com.example.any", "Any App")
    signers = [
        read_apk(io.BytesIO(make_app(tmp_path / "a.apk", spec, key=key).read_bytes())).signing
        for key in ("debug", "other", None)
    ]
    assert signers[0].certificates[2] != signers[1].certificates[2]
    assert signers[2].certificates == {}
    assert all(not signing.problems for signing in signers)
