"""PERM-07: Settings > Privacy & Security lists the app, category by category, and changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from pages import AddressBookPage, CallPage, CameraPage, PhotosPage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.device import Device
    from fixtures.app import App
    from fixtures.crm import People
    from pages import DashboardPage
    from pages.page import Page
    from pages.system import PermissionPrompt
    from pages.system.privacy import Category
    from suites.permissions.conftest import Asks

    Use = Callable[[Category], Page]

pytestmark = pytest.mark.usefixtures("permissions")
_NEEDS: Final[Mapping[Category, str]] = {
    "camera": "the camera",
    "contacts": "your phone contacts",
    "location": "your location",
    "microphone": "the microphone",
    "photos": "your photos",
}
"""What the app says without it."""


@pytest.fixture
def use(logged_in: DashboardPage, people: People, device: Device) -> Use:
    """Uses a feature, from the dashboard on; gives the page that it leads to."""
    talk = people.correspondence("Whenever it suits you.")

    def used(feature: Category) -> Page:
        bar, session = logged_in.wait_until_open().bottom_bar, device.session
        if feature == "camera":
            bar.open_contacts().scan()
            return CameraPage(session)
        if feature == "contacts":
            bar.open_contacts().add().fill_in_from_address_book()
            return AddressBookPage(session)
        if feature == "microphone":
            bar.open_contacts().open(talk.contact.name).call()
            return CallPage(session)
        bar.open_conversations().open(talk.contact.name).upload_photo()
        return PhotosPage(session)

    return used


@pytest.mark.promise("PERM-07")
@pytest.mark.needs("crm.address")
@pytest.mark.parametrize("feature", ["camera", "contacts", "microphone", "photos"])
def test_category_lists_the_app_and_changes_it(
    app: App, prompt: PermissionPrompt, use: Use, feature: Category
) -> None:
    """As it was allowed; denied there the app is without it, allowed there it has it again."""
    use(feature)
    prompt.allow()
    category = app.settings.open_category(feature)
    assert category.lists(app.name), "the app has asked, and is not in the list"
    assert category.choice(app.name) == "allow", "it was allowed, and the list says otherwise"
    category.set(app.name, "deny")
    app.relaunch()
    page = use(feature)
    assert app.snackbar.says_it_needs(_NEEDS[feature]), "denied there, the app has it still"
    assert not page.is_open, "denied there, the app uses it still"
    category = app.settings.open_category(feature)
    assert category.choice(app.name) == "deny", "it was denied, and the list says otherwise"
    category.permit(app.name)
    app.relaunch()
    assert use(feature).opens(), "allowed there, the app is without it still"


@pytest.mark.promise("PERM-07")
def test_location_services_list_the_app_and_change_it(
    local_call: Callable[[], None],
    default_number: str,
    asks_for: Asks,
    app: App,
    call: CallPage,
) -> None:
    """Allowed while using; denied there, the next call comes from the usual number."""
    local_call()
    assert asks_for("location"), "local presence does not ask for the location"
    call.wait_until_open().end()
    category = app.settings.open_category("location")
    assert category.lists(app.name), "the app has asked, and is not in the list"
    assert category.choice(app.name) == "allow_while_using"
    category.set(app.name, "deny")
    assert category.choice(app.name) == "deny", "it was denied, and the list says otherwise"
    app.relaunch()
    local_call()
    assert call.wait_until_open().number == default_number
    assert app.snackbar.says_it_needs(_NEEDS["location"]), "denied there, the app has it still"
