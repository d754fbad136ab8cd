"""Signs an archive with APK Signature Scheme v2, the same bytes for the same archive.

Layout: source.android.com, "APK Signature Scheme v2".
"""

from __future__ import annotations

import hashlib
import struct
from functools import cache
from pathlib import Path
from typing import Final, Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

Key = Literal["debug", "other"] | Path
"""Which developer signs. The two named keys come with the project and are nobody's secret; a file
holds a private RSA key and its certificate in PEM."""

_KEYS: Final = Path(__file__).resolve().parent / "keys"
_RSA_PKCS1_SHA256: Final = 0x0103
_SCHEME_V2: Final = 0x7109871A
_MAGIC: Final = b"APK Sig Block 42"
_EOCD_SIZE: Final = 22  # the archives made here have no comment
_CHUNK: Final = 1024 * 1024


def sign(archive: bytes, key: Key = "debug") -> bytes:
    """The archive with a signing block before its directory.

    Args:
        archive: a ZIP file without a comment.
        key: who signs it.
    """
    private, certificate = _load(key)
    (directory,) = struct.unpack_from("<I", archive, len(archive) - _EOCD_SIZE + 16)
    entries, listing = archive[:directory], archive[directory:-_EOCD_SIZE]
    end = archive[-_EOCD_SIZE:]
    digest = _digest(entries, listing, end)
    signed = (
        _sized(_sized(struct.pack("<I", _RSA_PKCS1_SHA256) + _sized(digest)))
        + _sized(_sized(certificate.public_bytes(Encoding.DER)))
        + _sized(b"")
    )
    signature = private.sign(signed, padding.PKCS1v15(), hashes.SHA256())
    public = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    signer = (
        _sized(signed)
        + _sized(_sized(struct.pack("<I", _RSA_PKCS1_SHA256) + _sized(signature)))
        + _sized(public)
    )
    block = _block(_sized(_sized(signer)))
    moved = end[:16] + struct.pack("<I", directory + len(block)) + end[20:]
    return entries + block + listing + moved


@cache
def _load(key: Key) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    pem = (key if isinstance(key, Path) else _KEYS / f"{key}.pem").read_bytes()
    private = load_pem_private_key(pem, password=None)
    assert isinstance(private, rsa.RSAPrivateKey)
    return private, x509.load_pem_x509_certificate(pem)


def _digest(*sections: bytes) -> bytes:
    """Of all sections: the digest of the digests of their chunks."""
    digests = [
        _sha256(b"\xa5" + struct.pack("<I", len(chunk)) + chunk)
        for section in sections
        for at in range(0, len(section), _CHUNK)
        for chunk in [section[at : at + _CHUNK]]
    ]
    return _sha256(b"\x5a" + struct.pack("<I", len(digests)) + b"".join(digests))


def _block(scheme: bytes) -> bytes:
    pair = struct.pack("<QI", len(scheme) + 4, _SCHEME_V2) + scheme
    size = struct.pack("<Q", len(pair) + 8 + len(_MAGIC))
    return size + pair + size + _MAGIC


def _sized(data: bytes) -> bytes:
    return struct.pack("<I", len(data)) + data


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
