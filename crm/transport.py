"""One HTTP call to the CRM: its token, its deadline, and its refusals as `CrmError`."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase

from config.tally import counted
from crm.errors import CrmError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.secrets import Secret
    from crm.rate import RateLimit

_SHOWN_LENGTH: Final = 300  # of what a reply says, in an error
_ERROR_STATUS: Final = 300  # a redirect is one: it would turn a POST into a GET


class Transport:
    """Speaks JSON with one CRM over kept-alive connections. Not for several threads at once.

    Args:
        base_url: scheme, host and port of the API, with or without a slash at the end.
        token: bearer token.
        timeout_s: seconds to connect, and seconds that the reply may keep silent.
        rate: the CRM's limit, where it has one.
    """

    def __init__(
        self, base_url: str, token: Secret, timeout_s: float, rate: RateLimit | None = None
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._token = token
        self._timeout_s = timeout_s
        self._rate = rate
        self._session = requests.Session()
        # An explicit auth, because requests lets ~/.netrc replace a plain Authorization header.
        self._session.auth = _Bearer(token)
        # A proxy set for the internet must not be asked for this machine.
        self._session.trust_env = not _is_loopback(base_url)

    def call(
        self,
        operation: str,
        method: str,
        path: str,
        version: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Send one request and return the JSON object of its reply.

        Args:
            operation: what is tried, for the error.
            method: HTTP method.
            path: begins with a slash.
            version: the API version that the path is to be asked in.
            query: query string.
            body: JSON body.

        Raises:
            CrmError: refused, not answered in time, or not answered with a JSON object.
        """
        what = f"{operation} ({method} {path})"

        def send() -> requests.Response:
            with counted("crm"):
                return self._session.request(
                    method,
                    self._base_url + path,
                    params=query,
                    json=body,
                    headers={"Version": version, "Accept": "application/json"},
                    timeout=self._timeout_s,
                    allow_redirects=False,
                )

        try:
            reply = self._rate.obey(what, send) if self._rate else send()
        except requests.Timeout as error:
            raise CrmError(what, None, f"silent for {self._timeout_s:g} s") from error
        except requests.RequestException as error:
            raise CrmError(what, None, self._shown(str(error))) from error
        return self._decoded(what, reply)

    def close(self) -> None:
        """Close the kept connections."""
        self._session.close()

    def _decoded(self, what: str, reply: requests.Response) -> dict[str, Any]:
        try:
            content = reply.json()
        except requests.JSONDecodeError:
            content = None
        if reply.status_code >= _ERROR_STATUS:
            said = content.get("message") if isinstance(content, dict) else reply.text
            text = "; ".join(map(str, said)) if isinstance(said, list) else str(said)
            raise CrmError(what, reply.status_code, self._shown(text))
        if not isinstance(content, dict):
            found = self._shown(reply.text)
            raise CrmError(what, reply.status_code, f"expected a JSON object, got {found!r}")
        return content

    def _shown(self, text: str) -> str:
        return text.replace(self._token.reveal(), "****")[:_SHOWN_LENGTH]


class _Bearer(AuthBase):
    """Puts the bearer token on a request."""

    def __init__(self, token: Secret) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token.reveal()}"
        return request


def _is_loopback(base_url: str) -> bool:
    host = urlsplit(base_url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
