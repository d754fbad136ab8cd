"""Dumps of phones are read alike, whatever the release that wrote them."""

from __future__ import annotations

import pytest

from devices.android.dumps import in_front, networks, processes_of

APP = "com.x"
PROMPT = "com.google.android.permissioncontroller/.permission.ui.GrantPermissionsActivity"

# Lines of dumps as Android 8, 11 and 14 write them.
RESUMED = (
    "  mResumedActivity: ActivityRecord{{2a u0 {component} t{task}}}",
    "    mResumedActivity: ActivityRecord{{b1c7246 u0 {component} t{task}}}",
    "  topResumedActivity=ActivityRecord{{681ac21 u0 {component} t{task}}}",
    "  ResumedActivity: ActivityRecord{{681ac21 u0 {component} t{task} f}}",
)
HISTORY = (
    "      * Hist #0: ActivityRecord{d9 u0 com.x/.Main t13}\n"
    "      * Hist  #0: ActivityRecord{7d u0 com.home/.Home t12}\n"
)

TWO_SIMS = "mobile_data=1\nmobile_data1=1\n"
SETTINGS = "airplane_mode_on=0\nmobile_data=1\nwifi_on=1\n"
ANDROID_13 = (
    "Active default network: 602\n"
    "  NetworkAgentInfo{ ni{[type: MOBILE[LTE], state: CONNECTED]}  network{601}  lp{{…}}"
    "  nc{[ Transports: CELLULAR Capabilities: INTERNET&VALIDATED]}  Score{50}}\n"
    "  NetworkAgentInfo{ ni{[type: WIFI[], state: CONNECTED]}  network{602}  lp{{…}}"
    "  nc{[ Transports: WIFI Capabilities: INTERNET&VALIDATED]}  Score{60}}\n"
)
ANDROID_14 = (
    "Active default network: 101\n"
    "  NetworkAgentInfo{network{100}  handle{432}  ni{WIFI CONNECTED extra: } Score(60)"
    "  lp{{…}}  nc{[ Transports: WIFI Capabilities: INTERNET]}}\n"
    "  NetworkAgentInfo{network{101}  handle{437}  ni{MOBILE[LTE] CONNECTED extra: } Score(50)"
    "  lp{{…}}  nc{[ Transports: CELLULAR|VPN Capabilities: INTERNET]}}\n"
)


@pytest.mark.parametrize("line", RESUMED)
def test_an_app_is_in_front_when_its_task_is_resumed(line: str) -> None:
    """Its own activity counts, and a prompt of the system in its task; another task does not."""
    for component, task, expected in (
        ("com.x/.Main", 13, True),
        (PROMPT, 13, True),
        ("com.home/.Home", 12, False),
        (PROMPT, 12, False),
        ("com.xy/.Main", 14, False),
    ):
        dump = f"{HISTORY}{line.format(component=component, task=task)}\n"
        assert in_front(dump, APP) is expected, dump


def test_an_app_has_processes_of_several_names_and_none_of_its_namesakes() -> None:
    """What is called after a colon is the app's; what only begins alike is not."""
    listing = "  PID NAME\n    1 init\n 1204 com.x\n 1205 com.x:push\n 1206 com.x.y\n 1207 com.xy\n"
    assert processes_of(listing, APP) == {1204, 1205}


@pytest.mark.parametrize(
    ("dump", "transports"),
    [
        (ANDROID_13, {"WIFI"}),
        (ANDROID_14, {"CELLULAR", "VPN"}),
        ("Active default network: none\n", set()),
        ("Active default network: 7\n", {"UNKNOWN"}),
    ],
)
def test_the_default_network_is_told_by_what_it_goes_over(dump: str, transports: set[str]) -> None:
    """Of several networks the default one counts; one that is not described is unknown."""
    assert networks(SETTINGS + dump).transports == transports


@pytest.mark.parametrize(
    ("settings", "wifi", "data"),
    [
        ("wifi_on=1\nmobile_data=1\n", True, True),
        ("wifi_on=0\nmobile_data=0\n", False, False),
        ("wifi_on=2\nmobile_data=0\n", True, False),
        ("wifi_on=3\nmobile_data=0\n", False, False),
        (f"wifi_on=1\n{TWO_SIMS}mobile_data2=0\nmulti_sim_data_call=2\n", True, False),
        ("wifi_on=1\nmobile_data=0\nmobile_data1=1\nmulti_sim_data_call=1\n", True, True),
        ("", False, False),
    ],
)  # fmt: skip
def test_radios_are_as_the_settings_say(settings: str, *, wifi: bool, data: bool) -> None:
    """Airplane mode may hold Wi-Fi off; of several SIMs the one that carries data counts."""
    said = networks(settings)
    assert (said.wifi, said.data) == (wifi, data)
