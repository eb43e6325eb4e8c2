"""A company's own certificate authority, as files."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from storage import utc_now

_DAY = timedelta(days=1)


class Authority(NamedTuple):
    """`bundle` is the authority's certificate, `server` certificate and key of a server at 127.0.0.1. Both PEM."""

    bundle: Path
    server: Path


def make_authority(folder: Path) -> Authority:
    """Writes the files of a new authority into `folder`."""
    key, server_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    own = _certificate("Acme's own authority", "Acme's own authority", key, key, _for_authority())
    place = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    servers = _certificate("an instance", "Acme's own authority", server_key, key, (place,))
    authority = Authority(folder / "authority.pem", folder / "server.pem")
    authority.bundle.write_bytes(own.public_bytes(serialization.Encoding.PEM))
    authority.server.write_bytes(servers.public_bytes(serialization.Encoding.PEM) + _pem(server_key))
    return authority


def _for_authority() -> tuple[x509.ExtensionType, ...]:
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (x509.BasicConstraints(ca=True, path_length=None), usage)


def _certificate(
    subject: str,
    issuer: str,
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey,
    extensions: tuple[x509.ExtensionType, ...],
) -> x509.Certificate:
    builder = x509.CertificateBuilder(
        issuer_name=_name(issuer),
        subject_name=_name(subject),
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=utc_now() - _DAY,
        not_valid_after=utc_now() + _DAY,
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=not isinstance(extension, x509.SubjectAlternativeName))
    return builder.sign(signer, hashes.SHA256())


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
