"""Fields: our words for every error, and answers cleaned the same way wherever they are typed."""

from __future__ import annotations

import re
import time
from datetime import date
from datetime import time as clock_time
from decimal import Decimal

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from ovop_portal.common import text
from ovop_portal.common.fields import (
    AngkaField,
    BerkasField,
    JamField,
    NibField,
    NilaiField,
    PersenField,
    RupiahField,
    TanggalField,
    TeleponField,
    YaTidakField,
)
from tests.common.answers import form_of, read

# Words that never stand in an error (ux 3.1 rule 6), and those of Django's stock sentences.
BANNED = re.compile(
    r"\b(salah|gagal|tidak valid|wajib diisi|mohon|maaf|silakan|bidang ini|masukkan|the|this|enter|select|submit|upload|file|invalid)\b",
    re.IGNORECASE,
)


def every_field():
    """One field of each class that a form of ours may hold."""
    choices = [("a", "A")]
    return {
        "CharField": forms.CharField(label="Nama pemilik", max_length=5, min_length=2),
        "EmailField": forms.EmailField(label="E-mail"),
        "URLField": forms.URLField(label="Alamat toko daring", assume_scheme="https"),
        "RegexField": forms.RegexField(r"^x$", label="Nomor sertifikat"),
        "IntegerField": forms.IntegerField(label="Tahun", min_value=2000, max_value=2100),
        "DecimalField": forms.DecimalField(label="Bobot", max_digits=4, decimal_places=1),
        "DateField": forms.DateField(label="Tanggal"),
        "TimeField": forms.TimeField(label="Jam"),
        "ChoiceField": forms.ChoiceField(label="Komoditas", choices=choices),
        "MultipleChoiceField": forms.MultipleChoiceField(label="Tempat penjualan", choices=choices),
        "BooleanField": forms.BooleanField(label="Saya setuju"),
        "FileField": forms.FileField(label="Surat usulan"),
        "ImageField": forms.ImageField(label="Foto produk"),
        "RupiahField": RupiahField(label="Nilai investasi", max_value=10),
        "AngkaField": AngkaField(label="Tenaga kerja", max_value=10),
        "NilaiField": NilaiField(label="Nilai", max_value=10),
        "PersenField": PersenField(label="Bahan baku lokal"),
        "TanggalField": TanggalField(label="Tanggal terbit", latest=date(2026, 1, 1), earliest=date(2020, 1, 1)),
        "TeleponField": TeleponField(label="Nomor WhatsApp"),
        "NibField": NibField(label="NIB"),
        "YaTidakField": YaTidakField(label="Apakah ada merek?"),
        "BerkasField": BerkasField(label="Surat keputusan"),
    }


@pytest.mark.parametrize("kind", every_field())
def test_every_field_speaks_our_words_for_every_error(kind):
    form = form_of(every_field()[kind])
    for code, message in form.fields["answer"].error_messages.items():
        assert not BANNED.search(str(message)), (code, str(message))
        assert not str(message).endswith("."), (code, str(message))


NASTY = [
    "",
    "   ",
    "x" * 10_001,
    "\x00",
    "a\x07b",
    "<script>",
    "1e2",
    "NaN",
    "0x10",
    "٣٤",
    "-1",
    "9" * 400,
    "q",
    "31",
    "a\u0301" + "\u0301" * 9,
]


@pytest.mark.parametrize("kind", every_field())
@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_bad_inputs_are_refused_in_our_words_or_taken_but_never_break(kind, nasty):
    form = form_of(every_field()[kind], answer=nasty, answer_0=nasty, answer_1=nasty, answer_2=nasty)
    for message in form.errors.get("answer", []):
        assert not BANNED.search(message), message


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        (forms.CharField(label="Nama pemilik"), "Isi nama pemilik"),
        (NibField(label="NIB"), "Isi NIB"),
        (TeleponField(label="Nomor WhatsApp"), "Isi nomor WhatsApp"),
        (forms.EmailField(label="E-mail"), "Isi e-mail"),
        (TanggalField(label="Tanggal terbit"), "Isi tanggal terbit"),
        (forms.ChoiceField(label="Provinsi", choices=[("", "")]), "Pilih provinsi"),
        (YaTidakField(label="Apakah usaha berada di sentra?"), "Pilih apakah usaha berada di sentra"),
        (BerkasField(label="Surat usulan"), "Unggah surat usulan"),
        (forms.BooleanField(label="Saya setuju"), "Beri tanda centang pada “Saya setuju”"),
        (forms.CharField(label="Alasan", error_messages={"required": "Tulis alasan"}), "Tulis alasan"),
    ],
)
def test_an_empty_answer_is_asked_for_by_name(field, sentence):
    assert form_of(field).errors["answer"] == [sentence]


@pytest.mark.parametrize(
    ("field", "typed", "answer"),
    [
        (RupiahField(label="Nilai investasi"), "Rp 1.250.000", 1250000),
        (
            RupiahField(label="Nilai investasi"),
            "1,2 juta",
            "Nilai investasi harus berupa angka dalam rupiah, tanpa kata juta atau miliar",
        ),
        (AngkaField(label="Tenaga kerja"), "1.250", 1250),
        (AngkaField(label="Tenaga kerja"), "dua", "Tenaga kerja harus berupa angka bulat, misalnya 12"),
        (AngkaField(label="Tenaga kerja", min_value=1), "0", "Tenaga kerja harus paling kecil 1"),
        (AngkaField(label="Tenaga kerja", max_value=9999), "10000", "Tenaga kerja harus paling besar 9.999"),
        (AngkaField(label="Tenaga kerja"), "-3", "Tenaga kerja harus paling kecil 0"),
        (AngkaField(label="Tenaga kerja"), "9999999999", "Tenaga kerja harus lebih kecil"),
        (NilaiField(label="Nilai"), "87,5", Decimal("87.5")),
        (NilaiField(label="Nilai"), "87.5", Decimal("87.5")),
        (
            NilaiField(label="Nilai"),
            "1.000",
            "Nilai harus ditulis tanpa titik ribuan. Untuk pecahan pakai koma, misalnya 87,5",
        ),
        (PersenField(label="Bahan lokal"), "80%", Decimal(80)),
        (PersenField(label="Bahan lokal"), "101", "Bahan lokal harus paling besar 100"),
        (NibField(label="NIB"), "9120 0012-3456.7", "9120001234567"),
        (NibField(label="NIB"), "912000123456", "NIB harus 13 angka. Anda mengisi 12 angka"),
        (NibField(label="NIB"), "91200012345AB", "NIB harus 13 angka, tanpa huruf"),
        (NibField(label="NIB", required=False), " ", ""),
        (NibField(label="NIB"), "NIB: 9120‑0012–3456\u202f7", "9120001234567"),
        (NibField(label="NIB"), "９１２０００１２３４５６７", "9120001234567"),
        (NibField(label="NIB"), "9120001234\u00ad567", "9120001234567"),
        (PersenField(label="Bahan lokal"), "80 persen", Decimal(80)),
        (PersenField(label="Bahan lokal"), "75,5", Decimal("75.5")),
        (PersenField(label="Bahan lokal"), "75,125", "Bahan lokal harus paling banyak 2 angka di belakang koma"),
        (AngkaField(label="Tenaga kerja", suffix="orang"), "12 orang", 12),
        (AngkaField(label="Jaminan pasokan", suffix="tahun"), "3\u00a0Tahun", 3),
        (
            AngkaField(label="Jaminan pasokan", suffix="tahun"),
            "3 bulan",
            "Jaminan pasokan harus berupa angka bulat, misalnya 12",
        ),
        (RupiahField(label="Omzet"), "Rp\u00a01.250.000,–", 1250000),
        (RupiahField(label="Omzet"), "IDR 1.250.000,00", 1250000),
        (RupiahField(label="Omzet"), "1 250 000 rupiah", 1250000),
        (
            RupiahField(label="Omzet"),
            "12.50.000",
            "Omzet harus berupa angka bulat dalam rupiah, misalnya 1.250.000",
        ),
        (RupiahField(label="Omzet"), "1,5 jt", "Omzet harus berupa angka dalam rupiah, tanpa kata juta atau miliar"),
        (TeleponField(label="Nomor WhatsApp"), "0812-3456-7890", "+6281234567890"),
        (TeleponField(label="Nomor WhatsApp"), "+62 812 3456 7890", "+6281234567890"),
        (TeleponField(label="Nomor WhatsApp"), "62 812-34567890", "+6281234567890"),
        *(
            (TeleponField(label="Nomor WhatsApp"), typed, "+6281234567890")
            for typed in (
                "0812–3456–7890",
                "0812‑3456‑7890",
                "0812\u00a03456\u202f7890",
                "\u202a+62 812-3456-7890\u202c",
                "+62 (0)812 3456 7890",
                "81234567890",
                "WA: 0812 3456 7890",
                "No. HP 0812.3456.7890",
                "https://wa.me/6281234567890",
                "００６２８１２３４５６７８９０",
                "0812−3456−7890",
            )
        ),
        (
            TeleponField(label="Nomor WhatsApp"),
            "0812-KERAJINAN",
            "Nomor WhatsApp harus 10 sampai 13 angka, misalnya 0812-3456-7890",
        ),
        (
            TeleponField(label="Nomor WhatsApp"),
            "0812",
            "Nomor WhatsApp harus 10 sampai 13 angka, misalnya 0812-3456-7890",
        ),
        (TeleponField(label="Telepon kantor", mobile=False), "(0271) 712345", "+62271712345"),
        (YaTidakField(label="Ada merek?"), "ya", True),
        (YaTidakField(label="Ada merek?"), "tidak", False),
        (YaTidakField(label="Ada merek?", required=False), "", None),
    ],
)
def test_typed_answers_become_values_or_sentences(field, typed, answer):
    assert read(field, typed) == answer


@pytest.mark.parametrize(
    ("parts", "answer"),
    [
        (("21", "11", "2026"), date(2026, 11, 21)),
        (("1", "Nov", "2026"), date(2026, 11, 1)),
        (("01", "agustus", "2026"), date(2026, 8, 1)),
        (("２１", "Agt.", "2026\u00a0"), date(2026, 8, 21)),
        (("29", "2", "2023"), "Tanggal terbit harus tanggal yang ada, misalnya 21 11 2026"),
        (("1", "13", "2026"), "Tanggal terbit harus tanggal yang ada, misalnya 21 11 2026"),
        (("1", "1", "0001"), "Tanggal terbit harus tanggal yang ada, misalnya 21 11 2026"),
        (("1", "1", "9999"), "Tanggal terbit harus tanggal yang ada, misalnya 21 11 2026"),
        (("1", "", "2026"), "Tanggal terbit harus memuat hari, bulan, dan tahun"),
        (("2", "1", "2027"), "Tanggal terbit tidak boleh sesudah hari ini"),
        (("2", "1", "2019"), "Tanggal terbit harus 1 Januari 2020 atau sesudahnya"),
    ],
)
def test_a_date_is_three_answers_and_one_day(parts, answer):
    field = TanggalField(label="Tanggal terbit", latest=date(2027, 1, 1), earliest=date(2020, 1, 1))
    form = form_of(field, answer_0=parts[0], answer_1=parts[1], answer_2=parts[2])
    found = form.cleaned_data["answer"] if form.is_valid() else form.errors["answer"][0].replace("\u00a0", " ")
    assert found == answer


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Cafe\u0301 Sidomuncul", "Café Sidomuncul"),
        ("Ni\u200bLuh\ufeff \u202eSari", "NiLuh Sari"),
        ("O'Brien", "O'Brien"),
        ("Siti", "Siti"),
        ("ꦱꦸꦂꦪ 🧵", "ꦱꦸꦂꦪ 🧵"),
        ("<b>{{ 7*7 }}</b>", "<b>{{ 7*7 }}</b>"),
        ("a\tb", "a b"),
        ("../../etc/passwd", "../../etc/passwd"),
    ],
)
def test_text_is_kept_as_written_in_one_spelling(typed, kept):
    assert read(forms.CharField(label="Nama"), typed) == kept


@pytest.mark.parametrize("typed", ["a\x00b", "a\x1b[31m", "a" + "\u0301" * 5, "a\ud800b"])
def test_text_that_is_no_text_is_refused(typed):
    assert read(forms.CharField(label="Nama"), typed) == "Nama harus berupa teks biasa. Ketik ulang isian Anda"


def test_long_text_keeps_its_lines_and_has_a_limit():
    story = forms.CharField(label="Cerita", widget=forms.Textarea)
    assert read(story, "satu\r\ndua\ttiga") == "satu\ndua\ttiga"
    assert read(story, "x" * 10_001) == "Cerita harus paling banyak 10.000 karakter. Persingkat isian Anda"


def test_a_password_is_left_byte_for_byte():
    secret = "cafe\u0301\u200b"
    assert read(forms.CharField(label="Kata sandi", widget=forms.PasswordInput, strip=False), secret) == secret


@pytest.mark.parametrize("ending", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_a_line_that_ends_in_whatever_way_keeps_its_words_apart(ending):
    typed = f"Maju{ending}Jaya"
    assert read(forms.CharField(widget=forms.Textarea), typed) == "Maju\nJaya"
    assert read(forms.CharField(), typed) == "Maju Jaya"
    assert text.same_characters(typed.replace("a", "\u00e1")).split() == ["M\u00e1ju", "J\u00e1y\u00e1"]
    assert text.tidy("Ma\u200bju\u00ad") == "Maju"


@given(st.text(max_size=300))
def test_tidying_twice_changes_nothing_more(typed):
    assert text.tidy(text.tidy(typed)) == text.tidy(typed)


def test_a_megabyte_of_marks_is_refused_quickly():
    begun = time.process_time()
    assert read(forms.CharField(label="Nama"), "a" + "\u0301" * 500_000).startswith("Nama harus")
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("typed", "hour"),
    [("23.59", (23, 59)), ("7:05", (7, 5)), ("2359", (23, 59)), ("pukul 08.00 WIB", (8, 0)), ("Jam 16.30", (16, 30))],
)
def test_an_hour_is_read_as_people_write_it(typed, hour):
    assert read(JamField(label="Pukul"), typed) == clock_time(*hour)


@pytest.mark.parametrize("typed", ["24.00", "12.60", "siang", "7", "12.5", "23.59.59", "-1.00", "\u0661\u0662.00"])
def test_what_is_no_hour_is_told_with_an_example(typed):
    assert read(JamField(label="Pukul"), typed) == "Pukul harus jam yang ada, misalnya 23.59"
