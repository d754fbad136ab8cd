"""Intents, filters and launch modes: what a start means, and what it does to tasks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from devices.virtual.android.manifest_components import read_components
from devices.virtual.os.components import Component, Declared, IntentFilter
from devices.virtual.os.intents import (
    FLAG_CLEAR_TASK,
    FLAG_CLEAR_TOP,
    FLAG_MULTIPLE_TASK,
    FLAG_REORDER_TO_FRONT,
    FLAG_SINGLE_TOP,
    Intent,
    icon_tap,
    safe_uri,
    to_uri,
)
from devices.virtual.os.launching import plan_start
from devices.virtual.os.tasks import Activity, Task, TaskList
from devices.virtual.os.window import Window, WindowKind
from devices.virtual.ui.node import Node, Role

if TYPE_CHECKING:
    from collections.abc import Callable

_MAIN, _ITEM = Component("x", "x.Main"), Component("x", "x.Item")
_ANDROID = 'xmlns:android="http://schemas.android.com/apk/res/android"'


def _task(*components: Component) -> tuple[TaskList, Task]:
    task = Task(1, "x", icon_tap(components[0]), 10150)
    for component in components:
        window = Window("x", component.class_name, WindowKind.APP, _nothing, lambda: None)
        declared = Declared(component.class_name)
        task.activities.append(
            Activity(component, declared, None, window, task, icon_tap(component))
        )
    tasks = TaskList()
    tasks.to_front(task)
    return tasks, task


def _nothing() -> Node:
    return Node(Role.GROUP)


def _plan(
    *components: Component, start: Component, mode: int = 0, flags: int = 0, icon: bool = False
) -> tuple[bool, str, list[str], bool]:
    """Whether the task takes it, what is reused, what is finished, whether the order changes."""
    tasks, task = _task(*components)
    intent = icon_tap(start) if icon else Intent(component=start)
    intent = replace(intent, flags=intent.flags | flags)
    plan = plan_start(tasks, start, Declared(start.class_name, launch_mode=mode), intent)
    reused = str(plan.reuse.component) if plan.reuse else ""
    return plan.task is task, reused, [str(a.component) for a in plan.finish], plan.reorder


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (lambda: _plan(_MAIN, start=_MAIN, icon=True), (True, "x/.Main", [], False)),
        (lambda: _plan(_MAIN, _ITEM, start=_MAIN, icon=True), (True, "x/.Item", [], False)),
        (lambda: _plan(_MAIN, start=_MAIN), (True, "", [], False)),
        (lambda: _plan(_MAIN, start=_MAIN, mode=1), (True, "x/.Main", [], False)),
        (lambda: _plan(_MAIN, start=_MAIN, flags=FLAG_SINGLE_TOP), (True, "x/.Main", [], False)),
        (lambda: _plan(_MAIN, _ITEM, start=_MAIN, mode=2), (True, "x/.Main", ["x/.Item"], False)),
        (lambda: _plan(_MAIN, _ITEM, start=_MAIN, flags=FLAG_CLEAR_TOP),
         (True, "", ["x/.Item", "x/.Main"], False)),
        (lambda: _plan(_MAIN, _ITEM, start=_MAIN, flags=FLAG_CLEAR_TOP | FLAG_SINGLE_TOP),
         (True, "x/.Main", ["x/.Item"], False)),
        (lambda: _plan(_MAIN, _ITEM, start=_ITEM, flags=FLAG_CLEAR_TASK),
         (True, "", ["x/.Item", "x/.Main"], False)),
        (lambda: _plan(_MAIN, _ITEM, start=_MAIN, flags=FLAG_REORDER_TO_FRONT),
         (True, "x/.Main", [], True)),
        (lambda: _plan(_MAIN, start=_ITEM), (True, "", [], False)),
        (lambda: _plan(_MAIN, start=_ITEM, icon=True), (True, "x/.Main", [], False)),
        (lambda: _plan(_MAIN, start=_MAIN, flags=FLAG_MULTIPLE_TASK), (False, "", [], False)),
    ],
)  # fmt: skip
def test_modes_and_flags_decide_what_becomes_of_the_task(
    plan: Callable[[], object], expected: tuple[bool, str, list[str], bool]
) -> None:
    """Launch modes and flags say which activity takes an intent, and which are finished."""
    assert plan() == expected


@pytest.mark.parametrize(
    ("uri", "shown", "shown_hosts_only"),
    [
        ("https://a.b:8/c?d#e", "https://a.b:8/...", "https://a.b:8/..."),
        ("tel:123-4", "tel:xxx-x", "tel:xxx-x"),
        ("mailto:me@x.y", "mailto:xx@x.x", "mailto:xx@x.x"),
        ("app://x/y?z", "app://x/y?z", "app://x/..."),
        ("nonsense", "nonsense", "nonsense"),
    ],
)
def test_private_parts_of_a_uri_are_not_printed(
    uri: str, shown: str, shown_hosts_only: str
) -> None:
    """Numbers are masked and paths left out, of every scheme in new releases."""
    assert safe_uri(uri, hosts_only=False) == shown
    assert safe_uri(uri, hosts_only=True) == shown_hosts_only


@pytest.mark.parametrize(
    ("intent", "matches"),
    [
        (Intent("V", data="shop://item/1"), True),
        (Intent("V", data="shop://basket/1"), False),
        (Intent("V", data="shop://item/1", type="text/plain"), False),
        (Intent("E", data="shop://item/1"), False),
        (Intent("V", data="shop://item/1", categories=("B",)), True),
        (Intent("V", data="shop://item/1", categories=("B", "C")), False),
        (Intent("V", data="shop://www.item/1"), False),
        (Intent("V", data="shop://a.wild/1"), True),
        (Intent("V"), False),
    ],
)
def test_a_filter_lets_through_what_it_declares(intent: Intent, *, matches: bool) -> None:
    """Action, every category, scheme, host and path must be among the filter's."""
    declared = IntentFilter(("V",), ("B",), ("shop",), ("item", "*.wild"), ("/1*",))
    assert declared.matches(intent) is matches


def test_types_are_matched_by_pattern() -> None:
    """A filter with types takes those only, with or without a content URI."""
    declared = IntentFilter(("V",), types=("image/*",))
    assert declared.matches(Intent("V", type="image/png"))
    assert declared.matches(Intent("V", type="image/png", data="content://a/1"))
    assert not declared.matches(Intent("V", type="text/plain"))
    assert not declared.matches(Intent("V", type="image/png", data="http://a/1"))


def test_components_are_read_with_all_that_starts_them() -> None:
    """Names are completed, and filters, modes and orientations read; nonsense is left out."""
    manifest = etree.fromstring(f"""
      <application {_ANDROID}>
        <activity android:name=".A" android:launchMode="2" android:screenOrientation="1"
            android:taskAffinity="y">
          <intent-filter>
            <action android:name="V"/><category android:name="B"/>
            <data android:scheme="shop" android:host="item" android:pathPrefix="/*"/>
          </intent-filter>
        </activity>
        <activity-alias android:name="Alias" android:targetActivity=".A" android:exported="false"/>
        <service android:name="other.S" android:launchMode="nine" android:exported="@7F01"/>
        <receiver/>
      </application>""")
    found = read_components("x", manifest)
    assert list(found) == ["x.A", "x.Alias", "other.S"]
    activity = found["x.A"]
    assert activity.exported
    assert (activity.launch_mode, activity.orientation, activity.affinity) == (2, "PORTRAIT", "y")
    assert activity.answers(Intent("V", data="shop://item/*"))
    assert not activity.answers(Intent("V", data="shop://item/1"))
    assert (found["x.Alias"].target, found["x.Alias"].exported) == ("x.A", False)
    assert (found["other.S"].launch_mode, found["other.S"].exported) == (0, False)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.text(max_size=30), st.text(max_size=12))
def test_any_text_is_a_uri(data: str, key: str) -> None:
    """Nothing that stands in an intent makes printing or matching it fail."""
    intent = Intent("a", data=data, extras={key: data}, extra_types={key: "S"})
    assert intent.text(safe_hosts_only=True).startswith("Intent { act=a")
    assert to_uri(intent, intent_scheme=True)
    assert IntentFilter(("a",), schemes=("x",)).matches(intent) in {True, False}
