"""A certificate authority of our own and letters signed under it, each spoilt in one way (reliability.md 10)."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.documents import made

TODAY = datetime.now(UTC)


class Holder(NamedTuple):
    certificate: x509.Certificate
    key: rsa.RSAPrivateKey


def issue(name: str, issuer: Holder | None = None, *, is_ca: bool, begins: int = -30, days: int = 3650) -> Holder:
    """A certificate for `name`, by itself or by `issuer`, valid from `begins` days from today for `days`."""
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name), x509.NameAttribute(NameOID.COUNTRY_NAME, "ID")])
    start = TODAY + timedelta(days=begins)
    usage = dict.fromkeys(
        ["data_encipherment", "key_agreement", "key_encipherment", "encipher_only", "decipher_only"], False
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True, content_commitment=True, key_cert_sign=is_ca, crl_sign=is_ca, **usage
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return Holder(builder.sign(issuer.key if issuer else key, hashes.SHA256()), key)


@cache
def root() -> Holder:
    return issue("Akar Uji", is_ca=True)


@cache
def between() -> Holder:
    return issue("Penerbit Uji", root(), is_ca=True)


@cache
def head_of_office() -> Holder:
    return issue("Drs. I Made Suarta", between(), is_ca=False)


@cache
def expired() -> Holder:
    return issue("Drs. I Made Suarta", between(), is_ca=False, begins=-20, days=10)


@cache
def stranger() -> Holder:
    return issue("Siapa Saja", is_ca=False)


def trust_folder(folder: Path) -> Path:
    """A folder with the root as a PEM file, as an operator would place it."""
    (folder / "akar-uji.pem").write_bytes(root().certificate.public_bytes(serialization.Encoding.PEM))
    return folder


def signed(data: bytes | None = None, by: Holder | None = None, field: str = "Tanda1") -> bytes:
    """`data` with one more signature."""
    out = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(data or made.pdf()))
    metadata = signers.PdfSignatureMetadata(
        field_name=field, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    signers.sign_pdf(writer, metadata, signer=_signer(by or head_of_office()), output=out)
    return out.getvalue()


def page_replaced(data: bytes) -> bytes:
    """A later revision that gives the first page other contents."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    page = writer.root["/Pages"]["/Kids"][0]
    page[generic.NameObject("/MediaBox")] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 300, 300)))
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def one_byte_changed(data: bytes) -> bytes:
    return data.replace(b"/MediaBox [ 0 0 595 842 ]", b"/MediaBox [ 0 0 595 843 ]", 1)


def saved_again(data: bytes) -> bytes:
    """By another program, as when two files are merged."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return made.saved(document)


def _signer(holder: Holder) -> signers.SimpleSigner:
    store = SimpleCertificateStore()
    store.register_multiple([_asn1(between().certificate)])
    key = holder.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signers.SimpleSigner(
        signing_cert=_asn1(holder.certificate), signing_key=asn1_keys.PrivateKeyInfo.load(key), cert_registry=store
    )


def _asn1(certificate: x509.Certificate) -> Any:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
