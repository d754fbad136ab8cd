"""What the tests of permissions share: the screens that follow where the user allows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pages import AddressBookPage, CallPage, CameraPage, ContactForm, PhotosPage, VoiceRecorder
from pages.system import AppInfoPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import timedelta

    from devices.device import Device, Time
    from fixtures.app import App
    from fixtures.crm import People
    from fixtures.permissions import AppPermissions
    from pages import DashboardPage
    from pages.system import PermissionPrompt
    from pages.system.permission_list import Group

    Asks = Callable[[Group], bool]
    Away = Callable[[timedelta], None]


@pytest.fixture
def asks_for(permissions: AppPermissions, prompt: PermissionPrompt) -> Callable[[Group], bool]:
    """Allows what the app asks for, and says whether that was what a feature needs."""

    def allowed(feature: Group) -> bool:
        if not prompt.appears():
            return False
        prompt.allow()
        return feature in permissions.granted()

    return allowed


@pytest.fixture
def camera(device: Device) -> CameraPage:
    """The camera inside the app."""
    return CameraPage(device.session)


@pytest.fixture
def call(device: Device) -> CallPage:
    """A call that was begun."""
    return CallPage(device.session)


@pytest.fixture
def new_contact(device: Device) -> ContactForm:
    """The form for a new contact."""
    return ContactForm(device.session)


@pytest.fixture
def recorder(device: Device) -> VoiceRecorder:
    """A voice note that is being recorded."""
    return VoiceRecorder(device.session)


@pytest.fixture
def photos(device: Device) -> PhotosPage:
    """The phone's photos inside the app."""
    return PhotosPage(device.session)


@pytest.fixture
def address_book(device: Device) -> AddressBookPage:
    """The phone's address book inside the app."""
    return AddressBookPage(device.session)


@pytest.fixture
def app_info(device: Device) -> AppInfoPage:
    """The system's page of the app."""
    return AppInfoPage(device.session)


@pytest.fixture
def name(names: Iterator[str]) -> str:
    """A name that nobody in the account has."""
    return next(names)


@pytest.fixture
def default_number(
    people: People, logged_in: DashboardPage, permissions: AppPermissions, call: CallPage
) -> str:
    """The number that calls come from while local presence is off."""
    contact = people.contact()
    permissions.grant("microphone")
    page = logged_in.bottom_bar.open_contacts().open(contact.name)
    page.call()
    number = call.wait_until_open().number
    call.end()
    page.back()
    return number


@pytest.fixture
def local_call(
    default_number: str, people: People, logged_in: DashboardPage, app: App
) -> Callable[[], None]:
    """Calls somebody with local presence on; what a call needs besides is allowed."""
    del default_number  # it was seen before local presence is on
    contact = people.contact()
    logged_in.open_menu().open_settings().open_local_presence().set(on=True)
    app.relaunch()
    logged_in.wait_until_open()
    return logged_in.bottom_bar.open_contacts().open(contact.name).call


@pytest.fixture
def away(device: Device, app: App, clock: Time) -> Callable[[timedelta], None]:
    """Leaves the app in the background for some time, and comes back to it."""

    def leave(time: timedelta) -> None:
        device.apps.to_background(app.package)
        clock.pass_(time)
        app.start()

    return leave
