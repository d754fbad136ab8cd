"""What the tests of permissions share: the screens that follow where the user allows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from pages import AddressBookPage, CallPage, CameraPage, ContactForm, PhotosPage, VoiceRecorder
from pages.system import AppInfoPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from datetime import timedelta

    from crm import CrmClient
    from devices.device import Device
    from fixtures.accounts import Account
    from fixtures.app import App
    from fixtures.arrivals import Arrivals
    from fixtures.crm import People
    from fixtures.permissions import AppPermissions
    from pages import DashboardPage
    from pages.system import PermissionPrompt
    from pages.system.permission_list import Group

    Asks = Callable[[Group], bool]
    Away = Callable[[timedelta], None]
    Unasked = Callable[[], AbstractContextManager[None]]

_PICTURES: Final = ("fleet-1.jpg", "fleet-2.jpg", "fleet-3.jpg")


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
def card() -> str:
    """Whose business card lies before the camera."""
    return "Nora Lindqvist"


@pytest.fixture
def call(device: Device) -> Iterator[CallPage]:
    """A call that was begun, and is over after the test."""
    page = CallPage(device.session)
    yield page
    if page.is_open:
        page.end()


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


@pytest.fixture(scope="session")
def album(cell: object) -> Iterator[list[Device]]:
    """The cell's phone, once it has pictures of ours; they go after the cell's last test."""
    del cell  # each cell for itself
    holders: list[Device] = []
    yield holders
    for device in holders:
        device.photos.remove(*_PICTURES)


@pytest.fixture
def pictures(device: Device, album: list[Device]) -> tuple[str, ...]:
    """Three pictures of ours on the phone, beside whatever its owner has."""
    if not album:
        device.photos.add(*_PICTURES)
        album.append(device)
    return _PICTURES


@pytest.fixture
def people_on_phone() -> None:
    """There is somebody in the phone's address book: see ``phone.people`` in the ledger."""


@pytest.fixture
def name(names: Iterator[str], crm: CrmClient, account: Account) -> Iterator[str]:
    """A name that nobody in the account has, and nobody keeps after the test."""
    given = next(names)
    yield given
    for contact in crm.contacts(account.user.location_id):
        if contact.name == given:
            crm.delete_contact(contact)


@pytest.fixture
def is_saved(arrived: Arrivals, account: Account) -> Callable[[str], bool]:
    """Whether the account has a contact of that name, or comes to."""
    return lambda name: arrived.contact(account.user.location_id, name) is not None


@pytest.fixture
def default_number(
    people: People,
    logged_in: DashboardPage,
    permissions: AppPermissions,
    prompt: PermissionPrompt,
    call: CallPage,
) -> str:
    """The number that calls come from while local presence is off; calls have the microphone."""
    del permissions  # nobody has chosen anything before
    contact = people.contact()
    page = logged_in.bottom_bar.open_contacts().open(contact.name)
    page.call()
    prompt.allow()
    number = call.wait_until_open().number
    call.end()
    page.back()
    return number


@pytest.fixture
def local_call(
    default_number: str, people: People, logged_in: DashboardPage, app: App
) -> Callable[[], None]:
    """Calls somebody from the dashboard on, with local presence on; the microphone is allowed."""
    del default_number  # which was seen before local presence is on
    contact = people.contact()
    logged_in.open_menu().open_settings().open_local_presence().set(on=True)
    app.relaunch()

    def called() -> None:
        logged_in.wait_until_open().bottom_bar.open_contacts().open(contact.name).call()

    return called
