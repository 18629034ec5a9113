"""What screeners and jurors read of a submission: the frozen dossier as labelled facts, photos and papers.

A blind jury sees neither the firm nor its place nor who signed what; papers show that they exist and until when, not their numbers. What people wrote in
their own words tells all of it again, so names are masked there. The product's own name stays: it stands on the sample and in every list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.dossier.masking import masked
from awards.dossier import snapshot
from awards.dossier.sections.figures import age_of_figures
from awards.dossier.snapshot import Snapshot
from ovop_portal.common.formats import angka, persen, rupiah, tanggal
from ovop_portal.common.names import QUOTES

FREE_TEXTS = ("distinction", "story", "raw_material", "capacity", "sales_channels")
SHORTEST_NAME = 4  # words of an owner's name that short are not masked: "Ni" and "Bin" are in every second text
_LEGAL_FORM = re.compile(r"^(?:PT|CV|UD|PD|Koperasi)\.?\s+", re.IGNORECASE)
_KIND_OF_PLACE = re.compile(r"^(?:Desa|Kelurahan|Kel\.|Kecamatan|Kec\.)\s+", re.IGNORECASE)
_KIND_OF_REGENCY = re.compile(r"^(?:Kab\.|Kabupaten|Kota)(?:\s+Adm\.)?\s+", re.IGNORECASE)
_KIND_OF_PROVINCE = re.compile(r"^(?:DKI|Daerah Khusus Ibukota|Daerah Istimewa)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Fact:
    """One line: what it is, what was answered (empty: nothing), and what the rubric calls it where a criterion rests on it."""

    label: str
    value: str
    evidence: str = ""


@dataclass(frozen=True)
class Chapter:
    """A group of facts under a heading that the scoring form can point to."""

    anchor: str
    title: str
    facts: list[Fact]


@dataclass(frozen=True)
class Picture:
    """A photo of the submission."""

    document: UUID
    slot: str
    alt: str


@dataclass(frozen=True)
class Paper:
    """A permit, decree or report of the submission."""

    label: str
    number: str
    detail: str
    document: UUID | None


def names_in(dossier: Snapshot, province: str = "") -> tuple[str, ...]:
    """Every name by which a dossier tells whose it is: firm, owner, sentra and the places around them. `province` is its full name, which the dossier lacks."""
    ikm = dossier.ikm
    regency, _comma, short_province = ikm.regency.name.partition(", ")
    firm = _LEGAL_FORM.sub("", ikm.name)
    owner = re.findall(rf"[^\W\d_]+(?:[{QUOTES}][^\W\d_]+)*", ikm.owner_name)
    found = [
        ikm.name,
        # "UD Tenun" without its form is a craft, not a name.
        *([firm] if len(firm.split()) > 1 else []),
        ikm.owner_name,
        *(word for word in owner if len(word) >= SHORTEST_NAME),
        *(" ".join(owner[first:last]) for first in range(len(owner)) for last in range(first + 2, len(owner) + 1)),
        dossier.sentra.name if dossier.sentra else "",
        *(_KIND_OF_PLACE.sub("", place) for place in (ikm.village, ikm.district)),
        _KIND_OF_REGENCY.sub("", regency),
        *(name for full in (province, short_province) for name in (full, _KIND_OF_PROVINCE.sub("", full))),
    ]
    return tuple(dict.fromkeys(found))


def pictures(dossier: Snapshot, *, blind: bool, province: str = "") -> list[Picture]:
    """The photos in the order of the guided places."""
    names = names_in(dossier, province) if blind else ()
    return [
        Picture(photo.document, photo.label, masked(photo.alt, names) if blind else photo.alt)
        for photo in dossier.photos
    ]


def papers(dossier: Snapshot, *, blind: bool) -> list[Paper]:
    """Permits and the decrees of the sentra. Blind: neither numbers nor copies, which carry names."""
    rows = [Paper(permit.label, permit.number, _validity(permit), permit.document) for permit in dossier.permits]
    rows += [
        Paper(_("Keputusan penetapan sentra"), decree.number, tanggal(decree.date), decree.document)
        for decree in dossier.decrees
    ]
    return [Paper(row.label, "", row.detail, None) for row in rows] if blind else rows


def chapters(dossier: Snapshot, *, blind: bool, province: str = "") -> list[Chapter]:
    """The facts of the dossier, grouped as the jury works."""
    product = dossier.product
    if blind:
        names = names_in(dossier, province)
        hidden: dict[str, Any] = {text: masked(getattr(product, text), names) for text in FREE_TEXTS}
        product = replace(product, **hidden)
    made = [
        Chapter(
            "produk",
            _("Produk"),
            [
                Fact(_("Nama produk"), product.name),
                Fact(_("Kekhasan daerah"), product.distinction),
                Fact(_("Cerita produk"), product.story),
            ],
        ),
        Chapter("produksi", _("Bahan baku dan produksi"), list(_production(product))),
        Chapter(
            "pasar",
            _("Pemasaran"),
            [
                Fact(_("Pasar terjauh yang rutin"), product.market_reach_label, "market_reach"),
                Fact(_("Saluran penjualan"), product.sales_channels, "channels"),
            ],
        ),
        Chapter("sentra", _("Sentra dan tenaga kerja"), [*_sentra(dossier, blind), *_figures(dossier)]),
    ]
    return made if blind else [Chapter("usaha", _("Usaha"), list(_firm(dossier.ikm))), *made]


def by_evidence(told: Iterable[Chapter]) -> dict[str, list[Fact]]:
    """The facts on which criteria rest, by the rubric's names for them: a criterion shows them where it is judged."""
    found: dict[str, list[Fact]] = {}
    for chapter in told:
        for fact in chapter.facts:
            if fact.evidence:
                found.setdefault(fact.evidence, []).append(fact)
    return found


def _production(product: snapshot.Product) -> Iterator[Fact]:
    yield Fact(_("Bahan baku utama"), product.raw_material)
    local = _percent(product.local_material_pct)
    yield Fact(_("Porsi bahan dari kabupaten/kota sendiri"), local, "raw_material_local_pct")
    years = product.supply_years
    yield Fact(
        _("Jaminan pasokan"), _("{n} tahun").format(n=years) if years is not None else "", "supply_secured_years"
    )
    yield Fact(_("Nilai tambah"), _percent(product.value_added_pct), "value_added_pct")
    yield Fact(_("Kapasitas produksi sebulan"), product.capacity, "production_capacity")


def _firm(ikm: snapshot.Firm) -> Iterator[Fact]:
    yield Fact(_("Nama usaha"), ikm.name)
    yield Fact(_("Pemilik"), ikm.owner_name)
    yield Fact(_("NIB"), ikm.nib)
    yield Fact(_("Alamat"), ", ".join(part for part in (ikm.address, ikm.village, ikm.district) if part))
    yield Fact(_("Kabupaten/kota"), ikm.regency.name)
    yield Fact(_("Tahun berdiri"), str(ikm.founded_in or ""))


def _sentra(dossier: Snapshot, blind: bool) -> Iterator[Fact]:
    sentra, since = dossier.sentra, dossier.ikm.sentra_since
    if sentra and not blind:
        yield Fact(_("Sentra"), sentra.name)
    if sentra:
        yield Fact(_("Jumlah unit usaha di sentra"), angka(sentra.unit_count), "sentra_member_count")
    if since:
        years = dossier.composed_on.year - since
        yield Fact(_("Lama di sentra"), _("{n} tahun").format(n=years), "years_in_sentra")
    yield Fact(_("Penghela sentra"), _("Ya") if dossier.ikm.is_anchor else _("Tidak"))


def _figures(dossier: Snapshot) -> Iterator[Fact]:
    if note := age_of_figures(dossier):
        yield Fact(_("Tahun angkanya"), note)
    for row in dossier.figures:
        workers = _("{all} orang ({women} perempuan), {local} dari kecamatan sekitar").format(
            all=angka(row.workers), women=angka(row.workers_female), local=angka(row.workers_local)
        )
        yield Fact(_("Tenaga kerja {year}").format(year=row.year), workers, "workers_local")
        yield Fact(_("Omzet {year}").format(year=row.year), rupiah(row.turnover), "turnover_by_year")


def _percent(value: Decimal | None) -> str:
    return persen(value, 2) if value is not None else ""


def _validity(permit: snapshot.Permit) -> str:
    if permit.valid_until:
        return _("berlaku sampai {day}").format(day=tanggal(permit.valid_until))
    return _("terbit {day}").format(day=tanggal(permit.issued_on)) if permit.issued_on else ""
