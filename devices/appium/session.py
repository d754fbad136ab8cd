"""An Appium session on one device: opened with a deadline, its trouble told as the device's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from appium import webdriver
from appium.options.common import AppiumOptions
from appium.webdriver.client_config import AppiumClientConfig
from appium.webdriver.common.appiumby import AppiumBy
from selenium.common.exceptions import WebDriverException
from urllib3.exceptions import HTTPError

from config.deadlines import DEADLINES
from devices.appium.connection import Connection
from devices.errors import CommandFailed, SessionFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from appium.webdriver.webelement import WebElement

    from config.locators import Locator, Strategy
    from devices.appium.connection import Command
    from devices.facts import DeviceFacts

T = TypeVar("T")
Key = Literal["back", "home"]

_BY: Final[Mapping[Strategy, str]] = {
    "id": AppiumBy.ID,
    "accessibility_id": AppiumBy.ACCESSIBILITY_ID,
    "class_name": AppiumBy.CLASS_NAME,
    "xpath": AppiumBy.XPATH,
    "uiautomator": AppiumBy.ANDROID_UIAUTOMATOR,
    "predicate": AppiumBy.IOS_PREDICATE,
    "class_chain": AppiumBy.IOS_CLASS_CHAIN,
}
# How a driver presses a key. Sources: AOSP android.view.KeyEvent; XCUITest driver,
# "mobile: pressButton". An iPhone has no Back.
_PRESSED: Final[Mapping[tuple[str, Key], tuple[str, Mapping[str, object]]]] = {
    ("android", "back"): ("mobile: pressKey", {"keycode": 4}),
    ("android", "home"): ("mobile: pressKey", {"keycode": 3}),
    ("ios", "home"): ("mobile: pressButton", {"name": "home"}),
}


class Session:
    """One open session. Every call has a deadline and fails as the device's trouble."""

    def __init__(
        self, facts: DeviceFacts, driver: webdriver.Remote, connection: Connection
    ) -> None:
        self.facts = facts
        self._driver = driver
        self._connection = connection
        self._looks_at = ""

    @classmethod
    def open(cls, facts: DeviceFacts, url: str, capabilities: Mapping[str, Any]) -> Session:
        """Open a session.

        Raises:
            SessionFailed: Appium refused, or did not answer within the deadline.
        """
        client = AppiumClientConfig(remote_server_addr=url, timeout=DEADLINES.session_s)
        connection = Connection(client)
        options = AppiumOptions().load_capabilities(dict(capabilities))
        try:
            driver = webdriver.Remote(
                command_executor=connection, options=options, client_config=client
            )
        except (WebDriverException, HTTPError) as error:
            connection.close()  # type: ignore[no-untyped-call] # selenium's
            raise SessionFailed(
                facts.name,
                f"opening a session by {url}",
                _first_line(error),
                "the Appium log tells what the driver tried; `fleet doctor` checks the tools",
            ) from error
        client.timeout = DEADLINES.command_s
        return cls(facts, driver, connection)

    @property
    def id(self) -> str:
        """The session's id, as it stands in Appium's log."""
        return str(self._driver.session_id)

    @property
    def commands(self) -> tuple[Command, ...]:
        """The last commands sent, oldest first."""
        return tuple(self._connection.commands)

    def sensitive(self) -> AbstractContextManager[None]:
        """Mark the commands inside as carrying a secret."""
        return self._connection.sensitive()

    def find_all(self, locator: Locator) -> list[WebElement]:
        """All elements that a locator finds now, in tree order; none is no error.

        Raises:
            CommandFailed: the command failed: a broken selector, a dead session, no answer.
        """
        tried = f"finding {locator.strategy} {locator.selector!r}"
        return self.call(
            tried, lambda: self._driver.find_elements(_BY[locator.strategy], locator.selector)
        )

    def execute(self, script: str, **arguments: Any) -> Any:  # noqa: ANN401 - JSON
        """Run one of the driver's own commands, e.g. ``mobile: setConnectivity``.

        Raises:
            CommandFailed: the driver refused or failed.
        """
        return self.call(script, lambda: self._driver.execute_script(script, arguments))

    def press(self, key: Key) -> None:
        """Press a key of the device.

        Raises:
            CommandFailed: the device has no such key, or the driver failed.
        """
        if (self.facts.platform, key) not in _PRESSED:
            problem = f"{self.facts.platform} has no such key"
            raise CommandFailed(self.facts.name, f"pressing {key}", problem)
        script, arguments = _PRESSED[self.facts.platform, key]
        self.execute(script, **arguments)

    def look_at(self, application: str) -> None:
        """Find in this application from now on, by its bundle identifier; for iOS alone.

        While it is not in front, the one that is takes its place. What was set last is remembered.
        Source: WebDriverAgent, FBSession.activeApplication.

        Raises:
            CommandFailed: the driver refused or failed.
        """
        if application == self._looks_at:
            return
        setting = {"defaultActiveApplication": application}
        self.call(f"looking at {application}", lambda: self._driver.update_settings(setting))
        self._looks_at = application

    def source(self) -> str:
        """The page source as XML."""
        return self.call("reading the page source", lambda: str(self._driver.page_source))

    def screenshot(self) -> bytes:
        """The screen as PNG."""
        return self.call("taking a screenshot", self._driver.get_screenshot_as_png)

    def is_alive(self) -> bool:
        """Whether the session still answers."""
        try:
            self.call("asking for the orientation", lambda: self._driver.orientation)
        except CommandFailed:
            return False
        return True

    def quit(self) -> None:
        """End the session; never raises, a session that is gone is ended."""
        try:
            self._driver.quit()
        except (WebDriverException, HTTPError):
            pass
        finally:
            self._connection.close()  # type: ignore[no-untyped-call] # selenium's

    def call(self, tried: str, command: Callable[[], T]) -> T:
        """Run a client call and tell its failure as the device's.

        Raises:
            CommandFailed: whatever the client raised.
        """
        try:
            return command()
        except (WebDriverException, HTTPError) as error:
            raise CommandFailed(self.facts.name, tried, _first_line(error)) from error


def _first_line(error: Exception) -> str:
    text = getattr(error, "msg", None) or str(error) or type(error).__name__
    return str(text).strip().splitlines()[0]
