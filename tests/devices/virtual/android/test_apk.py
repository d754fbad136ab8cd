"""Reading archives: real, broken, hostile and mutated ones."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.virtual.android.apk import Apk, ApkError, check_binary_xml, known_apk, read_apk
from devices.virtual.android.resources import ResourceError, read_string
from devices.virtual.builds import ActivitySpec, AppSpec, DeepLink, make_app
from devices.virtual.builds.arsc import encode_table
from devices.virtual.builds.axml import Element, encode

if TYPE_CHECKING:
    from pathlib import Path

_APP = "com.example.any"


def _read(data: bytes) -> Apk:
    return read_apk(io.BytesIO(data))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A signed build with resources and libraries."""
    spec = AppSpec(
        _APP,
        "Any App",
        labels={"de": "Irgendwas"},
        version_code=(2 << 32) | 7,
        permissions={"android.permission.CAMERA": 30},
        activities=(
            ActivitySpec(launcher=True),
            ActivitySpec(".Other", alias_of=".MainActivity", links=(DeepLink("app", "host"),)),
        ),
        services=(".Work",),
        receivers={".Heard": "com.example.HEARD"},
        declares={"com.example.PERMISSION": 2},
        instruments="com.example.target",
        metadata={"key": "value"},
        abis=("x86_64", "arm64-v8a"),
        debuggable=True,
    )
    return make_app(tmp_path_factory.mktemp("apk") / "a.apk", spec).read_bytes()


def test_everything_a_phone_needs_is_read(real: bytes) -> None:
    """Label, versions, components, filters, permissions, processors and the signer are found."""
    apk = _read(real)
    found = apk.manifest
    assert (found.package, found.label, found.version_code) == (_APP, "Any App", (2 << 32) | 7)
    assert found.activities == (f"{_APP}.MainActivity", f"{_APP}.Other")
    assert found.launch_activity == f"{_APP}.MainActivity"
    assert found.components[f"{_APP}.Other"].target == f"{_APP}.MainActivity"
    assert found.components[f"{_APP}.Other"].filters[0].hosts == ("host",)
    assert (found.services, found.receivers) == ((f"{_APP}.Work",), (f"{_APP}.Heard",))
    assert found.requests("android.permission.CAMERA", 30)
    assert not found.requests("android.permission.CAMERA", 31)
    assert found.declared[0].level == "signature"
    assert list(found.instrumentations.values()) == ["com.example.target"]
    assert found.metadata == {"key": "value"}
    assert found.debuggable
    assert apk.abis == ("arm64-v8a", "x86_64")
    assert list(apk.signing.certificates) == [2]
    assert apk.signing.problems == {}


def test_a_label_is_looked_up_in_its_language() -> None:
    """A string is found in a language, else in the default; what is not there is an error."""
    table = encode_table(_APP, {"a": {"": "Hello", "de": "Grüß Gott"}}, {"mipmap/icon": "x.png"})
    number = table.ids["string/a"].id
    assert read_string(table.data, number, "de") == "Grüß Gott"
    assert read_string(table.data, number, "fr") == "Hello"
    with pytest.raises(ResourceError):
        read_string(table.data, number + 1)


def _archive(entries: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "INSTALL_PARSE_FAILED_NOT_APK"),
        (b"PK\3\4 and no more", "INSTALL_PARSE_FAILED_NOT_APK"),
        (_archive({"a": b"b"}), "INSTALL_PARSE_FAILED_UNEXPECTED_EXCEPTION"),
        (_archive({"AndroidManifest.xml": b"<manifest/>"}),
         "INSTALL_PARSE_FAILED_UNEXPECTED_EXCEPTION"),
        (_archive({"AndroidManifest.xml": encode(Element("manifest", {}, {"package": "a.b"}))}),
         "INSTALL_PARSE_FAILED_MANIFEST_EMPTY"),
        (_archive({"AndroidManifest.xml": encode(Element("other", {}, {"package": "a.b"}))}),
         "INSTALL_PARSE_FAILED_MANIFEST_MALFORMED"),
        (_archive({"AndroidManifest.xml": b"\0" * (5 * 1024 * 1024)}),
         "INSTALL_FAILED_INVALID_APK"),
    ],
)  # fmt: skip
def test_what_is_no_archive_is_refused(data: bytes, code: str) -> None:
    """No archive, no manifest, a broken one and one that unpacks without end have their names."""
    with pytest.raises(ApkError) as refused:
        _read(data)
    assert refused.value.code == code


def test_a_deep_manifest_is_refused() -> None:
    """Elements inside elements without end do not exhaust the parser's stack."""
    element = Element("a")
    for _ in range(200):
        element = Element("a", children=(element,))
    with pytest.raises(ValueError, match="broken"):
        check_binary_xml(encode(element))


def test_absurd_counts_are_refused_before_the_parser() -> None:
    """A pool of four thousand million strings in a few bytes is no document."""
    good = bytearray(encode(Element("manifest", {}, {"package": "a.b"})))
    struct.pack_into("<I", good, 16, 0xFFFFFFF0)
    with pytest.raises(ValueError, match="pool"):
        check_binary_xml(bytes(good))


def test_an_archive_is_read_once_for_a_process() -> None:
    """The facts of the same bytes, and their refusal, are remembered."""
    read: list[int] = []

    def refuse() -> Apk:
        read.append(1)
        raise ApkError("CODE", "reason")

    for _ in range(2):
        with pytest.raises(ApkError):
            known_apk("no digest of anything", refuse)
    assert read == [1]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(data=st.data())
def test_no_mutation_hurts_the_phone(real: bytes, data: st.DataObject) -> None:
    """A real archive with bytes changed, cut or added is read or refused, never more."""
    changed = bytearray(real)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(changed) - 1))
        changed[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(changed)) | st.just(len(changed)))
    try:
        apk = _read(bytes(changed[:cut]))
    except ApkError as error:
        assert error.code.startswith("INSTALL_")  # noqa: PT017 - either outcome is right
    else:
        assert apk.manifest.package


@settings(max_examples=150, deadline=None, derandomize=True)
@given(data=st.data())
def test_no_binary_manifest_hurts_the_phone(data: st.DataObject) -> None:
    """A manifest with words changed is read or refused; so is its resource table."""
    manifest = Element(
        "manifest",
        {"versionCode": 1},
        {"package": _APP},
        (Element("application", {"label": "x"}, children=(Element("activity", {"name": ".A"}),)),),
    )
    document = bytearray(encode(manifest))
    table = bytearray(encode_table(_APP, {"a": {"": "b", "de": "c"}}, {}).data)
    for target in (document, table):
        at = data.draw(st.integers(0, len(target) // 4 - 1)) * 4
        struct.pack_into("<I", target, at, data.draw(st.integers(0, 2**32 - 1)))
    try:
        _read(_archive({"AndroidManifest.xml": bytes(document)}))
    except ApkError as error:
        assert error.code.startswith("INSTALL_")  # noqa: PT017 - either outcome is right
    try:
        read_string(bytes(table), 0x7F010000)
    except ResourceError as error:
        assert str(error)  # noqa: PT017 - the same


def test_a_build_without_resources_goes_by_its_package(tmp_path: Path) -> None:
    """A label that cannot be looked up is replaced by the package's name."""
    path = make_app(tmp_path / "a.apk", AppSpec(_APP, "Any App"))
    with zipfile.ZipFile(path) as archive:
        manifest = archive.read("AndroidManifest.xml")
    assert _read(_archive({"AndroidManifest.xml": manifest})).manifest.label == _APP
