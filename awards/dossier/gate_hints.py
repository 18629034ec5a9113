"""What the papers themselves say of each gate: a proposed verdict with the reason why. Advice to the dinas before it sends, and to the screener, whose verdict
alone counts.

Pure: a frozen dossier, the rules of the edition and a day go in, one hint for each gate comes out. The row of a gate says what it is read from; a gate that
only a reader can judge gets no verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from awards.dossier.snapshot import Permit, Snapshot
from awards.models import Endorsement, Gate, GateEffect, GateEvidence, RequiredPaper, Verdict
from ikm.models import CommodityGroup, PermitKind
from ikm.models.sentra import SMALLEST_SENTRA, other_trade
from ovop_portal.common.formats import angka, tanggal


@dataclass(frozen=True)
class Hint:
    """A proposed verdict (empty: papers cannot tell) and why."""

    verdict: str
    why: str

    @property
    def label(self) -> str:
        """The verdict in words."""
        return str(Verdict(self.verdict).label) if self.verdict else _("Belum dapat disimpulkan")

    @property
    def reason(self) -> str:
        """The text with which the reason field starts; empty where the verdict needs no reason."""
        return self.why if self.verdict in (Verdict.MISSING, Verdict.UNMET) else ""


@dataclass(frozen=True)
class File:
    """What the hints are made from: the dossier, the papers asked of its group, the regional head's act, the name of the group, and today."""

    dossier: Snapshot
    papers: Mapping[str, RequiredPaper]
    act: Endorsement | None
    group: str
    today: date


def hints(
    gates: Iterable[Gate],
    dossier: Snapshot,
    papers: Iterable[RequiredPaper],
    *,
    act: Endorsement | None,
    group: str,
    today: date,
) -> dict[str, Hint]:
    """A hint for each of `gates`, by its code. `papers` are those that the edition asks of all groups and of this one."""
    file = File(dossier, {paper.code: paper for paper in papers}, act, group, today)
    return {gate.code: _hint(gate, file) for gate in gates}


def _hint(gate: Gate, file: File) -> Hint:
    if gate.effect == GateEffect.HOLD:
        return Hint(Verdict.NOT_APPLICABLE, _("Dicatat saat contoh produk tiba di panitia, bukan saat seleksi"))
    match gate.evidence:
        case GateEvidence.GROUP:
            return _group(file)
        case GateEvidence.SENTRA:
            return _sentra(file)
        case GateEvidence.SENTRA_SIZE:
            return _size(file)
        case GateEvidence.ACT:
            return _act(file)
        case GateEvidence.PAPER:
            return _paper(gate.paper, file)
    return Hint("", _("Periksa di berkas: syarat ini tidak dapat disimpulkan dari isian"))


def _group(file: File) -> Hint:
    if file.dossier.product.commodity_group:
        return Hint(Verdict.MET, _("Kelompok komoditi: {group}").format(group=file.group))
    return Hint(Verdict.MISSING, _("Kelompok komoditi belum dipilih"))


def _sentra(file: File) -> Hint:
    sentra = file.dossier.sentra
    if not sentra:
        return Hint(Verdict.UNMET, _("Usaha belum tercatat di sebuah sentra"))
    if trade := file.dossier.trade_of_sentra:
        # A choice in the file that the dinas can mend, hence no "unmet".
        return Hint(Verdict.MISSING, other_trade(trade, file.group))
    if not sentra.decrees:
        return Hint(Verdict.MISSING, _("Keputusan penetapan {sentra} belum dicatat").format(sentra=sentra.name))
    decree = next((each for each in sentra.decrees if each.document), sentra.decrees[0])
    named = {"number": decree.number, "day": tanggal(decree.date)}
    if not decree.document:
        return Hint(Verdict.MISSING, _("Salinan keputusan sentra {number} belum diunggah").format(**named))
    return Hint(Verdict.MET, _("Keputusan sentra {number}, {day}").format(**named))


def _act(file: File) -> Hint:
    if file.act is None:
        return Hint(Verdict.MISSING, _("Surat kepala daerah belum ada"))
    words = _("Surat nomor {number}, {day}, oleh {title}")
    return Hint(
        Verdict.MET,
        words.format(number=file.act.number, day=tanggal(file.act.date), title=file.act.signatory_title),
    )


def _size(file: File) -> Hint:
    sentra = file.dossier.sentra
    units = sentra.unit_count if sentra else 0
    words = _("{n} unit usaha di sentra, paling sedikit {least}").format(n=angka(units), least=SMALLEST_SENTRA)
    return Hint(Verdict.MET if units >= SMALLEST_SENTRA else Verdict.UNMET, words)


def _paper(code: str, file: File) -> Hint:
    """The best paper of any accepted kind: one in force before one that ran out, one with a copy before one without."""
    paper = file.papers.get(code)
    if paper is None:
        return Hint(Verdict.NOT_APPLICABLE, _("Tidak diminta pada penyelenggaraan ini"))
    permits = [permit for permit in file.dossier.permits if permit.kind in paper.kinds]
    if not permits:
        return Hint(Verdict.MISSING, _("{paper} belum ada di berkas").format(paper=paper.label))
    return min((_permit(permit, file.today) for permit in permits), key=lambda hint: hint.verdict != Verdict.MET)


def _permit(permit: Permit, today: date) -> Hint:
    named, until = {"paper": permit.label, "number": permit.number}, permit.valid_until
    if not permit.document:
        return Hint(Verdict.MISSING, _("Salinan {paper} nomor {number} belum diunggah").format(**named))
    if permit.kind == PermitKind.HALAL and permit.number.upper().startswith("KH"):
        words = _("Nomor {number} tampak seperti nomor ketetapan (KH), bukan nomor sertifikat halal (ID)")
        return Hint(Verdict.MISSING, words.format(**named))
    if until is None:
        return Hint(Verdict.MET, _("{paper} nomor {number}").format(**named))
    if until < today:
        words = _("{paper} nomor {number} sudah berakhir {day}")
        return Hint(Verdict.MISSING, words.format(**named, day=tanggal(until)))
    return Hint(Verdict.MET, _("{paper} nomor {number}, berlaku sampai {day}").format(**named, day=tanggal(until)))


@dataclass(frozen=True)
class GateView:
    """A gate as far as the papers can tell: met, missing, or decided later."""

    code: str
    label: str
    effect: str
    state: str
    why: str


def gate_views(
    gates: Iterable[Gate],
    read: Snapshot,
    papers: Iterable[RequiredPaper],
    *,
    act: Endorsement | None,
    group: CommodityGroup,
    today: date,
) -> list[GateView]:
    """What the papers say of each gate, in the words that the screener reads. Advice: the verdict is the screener's."""
    asked = [gate for gate in gates if gate.applies_to(group.pk)]
    said = hints(asked, read, papers, act=act, group=group.label, today=today)
    return [
        GateView(gate.code, gate.label, gate.get_effect_display(), *_seen_by_dinas(gate, said[gate.code], act))
        for gate in asked
    ]


def _seen_by_dinas(gate: Gate, hint: Hint, act: Endorsement | None) -> tuple[str, str]:
    if gate.evidence == GateEvidence.ACT and act is None:
        # It comes with the sending itself.
        return "later", _("Dipenuhi saat usulan dikirim dengan surat")
    if hint.verdict == Verdict.MET:
        return "met", hint.why
    return "missing" if hint.verdict in (Verdict.MISSING, Verdict.UNMET) else "later", hint.why
