"""How things are written: one function for each kind."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import formats as django_formats
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from ovop_portal.common import formats
from ovop_portal.common.numbers import half_up, parse_rupiah

CLOSE = datetime(2026, 6, 30, 16, 59, tzinfo=UTC)


def plain(text):
    """Without the spaces that keep a date on one line."""
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("function", "value", "written"),
    [
        (formats.angka, 1234, "1.234"),
        (formats.angka, Decimal("1234.50"), "1.234,5"),
        (formats.angka, 0, "0"),
        (formats.angka, -1234, "-1.234"),
        (formats.angka, None, ""),
        (formats.nilai, "89.995", "90,00"),
        (formats.nilai, Decimal("87.5"), "87,50"),
        (formats.persen, Decimal("12.50"), "12,5%"),
        (formats.persen, 80, "80%"),
        (formats.rupiah, 1250000, "Rp1.250.000"),
        (formats.rupiah, -500, "-Rp500"),
        (formats.rupiah, "", ""),
        (formats.rupiah_ringkas, 1_250_000_000, "Rp1,25 miliar"),
        (formats.rupiah_ringkas, 52_400_000, "Rp52,4 juta"),
        (formats.rupiah_ringkas, 999_999, "Rp999.999"),
        (formats.tanggal, date(2026, 11, 21), "21 November 2026"),
        (formats.tanggal_pendek, date(2026, 8, 1), "1 Agu 2026"),
        (formats.hari, CLOSE, "Selasa"),
        (formats.jam, CLOSE, "23.59"),
        (formats.pukul, CLOSE, "pukul 23.59 WIB"),
        (formats.waktu, CLOSE, "30 Juni 2026 pukul 23.59 WIB"),
        (formats.durasi, timedelta(minutes=4), "4 menit"),
        (formats.durasi, timedelta(hours=3), "3 jam"),
        (formats.durasi, timedelta(days=12), "12 hari"),
        (formats.telepon, "+6281234567890", "0812-3456-7890"),
        (formats.telepon, "+31201234567", "+31201234567"),
        (formats.ukuran, 0, "0 B"),
        (formats.ukuran, 340_000, "340 KB"),
        (formats.ukuran, 4_100_000, "4,1 MB"),
        (formats.berkelompok, "9120001234567", "9120 0012 3456 7"),
        (formats.nik_tersamar, "3374010101010001", "3374••••••••0001"),
    ],
)
def test_each_kind_is_written_its_own_way(function, value, written):
    assert plain(function(value)) == written


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        (date(2026, 6, 10), date(2026, 6, 15), "10–15 Juni 2026"),
        (date(2026, 5, 28), date(2026, 6, 3), "28 Mei–3 Juni 2026"),
        (date(2026, 12, 30), date(2027, 1, 2), "30 Desember 2026–2 Januari 2027"),
        (date(2026, 6, 10), date(2026, 6, 10), "10 Juni 2026"),
        (date(2026, 6, 10), None, "10 Juni 2026"),
    ],
)
def test_a_range_says_month_and_year_once(first, last, written):
    assert plain(formats.rentang(first, last)) == written


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        (None, "Selasa, 30 Juni 2026 pukul 23.59 WIB"),
        ("Asia/Jakarta", "Selasa, 30 Juni 2026 pukul 23.59 WIB"),
        ("Asia/Makassar", "Selasa, 30 Juni 2026 pukul 23.59 WIB (00.59 WITA, 1 Juli)"),
        ("Asia/Jayapura", "Selasa, 30 Juni 2026 pukul 23.59 WIB (01.59 WIT, 1 Juli)"),
    ],
)
def test_a_deadline_is_ruled_in_wib_and_told_in_the_readers_hour(zone, written):
    assert plain(formats.tenggat(CLOSE, zone)) == written


@pytest.mark.parametrize(
    ("days", "written"),
    [
        (-12, "12 hari lagi (30 Juni 2026)"),
        (-1, "besok (30 Juni 2026)"),
        (0, "hari ini (30 Juni 2026)"),
        (1, "kemarin (30 Juni 2026)"),
        (3, "3 hari lalu (30 Juni 2026)"),
    ],
)
def test_a_distance_in_days_always_names_the_day(days, written):
    assert plain(formats.masa(CLOSE, CLOSE + timedelta(days=days))) == written


@pytest.mark.parametrize(
    ("hours", "written"),
    [
        (-30 * 24, "30 hari lagi, sampai 30 Juni 2026 pukul 23.59 WIB"),
        # 23.30 WIB of the day before is the last day in the east already.
        (-24.5, "besok, sampai 30 Juni 2026 pukul 23.59 WIB"),
        (-1, "hari ini, sampai 30 Juni 2026 pukul 23.59 WIB"),
    ],
)
def test_a_deadline_in_a_list_is_counted_and_named_by_wib(hours, written):
    assert plain(formats.batas(CLOSE, CLOSE + timedelta(hours=hours))) == written
    assert (formats.batas(None, CLOSE), formats.batas(CLOSE, None)) == (formats.EMPTY, formats.EMPTY)


def test_a_deadline_in_a_list_has_the_readers_hour_too():
    written = "hari ini, sampai 30 Juni 2026 pukul 23.59 WIB (01.59 WIT, 1 Juli)"
    assert plain(formats.batas(CLOSE, CLOSE, "Asia/Jayapura")) == written


def test_english_pages_group_the_english_way():
    with translation.override("en"):
        assert [formats.angka(1234), formats.nilai("87.5")] == ["1,234", "87.50"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("21-11-2026", date(2026, 11, 21)),
        ("21/11/2026", date(2026, 11, 21)),
        ("2026-11-21", date(2026, 11, 21)),
        ("21 Nov 2026", date(2026, 11, 21)),
        ("21 Nopember 2026", date(2026, 11, 21)),
        ("12/25/2026", None),
        ("29-02-2023", None),
        ("01-01-0001", None),
        ("01-01-9999", None),
        ("٢١-١١-٢٠٢٦", None),
        ("21-11-26", None),
        ("besok", None),
    ],
)
def test_dates_are_read_day_first_or_not_at_all(text, read):
    assert formats.parse_tanggal(text) == read


def test_filters_write_what_the_functions_write():
    template = Template(
        "{% load ovop %}{{ n|rupiah }} {{ s|nilai }} {{ d|tanggal_pendek }} {{ d|masa:d }} {% rentang d d %}"
    )
    written = template.render(Context({"n": 1250000, "s": Decimal("2.345"), "d": date(2026, 6, 30)}))
    assert plain(written) == "Rp1.250.000 2,35 30 Jun 2026 hari ini (30 Juni 2026) 30 Juni 2026"


def test_django_itself_never_groups_a_year_or_reads_an_american_date():
    with translation.override("id"):
        assert Template("{{ year }}").render(Context({"year": 2026})) == "2026"
        assert "%m/%d/%Y" not in django_formats.get_format("DATE_INPUT_FORMATS")
        assert django_formats.date_format(date(2026, 11, 21), "SHORT_DATE_FORMAT") == "21 Nov 2026"


@given(st.integers(min_value=0, max_value=10**15))
def test_money_written_is_money_read(amount):
    assert parse_rupiah(formats.rupiah(amount)) == amount


@given(st.decimals(min_value=0, max_value=1000, places=6))
def test_a_written_score_is_the_rounded_score(score):
    assert Decimal(formats.nilai(score).replace(".", "").replace(",", ".")) == half_up(score)
