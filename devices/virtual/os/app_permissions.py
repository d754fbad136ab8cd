"""Runtime permissions as a running app sees them: what it holds, and how it asks for more.

Source: AOSP android.app.Activity, requestPermissions and shouldShowRequestPermissionRationale;
androidx ActivityResultContracts.RequestMultiplePermissions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.virtual.os.intents import Intent
from devices.virtual.os.permission_names import BACKGROUND_LOCATION
from devices.virtual.os.permissions import PermissionFlag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from devices.virtual.os.activities import Activities
    from devices.virtual.os.context import Context
    from devices.virtual.os.packages import Package, Packages

ACTION: Final = "android.content.pm.action.REQUEST_PERMISSIONS"
NAMES: Final = "android.content.pm.extra.REQUEST_PERMISSIONS_NAMES"
"""The extra that holds what is asked for, parted by commas as `am start --esa` has it."""
_RATIONALE_SINCE: Final = 30  # target from which a reason for background location is always due
_FIXED: Final = (
    PermissionFlag.USER_FIXED | PermissionFlag.POLICY_FIXED | PermissionFlag.SYSTEM_FIXED
)


class Requester:
    """The permissions of one running app. See `devices.virtual.os.process.AppPermissions`."""

    def __init__(
        self, package: Package, packages: Packages, activities: Activities, context: Context
    ) -> None:
        self._package = package
        self._packages = packages
        self._activities = activities
        self._context = context

    def granted(self, name: str) -> bool:
        """Whether the app holds a permission."""
        state = self._package.permissions.get(name)
        if state is not None:
            return state.granted
        return name in self._packages.install_permissions(self._package)

    def should_explain(self, name: str) -> bool:
        """Whether the user denied it before and may still be asked."""
        state = self._package.permissions.get(name)
        if state is None or state.granted or state.flags & _FIXED:
            return False
        newer = self._package.manifest.target_sdk >= _RATIONALE_SINCE
        if name == BACKGROUND_LOCATION and newer:
            return True
        return bool(state.flags & PermissionFlag.USER_SET)

    def on_result(self, key: str, callback: Callable[[Mapping[str, bool]], None]) -> None:
        """Call back with what became of the requests of a key, by permission; empty for nothing.

        An app says so when its process begins: a request outlives the process that made it.
        """
        self._context.on_result(
            _request(key), lambda result: callback(result if isinstance(result, dict) else {})
        )

    def request(self, key: str, names: Iterable[str]) -> None:
        """Ask the user; the answer comes to whoever waits for the key.

        Nobody is asked, and the answer is empty, while something else is in front: another app, or
        an earlier request.
        """
        intent = Intent(ACTION, extras={NAMES: ",".join(names)})
        if not self._activities.start_for_result(self._package.name, intent, _request(key)):
            self._context.log("W", "Activity", "Can request only one set of permissions at a time")
            self._context.hand(_request(key), {})


def _request(key: str) -> str:
    return f"permissions:{key}"
