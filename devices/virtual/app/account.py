"""Who is signed in, and what the app knows from the server: session and cache.

Both live in the app's private storage, so they survive the end of the process and are lost by
clearing the app's data.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from devices.virtual.os.process import Offline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.virtual.app.resources import Place, Resource
    from devices.virtual.os.process import AppContext, Reply

_SESSION: Final = "session"
_CACHE: Final = "cache"
_UNAUTHORIZED: Final = 401
_ERROR: Final = 400


class SignInRefused(Exception):  # noqa: N818 - the condition's own name
    """E-mail and password do not belong together."""


class SessionEnded(Exception):  # noqa: N818 - the condition's own name
    """The server no longer knows the session."""


class RequestFailed(Exception):  # noqa: N818 - the condition's own name
    """The server refused a request, or failed.

    Attributes:
        status: of the reply.
    """

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Account:
    """The session and the cache of one installed app."""

    def __init__(self, context: AppContext) -> None:
        self._network = context.network
        self._storage = context.storage

    @property
    def signed_in(self) -> bool:
        """Whether the phone holds a session."""
        return _SESSION in self._storage

    @property
    def user(self) -> dict[str, Any]:
        """The user who is signed in, as the API writes users."""
        return dict(self._storage[_SESSION]["user"])

    @property
    def place(self) -> Place:
        """The sub-account that is shown."""
        return dict(self._storage[_SESSION]["locations"][0])

    @property
    def brand(self) -> str:
        """The name that the account gives the app."""
        return str(self._storage[_SESSION]["brand"])

    def sign_in(self, email: str, password: str) -> None:
        """Open a session.

        Raises:
            Offline: nothing is connected.
            SignInRefused: wrong e-mail or password.
            RequestFailed: the server failed.
        """
        body = {"email": email, "password": password}
        reply = self._network.request("POST", "/oauth/app/sign-in", body=body)
        if reply.status == _UNAUTHORIZED:
            raise SignInRefused
        if reply.status >= _ERROR:
            raise RequestFailed(reply.status)
        self._storage[_SESSION] = reply.body

    def sign_out(self) -> None:
        """End the session, on the server too when it can be reached, and forget what was read."""
        with suppress(Offline):  # then the server's half stays until it expires there
            self._request("POST", "/oauth/app/sign-out", version=None)
        self.forget()

    def forget(self) -> None:
        """Drop session and cache from the phone."""
        self._storage.pop(_SESSION, None)
        self._storage.pop(_CACHE, None)

    def cached(self, resource: Resource) -> dict[str, Any] | None:
        """The last reply for a resource, or None when it was never loaded."""
        found: dict[str, Any] | None = self._storage.get(_CACHE, {}).get(resource.key)
        return found

    def fetch(self, resource: Resource) -> None:
        """Read a resource from the server into the cache.

        Raises:
            Offline, SessionEnded, RequestFailed: as `send`.
        """
        reply = self._checked(self._request("GET", resource.path, version=resource.version))
        # Written as a new value: storage keeps what is assigned, not what is changed inside.
        self._storage[_CACHE] = {**self._storage.get(_CACHE, {}), resource.key: reply.body}

    def send(self, method: str, path: str, version: str, body: Mapping[str, Any]) -> None:
        """Change something on the server.

        Raises:
            Offline: nothing is connected.
            SessionEnded: the server no longer knows the session.
            RequestFailed: the server refused or failed.
        """
        self._checked(self._request(method, path, version=version, body=body))

    def _request(
        self,
        method: str,
        path: str,
        *,
        version: str | None,
        body: Mapping[str, Any] | None = None,
    ) -> Reply:
        headers = {"Authorization": f"Bearer {self._storage[_SESSION]['token']}"}
        if version is not None:
            headers["Version"] = version
        return self._network.request(method, path, body=body, headers=headers)

    @staticmethod
    def _checked(reply: Reply) -> Reply:
        if reply.status == _UNAUTHORIZED:
            raise SessionEnded
        if reply.status >= _ERROR:
            raise RequestFailed(reply.status)
        return reply
