"""A build's skin as the phone's own tools dump it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from devices.virtual.builds import make_apk
from tests.devices.virtual.android.phones import PhoneShell, phone_of

if TYPE_CHECKING:
    from pathlib import Path


def _dump(tmp_path: Path, skin: str) -> list[tuple[str, str, str, str]]:
    """Class, id, text and label of each of the app's views below the system's own frame."""
    shell = PhoneShell(phone_of("android-14"))
    build = make_apk(tmp_path / "app.apk", skin=skin)
    assert shell.install(build).out.strip() == "Success"
    shell("pm grant com.LeadConnector android.permission.POST_NOTIFICATIONS")
    shell("am start -W -n com.LeadConnector/.MainActivity")
    shell("uiautomator dump /sdcard/window.xml")
    tree = etree.fromstring(shell("cat /sdcard/window.xml").out.encode())
    frame = next(v for v in tree.iter("node") if v.get("resource-id") == "android:id/content")
    return [_told(view) for view in frame.iterdescendants("node")]


def _told(view: etree._Element) -> tuple[str, str, str, str]:
    name, node_id = view.get("class", "?"), view.get("resource-id", "?")
    return name, node_id, view.get("text", "?"), view.get("content-desc", "?")


def test_native_build_has_ids_and_texts(tmp_path: Path) -> None:
    """A native build tells its texts as texts and its controls by their ids."""
    views = _dump(tmp_path, "native")
    title = ("android.widget.TextView", "com.LeadConnector:id/login_title")
    assert (*title, "Sign in to your account", "") in views
    button = ("android.widget.Button", "com.LeadConnector:id/login_sign_in")
    assert (*button, "Sign In", "Sign In") in views


def test_merged_build_has_labels_alone(tmp_path: Path) -> None:
    """A merged build has neither ids nor texts, but labels, and hints as the texts of inputs."""
    views = _dump(tmp_path, "merged")
    assert {view[1] for view in views} == {""}
    assert ("android.view.View", "", "", "Sign in to your account") in views
    assert ("android.widget.Button", "", "", "Sign In") in views
    assert [view[2] for view in views if view[2]] == ["Email", "Password"]
    assert {view[0] for view in views} == {
        "android.view.View",
        "android.widget.ScrollView",
        "android.widget.EditText",
        "android.widget.Button",
    }
