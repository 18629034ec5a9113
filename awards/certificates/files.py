"""The files of the certificates: are they there, are they what was made, and can a lost one be made again? Changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256

from django.utils.translation import gettext as _

from awards.certificates.printing import CertificateFault, ingredients, make_pdf
from awards.models import Certificate
from awards.states import CertificateState
from ovop_portal.documents.files import blob_path, read
from ovop_portal.ledger.models import Event


def lost_certificates(year: int) -> Iterator[tuple[Certificate, str]]:
    """The certificates of an edition whose file is not what was made, each with what is wrong with it. Reads every file."""
    ready = Certificate.objects.of_year(year).filter(state=CertificateState.READY)
    for certificate in ready.order_by("published__code", "published__issue"):
        problem = _problem(certificate.sha256 or "")
        if problem:
            yield certificate, problem


def files_are_what_was_made(year: int) -> Iterator[str]:
    """A line for each certificate whose file is lost or changed, for the proof of the edition: with the reason where it cannot be made again."""
    for certificate, problem in lost_certificates(year):
        why = _cannot(certificate)
        line = _("Piagam {code}: {problem}").format(code=certificate.published.code, problem=problem)
        yield f"{line}. {why}" if why else line


def made_again(certificate: Certificate) -> bytes | str:
    """The bytes of a certificate, made again from what was published; or why they are not those that were given out."""
    try:
        data = make_pdf(certificate.published)
    except CertificateFault as fault:
        return str(fault)
    if sha256(data).hexdigest() == certificate.sha256:
        return data
    return _cannot(certificate) or _("Bahannya sama, tetapi hasilnya berbeda")


def _problem(expected: str) -> str:
    try:
        data = read(blob_path(expected))
    except OSError:
        return _("berkasnya hilang")
    return "" if sha256(data).hexdigest() == expected else _("isi berkasnya berubah")


def _cannot(certificate: Certificate) -> str:
    """What differs from the time when the certificate was made, so that it cannot come out the same; empty where nothing does."""
    events = Event.objects.filter(kind="certificate.made", subject=certificate.subject, body__sha256=certificate.sha256)
    made = events.order_by("-pk").first()
    return what_differs(made.body if made else {}, ingredients(certificate.published))


def what_differs(then: Mapping[str, object], today: Mapping[str, str]) -> str:
    """Which of the ingredients of a certificate are others than when it was made, in words; empty where none is."""
    words = {
        "engine": _("program pembuatnya lain ({then}, sekarang {today})").format(
            then=then.get("engine"), today=today["engine"]
        ),
        "template": _("bentuk piagamnya sudah diganti"),
        "content": _("kata-kata di atasnya lain dari waktu itu"),
    }
    reasons = [words[name] for name, value in today.items() if then.get(name, value) != value]
    return _("Tidak dapat dibuat lagi: {reasons}").format(reasons=", ".join(reasons)) if reasons else ""
