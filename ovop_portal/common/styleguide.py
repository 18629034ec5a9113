"""The style guide: every component in its states, on one page. Shown by the demo and looked at by the tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from .charts import InProvince
from .fields import (
    AngkaField,
    BerkasField,
    NibField,
    PersenField,
    RupiahField,
    TanggalField,
    TeleponField,
    YaTidakField,
)
from .forms import OvopForm
from .policies import public
from .worklist import Line, Worklist

COMMODITIES = [
    ("makanan_minuman", _("Makanan dan minuman")),
    ("kain_tenun", _("Kain tenun")),
    ("kain_batik", _("Kain batik")),
    ("anyaman", _("Anyaman")),
    ("gerabah", _("Gerabah")),
]


class SampleForm(OvopForm):
    """One field of each kind."""

    name = forms.CharField(label=_("Nama pemilik"), max_length=60, help_text=_("Seperti tertulis di KTP"))
    phone = TeleponField(label=_("Nomor WhatsApp"), help_text=_("Misalnya 0812-3456-7890"))
    nib = NibField(label=_("NIB"), help_text=_("13 angka, tertulis di dokumen NIB"))
    turnover = RupiahField(label=_("Omzet setahun terakhir"), help_text=_("Dalam rupiah, misalnya 125.000.000"))
    workers = AngkaField(label=_("Tenaga kerja"), suffix=_("orang"))
    local_share = PersenField(label=_("Bahan baku dari daerah sendiri"), required=False)
    issued = TanggalField(label=_("Tanggal terbit"), help_text=_("Misalnya 21 11 2026"))
    commodity = forms.ChoiceField(label=_("Kelompok komoditas"), choices=COMMODITIES, widget=forms.RadioSelect)
    in_sentra = YaTidakField(label=_("Apakah usaha Anda berada di sentra IKM?"))
    channels = forms.MultipleChoiceField(
        label=_("Tempat penjualan"),
        required=False,
        choices=[("toko", _("Toko sendiri")), ("pasar", _("Pasar dan pameran")), ("daring", _("Daring"))],
        widget=forms.CheckboxSelectMultiple,
    )
    province = forms.ChoiceField(
        label=_("Provinsi"), choices=[("", _("Pilih provinsi")), ("51", "Bali"), ("33", "Jawa Tengah")]
    )
    story = forms.CharField(
        label=_("Cerita produk"), widget=forms.Textarea, required=False, help_text=_("Paling banyak 600 karakter")
    )
    letter = BerkasField(label=_("Surat usulan"), help_text=_("PDF, JPG atau PNG, paling besar 10 MB"))
    consent = forms.BooleanField(label=_("Saya menyetujui data ini dipakai untuk penilaian OVOP 2026"))


class LevelForm(OvopForm):
    """Level cards as forms outside the jury use them."""

    with_key = False
    level = forms.ChoiceField(
        label=_("Asal bahan baku utama"),
        widget=forms.RadioSelect,
        choices=[
            ("1", _("Kurang dari 80% dari kabupaten atau kota sendiri")),
            ("2", _("80% ke atas, belum seluruhnya")),
            ("3", _("Seluruhnya dari kabupaten atau kota sendiri")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fit("level", cards=True, hints={"3": _("Lihat nota pembelian dan foto 2")})


TYPED = "name=&phone=0812&nib=123456789012&turnover=1,2 juta&workers=dua belas&issued_0=31&issued_1=Februari&issued_2=2026&province=51"

STEPS = [
    {"name": _("Dikirim"), "state": "done", "date": _("3 Juni 2026")},
    {
        "name": _("Diusulkan dinas"),
        "state": "done",
        "date": _("10 Juni 2026"),
        "note": _("Dinas Perindustrian Kab. Karangasem"),
    },
    {"name": _("Seleksi administrasi"), "state": "now", "date": _("Sejak 1 Juli 2026"), "note": _("Biasanya 14 hari")},
    {"name": _("Penilaian juri"), "state": "later"},
    {"name": _("Pengumuman"), "state": "later", "date": _("Oktober 2026")},
]


class Tag(NamedTuple):
    """A status tag of the lists here."""

    code: str
    label: str | Promise
    tint: str


RAIL = [
    {"label": _("Seleksi"), "state": "done", "url": "#r1", "deed": _("159 dari 159 usulan selesai")},
    {"label": _("Panel dan contoh"), "state": "done", "url": "#r2", "deed": _("166 dari 166 berkas dibuka")},
    {"label": _("Penilaian"), "state": "now", "url": "#r3", "deed": _("512 dari 830 lembar dikirim"), "is_here": True},
    {"label": _("Rekap dan pleno"), "state": "later", "url": "#r4", "deed": _("Belum")},
    {"label": _("Penetapan"), "state": "later", "url": "#r5", "deed": _("Belum")},
    {"label": _("Pengumuman"), "state": "later", "url": "#r6", "deed": _("Belum")},
]

WORKLIST = Worklist(
    [
        Line("#d1", "Tenun Gringsing Wayan", "OVOP-2026-0147", Tag("awaiting_agency", _("Menunggu"), "nila")),
        Line("#d2", "Gerabah Banyumulek", "OVOP-2026-0151", Tag("returned", _("Perlu dilengkapi"), "kunyit"), True),
        Line("#d3", "Anyaman Ata Ibu Komang", "OVOP-2026-0160", Tag("awaiting_agency", _("Menunggu"), "nila")),
    ]
)

TAGS = [
    ("draft", _("Draf"), "arang"),
    ("awaiting_agency", _("Menunggu pemeriksaan dinas"), "nila"),
    ("returned_by_agency", _("Perlu diperbaiki"), "kunyit"),
    ("in_screening", _("Seleksi administrasi"), "laut"),
    ("in_assessment", _("Dalam penilaian"), "telang"),
    ("not_nominated", _("Tidak diusulkan"), "soga"),
    ("awarded", _("Penerima OVOP, bintang 2 dari 3"), "daun"),
    ("revoked", _("Dicabut"), "mengkudu"),
]

SCORES = [
    {"label": "T-027", "scores": [71, 74, 78, 80, 73], "value": "75.20", "error": 1.7},
    {"label": "T-014", "scores": [66, 72, 70, 75, 71], "value": "70.80", "error": 1.5},
    {"label": "B-112", "scores": [88, 84, 91, 86, 90], "value": "87.80", "error": 1.3},
    {"label": "G-009", "scores": [52, 61, 57, 49, 60], "value": "55.80", "error": 2.3},
]

FUNNEL = [
    {"label": _("Diusulkan"), "count": 159},
    {"label": _("Tidak lolos administrasi"), "count": 70, "out": True},
    {"label": _("Lolos administrasi"), "count": 89},
    {"label": _("Penerima edisi lalu"), "count": 77},
    {"label": _("Dinilai juri"), "count": 166},
]

PROVINCES = [
    InProvince("11", "Aceh", "Aceh", 3),
    InProvince("12", "Sumatera Utara", "Sumut", 5),
    InProvince("13", "Sumatera Barat", "Sumbar", 9),
    InProvince("14", "Riau", "Riau", 0),
    InProvince("31", "DKI Jakarta", "DKI Jakarta", 2),
    InProvince("32", "Jawa Barat", "Jabar", 14),
    InProvince("33", "Jawa Tengah", "Jateng", 31),
    InProvince("34", "DI Yogyakarta", "DIY", 18),
    InProvince("35", "Jawa Timur", "Jatim", 22),
    InProvince("51", "Bali", "Bali", 16),
    InProvince("52", "Nusa Tenggara Barat", "NTB", 8),
    InProvince("53", "Nusa Tenggara Timur", "NTT", 7),
    InProvince("63", "Kalimantan Selatan", "Kalsel", 6),
    InProvince("73", "Sulawesi Selatan", "Sulsel", 4),
]


def context() -> dict[str, Any]:
    """Everything the page shows: all of it made up."""
    close = datetime(2026, 6, 30, 16, 59, tzinfo=UTC)
    return {
        "form": SampleForm(QueryDict(TYPED)),
        "clean_form": SampleForm(auto_id="bersih_%s", initial={"phone": "+6281234567890", "turnover": 125_000_000, "issued": date(2026, 11, 21)}),
        "level_form": LevelForm(auto_id="kartu_%s", initial={"level": "2"}),
        "menu": [
            {"label": _("Beranda"), "url": "#", "current": True},
            {"label": _("Calon"), "url": "#", "current": False},
            {"label": _("Surat dan pengiriman"), "url": "#", "current": False},
            {"label": _("Pesan"), "url": "#", "current": False},
        ],
        "frame": {
            "strip": _("Demo: semua usaha dan orang di halaman ini fiktif."),
            "name": "Ni Luh Sari",
            "role": _("Dinas Perindustrian Kab. Karangasem"),
            "account": "",
            "home_url": "#",
            "sign_in_url": "",
            "sign_out_url": "#",
            "idle_seconds": 0,
            "footer": [{"label": label, "url": "#"} for label in (_("Bantuan"), _("Kontak"), _("Privasi"), _("Aksesibilitas"), _("Data terbuka"))],
        },
        "rail": RAIL, "worklist": WORKLIST,
        "steps": STEPS, "tags": TAGS, "scores": SCORES, "lines": [(55, _("Bintang 1")), (70, _("Bintang 2")), (85, _("Bintang 3"))],
        "funnel": FUNNEL, "provinces": PROVINCES, "commodities": COMMODITIES,
        "aspects": [
            {"label": _("Produksi dan pengembangan masyarakat"), "value": "24.50", "maximum": 30, "median": "21"},
            {"label": _("Pengembangan produk"), "value": "38.25", "maximum": 45, "median": "35"},
            {"label": _("Pemasaran"), "value": "12.00", "maximum": 25, "median": "16"},
        ],
        "page_obj": Paginator(range(240), 24).page(4),
        "close": close, "now": datetime(2026, 6, 18, 3, 0, tzinfo=UTC), "day": date(2026, 11, 21),
    }  # fmt: skip


@public
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """The page of all components."""
    return render(request, "components/gaya.html", context())
