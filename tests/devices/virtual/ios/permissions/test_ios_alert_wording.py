"""What iOS asks a user for an app, by release: title, message and buttons."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from devices.virtual.builds.ipa import ALL_PURPOSES
from devices.virtual.ios import profile
from devices.virtual.ios.profile import catalog, row_for
from devices.virtual.ios.wda.elements.snapshot import snapshot
from tests.devices.virtual.ios.permissions.askers import asker

REFUSE = "Don\u2019t Allow"
WORDINGS = Path(profile.__file__).parent.parent / "profiles/ios/permission_alerts.yaml"
OLD, NEW = "ios-16", "ios-17"  # 16.7 and 17.6


def _told(service: str, folder: Path, phone: str) -> tuple[str, str, list[str]]:
    alert = asker(folder, phone, names=service).phone.alerts.current
    assert alert is not None, f"{phone} does not ask for {service}"
    return alert.title, alert.message, [button.label for button in alert.buttons]


@pytest.mark.parametrize(
    ("service", "phone", "title", "buttons"),
    [
        ("camera", OLD, "“Asker” Would Like to Access the Camera", [REFUSE, "OK"]),
        ("camera", NEW, "“Asker” Would Like to Access the Camera", [REFUSE, "Allow"]),
        ("microphone", OLD, "“Asker” Would Like to Access the Microphone", [REFUSE, "OK"]),
        ("microphone", NEW, "“Asker” Would Like to Access the Microphone", [REFUSE, "Allow"]),
        ("contacts", OLD, "“Asker” Would Like to Access Your Contacts", [REFUSE, "OK"]),
        ("contacts", "ios-18", "“Asker” Would Like to Access Your Contacts", [REFUSE, "Continue"]),
        (
            "photos",
            OLD,
            "“Asker” Would Like to Access Your Photos",
            ["Select Photos…", "Allow Access to All Photos", REFUSE],
        ),
        (
            "photos",
            NEW,
            "“Asker” would like full access to your Photo Library.",
            ["Limit Access…", "Allow Full Access", REFUSE],
        ),
        ("photos_add", OLD, "“Asker” Would Like to Add to your Photos", [REFUSE, "OK"]),
        ("photos_add", NEW, "“Asker” would like to add to your Photos.", [REFUSE, "Allow"]),
        (
            "location",
            "ios-26",
            "Allow “Asker” to use your location?",
            ["Allow Once", "Allow While Using App", REFUSE],
        ),
        (
            "tracking",
            NEW,
            "Allow “Asker” to track your activity across other companies\u2019 apps and websites?",
            ["Ask App Not to Track", "Allow"],
        ),
    ],
)
def test_each_service_has_its_own_title_and_buttons(
    service: str, phone: str, title: str, buttons: list[str], tmp_path: Path
) -> None:
    """Each service has its own title and buttons, by release, in their order."""
    told = _told(service, tmp_path, phone)
    assert (told[0], told[2]) == (title, buttons)


@pytest.mark.parametrize("phone", ["ios-15", "ios-18", "ios-27"])
def test_notifications_have_a_fixed_message(phone: str, tmp_path: Path) -> None:
    """The question about notifications has a message of the system's own."""
    title, message, buttons = _told("notifications", tmp_path, phone)
    assert title == "“Asker” Would Like to Send You Notifications"
    assert message == (
        "Notifications may include alerts, sounds, and icon badges. These can be configured in"
        " Settings."
    )
    assert buttons == [REFUSE, "Allow"]


@pytest.mark.parametrize(
    ("service", "key"),
    [
        ("camera", "NSCameraUsageDescription"),
        ("location", "NSLocationWhenInUseUsageDescription"),
        ("photos", "NSPhotoLibraryUsageDescription"),
    ],
)
def test_the_message_is_what_the_build_says(service: str, key: str, tmp_path: Path) -> None:
    """All others show the text of the build's Info.plist."""
    assert _told(service, tmp_path, NEW)[1] == ALL_PURPOSES[key]


def test_the_question_about_the_location_has_a_map_with_a_button_before_the_others(
    tmp_path: Path,
) -> None:
    """Precise is the first button of the alert's tree."""
    app = asker(tmp_path, names="location")
    buttons = [
        each.label
        for each in snapshot(app.phone, "com.apple.springboard").below()
        if each.kind == "Button"
    ]
    assert buttons == ["Precise: On", "Allow Once", "Allow While Using App", REFUSE]


def test_buttons_of_the_question_about_photos_are_288_points_wide_from_17(tmp_path: Path) -> None:
    """The photo library's alert is wider than others from iOS 17 on."""
    app = asker(tmp_path, names="photos")
    (button,) = (
        each
        for each in snapshot(app.phone, "com.apple.springboard").below()
        if each.label == "Allow Full Access" and each.kind == "Button"
    )
    assert button.frame.width in {288, 320}


def test_every_wording_names_the_app_and_says_what_it_is_for() -> None:
    """Every row has a title with the app's name, buttons, and a purpose or a fixed message."""
    rows = catalog()["ios-26"].rows
    asked = {name: row for name, row in rows.items() if name.startswith("ask_")}
    assert len(asked) > 10
    for name, row in asked.items():
        assert "“{app}”" in row["title"], name
        assert ("purpose" in row) != ("message" in row), name
        assert len(row["buttons"]) in {2, 3}, name


@pytest.mark.parametrize("service", ["camera", "microphone"])
@pytest.mark.parametrize(("release", "grant"), [((17, 0), "OK"), ((17, 6), "Allow")])
def test_the_grant_became_allow_by_17_6(service: str, release: tuple[int, int], grant: str) -> None:
    """17.0 still says OK, 17.6 says Allow."""
    rows = yaml.safe_load(WORDINGS.read_text(encoding="utf-8"))[f"ask_{service}"]
    assert list(row_for(rows, release)["buttons"]) == [REFUSE, grant]
