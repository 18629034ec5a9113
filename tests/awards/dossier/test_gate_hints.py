"""What the papers say of each gate before anybody has looked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from awards.dossier.gate_hints import Hint, hints
from awards.dossier.snapshot import Snapshot
from awards.models import Edition, Endorsement, Gate, RequiredPaper, Verdict
from awards.reference import default_gates
from tests.support.dossiers import a_dossier, a_permit

TODAY = date(2026, 6, 1)
PAPERS = [
    RequiredPaper(code="nib", label="Nomor Induk Berusaha (NIB)", kinds=["nib"]),
    RequiredPaper(code="izin_edar", label="Izin edar pangan", kinds=["pirt", "bpom"]),
    RequiredPaper(code="halal", label="Sertifikat halal", kinds=["halal"]),
    RequiredPaper(code="uji_lab", label="Hasil uji laboratorium", kinds=["lab"]),
]
PERMITS = [
    a_permit("nib", "912"),
    a_permit("pirt", "P-1", valid_until="2027-01-05"),
    a_permit("halal", "ID-7"),
    a_permit("lab", "L-3"),
]


def changed(*, product: Any = (), sentra: Any = (), permits: Any = PERMITS) -> Snapshot:
    """A file of food whose papers are all there, with other parts."""
    food = {"code": "makanan_minuman", "name": "Makanan dan minuman"}
    return a_dossier(
        product={"commodity_group": food["code"]} | dict(product),
        sentra=None if sentra is None else {"name": "Sentra Abon", "commodity_group": food} | dict(sentra),
        permits=permits,
    )


WHOLE = changed()
ACT = Endorsement(number="005/18/2026", date=date(2026, 5, 2), signatory_title="Bupati Karangasem")


def said(dossier: Snapshot, *, act: Endorsement | None = ACT, papers: list[RequiredPaper] = PAPERS) -> dict[str, Hint]:
    gates = [*default_gates(Edition()), Gate(code="G11", effect="warn")]
    return hints(gates, dossier, papers, act=act, group="Makanan dan minuman", today=TODAY)


def permits(kind: str, **values: Any) -> list[dict[str, Any]]:
    """All permits, the one of `kind` changed; `missing=True` leaves it out."""
    if values.pop("missing", False):
        return [row for row in PERMITS if row["kind"] != kind]
    return [row | values if row["kind"] == kind else row for row in PERMITS]


def test_a_whole_dossier_meets_every_gate_and_says_by_what():
    assert said(WHOLE) == {
        "G01": Hint("met", "Kelompok komoditi: Makanan dan minuman"),
        "G02": Hint("met", "Keputusan sentra 188/12/2020, 4\u00a0Maret\u00a02020"),
        "G03": Hint("met", "Surat nomor 005/18/2026, 2\u00a0Mei\u00a02026, oleh Bupati Karangasem"),
        "G04": Hint("met", "Nomor Induk Berusaha (NIB) nomor 912"),
        "G05": Hint("met", "Izin P-IRT nomor P-1, berlaku sampai 5\u00a0Januari\u00a02027"),
        "G06": Hint("met", "Sertifikat halal nomor ID-7"),
        "G07": Hint("met", "Hasil uji laboratorium nomor L-3"),
        "G08": Hint("na", "Dicatat saat contoh produk tiba di panitia, bukan saat seleksi"),
        "G09": Hint("met", "Nomor Induk Berusaha (NIB) nomor 912"),
        "G10": Hint("met", "12 unit usaha di sentra, paling sedikit 5"),
        "G11": Hint("", "Periksa di berkas: syarat ini tidak dapat disimpulkan dari isian"),
    }


@pytest.mark.parametrize(
    ("dossier", "code", "verdict", "why"),
    [
        (changed(product={"commodity_group": ""}), "G01", "missing", "Kelompok komoditi belum dipilih"),
        (changed(sentra=None), "G02", "unmet", "Usaha belum tercatat di sebuah sentra"),
        (changed(sentra=None), "G10", "unmet", "0 unit usaha di sentra, paling sedikit 5"),
        (changed(sentra={"decrees": []}), "G02", "missing", "Keputusan penetapan Sentra Abon belum dicatat"),
        (
            changed(sentra={"decrees": [{"number": "1/2", "date": "2020-03-04", "document": None}]}),
            "G02",
            "missing",
            "Salinan keputusan sentra 1/2 belum diunggah",
        ),
        (
            changed(sentra={"commodity_group": {"code": "gerabah", "name": "Gerabah"}}),
            "G02",
            "missing",
            "Sentra ini untuk gerabah, sedangkan produknya makanan dan minuman",
        ),
        (changed(permits=permits("nib", missing=True)), "G04", "missing", "Nomor Induk Berusaha (NIB) belum ada di berkas"),
        (changed(permits=permits("nib", missing=True)), "G09", "missing", "Nomor Induk Berusaha (NIB) belum ada di berkas"),
        (changed(permits=permits("lab", document=None)), "G07", "missing", "Salinan Hasil uji laboratorium nomor L-3 belum diunggah"),
        (changed(permits=permits("pirt", valid_until="2026-05-31")), "G05", "missing", "Izin P-IRT nomor P-1 sudah berakhir 31\u00a0Mei\u00a02026"),
        (changed(permits=permits("pirt", valid_until="2026-06-01")), "G05", "met", "Izin P-IRT nomor P-1, berlaku sampai 1\u00a0Juni\u00a02026"),
        (
            changed(permits=permits("halal", number="KH-55")),
            "G06",
            "missing",
            "Nomor KH-55 tampak seperti nomor ketetapan (KH), bukan nomor sertifikat halal (ID)",
        ),
        (changed(sentra={"unit_count": 4}), "G10", "unmet", "4 unit usaha di sentra, paling sedikit 5"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_papers_is_named(dossier, code, verdict, why):
    assert said(dossier)[code] == Hint(verdict, why)


def test_one_good_paper_of_the_accepted_kinds_is_enough():
    rows = [
        *permits("pirt", valid_until="2020-01-01"),
        a_permit("bpom", "MD-9"),
    ]

    assert said(changed(permits=rows))["G05"] == Hint("met", "Izin BPOM RI MD nomor MD-9")


def test_a_paper_that_the_edition_does_not_ask_for_is_not_applicable():
    assert said(WHOLE, papers=PAPERS[:1])["G06"] == Hint("na", "Tidak diminta pada penyelenggaraan ini")


def test_without_the_act_of_the_regional_head_the_third_gate_is_open():
    assert said(WHOLE, act=None)["G03"] == Hint("missing", "Surat kepala daerah belum ada")


def test_only_a_verdict_that_asks_for_a_reason_brings_one():
    assert (Hint(Verdict.MISSING, "Sebab").reason, Hint(Verdict.UNMET, "Sebab").reason) == ("Sebab", "Sebab")
    assert (Hint(Verdict.MET, "Sebab").reason, Hint("", "Sebab").reason, Hint("", "").label) == (
        "",
        "",
        "Belum dapat disimpulkan",
    )
