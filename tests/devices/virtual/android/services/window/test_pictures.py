"""`screencap`, `uiautomator dump` and `bugreportz`."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from devices.virtual.android.shell.interpreter import Shell, Streams
from devices.virtual.android.shell.streams import Collected, Pipe

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.virtual.android.phone import Phone
    from tests.devices.virtual.android.phones import PhoneShell

    ShellOf = Callable[..., PhoneShell]

_PNG = b"\x89PNG\r\n\x1a\n"


def _bytes(phone: Phone, script: str) -> bytes:
    import asyncio  # noqa: PLC0415 - only here

    out = Collected()

    async def run() -> None:
        await asyncio.wait_for(
            Shell(phone, Streams(Pipe(b"", ended=True), out, Collected())).run(script), 10
        )

    asyncio.run(run())
    return out.data


@pytest.mark.parametrize(("api_level", "header"), [(26, 12), (27, 12), (28, 16), (36, 16)])
def test_a_raw_picture_has_its_releases_header(
    shell_of: ShellOf, api_level: int, header: int
) -> None:
    """Width, height and format, and from 9 on the colour space, stand before the pixels."""
    phone = shell_of(api_level).phone
    data = _bytes(phone, "screencap")
    width, height, form = struct.unpack_from("<III", data)
    assert (width, height, form) == (*phone.display.bounds[2:], 1)
    assert len(data) == header + width * height * 4


def test_a_picture_goes_where_it_is_told(shell: PhoneShell, phone: Phone) -> None:
    """A name that ends in .png, or ``-p``, makes a PNG; a folder that is not writable refuses."""
    assert _bytes(phone, "screencap -p").startswith(_PNG)
    shell("screencap /sdcard/a.png; screencap -p /sdcard/b; screencap /sdcard/c")
    assert phone.files.read("/sdcard/a.png") == phone.files.read("/sdcard/b")
    assert phone.files.read("/sdcard/a.png").startswith(_PNG)
    assert not phone.files.read("/sdcard/c").startswith(_PNG)
    assert shell("screencap /system/a.png").status == 1
    assert shell("screencap -d 7").err == "Display Id was not valid\n"
    assert shell("screencap -h").err.startswith("usage: screencap [-hp]")


@pytest.mark.parametrize(("api_level", "last"), [(26, "bounds"), (33, "bounds")])
def test_the_tree_is_dumped_as_the_platform_does(
    shell_of: ShellOf, api_level: int, last: str
) -> None:
    """The file holds the active window's views with the tool's own attributes."""
    shell = shell_of(api_level)
    assert shell("uiautomator dump").out == "UI hierchary dumped to: /sdcard/window_dump.xml\n"
    data = shell.phone.files.read("/sdcard/window_dump.xml")
    assert data.startswith(
        b"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?><hierarchy rotation=\"0\"><node "
    )
    root = etree.fromstring(data)
    names = list(root[0].attrib)
    assert names[:6] == ["index", "text", "resource-id", "class", "package", "content-desc"]
    assert names[-1] == last
    width, height = shell.phone.display.bounds[2:]
    assert root[0].get("bounds") == f"[0,0][{width},{height}]"
    compressed = shell("uiautomator dump --compressed /dev/tty").out
    assert 0 < compressed.count("<node") < len(list(root.iter("node")))
    assert compressed.endswith("</hierarchy>UI hierchary dumped to: /dev/tty\n")


def test_a_dark_screen_has_no_tree(shell: PhoneShell) -> None:
    """Without a window to look at the tool says so."""
    shell("input keyevent 223")
    ran = shell("uiautomator dump")
    assert ran.err == "ERROR: null root node returned by UiTestAutomationBridge.\n"
    assert shell("uiautomator frob").status == 1


@pytest.mark.parametrize(("api_level", "version"), [(26, "1.1"), (34, "1.2")])
def test_a_report_is_made_and_can_be_pulled(
    shell_of: ShellOf, api_level: int, version: str
) -> None:
    """The steps are told as adb reads them; the file is an archive with the phone's state."""
    shell = shell_of(api_level)
    assert shell("bugreportz -v").err == f"{version}\n"
    lines = shell("bugreportz -p").out.splitlines()
    path = lines[-1].removeprefix("OK:")
    assert lines[0] == f"BEGIN:{path}"
    assert all(line.startswith("PROGRESS:") for line in lines[1:-1])
    with zipfile.ZipFile(BytesIO(shell.phone.files.read(path))) as archive:
        main = archive.read("main_entry.txt").decode()
        text = archive.read(main).decode()
    assert f"Android SDK version: {api_level}\n" in text
    assert "DUMP OF SERVICE battery:\nCurrent Battery Service state:" in text


def test_only_the_newest_reports_stay(shell: PhoneShell, phone: Phone) -> None:
    """Reports do not fill the phone."""
    folder = "/data/user_de/0/com.android.shell/files/bugreports"
    for zone in ("UTC", "Asia/Tokyo", "Asia/Kolkata", "Europe/Berlin"):
        phone.set_time_zone(zone)  # the name of a report has its time
        assert shell("bugreportz").out.startswith(f"OK:{folder}/bugreport-")
    assert len(phone.files.children(folder)) <= 2
    assert shell("bugreportz -x").status == 1
    assert "== dumpstate: " in shell("bugreport").out
