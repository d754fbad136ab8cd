"""A lab of iPhones of two releases, and a driver's session on each with the reference app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from appium import webdriver
from appium.options.common import AppiumOptions

from config.secrets import Secret
from crm import CrmClient
from devices.pool.builds import reference_build
from devices.pool.plan import Cell
from devices.virtual.ios.profile import catalog
from tests.devices.virtual.ios.iphones import APP
from tests.labs import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from appium.webdriver.webdriver import WebDriver

    from devices.host.spec import Endpoints

_PROFILES: Final = ("ios-15", "ios-26")
CELLS: Final = tuple(
    Cell(
        name,
        name,
        "virtual",
        "ios",
        catalog()[name].version,
        catalog()[name].release[0],
        "cable",
        required=True,
    )
    for name in _PROFILES
)
_PASSWORD: Final = Secret("correct horse battery staple")
_PEOPLE: Final = 40


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Endpoints, Path]]:
    """All phones in one process, with one Appium server."""
    logs = tmp_path_factory.mktemp("lab")
    build = reference_build(CELLS[0], logs)
    with running(CELLS, logs) as endpoints:
        yield endpoints, build.path


@pytest.fixture(scope="module", params=CELLS, ids=lambda cell: cell.id)
def driver(request: pytest.FixtureRequest, lab: tuple[Endpoints, Path]) -> Iterator[WebDriver]:
    """A session as the driver opens one on Linux: no app, and the least capabilities."""
    endpoints, build = lab
    cell: Cell = request.param
    phone = next(each for each in endpoints.phones if each.name == cell.id)
    capabilities = {
        "platformName": "iOS",
        "appium:automationName": "XCUITest",
        "appium:udid": phone.serial,
        "appium:platformVersion": cell.version,
        "appium:webDriverAgentUrl": phone.wda_url,
    }
    options = AppiumOptions().load_capabilities(capabilities)
    driver = webdriver.Remote(str(endpoints.appium_url), options=options)
    try:
        driver.execute_script("mobile: installApp", {"app": str(build)})
        driver.execute_script("mobile: launchApp", {"bundleId": APP})
        driver.execute_script("mobile: alert", {"action": "accept"})
        yield driver
    finally:
        driver.quit()


@pytest.fixture
def form(driver: WebDriver) -> WebDriver:
    """The phone with the sign-in form of the reference app in front."""
    driver.execute_script("mobile: terminateApp", {"bundleId": APP})
    driver.execute_script("mobile: launchApp", {"bundleId": APP})
    return driver


@pytest.fixture(scope="module")
def long_list(driver: WebDriver, lab: tuple[Endpoints, Path]) -> Iterator[WebDriver]:
    """The phone with a list of contacts in front that is longer than its screen."""
    endpoints, _ = lab
    tag = f"driver-{driver.capabilities['udid']}"
    with CrmClient(endpoints.crm_url, Secret(endpoints.crm_token), 10) as crm:
        user = crm.create_user("user", f"{tag}@example.com".lower(), _PASSWORD, run_tag=tag)
        for number in range(_PEOPLE):
            crm.create_contact(
                user.location_id, f"Person {number:02}", run_tag=tag, assigned_to=user.id
            )
        driver.find_element("accessibility id", "login_email").send_keys(f"{tag}@example.com")
        driver.find_element("accessibility id", "login_password").send_keys(_PASSWORD.reveal())
        driver.find_element("accessibility id", "login_sign_in").click()
        driver.find_element("accessibility id", "tab_contacts").click()
        yield driver
        crm.clean_up(tag)
