"""The files of made seasons: one sheet of paper for each kind of proof, marked as an example, and the drawn pictures. Each is stored once and used again."""

from __future__ import annotations

import random
import zlib
from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from ikm.models import PhotoSlot
from ovop_portal.demo.people import ACTOR
from ovop_portal.demo.season.photos import VARIANTS, picture
from ovop_portal.documents.models import Document
from ovop_portal.documents.operations import Entry, store, store_again

ORIGINAL = "demo.original"
PAPERS = {
    "nib": "Nomor Induk Berusaha",
    "pirt": "Sertifikat P-IRT",
    "halal": "Sertifikat Halal",
    "lab": "Hasil Uji Laboratorium",
    "merek": "Sertifikat Merek",
    "sentra": "Keputusan Penetapan Sentra",
    "usulan": "Surat Usulan Kepala Daerah",
    "keputusan": "Keputusan Penetapan",
}


class Papers:
    """Documents for firms and offices, gathered first and written in few statements by `write`."""

    def __init__(self, chance: random.Random, now: datetime, originals: dict[str, Document]) -> None:
        self.chance, self.now, self._originals = chance, now, originals
        self._wanted: dict[str, list[Entry]] = defaultdict(list)

    def paper(self, which: str, kind: str) -> Document:
        """One sheet, written at once: for acts and decrees, which are few."""
        [document] = store_again(
            self._original(which), [Entry(kind, PAPERS[which], self._uuid())], by=ACTOR, now=self.now
        )
        return document

    def ask_paper(self, which: str, kind: str) -> UUID:
        """The number under which `write` will store a sheet of paper."""
        return self._ask(which, kind, PAPERS[which])

    def ask_photo(self, commodity: str, slot: PhotoSlot) -> UUID:
        """The number under which `write` will store a picture of the craft for this place."""
        variant = self.chance.randrange(VARIANTS[slot])
        return self._ask(f"{commodity}-{slot.value}-{variant}", "ikm.photo", str(slot.label))

    def write(self) -> dict[UUID, Document]:
        """Store everything that was asked for."""
        made: dict[UUID, Document] = {}
        for which, entries in self._wanted.items():
            made.update(
                (document.pk, document)
                for document in store_again(self._original(which), entries, by=ACTOR, now=self.now)
            )
        self._wanted.clear()
        return made

    def _ask(self, which: str, kind: str, name: str) -> UUID:
        number = self._uuid()
        self._wanted[which].append(Entry(kind, name, number))
        return number

    def _uuid(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def _original(self, which: str) -> Document:
        """The first document with these bytes; seasons made earlier have left theirs."""
        if which not in self._originals:
            name = f"{which}.pdf" if which in PAPERS else f"{which}.jpg"
            known = Document.objects.filter(kind=ORIGINAL, name=name).select_related("blob").first()
            self._originals[which] = known or store(_upload(which, name), kind=ORIGINAL, by=ACTOR, now=self.now)
        return self._originals[which]


def _upload(which: str, name: str) -> SimpleUploadedFile:
    if which in PAPERS:
        return SimpleUploadedFile(name, sheet(PAPERS[which]), "application/pdf")
    commodity, slot, variant = which.split("-")
    return SimpleUploadedFile(name, picture(commodity, slot, int(variant)), "image/jpeg")


def sheet(title: str) -> bytes:
    """A PDF of one page that says what it stands for, and CONTOH across it."""
    text = (
        "0.85 0.80 0.72 rg BT /F1 130 Tf 0.819 0.574 -0.574 0.819 95 250 Tm (CONTOH) Tj ET "
        f"0.18 0.16 0.14 rg BT /F1 20 Tf 72 740 Td ({title}) Tj ET "
        "BT /F1 12 Tf 72 712 Td (Data contoh Portal OVOP: dokumen ini rekaan dan tidak berlaku.) Tj ET "
        "0.6 w 72 700 m 523 700 l S"
    )
    stream = zlib.compress(text.encode("latin-1"), 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        start,
    )
