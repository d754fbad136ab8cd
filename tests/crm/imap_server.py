"""A real IMAP server on loopback, with a mailbox that tests deliver to."""

from __future__ import annotations

import imaplib
import ssl
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from devices import wait
from devices.host.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

USER: Final = "codes"
PASSWORD: Final = "planted-mailbox-password"
_HOST: Final = "127.0.0.1"
_SERVE: Final = "from pymap.main import main; main()"


@dataclass(frozen=True)
class ImapServer:
    """Where it answers; ``certificate`` is what to trust when it speaks TLS."""

    port: int
    certificate: Path
    is_tls: bool

    def deliver(self, to: str, subject: str, text: str, *, html: bool = False) -> None:
        """Put a message into the mailbox."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "crm@crm.test", to, subject
        mail.set_content(text, subtype="html" if html else "plain")
        with imaplib.IMAP4(_HOST, self.port, timeout=10) as box:
            if self.is_tls:
                box.starttls(_trusting(self.certificate))
            box.login(USER, PASSWORD)
            box.append("INBOX", "", "", mail.as_bytes())


@contextmanager
def imap_server(folder: Path, *, is_tls: bool) -> Iterator[ImapServer]:
    """The server in a process of its own, with some older messages in the mailbox."""
    port, certificate, key = free_port(), folder / "server.pem", folder / "key.pem"
    _make_certificate(certificate, key)
    tls = ("--cert", str(certificate), "--key", str(key)) if is_tls else ("--no-tls",)
    options = ("--host", _HOST, "--port", str(port), *tls)
    mailbox = ("dict", "--demo-data", "--demo-user", USER, "--demo-password", PASSWORD)
    log = folder / "imap.log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, *options, *mailbox], stdout=errors, stderr=errors
        )
    try:
        assert wait.until(lambda: _answers(port), 20), log.read_text()
        yield ImapServer(port, certificate, is_tls)
    finally:
        process.terminate()
        process.wait(10)


def _answers(port: int) -> bool:
    try:
        with imaplib.IMAP4(_HOST, port, timeout=5):
            return True
    except OSError:
        return False


def _trusting(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate))


def _make_certificate(certificate: Path, key: Path) -> None:
    """A certificate for loopback that signs itself."""
    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(_HOST))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(secret, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8)
    key.write_bytes(secret.private_bytes(*form, serialization.NoEncryption()))
