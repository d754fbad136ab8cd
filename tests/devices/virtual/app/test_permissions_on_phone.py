"""The app's features that need permission, on phones of several releases, with the real prompts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from devices.virtual.android.phone import Phone
from devices.virtual.builds import make_apk
from tests.devices.virtual.android.phones import PhoneShell, profile_at
from tests.devices.virtual.app.office import EMAIL, PASSWORD
from tests.devices.virtual.os.prompts.asker import ALLOW, DENY, IN_USE, ONCE, Asker

if TYPE_CHECKING:
    from pathlib import Path

    from tests.devices.virtual.app.office import Office

pytestmark = pytest.mark.usefixtures("conversation")

_APP = "com.LeadConnector"
_MAIN = f"{_APP}/.MainActivity"
_POST = "android.permission.POST_NOTIFICATIONS"
_SELECT = "permission_allow_selected_button"
_ALL = "permission_allow_all_button"
_NEVER_AGAIN = "permission_deny_and_dont_ask_again_button"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound build."""
    return make_apk(tmp_path_factory.mktemp("build") / "app.apk")


class User(Asker):
    """Somebody with the app on a phone, signed in."""

    def go(self, *ways: str) -> None:
        """Tap the app's views one after the other, by their ids."""
        for name in ways:
            self.press(name)

    def answer(self, *buttons: str) -> None:
        """Answer the prompt by the first of these buttons that it has."""
        self.comes_in()
        self.press(next(button for button in buttons if self.there(button)))

    def refuse_for_good(self) -> None:
        """Refuse so that nobody is asked again, in the release's way."""
        if self.there("do_not_ask_checkbox"):
            self.comes_in()
            self.go("do_not_ask_checkbox")
        self.answer(_NEVER_AGAIN, DENY)

    def says(self, name: str) -> str:
        """What a view of the app says."""
        return self.view(name).text

    def start(self) -> None:
        """Bring the app to the front, or start it."""
        self.run(f"am start -W -n {_MAIN}")


def _user(office: Office, build: Path, level: int, *, notify: bool = True) -> User:
    phone = Phone(profile_at(level), "phone", "cable", office.crm)
    user = User(phone, PhoneShell(phone))
    assert user.shell.install(build).out == "Success\n"
    if notify:
        user.shell(f"pm grant {_APP} {_POST}")
    user.start()
    if notify:
        _sign_in(user)
    return user


def _sign_in(user: User) -> None:
    for name, text in (("login_email", EMAIL), ("login_password", PASSWORD)):
        on_text = user.view(name).on_text
        assert on_text is not None
        on_text(text)
    user.go("login_sign_in")
    assert user.there("dashboard")


@pytest.mark.parametrize("level", [26, 32, 33, 36])
def test_first_launch_asks_to_notify_where_the_release_does(
    office: Office, build: Path, level: int
) -> None:
    """From Android 13 on, once; the sign-in form is below, and no later launch asks."""
    user = _user(office, build, level, notify=False)
    assert user.asked is (level >= 33)
    if user.asked:
        user.answer(DENY)
    assert user.there("login_title")
    user.run(f"am force-stop {_APP}")
    user.start()
    assert user.there("login_title")


@pytest.mark.parametrize("level", [26, 29, 30, 33, 34, 37])
def test_camera_is_asked_for_until_the_refusal_is_final(
    office: Office, build: Path, level: int
) -> None:
    """After the final refusal no prompt comes, and the button leads to the system's settings."""
    user = _user(office, build, level)
    user.go("tab_contacts", "contact_scan")
    user.answer(DENY)
    assert user.says("snackbar") == "Scanning a card needs the camera."
    assert not user.there("permission_settings")
    user.go("contact_scan")
    assert user.asked
    user.refuse_for_good()
    user.go("contact_scan")
    assert not user.asked
    assert user.says("snackbar") == "Scanning a card needs the camera."
    user.go("permission_settings")
    assert user.focus.startswith("com.android.settings/")


@pytest.mark.parametrize("level", [26, 30, 35])
def test_refusal_in_the_settings_is_final_too(office: Office, build: Path, level: int) -> None:
    """Where the system asks nothing, the first answer of the app already points out."""
    user = _user(office, build, level)
    package = user.phone.packages.get(_APP)
    assert package is not None
    state = package.permissions["android.permission.CAMERA"]
    state.flags |= type(state.flags).USER_FIXED
    user.go("tab_contacts", "contact_scan")
    assert not user.asked
    assert user.there("permission_settings")


@pytest.mark.parametrize("level", [26, 29, 30, 37])
def test_call_asks_for_microphone_and_then_for_the_place(
    office: Office, build: Path, level: int
) -> None:
    """With local presence two questions come, one after the other, and the call goes on."""
    user = _user(office, build, level)
    user.go("menu", "menu_settings", "settings_dialling", "local_presence_enabled", "back", "back")
    user.go("tab_contacts", "contact_row", "contact_call")
    user.answer(IN_USE, ALLOW)
    assert user.asked
    user.answer(IN_USE, ALLOW)
    assert user.says("call_from") == "From +1 650 555 0100"


@pytest.mark.parametrize("level", [26, 30, 33, 34, 37])
def test_uploads_see_what_the_user_gave(office: Office, build: Path, level: int) -> None:
    """All photos, or those chosen where the release lets the user choose."""
    user = _user(office, build, level)
    user.go("tab_conversations", "conversation_row", "thread_attach", "attach_photos")
    user.answer(_SELECT, ALLOW)
    if level >= 34:
        user.go("icon_thumbnail", "button_add")
    photos = [node.label for node in user.shown if node.id == "photo_item"]
    assert photos == ["IMG_0001.jpg", "IMG_0002.jpg", "IMG_0003.jpg"][: 1 if level >= 34 else 3]
    user.go("photo_item")
    assert user.says("message_attachment") == "IMG_0001.jpg"


def test_more_photos_can_be_chosen(office: Office, build: Path) -> None:
    """Change access has the system ask again: those chosen then are added, all are all."""
    user = _user(office, build, 34)
    user.go("tab_conversations", "conversation_row", "thread_attach", "attach_photos")
    user.answer(_SELECT)
    user.go("icon_thumbnail", "button_add", "photos_change_access")
    user.answer(_ALL)
    assert len([node for node in user.shown if node.id == "photo_item"]) == 3
    assert user.says("photos_access") == "You gave access to all photos."


def test_address_book_needs_permission(office: Office, build: Path) -> None:
    """Allowed, somebody fills in the form."""
    user = _user(office, build, 34)
    user.go("tab_contacts", "contact_add", "contact_from_address_book")
    user.answer(ALLOW)
    user.go("address_book_row")
    assert user.says("contact_name_input") == "Ines Romero"


@pytest.mark.parametrize("level", [26, 30, 34, 37])
def test_revoked_permission_is_asked_for_anew(office: Office, build: Path, level: int) -> None:
    """Revoked while the app runs, its process ends; the next use asks, and nothing crashes."""
    user = _user(office, build, level)
    user.go("tab_contacts", "contact_scan")
    user.answer(IN_USE, ALLOW)
    user.go("back")
    user.run(f"pm revoke {_APP} android.permission.CAMERA")
    assert user.phone.activities.body_of(_APP) is None
    user.start()
    user.go("tab_contacts", "contact_scan")
    assert user.asked


@pytest.mark.parametrize("level", [30, 34, 37])
def test_one_time_grant_ends(office: Office, build: Path, level: int) -> None:
    """A while after the app has gone to the background the next use asks anew."""
    user = _user(office, build, level)
    user.go("tab_contacts", "contact_scan")
    user.answer(ONCE)
    assert user.there("camera_view")
    user.run("input keyevent HOME")
    user.pass_(timedelta(minutes=2))
    user.start()
    user.go("tab_contacts", "contact_scan")
    assert user.asked
