"""`am` and `dumpsys activity`: starts, ends, tasks and their dumps, by release."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.devices.virtual.android.services.activity.apps import FRONT_DOOR, SHOP, install_shop

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.devices.virtual.android.phones import PhoneShell

_LEVELS = (26, 28, 29, 30, 34, 37)
_BROUGHT = "Warning: Activity not started, its current task has been brought to the front\n"
_DELIVERED = (
    "Warning: Activity not started, intent has been delivered to currently running top-most"
    " instance.\n"
)
_WORDS = st.sampled_from(
    [
        "start", "start-activity", "start-service", "stop-service", "broadcast", "force-stop",
        "kill", "crash", "task", "stack", "list", "to-uri", "send-trim-memory", "get-config",
        "instrument", "size", "density", "text", "tap", "swipe", "keyevent", "set", "enable",
        "-n", "-a", "-d", "-t", "-c", "-f", "-p", "-W", "-S", "-R", "-e", "--es", "--ei", "--ez",
        "--el", "--ecn", "--eia", "--user", "--display", "--selector", "-v", "-s", "--", "-",
        "all", "0", "1", "-1", "99999999999", "0x1", "1.5", "NaN", f"{SHOP}/.MainActivity", SHOP,
        "a/b", "/", "app://x", "intent:#Intent;launchFlags=z;end", "é", "", "%s", "reset",
    ]
)  # fmt: skip


def _focus(shell: PhoneShell) -> str:
    dump = shell("dumpsys window windows; dumpsys window displays").out
    match = re.search(r"mFocusedApp=.*ActivityRecord\{\w+ u0 (\S+) t\d+", dump)
    assert match is not None, dump
    return match[1]


@pytest.mark.parametrize("api_level", _LEVELS)
def test_a_waited_start_reports_in_the_order_of_its_release(
    shell_of: Callable[..., PhoneShell], tmp_path: Path, api_level: int
) -> None:
    """`-W` prints LaunchState from Android 10 on and ThisTime before it."""
    shell = shell_of(api_level)
    install_shop(shell, tmp_path)
    lines = [line.partition(":")[0] for line in shell(FRONT_DOOR).out.splitlines()]
    old = ["Starting", "Status", "Activity", "ThisTime", "TotalTime", "WaitTime", "Complete"]
    new = ["Starting", "Status", "LaunchState", "Activity", "TotalTime", "WaitTime", "Complete"]
    assert lines == (old if api_level < 29 else new)


@pytest.mark.parametrize("api_level", [26, 34])
def test_a_second_start_brings_forward_or_delivers(
    shell_of: Callable[..., PhoneShell], tmp_path: Path, api_level: int
) -> None:
    """The same intent again starts nothing: it is delivered, or the task comes to the front."""
    shell = shell_of(api_level)
    install_shop(shell, tmp_path)
    assert "Warning" not in shell(FRONT_DOOR).out
    assert _DELIVERED in shell(FRONT_DOOR).out
    shell("input keyevent HOME")
    assert _BROUGHT in shell(FRONT_DOOR).out
    shell("input keyevent HOME")
    assert shell(FRONT_DOOR.replace(" -W", "")).err == _BROUGHT
    assert _focus(shell) == f"{SHOP}/.MainActivity"


def test_another_activity_lies_on_top_of_its_task(shell: PhoneShell, tmp_path: Path) -> None:
    """A deep link adds an activity to the task, and Back uncovers the one below."""
    install_shop(shell, tmp_path)
    shell(FRONT_DOOR)
    ran = shell("am start -W -a android.intent.action.VIEW -d shop://item/7")
    assert "LaunchState: WARM\n" in ran.out
    assert f"Activity: {SHOP}/.ItemActivity\n" in ran.out
    assert "sz=2" in shell("dumpsys activity recents").out
    shell("input keyevent BACK")
    assert _focus(shell) == f"{SHOP}/.MainActivity"
    shell(f"am start -n {SHOP}/.ItemActivity")
    shell(FRONT_DOOR + " --activity-clear-top --activity-single-top")
    assert _focus(shell) == f"{SHOP}/.MainActivity"
    assert "sz=1" in shell("dumpsys activity recents").out


@pytest.mark.parametrize(
    ("uri", "found"),
    [
        ("https://shop.example/item/7", True),
        ("https://shop.example/other", False),
        ("https://other.example/item/7", False),
        ("shop://item", True),
        ("shop://basket", False),
        ("tel:123", False),
    ],
)
def test_a_link_is_resolved_by_scheme_host_and_path(
    shell: PhoneShell, tmp_path: Path, uri: str, *, found: bool
) -> None:
    """Only an address that a filter lets through starts anything."""
    install_shop(shell, tmp_path)
    ran = shell(f"am start -a android.intent.action.VIEW -d {uri}")
    assert ran.status == (0 if found else 1)
    assert ("unable to resolve Intent" in ran.err) is not found


@pytest.mark.parametrize(
    ("api_level", "heading"),
    [
        (26, "Security exception: Permission Denial: starting Intent {"),
        (29, "Security exception: Permission Denial: starting Intent {"),
        (30, "\nException occurred while executing 'start':\njava.lang.SecurityException: "),
        (37, "\nException occurred while executing 'start':\njava.lang.SecurityException: "),
    ],
)
def test_an_inner_activity_is_refused(
    shell_of: Callable[..., PhoneShell], tmp_path: Path, api_level: int, heading: str
) -> None:
    """What is not exported cannot be started by the shell, and nothing comes up."""
    shell = shell_of(api_level)
    install_shop(shell, tmp_path)
    ran = shell(f"am start -n {SHOP}/.InnerActivity")
    assert ran.err.startswith(heading)
    assert "not exported from uid 101" in ran.err
    assert ran.status == 255
    assert SHOP not in _focus(shell)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("am start", "IllegalArgumentException: No intent supplied"),
        ("am start -n", 'IllegalArgumentException: Argument expected after "-n"'),
        ("am start -n bad", "IllegalArgumentException: Bad component name: bad"),
        ("am start -Q", "IllegalArgumentException: Unknown option: -Q"),
        ("am start -f nine", 'NumberFormatException: For input string: "nine"'),
        ("am start --ez k maybe x/.Y", "IllegalArgumentException: Invalid boolean value: maybe"),
        ("am start --user nine x/.Y", "IllegalArgumentException: Bad user number: nine"),
        ("am force-stop", 'IllegalArgumentException: Argument expected after "force-stop"'),
        ("am send-trim-memory no.such COMPLETE", "IllegalArgumentException: Unknown process"),
    ],
)
def test_broken_words_throw_as_on_android(shell: PhoneShell, script: str, words: str) -> None:
    """A missing or broken word ends with the exception's name, its message and status 255."""
    ran = shell(script)
    assert f"java.lang.{words}" in ran.err
    assert ran.status == 255


def test_a_killed_app_comes_back_by_a_cold_start(shell: PhoneShell, tmp_path: Path) -> None:
    """`am kill` ends what is in the background only; its task stays and starts it anew."""
    install_shop(shell, tmp_path)
    shell(FRONT_DOOR)
    shell(f"am kill {SHOP}")
    assert SHOP in shell("dumpsys activity processes").out
    shell(f"input keyevent HOME; am kill {SHOP}")
    assert f":{SHOP}/" not in shell("dumpsys activity processes").out
    assert SHOP in shell("dumpsys activity recents").out
    again = shell(FRONT_DOOR).out
    assert _BROUGHT in again
    assert "LaunchState: COLD" in again
    assert f":{SHOP}/" in shell("dumpsys activity processes").out
    assert _focus(shell) == f"{SHOP}/.MainActivity"


def test_a_stopped_app_leaves_nothing(shell: PhoneShell, tmp_path: Path) -> None:
    """Force-stop takes process, tasks and services away at once."""
    install_shop(shell, tmp_path)
    shell(FRONT_DOOR)
    shell(f"am start-service {SHOP}/.SyncService")
    shell(f"am force-stop {SHOP}")
    dumps = "dumpsys activity processes; dumpsys activity recents; dumpsys activity services"
    assert SHOP not in shell(dumps).out


def test_a_crash_ends_the_app_and_is_logged(shell: PhoneShell, tmp_path: Path) -> None:
    """The process dies with its exception in the log, and the launcher is in front."""
    install_shop(shell, tmp_path)
    shell(FRONT_DOOR)
    shell(f"am crash {SHOP}")
    log = shell("logcat -d").out
    assert "FATAL EXCEPTION: main" in log
    assert "shell-induced crash" in log
    assert SHOP not in _focus(shell)


@pytest.mark.parametrize("api_level", [30, 31])
def test_back_on_the_first_activity_keeps_it_from_android_12_on(
    shell_of: Callable[..., PhoneShell], tmp_path: Path, api_level: int
) -> None:
    """Before, Back finishes it, and the next start creates it again in the same process."""
    shell = shell_of(api_level)
    install_shop(shell, tmp_path)
    shell(f"{FRONT_DOOR}; input keyevent BACK")
    assert SHOP not in _focus(shell)
    state = "WARM" if api_level < 31 else "HOT"
    assert f"LaunchState: {state}\n" in shell(FRONT_DOOR).out


def test_recents_switches_between_apps(shell: PhoneShell, tmp_path: Path) -> None:
    """The key opens Recents, where a tap on a card brings its task; twice, it goes straight."""
    install_shop(shell, tmp_path)
    shell(f"{FRONT_DOOR}; input keyevent HOME; input keyevent APP_SWITCH")
    assert _focus(shell).endswith("RecentsActivity")
    card = next(n for n in shell.phone.display.root().walk() if n.label == "Shop")
    shell.phone.display.tap(*card.bounds.center)
    assert _focus(shell) == f"{SHOP}/.MainActivity"
    shell("input keyevent HOME; input keyevent APP_SWITCH; input keyevent APP_SWITCH")
    assert _focus(shell) == f"{SHOP}/.MainActivity"


@pytest.mark.parametrize(
    ("api_level", "away", "back"), [(26, (700, 0), (0, -700)), (28, (0, -300), (700, 0))]
)
def test_a_card_that_is_swiped_away_ends_its_app(
    shell_of: Callable[..., PhoneShell],
    tmp_path: Path,
    api_level: int,
    away: tuple[int, int],
    back: tuple[int, int],
) -> None:
    """Task and process go, and with the last card Recents; another way a card stays."""
    shell = shell_of(api_level)
    install_shop(shell, tmp_path)
    shell(f"{FRONT_DOOR}; input keyevent HOME; input keyevent APP_SWITCH")
    card = next(n for n in shell.phone.display.root().walk() if n.label == "Shop")
    x, y = card.bounds.left + 100, card.bounds.bottom - 10
    shell(f"input swipe {x} {y} {x + back[0]} {y + back[1]}")
    assert _focus(shell).endswith("RecentsActivity")
    assert f":{SHOP}/" in shell("dumpsys activity processes").out
    shell(f"input swipe {x} {y} {x + away[0]} {y + away[1]}")
    assert SHOP not in shell("dumpsys activity processes; dumpsys activity recents").out
    assert not _focus(shell).endswith("RecentsActivity")
    again = shell(FRONT_DOOR).out
    assert "Warning" not in again


def test_an_app_started_while_locked_lies_under_the_keyguard(
    shell: PhoneShell, tmp_path: Path
) -> None:
    """It is the focused app, but the keyguard keeps the picture and the input."""
    install_shop(shell, tmp_path)
    shell(f"input keyevent POWER; input keyevent WAKEUP; {FRONT_DOOR}")
    assert "mCurrentFocus=Window{" in shell("dumpsys window displays").out
    assert "NotificationShade}" in shell("dumpsys window displays").out
    assert shell.phone.display.active().package == "com.android.systemui"
    shell("wm dismiss-keyguard")
    assert shell.phone.display.active().package == SHOP


def test_services_obey_the_background_limits(shell: PhoneShell, tmp_path: Path) -> None:
    """An app that nobody sees may start foreground services only."""
    install_shop(shell, tmp_path)
    service = f"{SHOP}/.SyncService"
    refused = shell(f"am start-service {service}")
    assert refused.err == "Error: app is in background uid null\n"
    assert refused.status == 255
    assert shell(f"am start-foreground-service {service}").status == 0
    assert "isForeground=true" in shell(f"dumpsys activity services {SHOP}").out
    stopped = shell(f"am stop-service {service}")
    assert (stopped.err, stopped.status) == ("Service stopped\n", 255)
    assert "(nothing)" in shell(f"dumpsys activity services {SHOP}").out
    assert shell("am start-service no.such/.S").err == "Error: Not found; no service started.\n"


def test_small_commands_answer(shell: PhoneShell, tmp_path: Path) -> None:
    """Users, the configuration, URIs and tasks are told in Android's words."""
    install_shop(shell, tmp_path)
    shell(FRONT_DOOR)
    assert shell("am get-current-user").out == "0\n"
    assert shell("am switch-user 10").err == "Error: Failed to switch to user 10\n"
    assert re.match(
        r"config: en-rUS-ldltr-sw411dp-.*-port-.*-v34\nabi: ", shell("am get-config").out
    )
    uri = "intent://item/7#Intent;scheme=shop;action=a.b;S.k=v;end\n"
    assert shell("am to-intent-uri -a a.b -d shop://item/7 --es k v").out == uri
    assert shell("am to-uri -a a.b").out == "#Intent;action=a.b;end\n"
    assert f"taskId=13: {SHOP}/{SHOP}.MainActivity" in shell("am stack list").out
    assert shell("am stack fly").err == "Error: unknown command 'fly'\n"
    assert shell(f"am send-trim-memory {SHOP} RUNNING_LOW").status == 0
    assert "foreground process" in shell(f"am send-trim-memory {SHOP} COMPLETE").err
    assert shell("am idle-maintenance").out == "Performing idle maintenance...\n"
    assert shell("am").out.startswith("Activity manager (activity) commands:\n")
    assert shell("cmd activity instrument x").status == 255


def test_the_app_to_debug_is_ended_and_kept(shell: PhoneShell, tmp_path: Path) -> None:
    """The app that is to wait for a debugger starts anew; a persistent one is a setting."""
    install_shop(shell, tmp_path)
    read = "settings get global debug_app; settings get global wait_for_debugger"
    for words, kept in (("", "null\nnull\n"), ("-w --persistent ", f"{SHOP}\n1\n")):
        shell(FRONT_DOOR)
        assert shell(f"pidof {SHOP}").status == 0
        assert shell(f"am set-debug-app {words}{SHOP}").status == 0
        assert shell(f"pidof {SHOP}").status == 1
        assert shell(read).out == kept
    assert shell("am clear-debug-app").status == 0
    assert shell(read).out == "null\n0\n"
    assert shell("am set-debug-app -x a").err == "Error: Unknown option: -x\n"
    assert 'expected after "set-debug-app"' in shell("am set-debug-app").err


@pytest.mark.parametrize("api_level", [26, 34])
def test_monkey_starts_an_app_or_says_that_it_cannot(
    shell_of: Callable[..., PhoneShell], tmp_path: Path, api_level: int
) -> None:
    """It starts the front door of a package; without one it aborts with status 252."""
    shell = shell_of(api_level)
    install_shop(shell, tmp_path)
    ran = shell(f"monkey -p {SHOP} -c android.intent.category.LAUNCHER 1")
    assert "Events injected: 1\n## Network stats: elapsed time=" in ran.out
    assert ("bash arg" in ran.out) is (api_level >= 28)
    assert _focus(shell) == f"{SHOP}/.MainActivity"
    aborted = shell("monkey -p no.such 1")
    assert aborted.out.endswith("** No activities found to run, monkey aborted.\n")
    assert aborted.status == 252
    assert shell("monkey --pct-touch many 1").status == 255
    assert shell(f"monkey -p {SHOP} --pct-touch 100 -s 7 50").out.count("Events injected: 50") == 1


def test_instrumentation_that_is_unknown_is_told(shell: PhoneShell) -> None:
    """With -w the watcher hears of it; the exception comes either way."""
    ran = shell("am instrument -w no.such/.Runner")
    assert "Unable to find instrumentation info for: ComponentInfo{no.such/" in ran.out
    assert "INSTRUMENTATION_FAILED: no.such/.Runner" in ran.err
    assert ran.status == 1
    assert shell("am instrument no.such/.Runner").out == ""
    assert "Error: Argument expected after" in shell("am instrument -w").err
    assert "No instrumentation found for: no.such" in shell("am instrument -w no.such").err


@pytest.mark.parametrize("api_level", [26, 29, 34])
@pytest.mark.parametrize("command", ["am", "wm", "input", "ime", "monkey", "dumpsys activity"])
def test_any_words_leave_the_phone_whole(
    shell_of: Callable[..., PhoneShell], api_level: int, command: str
) -> None:
    """No list of words makes a command fail in any way that Android does not have."""
    shell = shell_of(api_level)

    @settings(max_examples=80, deadline=None, derandomize=True)
    @given(st.lists(_WORDS, max_size=7))
    def run(words: list[str]) -> None:
        quoted = " ".join(f"'{word}'" for word in words)
        ran = shell(f"{command} {quoted}")
        assert ran.status in {0, 1, 251, 252, 253, 254, 255}, (words, ran)
        assert "Traceback" not in ran.err + ran.out

    run()
    assert shell("am get-current-user").out == "0\n"
    assert "mFocusedApp=" in shell("dumpsys window").out
