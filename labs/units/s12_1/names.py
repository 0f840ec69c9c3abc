"""Certificates for the two names of S12.1, and a server that speaks TLS."""

import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from labs.judges.lines import Lines
from labs.measure.own_folder import own_folder

SECONDS = 5
_CA = "Flytower CA"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"


@dataclass(frozen=True)
class Papers:
    """A CA's certificate as text, and each name's file with certificate and key."""

    ca: str
    files: Mapping[str, Path]


def papers_for(names: Sequence[str], *, together: bool = False) -> Papers:
    """New ones, signed by a new CA; `together`, each is for all of the names."""
    folder = own_folder("flytower-names-")
    ca_key = ec.generate_private_key(ec.SECP256R1())
    ca = _signed([], ca_key, ca_key)
    files = {}
    for name in names:
        key = ec.generate_private_key(ec.SECP256R1())
        files[name] = folder / f"{name}.pem"
        signed = _signed(names if together else [name], key, ca_key)
        files[name].write_text(_pem(signed) + _private(key))
    return Papers(_pem(ca), files)


@contextmanager
def soon_gone(papers: Papers) -> Iterator[Papers]:
    """The same papers, in files that are there for as long as the block runs."""
    with TemporaryDirectory(prefix="flytower-names-") as folder:
        yield Papers(
            papers.ca,
            {name: Path(copy(file, folder)) for name, file in papers.files.items()},
        )


def _signed(
    names: Sequence[str], key: ec.EllipticCurvePrivateKey, signer: ec.EllipticCurvePrivateKey
) -> x509.Certificate:
    """A certificate for these names, or that of the CA if there are none."""
    issuer, subject = (
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, each)])
        for each in [_CA, names[0] if names else _CA]
    )
    now = datetime.now(UTC)
    rights = x509.BasicConstraints(ca=not names, path_length=None)
    builder = x509.CertificateBuilder(issuer, subject, key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(hours=1))
    builder = builder.not_valid_after(now + timedelta(days=30))
    builder = builder.add_extension(rights, critical=True)
    if names:
        alternative = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
        builder = builder.add_extension(alternative, critical=False)
    return builder.sign(signer, hashes.SHA256())


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _private(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


class SecureDoor:
    """A server with this context; each line gets one answer to its first request."""

    def __init__(self, context: ssl.SSLContext, answer: bytes = ANSWER) -> None:
        self.heard: list[str] = []
        """For each request its line's version, and whether it was "full" or "resumed"."""
        self._context, self._answer = context, answer
        self._lines = Lines(self._serve, SECONDS)
        self.port = self._lines.port

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._lines.close()
        self._lines.join()

    def _serve(self, raw: socket.socket) -> None:
        with suppress(OSError), raw, self._context.wrap_socket(raw, server_side=True) as line:
            if line.recv(65_536):
                kind = "resumed" if line.session_reused else "full"
                self.heard.append(f"{line.version()}, {kind}")
                line.sendall(self._answer)


def name_on(line: ssl.SSLSocket) -> str:
    """The name on the certificate that this side holds of the other one."""
    names = (line.getpeercert() or {}).get("subjectAltName", ())
    return ", ".join(str(each[1]) for each in names)


@contextmanager
def line_to(
    port: int,
    client: ssl.SSLContext,
    host: str | None,
    session: ssl.SSLSession | None = None,
) -> Iterator[ssl.SSLSocket]:
    """A line that is wrapped, for as long as the block runs; raises what ssl raises."""
    with (
        socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as raw,
        client.wrap_socket(raw, server_hostname=host, session=session) as line,
    ):
        yield line
