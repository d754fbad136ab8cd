"""SES-01: after logging out no finger opens the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fixtures.app import App
    from pages import DashboardPage, LockPage


@pytest.mark.promise("SES-01", assumed=True)
def test_after_log_out_nothing_asks_for_a_finger(
    enabled: DashboardPage, app: App, lock_page: LockPage
) -> None:
    """A start after logging out shows the sign-in form, and no prompt over it."""
    enabled.open_menu().open_settings().log_out()
    assert app.login_page.opens(), "no sign-in form after logging out"
    app.relaunch()
    assert lock_page.prompt.spares(app.login_page), (
        "no form, or a prompt over it, after logging out"
    )
