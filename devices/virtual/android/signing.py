"""Who signed an archive, and whether it is as it was signed.

Source: source.android.com, "APK Signature Scheme v2" and "v3"; AOSP
android.util.apk.ApkSignatureSchemeV2Verifier and ApkSigningBlockUtils. Of scheme v1 (JAR) only the
certificate is read; the digests of its files are not compared.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_der_public_key, pkcs7

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from zipfile import ZipFile

_EOCD: Final = b"PK\x05\x06"
_EOCD_SIZE: Final = 22
_LONGEST_COMMENT: Final = 0xFFFF
_MAGIC: Final = b"APK Sig Block 42"
_LARGEST_BLOCK: Final = 16 * 1024 * 1024
_LARGEST_V1: Final = 1024 * 1024
_CHUNK: Final = 1024 * 1024
_SCHEMES: Final = {0x7109871A: 2, 0xF05368C0: 3}


class SignatureError(Exception):
    """The archive is not as it was signed; the message is Android's."""


@dataclass(frozen=True, slots=True)
class _Algorithm:
    """How a signature is made, and the digest of the contents that it covers."""

    hash: hashes.HashAlgorithm
    digest: str
    pss_salt: int | None = None
    contents: bool = True  # a digest over a tree (verity) is not computed here


_ALGORITHMS: Final = {
    0x0101: _Algorithm(hashes.SHA256(), "SHA-256", 32),
    0x0102: _Algorithm(hashes.SHA512(), "SHA-512", 64),
    0x0103: _Algorithm(hashes.SHA256(), "SHA-256"),
    0x0104: _Algorithm(hashes.SHA512(), "SHA-512"),
    0x0201: _Algorithm(hashes.SHA256(), "SHA-256"),
    0x0202: _Algorithm(hashes.SHA512(), "SHA-512"),
    0x0421: _Algorithm(hashes.SHA256(), "SHA-256", contents=False),
    0x0423: _Algorithm(hashes.SHA256(), "SHA-256", contents=False),
}


@dataclass(frozen=True, slots=True)
class Signing:
    """The signatures of an archive.

    Attributes:
        certificates: for each scheme that it carries, SHA-256 of its signers' certificates, in
            hexadecimal; empty when nobody signed it.
        problems: for each scheme whose verification failed, Android's words for why.
    """

    certificates: Mapping[int, tuple[str, ...]]
    problems: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the parts of an archive lie: the signing block ends where the directory begins."""

    block: int
    directory: int
    end: int
    size: int


def read_signing(file: IO[bytes], archive: ZipFile) -> Signing:
    """Read and verify every scheme that an archive carries; it never raises for a broken one."""
    certificates: dict[int, tuple[str, ...]] = {}
    problems: dict[int, str] = {}
    jar = _jar_certificates(archive)
    if jar:
        certificates[1] = jar
    for scheme, block in _blocks(file):
        try:
            certificates[scheme] = _verify(file, scheme, block)
        except SignatureError as error:
            problems[scheme] = str(error)
        except (struct.error, ValueError, IndexError, UnsupportedAlgorithm) as error:
            problems[scheme] = f"Malformed signature block: {error}"
    return Signing(certificates, problems)


def _jar_certificates(archive: ZipFile) -> tuple[str, ...]:
    for entry in archive.infolist():
        name = entry.filename.upper()
        if not (name.startswith("META-INF/") and name.endswith((".RSA", ".EC", ".DSA"))):
            continue
        if entry.file_size > _LARGEST_V1:
            return ()
        try:
            found = pkcs7.load_der_pkcs7_certificates(archive.read(entry))
        except Exception:  # noqa: BLE001 - zlib, the parser and its extension raise what they like
            return ()
        return tuple(hashlib.sha256(c.public_bytes(Encoding.DER)).hexdigest() for c in found[:1])
    return ()


def _blocks(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Scheme and content of each part of the signing block that is known."""
    layout = _layout(file)
    if layout is None:
        return
    data = _read(file, layout.block + 8, layout.directory - 24)
    at = 0
    while at + 12 <= len(data):
        size, kind = struct.unpack_from("<QI", data, at)
        end = at + 8 + size
        if size < 4 or end > len(data):  # noqa: PLR2004 - the part's own id
            return
        if kind in _SCHEMES:
            yield _SCHEMES[kind], data[at + 12 : end]
        at = end


def _layout(file: IO[bytes]) -> _Layout | None:
    size = file.seek(0, 2)
    tail_at = max(0, size - _EOCD_SIZE - _LONGEST_COMMENT)
    tail = _read(file, tail_at, size)
    found = tail.rfind(_EOCD)
    if found < 0 or len(tail) < found + _EOCD_SIZE:
        return None
    end = tail_at + found
    (directory,) = struct.unpack_from("<I", tail, found + 16)
    if not 32 <= directory <= end:  # noqa: PLR2004 - the smallest block: two sizes and the magic
        return None
    footer = _read(file, directory - 24, directory)
    (block_size,) = struct.unpack_from("<Q", footer)
    block = directory - block_size - 8
    if footer[8:] != _MAGIC or block < 0 or block_size > _LARGEST_BLOCK:
        return None
    return _Layout(block, directory, end, size)


def _read(file: IO[bytes], start: int, end: int) -> bytes:
    file.seek(start)
    return file.read(max(0, end - start))


def _parts(data: bytes) -> list[bytes]:
    """A sequence of values, each with its length before it."""
    found, at = [], 0
    while at < len(data):
        (size,) = struct.unpack_from("<I", data, at)
        if at + 4 + size > len(data):
            raise ValueError("a length leads past the end")
        found.append(data[at + 4 : at + 4 + size])
        at += 4 + size
    return found


def _take(data: bytes, at: int) -> tuple[bytes, int]:
    (size,) = struct.unpack_from("<I", data, at)
    if at + 4 + size > len(data):
        raise ValueError("a length leads past the end")
    return data[at + 4 : at + 4 + size], at + 4 + size


def _verify(file: IO[bytes], scheme: int, block: bytes) -> tuple[str, ...]:
    signers = _parts(_take(block, 0)[0])
    if not signers:
        raise SignatureError("No signers found")
    return tuple(_verify_signer(file, scheme, signer) for signer in signers[:10])


def _verify_signer(file: IO[bytes], scheme: int, signer: bytes) -> str:
    signed, at = _take(signer, 0)
    at += 8 if scheme > 2 else 0  # noqa: PLR2004 - v3 names the releases that the signer is for
    signatures, at = _take(signer, at)
    public_key, _ = _take(signer, at)
    digests, at = _take(signed, 0)
    certificates, _ = _take(signed, at)
    chain = _parts(certificates)
    if not chain:
        raise SignatureError("No certificates listed")
    certificate = x509.load_der_x509_certificate(chain[0])
    if certificate.public_key() != load_der_public_key(public_key):
        raise SignatureError("Public key mismatch between certificate and signature record")
    known = {struct.unpack_from("<I", part)[0]: _take(part, 4)[0] for part in _parts(signatures)}
    best = next((number for number in reversed(_ALGORITHMS) if number in known), None)
    if best is None:
        raise SignatureError("No supported signatures found")
    _check(certificate, _ALGORITHMS[best], known[best], signed)
    listed = {struct.unpack_from("<I", part)[0]: _take(part, 4)[0] for part in _parts(digests)}
    for number, digest in listed.items():
        algorithm = _ALGORITHMS.get(number)
        if algorithm and algorithm.contents and _contents(file, algorithm.digest) != digest:
            raise SignatureError(f"{algorithm.digest} digest of contents did not verify")
    return hashlib.sha256(chain[0]).hexdigest()


def _check(
    certificate: x509.Certificate, algorithm: _Algorithm, signature: bytes, data: bytes
) -> None:
    key = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            pad: padding.AsymmetricPadding = padding.PKCS1v15()
            if algorithm.pss_salt is not None:
                pad = padding.PSS(padding.MGF1(algorithm.hash), algorithm.pss_salt)
            key.verify(signature, data, pad, algorithm.hash)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(algorithm.hash))
        else:
            raise SignatureError("No supported signatures found")
    except InvalidSignature as error:
        raise SignatureError("Signature did not verify") from error


def _contents(file: IO[bytes], name: str) -> bytes:
    """Digest of all but the signing block, the directory's offset as if the block were not there.

    Chunks of one mebibyte are digested one by one, so that phones can do it in parallel.
    """
    make: Callable[[bytes], hashlib._Hash] = {
        "SHA-256": hashlib.sha256,
        "SHA-512": hashlib.sha512,
    }[name]
    layout = _layout(file)
    if layout is None:
        raise SignatureError("No APK Signing Block before ZIP Central Directory")
    end = _read(file, layout.end, layout.size)
    end = end[:16] + struct.pack("<I", layout.block) + end[20:]
    chunks: list[bytes] = []
    for start, stop in ((0, layout.block), (layout.directory, layout.end)):
        chunks += [
            _chunk(make, _read(file, at, min(at + _CHUNK, stop)))
            for at in range(start, stop, _CHUNK)
        ]
    chunks += [_chunk(make, end[at : at + _CHUNK]) for at in range(0, len(end), _CHUNK)]
    return make(b"\x5a" + struct.pack("<I", len(chunks)) + b"".join(chunks)).digest()


def _chunk(make: Callable[[bytes], hashlib._Hash], data: bytes) -> bytes:
    digest = make(b"\xa5" + struct.pack("<I", len(data)))
    digest.update(data)
    return digest.digest()
