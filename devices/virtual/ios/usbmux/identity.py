"""Who a phone is to a host and the other way round: keys, certificates, pair records.

Every phone is paired with the host of its lab from the start, as if someone had tapped Trust.
Source: libimobiledevice, ``common/userpref.c`` and ``src/lockdown.c`` (what a pair record holds).
"""

from __future__ import annotations

import os
import plistlib
import ssl
import tempfile
import uuid
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEYS: Final = Path(__file__).resolve().parent / "keys"
_LIFE: Final = timedelta(days=3650)
_EARLIER: Final = timedelta(days=1)  # clocks differ
_ESCROW_SIZE: Final = 32


class UnknownHostError(Exception):
    """The phone trusts no host of this id."""


class Identity:
    """The keys of one phone, and the hosts that it trusts."""

    def __init__(self, udid: str) -> None:
        self._udid = udid
        self._hosts: dict[str, str] = {}  # certificates in PEM, by host id
        self._contexts: dict[str, ssl.SSLContext] = {}

    @property
    def public_key(self) -> bytes:
        """Its key in PEM, as lockdownd tells it: RSA, PKCS#1."""
        return _key("phone").public_key().public_bytes(Encoding.PEM, PublicFormat.PKCS1)

    @cached_property
    def certificate(self) -> bytes:
        """Its own certificate in PEM, signed by itself."""
        return _certificate(self._udid, _key("phone"))

    def trusts(self, host_id: str) -> bool:
        """Whether a host of this id may open a session."""
        return host_id in self._hosts

    def trust(self, host_id: str, certificate: bytes) -> bytes:
        """Trust a host from now on.

        Args:
            host_id: as the host calls itself.
            certificate: in PEM, what it shows in TLS.

        Returns:
            The escrow bag that lockdownd answers with.

        Raises:
            ValueError: that is no certificate.
        """
        loaded = x509.load_pem_x509_certificate(certificate)
        self._hosts[host_id] = loaded.public_bytes(Encoding.PEM).decode()
        self._contexts.pop(host_id, None)
        return os.urandom(_ESCROW_SIZE)

    def forget(self, host_id: str) -> None:
        """Trust a host no longer.

        Raises:
            UnknownHostError: it was not trusted.
        """
        if self._hosts.pop(host_id, None) is None:
            raise UnknownHostError(host_id)
        self._contexts.pop(host_id, None)

    def context(self, host_id: str) -> ssl.SSLContext:
        """TLS as the phone speaks it with this host, which must show its own certificate.

        Raises:
            UnknownHostError: it is not trusted.
        """
        if host_id not in self._hosts:
            raise UnknownHostError(host_id)
        if host_id not in self._contexts:
            self._contexts[host_id] = self._new_context(self._hosts[host_id])
        return self._contexts[host_id]

    def _new_context(self, host: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        # The very certificate of the pair record, and nothing that it may have signed.
        context.verify_flags |= ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(cadata=host)
        with tempfile.NamedTemporaryFile() as file:  # ssl reads keys from files alone
            file.write(_private(_key("phone")) + self.certificate)
            file.flush()
            context.load_cert_chain(file.name)
        return context


def pair(identity: Identity, buid: str) -> Mapping[str, object]:
    """Have a phone trust this host.

    Args:
        identity: the phone's.
        buid: what the host's usbmuxd calls itself.

    Returns:
        The pair record, as usbmuxd keeps it for its clients.
    """
    host_id = str(uuid.uuid4()).upper()
    certificate = _host_certificate()
    escrow = identity.trust(host_id, certificate)
    private = _private(_key("host"))
    return {
        "DeviceCertificate": identity.certificate,
        "EscrowBag": escrow,
        "HostCertificate": certificate,
        "HostID": host_id,
        "HostPrivateKey": private,
        "RootCertificate": certificate,
        "RootPrivateKey": private,
        "SystemBUID": buid,
    }


def encode_record(record: Mapping[str, object]) -> bytes:
    """A pair record as usbmuxd hands it out."""
    return plistlib.dumps(record, fmt=plistlib.FMT_XML)


@cache
def _key(owner: Literal["host", "phone"]) -> rsa.RSAPrivateKey:
    """One of the two that come with the project: all hosts and phones share them, no secret."""
    pem = (_KEYS / f"{owner}.pem").read_bytes()
    key = load_pem_private_key(pem, password=None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


@cache
def _host_certificate() -> bytes:
    return _certificate("host", _key("host"))


def _certificate(name: str, key: rsa.RSAPrivateKey) -> bytes:
    now = datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(now + _LIFE)
    )
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


def _private(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
