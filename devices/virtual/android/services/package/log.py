"""What the package manager leaves in the phone's log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from devices.virtual.android.phone import Phone

_SYSTEM_SERVER: Final = 611


def log_change(phone: Phone, change: str, **facts: str | int) -> None:
    """Write that a package was ``added``, ``replaced``, ``removed`` or ``refused``."""
    for priority, tag, message in phone.profile.rows["package_log"][change]:
        phone.log.write(priority, tag, message.format(**facts), pid=_SYSTEM_SERVER)
