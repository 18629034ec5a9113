"""What to look at for a criterion: the evidence that the rubric names, in words, and the chapter of the evidence pane where it stands."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# By the rubric's own names. The chapters are those of `evidence.chapters`, and two of the page: photos and papers. No chapter: it is not in the file.
GUIDES: dict[str, tuple[str | Promise, str]] = {
    "raw_material_local_pct": (gettext_lazy("porsi bahan setempat"), "produksi"),
    "supply_secured_years": (gettext_lazy("jaminan pasokan"), "produksi"),
    "value_added_pct": (gettext_lazy("nilai tambah"), "produksi"),
    "production_capacity": (gettext_lazy("kapasitas produksi"), "produksi"),
    "dye_information": (gettext_lazy("keterangan pewarna"), "produksi"),
    "finishing_information": (gettext_lazy("keterangan bahan penyelesaian"), "produksi"),
    "market_reach": (gettext_lazy("jangkauan pasar"), "pasar"),
    "export_value": (gettext_lazy("nilai ekspor"), "pasar"),
    "channels": (gettext_lazy("saluran penjualan"), "pasar"),
    "exhibitions": (gettext_lazy("pameran"), "pasar"),
    "orders": (gettext_lazy("pesanan"), "pasar"),
    "product_story": (gettext_lazy("cerita produk"), "produk"),
    "product_list": (gettext_lazy("ragam produk"), "produk"),
    "years_in_sentra": (gettext_lazy("lama di sentra"), "sentra"),
    "sentra_member_count": (gettext_lazy("jumlah unit usaha di sentra"), "sentra"),
    "workers_local": (gettext_lazy("tenaga kerja setempat"), "sentra"),
    "workers_total": (gettext_lazy("jumlah tenaga kerja"), "sentra"),
    "turnover_by_year": (gettext_lazy("omzet tiap tahun"), "sentra"),
    "product_photo": (gettext_lazy("foto produk"), "foto"),
    "label_photo": (gettext_lazy("foto label"), "foto"),
    "packaging": (gettext_lazy("kemasan"), "foto"),
    "design_portfolio": (gettext_lazy("kumpulan desain"), "foto"),
    "sentra_decree": (gettext_lazy("keputusan sentra"), "dokumen"),
    "partnership_letter": (gettext_lazy("surat kemitraan"), "dokumen"),
    "environment_document": (gettext_lazy("dokumen lingkungan"), "dokumen"),
    "ip_certificate": (gettext_lazy("sertifikat kekayaan intelektual"), "dokumen"),
    "trademark_number": (gettext_lazy("nomor merek"), "dokumen"),
    "batik_mark": (gettext_lazy("tanda batik"), "dokumen"),
    "lab_report": (gettext_lazy("hasil uji laboratorium"), "dokumen"),
    "gmp_certificate": (gettext_lazy("sertifikat cara produksi pangan"), "dokumen"),
    "sni_certificate": (gettext_lazy("sertifikat SNI"), "dokumen"),
    "haccp_certificate": (gettext_lazy("sertifikat HACCP"), "dokumen"),
    "export_documents": (gettext_lazy("dokumen ekspor"), "dokumen"),
    "sample": (gettext_lazy("contoh produk"), ""),
    "site_visit": (gettext_lazy("kunjungan lapangan"), ""),
}


def guide(evidence: Iterable[str]) -> str:
    """The line below a criterion's name, as HTML. A name that a later rubric brings and this list has not is left out."""
    parts = [_part(*GUIDES[name]) for name in evidence if name in GUIDES]
    return f'<p class="hint">{escape(_("Lihat:"))} {", ".join(parts)}</p>' if parts else ""


def _part(words: str | Promise, chapter: str) -> str:
    return f'<a href="#bukti-{chapter}">{escape(str(words))}</a>' if chapter else escape(str(words))
