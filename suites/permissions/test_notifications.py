"""PERM-04: the first launch asks for notifications where the system has such a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fixtures.app import App
    from fixtures.permissions import AppPermissions
    from pages.system import PermissionPrompt
    from suites.permissions.conftest import Unasked


@pytest.mark.promise("PERM-04")
@pytest.mark.releases(android="13..", ios="all")
def test_first_launch_asks_for_notifications(
    fresh_install: App, permissions: AppPermissions, prompt: PermissionPrompt
) -> None:
    """Allowed, the app may notify; the sign-in form follows."""
    assert permissions.granted() == set(), "something is allowed before it was asked for"
    fresh_install.start()
    assert prompt.appears(), "the first launch does not ask"
    prompt.allow()
    assert permissions.granted() == {"notifications"}
    assert fresh_install.login_page.opens(), "no sign-in form after the question"


@pytest.mark.promise("PERM-04")
@pytest.mark.releases(android="13..", ios="all")
def test_notifications_can_be_refused_at_the_first_launch(
    fresh_install: App, permissions: AppPermissions, prompt: PermissionPrompt
) -> None:
    """The app may not notify then, and can be signed in to all the same."""
    fresh_install.start()
    assert prompt.appears(), "the first launch does not ask"
    prompt.deny()
    assert fresh_install.login_page.opens(), "no sign-in form after the question"
    assert permissions.granted() == set()


@pytest.mark.promise("PERM-04")
@pytest.mark.releases(android="..12L")
@pytest.mark.usefixtures("permissions")
def test_notifications_are_on_where_nobody_is_asked(fresh_install: App, unasked: Unasked) -> None:
    """Before Android 13 the first launch shows the sign-in form, and the system lets it notify."""
    with unasked():
        fresh_install.start()
        fresh_install.login_page.wait_until_open()
    assert fresh_install.settings.notifications_allowed, "notifications are off to begin with"
