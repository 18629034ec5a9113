"""The places of the country as `load_reference` writes them. The tables here
are written by hand from the decree's own summary, not from our files."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Q
from django.db.models.functions import Left

from ovop_portal.common import reference
from regions.models import CodeScheme, District, Kind, OutreachSession, Province, Regency
from tests.support.standing import standing

pytestmark = pytest.mark.django_db

# code, short name, kabupaten, kota, kecamatan
COUNTED = [
    ("11", "Aceh", 18, 5, 290),
    ("12", "Sumut", 25, 8, 455),
    ("13", "Sumbar", 12, 7, 179),
    ("14", "Riau", 10, 2, 172),
    ("15", "Jambi", 9, 2, 144),
    ("16", "Sumsel", 13, 4, 241),
    ("17", "Bengkulu", 9, 1, 129),
    ("18", "Lampung", 13, 2, 229),
    ("19", "Babel", 6, 1, 47),
    ("21", "Kepri", 5, 2, 80),
    ("31", "DKI Jakarta", 1, 5, 44),
    ("32", "Jabar", 18, 9, 627),
    ("33", "Jateng", 29, 6, 576),
    ("34", "DIY", 4, 1, 78),
    ("35", "Jatim", 29, 9, 666),
    ("36", "Banten", 4, 4, 155),
    ("51", "Bali", 8, 1, 57),
    ("52", "NTB", 8, 2, 117),
    ("53", "NTT", 21, 1, 315),
    ("61", "Kalbar", 12, 2, 174),
    ("62", "Kalteng", 13, 1, 136),
    ("63", "Kalsel", 11, 2, 156),
    ("64", "Kaltim", 7, 3, 105),
    ("65", "Kaltara", 4, 1, 55),
    ("71", "Sulut", 11, 4, 171),
    ("72", "Sulteng", 12, 1, 177),
    ("73", "Sulsel", 21, 3, 313),
    ("74", "Sultra", 15, 2, 221),
    ("75", "Gorontalo", 5, 1, 77),
    ("76", "Sulbar", 6, 0, 69),
    ("81", "Maluku", 9, 2, 119),
    ("82", "Malut", 8, 2, 118),
    ("91", "Papua", 8, 1, 105),
    ("92", "Papua Barat", 7, 0, 91),
    ("93", "Papua Selatan", 4, 0, 82),
    ("94", "Papua Tengah", 8, 0, 131),
    ("95", "Papua Pegunungan", 8, 0, 252),
    ("96", "Papua Barat Daya", 5, 1, 132),
]
ISLANDS = {
    "sumatera": (10, 154),
    "jawa": (6, 119),
    "bali_nusa_tenggara": (3, 41),
    "kalimantan": (5, 56),
    "sulawesi": (6, 81),
    "maluku": (2, 21),
    "papua": (6, 42),
}
WIB = ["11", "12", "13", "14", "15", "16", "17", "18", "19", "21", "31", "32", "33", "34", "35", "36", "61", "62"]
WITA = ["51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"]
WIT = ["81", "82", "91", "92", "93", "94", "95", "96"]
JAVA_AND_KALIMANTAN = ["31", "32", "33", "34", "35", "36", "61", "62", "63", "64", "65"]
SUMATERA = ["11", "12", "13", "14", "15", "16", "17", "18", "19", "21"]
THE_REST = ["51", "52", "53", "71", "72", "73", "74", "75", "76", "81", "82", "91", "92", "93", "94", "95", "96"]


def load(**options: bool) -> str:
    """What the command prints, without the line about its seconds."""
    out = StringIO()
    call_command("load_reference", stdout=out, **options)
    return "\n".join(line for line in out.getvalue().splitlines() if not line.startswith("Disimpan dalam"))


@pytest.fixture(scope="module", autouse=True)
def _only_regions() -> Iterator[None]:
    """What is printed here must not grow with the rooms above."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reference, "_loaders", {"regions": reference._loaders["regions"]})
        yield


@standing
def loaded() -> None:
    load()


@pytest.mark.usefixtures("loaded")
class TestTheCountry:
    def test_has_the_regencies_cities_and_districts_that_the_decree_counts_in_each_province(self) -> None:
        counted = Province.objects.annotate(
            kabupaten=Count("regencies", distinct=True, filter=Q(regencies__kind=Kind.KABUPATEN)),
            kota=Count("regencies", distinct=True, filter=Q(regencies__kind=Kind.KOTA)),
            kecamatan=Count("regencies__districts", distinct=True),
        )
        assert list(counted.values_list("code", "short_name", "kabupaten", "kota", "kecamatan")) == COUNTED

    def test_has_38_provinces_with_416_regencies_and_98_cities_and_7285_districts(self) -> None:
        kinds = Counter(Regency.objects.values_list("kind", flat=True))
        assert (Province.objects.count(), kinds, District.objects.count()) == (38, {"kabupaten": 416, "kota": 98}, 7285)

    def test_adds_up_by_islands(self) -> None:
        islands = Province.objects.order_by("island_group").values_list("island_group")
        counted = islands.annotate(Count("pk", distinct=True), Count("regencies"))
        assert {group: (provinces, regencies) for group, provinces, regencies in counted} == ISLANDS

    def test_reads_its_clocks_by_three_zones(self) -> None:
        zones: dict[str, list[str]] = {}
        for code, zone in Province.objects.values_list("code", "time_zone"):
            zones.setdefault(zone, []).append(code)
        assert zones == {"Asia/Jakarta": WIB, "Asia/Makassar": WITA, "Asia/Jayapura": WIT}

    def test_gives_every_place_a_code_that_starts_with_its_parents(self) -> None:
        regencies = Regency.objects.annotate(parent=Left("code", 2)).exclude(parent=F("province_id"))
        districts = District.objects.annotate(parent=Left("code", 5)).exclude(parent=F("regency_id"))
        assert (list(regencies), list(districts)) == ([], [])

    def test_leaves_no_regency_without_districts(self) -> None:
        assert list(Regency.objects.filter(districts=None)) == []

    def test_writes_names_with_single_spaces_and_without_the_word_for_the_kind(self) -> None:
        names = [
            *Province.objects.values_list("name", flat=True),
            *Regency.objects.values_list("name", flat=True),
            *District.objects.values_list("name", flat=True),
        ]
        words = ("Kab.", "Kabupaten", "Kota Adm", "Administrasi", "Kecamatan", "Kep.")
        assert [name for name in names if name != " ".join(name.split()) or name.startswith(words)] == []

    def test_knows_jakartas_six_administrative_units(self) -> None:
        six = Regency.objects.filter(is_administrative=True)
        assert [regency.full_name for regency in six] == [
            "Kabupaten Administrasi Kepulauan Seribu",
            "Kota Administrasi Jakarta Pusat",
            "Kota Administrasi Jakarta Utara",
            "Kota Administrasi Jakarta Barat",
            "Kota Administrasi Jakarta Selatan",
            "Kota Administrasi Jakarta Timur",
        ]

    def test_names_one_decree_as_the_source_of_every_code(self) -> None:
        schemes = [set(model.objects.values_list("scheme", flat=True)) for model in (Province, Regency, District)]
        assert schemes == [{CodeScheme.KEMENDAGRI_2025}] * 3

    def test_reached_every_province_by_exactly_one_session_in_2020(self) -> None:
        sessions = OutreachSession.objects.order_by("held_on").prefetch_related("provinces")
        assert [(session.held_on, [province.code for province in session.provinces.all()]) for session in sessions] == [
            (date(2020, 11, 19), JAVA_AND_KALIMANTAN),
            (date(2020, 11, 24), SUMATERA),
            (date(2020, 11, 27), THE_REST),
        ]


class TestLoading:
    def test_prints_what_is_new(self) -> None:
        assert load() == (
            "Provinsi: 38 baru\n"
            "  + 11 Aceh; 12 Sumatera Utara; 13 Sumatera Barat, dan 35 lagi\n"
            "Kabupaten/kota: 514 baru\n"
            "  + 11.01 Kab. Aceh Selatan; 11.02 Kab. Aceh Tenggara; 11.03 Kab. Aceh Timur, dan 511 lagi\n"
            "Kecamatan: 7.285 baru\n"
            "  + 11.01.01 Bakongan; 11.01.02 Kluet Utara; 11.01.03 Kluet Selatan, dan 7.282 lagi\n"
            "Sosialisasi: 3 baru\n"
            "  + Sosialisasi OVOP 2020 sesi I; Sosialisasi OVOP 2020 sesi II; Sosialisasi OVOP 2020 sesi III\n"
            "Provinsi yang dijangkau sosialisasi: 38 baru\n"
            "  + 11; 12; 13, dan 35 lagi\n"
            "Hari libur: 30 baru\n"
            "  + 2026-01-01 Tahun Baru 2026 Masehi; 2026-01-16 Isra Mikraj Nabi Muhammad saw.; 2026-02-16 Cuti bersama Tahun Baru Imlek, dan 27 lagi"
        )

    def test_changes_nothing_the_second_time(self, loaded: None) -> None:
        assert load() == (
            "Provinsi: 38 tetap\n"
            "Kabupaten/kota: 514 tetap\n"
            "Kecamatan: 7.285 tetap\n"
            "Sosialisasi: 3 tetap\n"
            "Provinsi yang dijangkau sosialisasi: 38 tetap\n"
            "Hari libur: 30 tetap\n"
            "Data acuan sudah sesuai. Tidak ada yang diubah."
        )

    def test_mends_a_changed_name_and_says_from_what_to_what(self, loaded: None) -> None:
        Regency.objects.filter(code="33.73").update(name="Salatga")
        lines = load().splitlines()
        assert lines[1:3] == [
            "Kabupaten/kota: 1 berubah, 513 tetap",
            "  ~ 33.73 Kota Salatiga (name: Salatga → Salatiga)",
        ]
        assert Regency.objects.get(code="33.73").name == "Salatiga"

    def test_reports_a_place_that_the_source_no_longer_has_and_leaves_it(self, loaded: None) -> None:
        District.objects.create(code="33.73.99", regency_id="33.73", name="Kecamatan Lama")
        lines = load().splitlines()
        assert lines[2:4] == ["Kecamatan: 1 tidak ada lagi di sumber, dibiarkan, 7.285 tetap", "  ? 33.73.99"]
        assert District.objects.filter(code="33.73.99").exists()

    def test_says_nothing_of_the_secretariats_own_sessions(self, loaded: None) -> None:
        OutreachSession.objects.create(title="Sosialisasi OVOP 2026", held_on=date(2026, 2, 3))
        assert "Sosialisasi: 3 tetap" in load().splitlines()

    def test_shows_the_same_and_keeps_nothing_in_a_dry_run(self) -> None:
        trial = load(dry_run=True)
        assert (Province.objects.count(), OutreachSession.objects.count()) == (0, 0)
        assert trial == load() + "\nBaru percobaan: belum ada yang disimpan."


@pytest.fixture
def saved_by_excel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The fixtures as Excel of an Indonesian Windows saves them: a mark, semicolons, capitals for yes and no, days of the country."""
    folder = tmp_path / "regions"
    folder.mkdir()
    for source in (reference.FIXTURES / "regions").glob("*.csv"):
        with source.open(encoding="utf-8", newline="") as file:
            table = list(csv.reader(file))
        with (folder / source.name).open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";").writerows([[_as_excel(cell) for cell in row] for row in table])
    monkeypatch.setattr(reference, "FIXTURES", tmp_path)
    return folder


def _as_excel(cell: str) -> str:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return "/".join(reversed(cell.split("-")))
    return cell.upper() if cell in ("true", "false") else cell


@pytest.mark.usefixtures("loaded")
def test_tables_that_were_opened_and_saved_by_a_spreadsheet_say_the_same(saved_by_excel: Path) -> None:
    assert load().endswith("Data acuan sudah sesuai. Tidak ada yang diubah.")


@pytest.mark.parametrize(
    ("was", "became", "sentence"),
    [
        ("11.10;kabupaten", "11.1;kabupaten", "fixtures/regions/regencies.csv, baris 11, kolom code: “11.1” harus ditulis seperti 33.10"),
        ("code;kind;", "kode;kind;", "fixtures/regions/regencies.csv, baris 1: kolom code tidak ada"),
        ("11.01;kabupaten", "11.01;kab", "fixtures/regions/regencies.csv, baris 2, kolom kind: “kab” harus salah satu dari kabupaten, kota"),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_spoilt_is_named_by_file_line_and_column(
    saved_by_excel: Path, was: str, became: str, sentence: str
) -> None:
    table = saved_by_excel / "regencies.csv"
    table.write_text(table.read_text("utf-8-sig").replace(was, became, 1), "utf-8")

    with pytest.raises(CommandError) as said:
        load()

    assert str(said.value) == sentence
    assert not Province.objects.exists()
