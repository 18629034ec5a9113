"""Receipts as PDF: of one file that its owner sent, and of everything that a dinas sent with one act. Made when asked for, the same bytes each time."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import override

from awards.certificates.printing import ISSUER, CertificateFault, cut, printable, watermark_of
from awards.dossier.snapshot import read
from awards.models import Endorsement, Nomination, Submission
from ovop_portal.accounts.limits import Limit
from ovop_portal.common.clock import WIB
from ovop_portal.common.formats import tanggal, waktu

SCRIPT = Path(__file__).with_name("typesetting.py")
TEMPLATE = "tanda_terima.typ"
SECONDS = 20
# How many receipts are set for one reader.
SETTING = Limit("receipt", most=30, seconds=600)
FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class ReceiptLine:
    """One file of the list, and what was frozen of it, if anything was."""

    nomination: Nomination
    sent_at: datetime
    submission: Submission | None = None


@dataclass(frozen=True)
class Paper:
    """What surrounds the list: the title, the watermark, the hour of the paper and the reader's clock."""

    title: str
    watermark: str
    at: datetime
    zone: ZoneInfo


def of_file(line: ReceiptLine, office: str) -> bytes:
    """The receipt of an owner who sent one file."""
    nomination, zone = line.nomination, line.nomination.regency.zone
    facts = [
        ("Nomor pengajuan", nomination.number),
        ("Penyelenggaraan", nomination.edition.name),
        ("Dikirim", waktu(line.sent_at, zone)),
        ("Diterima oleh", ISSUER if nomination.is_reassessment else office),
        ("Status dapat dilihat di", f"{_host()}/status/ dengan nomor pengajuan dan 4 angka terakhir nomor WhatsApp"),
    ]
    paper = Paper(f"Tanda terima {nomination.number}", watermark_of(nomination.edition), line.sent_at, zone)
    return _make(paper, facts, "Berkas yang dikirim", [line])


def of_act(act: Endorsement, lines: Sequence[ReceiptLine]) -> bytes:
    """The receipt of a dinas: every file that went with the act of the regional head."""
    zone = act.regency.zone
    last = max(line.sent_at for line in lines)
    facts = [
        ("Surat kepala daerah", f"Nomor {act.number}, {tanggal(act.date)}"),
        ("Penanda tangan surat", f"{act.signatory_name}, {act.signatory_title}"),
        ("Sidik berkas surat (SHA-256)", act.document.sha256),
        ("Penyelenggaraan", act.edition.name),
        ("Terakhir dikirim", waktu(last, zone)),
        ("Jumlah usulan", str(len(lines))),
    ]
    paper = Paper(f"Tanda terima usulan, surat {act.number}", watermark_of(act.edition), last, zone)
    return _make(paper, facts, "Usulan yang dikirim dengan surat ini", lines)


def _make(paper: Paper, facts: list[tuple[str, str]], heading: str, lines: Sequence[ReceiptLine]) -> bytes:
    day = paper.at.astimezone(WIB)
    with override("id"):
        data = {
            "title": _shown(paper.title),
            "watermark": paper.watermark,
            "heading": "Tanda terima",
            "issuer": ISSUER,
            "strip": str(settings.PORTAL_STRIP),
            "foot": f"Portal OVOP, {_host()}",
            "facts": [{"label": label, "words": _shown(words)} for label, words in facts],
            "list": heading,
            "rows": [_row(line, paper.zone) for line in lines],
            "without": "Isi berkas dibekukan dan diberi sidik saat dinas mengirim usulan",
            "day": {"year": day.year, "month": day.month, "day": day.day},
        }
    return _set({"data": data, "timestamp": int(paper.at.timestamp())})


def _row(line: ReceiptLine, zone: ZoneInfo) -> dict[str, str]:
    nomination, frozen = line.nomination, line.submission
    # As they were called when the file was frozen; before that, as they are called now.
    said = read(frozen.dossier) if frozen else None
    product = said.product.name if said else nomination.product.name
    firm = said.ikm.name if said else nomination.ikm.name
    return {
        "number": nomination.number,
        "product": _shown(product),
        "firm": _shown(firm),
        "sent": waktu(line.sent_at, zone),
        "sha256": frozen.sha256 if frozen else "",
    }


def _set(asked: dict[str, object]) -> bytes:
    """Set the page in a child process (see `typesetting`). Raises `CertificateFault` when that fails."""
    command = [sys.executable, "-I", str(SCRIPT), TEMPLATE]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=SECONDS,
            env={"LANG": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired as problem:
        raise CertificateFault("out of time") from problem
    if done.returncode != 0:
        raise CertificateFault(done.stderr.decode(errors="replace")[-300:])
    return done.stdout


def _shown(text: str) -> str:
    """What our fonts can show, broken where a line must end; a fingerprint stays whole, so that it can be copied."""
    if FINGERPRINT.fullmatch(text):
        return text
    return cut(printable(text)) or "–"


def _host() -> str:
    return settings.PORTAL_URL.split("://", 1)[-1]
