"""`uiautomator dump`.

Source: AOSP frameworks/base cmds/uiautomator, DumpCommand and AccessibilityNodeInfoDumper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from devices.virtual.android.services.java import boolean
from devices.virtual.android.shell.call import Call, command
from devices.virtual.android.uia2.snapshot import Snapshot
from devices.virtual.os.files import Bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.virtual.android.phone import Phone
    from devices.virtual.android.uia2.snapshot import View

_DEFAULT: Final = "/sdcard/window_dump.xml"
_TERMINALS: Final = frozenset({"/dev/tty", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"})
_USAGE: Final = """Usage: uiautomator <subcommand> [options]

Available subcommands:

help: displays help message

runtest: executes UI automation tests
    runtest <class spec> [options]
    <class spec>: <JARS> < -c <CLASSES> | -e class <CLASSES> >

dump: creates an XML dump of current UI hierarchy
    dump [--verbose][file]
      [--compressed]: dumps compressed layout information.
      [file]: the location where the dumped XML should be stored, default is
      {default}

events: prints out accessibility events until terminated
"""
_NOT_IN_XML: Final = {code: "." for code in range(32) if code not in {9, 10, 13}}


@command("uiautomator")
async def uiautomator(call: Call) -> int:
    """``dump [--compressed] [FILE]``."""
    words = [word for word in call.args[1:] if not word.startswith("--")]
    if not call.args or call.args[0] != "dump":
        unknown = call.args and call.args[0] != "help"
        await call.fail(_USAGE.format(default=_DEFAULT))
        return int(bool(unknown))
    if not call.phone.display.screen_on or not call.phone.display.windows():
        await call.fail("ERROR: null root node returned by UiTestAutomationBridge.")
        return 0
    path = words[0] if words else _DEFAULT
    xml = dumped(call.phone, compressed="--compressed" in call.args)
    if path in _TERMINALS:
        await call.stdout.write(xml)
    else:
        try:
            call.phone.files.write(path, Bytes(xml), cwd=call.cwd, who=call.who)
        except OSError as error:
            return await call.fail(
                f"java.io.FileNotFoundException: {path}: open failed: {error.strerror}", 1
            )
    # Sic, here and on every phone.
    await call.print(f"UI hierchary dumped to: {path}")
    return 0


def dumped(phone: Phone, *, compressed: bool) -> bytes:
    """The active window's views as XML."""
    snapshot = Snapshot(phone.display, [phone.display.active()], compressed=compressed)
    names = tuple(phone.profile.rows["uiautomator_attributes"]["names"])
    head = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>"
    parts = [head, f'<hierarchy rotation="{phone.display.rotation}">']
    parts += _node(snapshot.root, names)
    return "".join([*parts, "</hierarchy>"]).encode()


def _node(view: View, names: tuple[str, ...]) -> Iterator[str]:
    known = _facts(view)
    attributes = "".join(f' {name}="{_escaped(known[name])}"' for name in names)
    if not view.children:
        yield f"<node{attributes} />"
        return
    yield f"<node{attributes}>"
    for child in view.children:
        yield from _node(child, names)
    yield "</node>"


def _facts(view: View) -> dict[str, str]:
    node, bounds = view.node, view.bounds
    flags = {
        "checkable": node.checkable,
        "checked": node.checked,
        "clickable": view.clickable,
        "enabled": node.enabled,
        "focusable": view.focusable,
        "focused": node.focused,
        "scrollable": view.scrollable,
        "long-clickable": node.on_long_press is not None,
        "password": node.secure,
        "selected": node.selected,
    }
    return {
        "index": str(view.index),
        "text": view.text,
        "resource-id": view.resource_id,
        "class": view.class_name,
        "package": view.package,
        "content-desc": node.label,
        "bounds": f"[{bounds.left},{bounds.top}][{bounds.right},{bounds.bottom}]",
        "drawing-order": str(view.index + 1 if view.parent else 0),
        "hint": node.hint,
    } | {name: boolean(on) for name, on in flags.items()}


def _escaped(text: str) -> str:
    plain = (
        text.translate(_NOT_IN_XML).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    )
    return escape(plain, {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
