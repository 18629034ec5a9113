"""What to look at for a criterion: the evidence that the rubric names, in words, and the chapter of the evidence pane where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Pointer:
    """A piece of evidence in words, and the chapter where it stands; none where it is not in the file."""

    words: str | Promise
    chapter: str


# Keys are the rubric's own names. The chapters are those of `evidence.chapters` and two of the page (photos, papers); empty where it is not in the file.
GUIDES = {
    "raw_material_local_pct": Pointer(gettext_lazy("porsi bahan setempat"), "produksi"),
    "supply_secured_years": Pointer(gettext_lazy("jaminan pasokan"), "produksi"),
    "value_added_pct": Pointer(gettext_lazy("nilai tambah"), "produksi"),
    "production_capacity": Pointer(gettext_lazy("kapasitas produksi"), "produksi"),
    "dye_information": Pointer(gettext_lazy("keterangan pewarna"), "produksi"),
    "finishing_information": Pointer(gettext_lazy("keterangan bahan penyelesaian"), "produksi"),
    "market_reach": Pointer(gettext_lazy("jangkauan pasar"), "pasar"),
    "export_value": Pointer(gettext_lazy("nilai ekspor"), "pasar"),
    "channels": Pointer(gettext_lazy("saluran penjualan"), "pasar"),
    "exhibitions": Pointer(gettext_lazy("pameran"), "pasar"),
    "orders": Pointer(gettext_lazy("pesanan"), "pasar"),
    "product_story": Pointer(gettext_lazy("cerita produk"), "produk"),
    "product_list": Pointer(gettext_lazy("ragam produk"), "produk"),
    "years_in_sentra": Pointer(gettext_lazy("lama di sentra"), "sentra"),
    "sentra_member_count": Pointer(gettext_lazy("jumlah unit usaha di sentra"), "sentra"),
    "workers_local": Pointer(gettext_lazy("tenaga kerja setempat"), "sentra"),
    "workers_total": Pointer(gettext_lazy("jumlah tenaga kerja"), "sentra"),
    "turnover_by_year": Pointer(gettext_lazy("omzet tiap tahun"), "sentra"),
    "product_photo": Pointer(gettext_lazy("foto produk"), "foto"),
    "label_photo": Pointer(gettext_lazy("foto label"), "foto"),
    "packaging": Pointer(gettext_lazy("kemasan"), "foto"),
    "design_portfolio": Pointer(gettext_lazy("kumpulan desain"), "foto"),
    "sentra_decree": Pointer(gettext_lazy("keputusan sentra"), "dokumen"),
    "partnership_letter": Pointer(gettext_lazy("surat kemitraan"), "dokumen"),
    "environment_document": Pointer(gettext_lazy("dokumen lingkungan"), "dokumen"),
    "ip_certificate": Pointer(gettext_lazy("sertifikat kekayaan intelektual"), "dokumen"),
    "trademark_number": Pointer(gettext_lazy("nomor merek"), "dokumen"),
    "batik_mark": Pointer(gettext_lazy("tanda batik"), "dokumen"),
    "lab_report": Pointer(gettext_lazy("hasil uji laboratorium"), "dokumen"),
    "gmp_certificate": Pointer(gettext_lazy("sertifikat cara produksi pangan"), "dokumen"),
    "sni_certificate": Pointer(gettext_lazy("sertifikat SNI"), "dokumen"),
    "haccp_certificate": Pointer(gettext_lazy("sertifikat HACCP"), "dokumen"),
    "export_documents": Pointer(gettext_lazy("dokumen ekspor"), "dokumen"),
    "sample": Pointer(gettext_lazy("contoh produk"), ""),
    "site_visit": Pointer(gettext_lazy("kunjungan lapangan"), ""),
}


def guide(evidence: Iterable[str]) -> list[Pointer]:
    """The pointers below a criterion's name. Evidence that only a later rubric names is left out."""
    return [GUIDES[name] for name in evidence if name in GUIDES]
