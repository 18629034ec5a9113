"""A dossier as a person reads it: parts with facts, papers and photos, and what catches the eye of a checker.

The same for the live record and for what was sent, since both are read as a `Snapshot`. Documents are looked up by the caller (`documents_of`), in one
statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from awards.dossier import snapshot
from awards.dossier.contents import SECTION_BY_CODE
from awards.dossier.gate_hints import Hint, hints
from awards.dossier.snapshot import Snapshot
from awards.models import Endorsement, Gate, RequiredPaper, Verdict
from ikm.models import CommodityGroup, PermitKind
from ikm.models.sentra import BY_OFFICE, SMALLEST_SENTRA, other_trade
from ovop_portal.common import formats
from ovop_portal.documents.models import Document

Documents = Mapping[UUID, Document]


@dataclass(frozen=True)
class Paper:
    """A paper of the dossier: what it is, what is known about it, and its copy where there is one."""

    label: str
    facts: list[str]
    document: Document | None
    concern: str = ""


@dataclass(frozen=True)
class Photo:
    """A photo with the words for a reader who does not see it."""

    label: str
    alt: str
    document: Document


@dataclass
class Part:
    """One section of the dossier, as the task list names it."""

    code: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    concerns: list[str] = field(default_factory=list)
    note: str = ""  # what a reader must know to read the facts right

    @property
    def label(self) -> str | Promise:
        return SECTION_BY_CODE[self.code].label


def parts_of(read: Snapshot, documents: Documents, commodity: CommodityGroup, today: date) -> list[Part]:
    """All sections in the order of the task list. `today` decides which papers have run out."""
    return [
        Part("profil", _profile(read.ikm)),
        Part(
            "lokasi",
            _place(read.ikm, read.sentra),
            papers=_decrees(read.decrees, documents),
            concerns=_sentra_concerns(read.sentra, read.trade_of_sentra, commodity),
        ),
        Part("legalitas", _legality(read.ikm)),
        Part("produk", _product(read.product, commodity)),
        Part("cerita", [(_("Cerita"), read.product.story)]),
        Part("bahan", _material(read.product)),
        Part("foto", photos=_photos(read.photos, documents)),
        Part("sertifikat", papers=[_permit(permit, documents, today) for permit in read.permits]),
        Part("usaha", [fact for row in read.figures[:1] for fact in _figures(row)], note=age_of_figures(read)),
    ]


def all_papers(parts: Iterable[Part]) -> list[Paper]:
    """Every paper that can be opened, in order: what the viewer of the page offers."""
    return [paper for part in parts for paper in part.papers if paper.document]


def _profile(ikm: snapshot.Firm) -> list[tuple[str, str]]:
    return [
        (_("Nama usaha"), ikm.name),
        (_("Bentuk usaha"), ikm.legal_form_label),
        (_("Nama pemilik"), ikm.owner_name),
        (_("Tahun berdiri"), _plain(ikm.founded_in)),
        (_("Nomor WhatsApp"), formats.telepon(ikm.phone)),
        (_("E-mail"), ikm.email),
    ]


def _place(ikm: snapshot.Firm, sentra: snapshot.Sentra | None) -> list[tuple[str, str]]:
    facts = [
        (_("Alamat"), ", ".join(filter(None, [ikm.address, ikm.village, ikm.district, ikm.regency.name]))),
        (_("Sentra"), sentra.name if sentra else str(BY_OFFICE) if ikm.sentra_by_office else ""),
    ]
    if sentra:
        facts.append((_("Jumlah unit usaha di sentra"), formats.angka(sentra.unit_count)))
    facts.append((_("Masuk sentra sejak"), _plain(ikm.sentra_since)))
    facts.append((_("Penghela sentra"), _("Ya") if ikm.is_anchor else _("Tidak")))
    return facts


def _decrees(decrees: Iterable[snapshot.Decree], documents: Documents) -> list[Paper]:
    return [
        Paper(
            _("Keputusan sentra"),
            [_("Nomor {number}").format(number=decree.number), formats.tanggal(decree.date)],
            _copy(decree.document, documents),
        )
        for decree in decrees
    ]


def _sentra_concerns(sentra: snapshot.Sentra | None, trade: str, commodity: CommodityGroup) -> list[str]:
    if sentra is None:
        return []
    concerns = []
    if trade:
        concerns.append(other_trade(trade, commodity))
    if not sentra.decrees:
        concerns.append(_("Sentra ini belum mempunyai keputusan kepala daerah"))
    if sentra.unit_count < SMALLEST_SENTRA:
        concerns.append(_("Sentra sebaiknya beranggota paling sedikit {n} unit usaha").format(n=SMALLEST_SENTRA))
    return concerns


def _legality(ikm: snapshot.Firm) -> list[tuple[str, str]]:
    return [
        (_("NIB"), formats.berkelompok(ikm.nib)),
        (_("NPWP"), formats.berkelompok(ikm.npwp)),
        (_("Akun SIINas"), ikm.siinas_account),
    ]


def _product(product: snapshot.Product, commodity: CommodityGroup) -> list[tuple[str, str]]:
    return [
        (_("Nama produk"), product.name),
        (_("Kelompok komoditi"), commodity.label),
        (_("Kekhasan daerah"), product.distinction),
        (_("KBLI"), product.kbli),
    ]


def _material(product: snapshot.Product) -> list[tuple[str, str]]:
    years = product.supply_years
    return [
        (_("Bahan baku utama"), product.raw_material),
        (_("Bahan dari daerah sendiri"), _share(product.local_material_pct)),
        (_("Jaminan pasokan bahan"), "" if years is None else _("{n} tahun").format(n=formats.angka(years))),
        (_("Nilai tambah"), _share(product.value_added_pct)),
        (_("Kapasitas produksi sebulan"), product.capacity),
        (_("Pasar terjauh yang rutin"), product.market_reach_label),
        (_("Saluran penjualan"), product.sales_channels),
    ]


def _photos(photos: Iterable[snapshot.Photo], documents: Documents) -> list[Photo]:
    return [Photo(photo.label, photo.alt, documents[photo.document]) for photo in photos if photo.document in documents]


def _permit(permit: snapshot.Permit, documents: Documents, today: date) -> Paper:
    facts = [_("Nomor {number}").format(number=permit.number)]
    if permit.issued_on:
        facts.append(_("terbit {day}").format(day=formats.tanggal(permit.issued_on)))
    if permit.valid_until:
        facts.append(_("berlaku sampai {day}").format(day=formats.tanggal(permit.valid_until)))
    return Paper(permit.label, facts, _copy(permit.document, documents), _permit_concern(permit, today))


def _permit_concern(permit: snapshot.Permit, today: date) -> str:
    if permit.valid_until and permit.valid_until < today:
        return _("Masa berlaku sudah lewat")
    if permit.kind == PermitKind.HALAL and permit.number.upper().startswith("KH"):
        return _("Nomor ini tampak seperti nomor ketetapan (KH). Nomor sertifikat halal diawali ID")
    return "" if permit.document else _("Salinannya belum diunggah")


def age_of_figures(read: Snapshot) -> str:
    """That the newest figures are older than the last year, as a holder's are who was not asked since; empty where they are not."""
    last = read.composed_on.year - 1
    newest = max((row.year for row in read.figures), default=last)
    if newest >= last:
        return ""
    return _("Angka terbaru yang ada dari tahun {year}; angka tahun {last} belum diisi").format(year=newest, last=last)


def _figures(row: snapshot.Figures) -> list[tuple[str, str]]:
    workers = _("{all} orang = {female} perempuan + {male} laki-laki").format(
        all=formats.angka(row.workers), female=formats.angka(row.workers_female), male=formats.angka(row.workers_male)
    )
    return [
        (_("Tahun"), _plain(row.year)),
        (_("Tenaga kerja"), workers),
        (_("Dari kecamatan sekitar"), _("{n} orang").format(n=formats.angka(row.workers_local))),
        (_("Nilai investasi"), formats.rupiah(row.investment)),
        (_("Omzet setahun"), formats.rupiah(row.turnover)),
        (_("Nilai produksi setahun"), "" if row.production_value is None else formats.rupiah(row.production_value)),
    ]


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


# The regional head's act comes with the sending itself.
_WITH_THE_ACT = "G03"


def _seen_by_dinas(gate: Gate, hint: Hint, act: Endorsement | None) -> tuple[str, str]:
    if gate.code == _WITH_THE_ACT and act is None:
        return "later", _("Dipenuhi saat usulan dikirim dengan surat")
    if hint.verdict == Verdict.MET:
        return "met", hint.why
    return "missing" if hint.verdict in (Verdict.MISSING, Verdict.UNMET) else "later", hint.why


def _copy(key: UUID | None, documents: Documents) -> Document | None:
    return documents.get(key) if key else None


def _plain(value: int | None) -> str:
    return "" if value is None else str(value)


def _share(value: Decimal | None) -> str:
    return "" if value is None else formats.persen(value, 2)
