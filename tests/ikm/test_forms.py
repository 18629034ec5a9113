"""The record of a firm as forms: what they read, what they say, and what waits."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from ikm import operations as firms
from ikm.forms.figures import FiguresForm
from ikm.forms.firm import LegalityForm, NpwpField, PlaceForm, ProfileForm
from ikm.forms.papers import PermitForm, PhotosForm
from ikm.forms.parts import in_words
from ikm.forms.product import MaterialForm, ProductForm, StoryForm
from ikm.models import CommodityGroup, Ikm, PermitKind, Product, Sentra
from ikm.permits import tidy_number
from ovop_portal.common.verbs import Stale
from ovop_portal.ledger.models import Event
from regions.models import Regency
from tests.regions.factories import DistrictFactory
from tests.scene import NOW, Scene, a_photo
from tests.support.standing import standing

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


@standing
def scene() -> Scene:
    return Scene.begin()


@standing
def product(scene: Scene) -> Product:
    return scene.product("Tenun")


def sent(**values: Any) -> QueryDict:
    """A form as a browser sends it."""
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [str(value)])
    return data


def errors(form: Any) -> dict[str, list[str]]:
    return {name: [str(message) for message in messages] for name, messages in form.errors.items()}


PROFILE = {
    "name": "Tenun Ayu",
    "owner_name": "Ni Luh Ayu",
    "legal_form": "ud",
    "founded_in": "1998",
    "phone": "0812 3456 7890",
    "email": "",
}


def profile(ikm: Ikm, partial: bool = False, **changes: Any) -> ProfileForm:
    values = {**PROFILE, "versi": ikm.version} | changes
    return ProfileForm(sent(**values), row=ikm, now=NOW, partial=partial)


def test_a_profile_is_read_as_people_write_it(product: Product) -> None:
    form = profile(product.ikm)

    assert form.is_valid()
    assert form.values == {
        "name": "Tenun Ayu", "owner_name": "Ni Luh Ayu", "legal_form": "ud", "founded_in": 1998, "phone": "+6281234567890", "email": "",
    }  # fmt: skip


def test_a_profile_says_what_each_answer_must_be(product: Product) -> None:
    form = profile(product.ikm, name="", legal_form="firma", founded_in="98", phone="0812", email="ayu@")

    assert errors(form) == {
        "name": ["Isi nama usaha"],
        "legal_form": ["Pilih bentuk usaha dari daftar"],
        "founded_in": ["Tahun berdiri harus 4 angka, misalnya 1998"],
        "phone": ["Nomor WhatsApp usaha harus 10 sampai 13 angka, misalnya 0812-3456-7890"],
        "email": ["E-mail usaha harus alamat lengkap, misalnya nama@contoh.id"],
    }


@pytest.mark.parametrize("year", ["1899", "2027", "٢٠٠٠", "1.998", "19 98"])
def test_a_year_lies_between_then_and_now_in_plain_digits(product: Product, year: str) -> None:
    form = profile(product.ikm, founded_in=year)

    assert list(form.errors) == ["founded_in"]
    assert errors(form)["founded_in"][0] in (
        "Tahun berdiri harus antara 1900 dan 2026",
        "Tahun berdiri harus 4 angka, misalnya 1998",
    )


def test_a_part_that_is_laid_aside_keeps_what_there_is(product: Product) -> None:
    blank = dict.fromkeys(PROFILE, "")

    assert errors(profile(product.ikm, partial=True, **blank)) == {
        "name": ["Isi nama usaha"],
        "owner_name": ["Isi nama pemilik"],
    }
    waiting = profile(product.ikm, partial=True, legal_form="", founded_in="", phone="")
    assert waiting.is_valid()
    assert (waiting.values["legal_form"], waiting.values["founded_in"], waiting.values["phone"]) == ("", None, "")
    # The page still calls the answers what they are.
    assert waiting.fields["founded_in"].required


def test_a_place_offers_sentras_and_districts_of_the_region_only(scene: Scene, product: Product) -> None:
    DistrictFactory(code="51.07.01")
    DistrictFactory(code="33.75.01")
    form = PlaceForm(None, row=product.ikm, group=scene.commodity, now=NOW)

    assert form.fields["sentra"].choices == [
        (str(scene.sentra.uuid), "Sentra Tenun Gringsing"),
        ("dinas", "Belum tahu, dinas yang mengisi"),
    ]
    assert form.fields["sentra"].hints == {
        str(scene.sentra.uuid): "Kain tenun, 12 unit usaha",
        "dinas": "Bagian ini selesai bagi Anda; tahun masuknya boleh dikosongkan",
    }
    assert [code for code, _name in form.fields["district"].choices] == ["", "51.07.01"]


def test_a_place_offers_sentras_of_the_product_s_group_and_the_one_chosen_before(
    scene: Scene, product: Product
) -> None:
    pottery = CommodityGroup.objects.get(pk="gerabah")
    kilns, looms = (
        Sentra.objects.create(name=name, regency=scene.regency, commodity_group=group, unit_count=9)
        for name, group in (("Sentra Gerabah", pottery), ("Sentra Songket", scene.commodity))
    )

    weaver = PlaceForm(None, row=product.ikm, group=scene.commodity, now=NOW)
    mended = PlaceForm(None, row=product.ikm, group=pottery, now=NOW)

    assert list(weaver.sentras.values()) == [looms, scene.sentra]
    assert list(mended.sentras.values()) == [kilns, scene.sentra]
    assert mended.fields["sentra"].hints[str(scene.sentra.uuid)] == "Kain tenun, 12 unit usaha"
    Sentra.objects.filter(pk=kilns.pk).update(commodity_group=scene.commodity)
    assert not PlaceForm(None, row=product.ikm, group=pottery, now=NOW).has_fitting


def test_a_place_is_kept_by_its_verb(scene: Scene, product: Product) -> None:
    ikm = product.ikm
    DistrictFactory(code="51.07.01")
    data = sent(
        sentra=scene.sentra.uuid,
        sentra_since="2005",
        district="51.07.01",
        village="Tenganan",
        address="Jl. Kapas 1",
        versi=ikm.version,
    )
    form = PlaceForm(data, row=ikm, group=scene.commodity, now=NOW)

    assert form.is_valid(), errors(form)
    form.save(form.values, by=scene.owner, now=NOW)

    ikm.refresh_from_db()
    assert (ikm.sentra, ikm.district_id, ikm.sentra_since, ikm.village) == (scene.sentra, "51.07.01", 2005, "Tenganan")


def placed(scene: Scene, product: Product, **answers: Any) -> Ikm:
    """The firm after its place was kept with these answers."""
    ikm = Ikm.objects.get(pk=product.ikm_id)
    data = sent(sentra=scene.sentra.uuid, sentra_since="2005", address="Jl. Kapas 1", versi=ikm.version, **answers)
    form = PlaceForm(data, row=ikm, group=scene.commodity, now=NOW)
    assert form.is_valid(), errors(form)
    form.save(form.values, by=scene.owner, now=NOW)
    return Ikm.objects.get(pk=ikm.pk)


def test_a_firm_says_whether_it_pulls_its_sentra_along_and_may_say_otherwise_later(
    scene: Scene, product: Product
) -> None:
    first = placed(scene, product, is_anchor="ya")
    assert first.is_anchor
    assert "is_anchor" in Event.objects.about(first.subject).filter(kind="ikm.written").first().body["fields"]

    assert placed(scene, product).is_anchor, "a question that was not answered changes nothing"
    assert not placed(scene, product, is_anchor="tidak").is_anchor
    assert not placed(scene, product).is_anchor


def test_an_answer_of_yes_or_no_is_said_in_words(scene: Scene, product: Product) -> None:
    form = PlaceForm(None, row=product.ikm, group=scene.commodity, now=NOW)

    assert [form.wording("is_anchor", value) for value in (True, False, None)] == ["Ya", "Tidak", ""]
    assert form["is_anchor"].value() == "tidak"


def test_another_answer_than_yes_or_no_is_refused(scene: Scene, product: Product) -> None:
    data = sent(sentra=scene.sentra.uuid, sentra_since="2005", address="Jl. Kapas 1", is_anchor="mungkin")

    assert list(errors(PlaceForm(data, row=product.ikm, group=scene.commodity, now=NOW))) == ["is_anchor"]


def test_a_sentra_of_another_region_is_no_choice(scene: Scene, product: Product) -> None:
    form = PlaceForm(
        sent(sentra="6f9b1f7e-0000-4000-8000-000000000000", sentra_since="2005", address="Jl."),
        row=product.ikm,
        group=scene.commodity,
        now=NOW,
    )

    assert errors(form) == {"sentra": ["Pilih sentra tempat usaha berada dari daftar"]}


@pytest.mark.parametrize(
    ("typed", "kept", "words"),
    [
        ("9120 0012 3456 7", "9120001234567", None),
        ("9120.0012.3456-7", "9120001234567", None),
        ("91200012345", "", "NIB harus 13 angka. Anda mengisi 11 angka"),
        ("NIB91200012345", "", "NIB harus 13 angka, tanpa huruf"),
    ],
)
def test_a_nib_has_thirteen_digits(product: Product, typed: str, kept: str, words: str | None) -> None:
    form = LegalityForm(sent(nib=typed, npwp="", siinas_account=""), row=product.ikm)

    assert errors(form) == ({"nib": [words]} if words else {})
    assert form.cleaned_data.get("nib", "") == kept


def test_a_product_comes_back_in_the_group_in_which_it_got_its_stars(product: Product) -> None:
    assert "commodity_group" in ProductForm(None, row=product).fields
    assert "commodity_group" not in ProductForm(None, row=product, may_change_group=False).fields


def test_an_industry_code_has_five_digits(product: Product) -> None:
    form = ProductForm(sent(name="X", commodity_group="kain_tenun", distinction="Y", kbli="1312"), row=product)

    assert errors(form) == {"kbli": ["KBLI harus 5 angka. Anda mengisi 4 angka"]}


def test_a_story_has_at_most_six_hundred_characters(product: Product) -> None:
    assert StoryForm(sent(story="a" * 600), row=product).is_valid()
    assert errors(StoryForm(sent(story="a" * 601), row=product)) == {
        "story": ["Cerita produk harus paling banyak 600 karakter. Persingkat isian Anda"]
    }


MATERIAL = {
    "raw_material": "Kapas", "local_material_pct": "80", "supply_years": "3", "capacity": "40 helai", "value_added_pct": "60", "market_reach": "nasional",
    "sales_channels": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("local_material_pct", "101", "Porsi bahan dari kabupaten/kota sendiri harus paling besar 100"),
        ("local_material_pct", "delapan", "Porsi bahan dari kabupaten/kota sendiri harus berupa angka, misalnya 87,5"),
        ("supply_years", "-1", "Jaminan pasokan bahan harus paling kecil 0"),
        ("supply_years", "NaN", "Jaminan pasokan bahan harus berupa angka"),
        ("value_added_pct", "1e2", "Nilai tambah harus berupa angka, misalnya 87,5"),
        ("market_reach", "bulan", "Pilih pasar terjauh yang rutin dari daftar"),
    ],
)
def test_numbers_of_the_making_are_read_strictly(product: Product, name: str, typed: str, words: str) -> None:
    assert errors(MaterialForm(sent(**{**MATERIAL, name: typed}), row=product)) == {name: [words]} or errors(
        MaterialForm(sent(**{**MATERIAL, name: typed}), row=product)
    ) == {name: [f"{words} bulat, misalnya 12"]}


FIGURES = {
    "workers_male": "4",
    "workers_female": "9",
    "workers_local": "10",
    "investment": "Rp250.000.000",
    "turnover": "900000000",
    "production_value": "",
    "dilihat": "",
}


def figures(ikm: Ikm, **changes: Any) -> FiguresForm:
    return FiguresForm(sent(**(FIGURES | changes)), ikm=ikm, year=2024)


def test_money_is_read_in_rupiah_and_never_in_words(product: Product) -> None:
    form = figures(product.ikm)
    assert form.is_valid()
    assert form.values == {
        "workers_male": 4, "workers_female": 9, "workers_local": 10, "investment": 250_000_000, "turnover": 900_000_000, "production_value": None,
    }  # fmt: skip
    assert errors(figures(product.ikm, turnover="1,2 juta")) == {
        "turnover": ["Omzet setahun harus berupa angka dalam rupiah, tanpa kata juta atau miliar"]
    }


def test_people_from_nearby_are_part_of_all_people(product: Product) -> None:
    assert errors(figures(product.ikm, workers_local="14")) == {
        "workers_local": ["Dari kecamatan sekitar harus paling banyak 13 orang"]
    }


def test_figures_of_a_year_are_shown_with_their_fingerprint(scene: Scene, product: Product) -> None:
    form = FiguresForm(None, ikm=product.ikm, year=2025)

    assert form.stamp == ("dilihat", product.ikm.figures.get(year=2025).fingerprint)
    assert 'value="250.000.000"' in str(form["investment"])


# --- Two writers --------------------------------------------------------------------------------------------------------


def test_two_writers_of_different_answers_are_merged(scene: Scene, product: Product) -> None:
    ikm = product.ikm
    mine = profile(Ikm.objects.get(pk=ikm.pk), name="Tenun Baru", phone="0812 3456 7890")
    assert mine.is_valid()
    firms.write(ikm, {"address": "Jl. Dinas 2"}, seen=ikm.version, by=scene.dinas_operator, now=NOW)

    mine.save(mine.values, by=scene.owner, now=NOW)

    ikm.refresh_from_db()
    assert (ikm.name, ikm.address) == ("Tenun Baru", "Jl. Dinas 2")


def test_two_writers_of_one_answer_must_choose(scene: Scene, product: Product) -> None:
    ikm = product.ikm
    mine = profile(Ikm.objects.get(pk=ikm.pk), name="Nama saya")
    assert mine.is_valid()
    firms.write(ikm, {"name": "Nama dinas"}, seen=ikm.version, by=scene.dinas_operator, now=NOW)

    with pytest.raises(Stale):
        mine.save(mine.values, by=scene.owner, now=NOW)

    assert Ikm.objects.get(pk=ikm.pk).name == "Nama dinas"


def test_two_writers_of_the_same_words_agree(scene: Scene, product: Product) -> None:
    ikm = product.ikm
    mine = profile(Ikm.objects.get(pk=ikm.pk), name="Nama bersama", owner_name="Ibu Ayu")
    assert mine.is_valid()
    firms.write(ikm, {"name": "Nama bersama"}, seen=ikm.version, by=scene.dinas_operator, now=NOW)

    mine.save(mine.values, by=scene.owner, now=NOW)

    ikm.refresh_from_db()
    assert (ikm.name, ikm.owner_name) == ("Nama bersama", "Ibu Ayu")


def test_a_form_without_its_version_counts_as_the_oldest(scene: Scene, product: Product) -> None:
    firms.write(product.ikm, {"legal_form": "pt"}, seen=product.ikm.version, by=scene.dinas_operator, now=NOW)
    mine = profile(product.ikm, versi="", name="Nama lain")
    assert mine.is_valid()

    # Everything the journal knows of this row was written "since": only answers that nobody ever wrote go through.
    with pytest.raises(Stale):
        mine.save({"legal_form": "cv"}, by=scene.owner, now=NOW)


def test_values_are_told_in_words(product: Product) -> None:
    form = MaterialForm(None, row=product)

    said = {name: in_words(form.fields[name], form.stored()[name]) for name in form.fields if name in form.stored()}
    assert said == {
        "raw_material": "Kapas", "local_material_pct": "85%", "supply_years": "4 tahun", "capacity": "40 helai", "value_added_pct": "65%",
        "market_reach": "Antarprovinsi atau nasional", "sales_channels": "",
    }  # fmt: skip


# --- Papers and photos --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("nib", "9120 0012 3456 7", "9120001234567"),
        ("halal", "id 3311 0001 2345 60921", "ID33110001234560921"),
        ("pirt", "P-IRT 2063374010123-28", "206337401012328"),
        ("bpom", "md 224510001234", "MD224510001234"),
        ("bpom", "BPOM RI MD 2245–1000‑1234", "MD224510001234"),
        ("bpom", "POM MD 224510001234", "MD224510001234"),
        ("nib", "NIB: 9120–0012‑3456\u00a07", "9120001234567"),
        ("nib", "９１２０００１２３４５６７", "9120001234567"),
        ("pirt", "P‑IRT No. 2063374010123–28", "206337401012328"),
        ("halal", "ID\u202f3311\u00ad0001 2345 60921", "ID33110001234560921"),
        ("lab", "LHU–12\u00a0/2025", "LHU-12 /2025"),
        ("lab", "LHU/12/2025", "LHU/12/2025"),
        ("merek", "IDM000123456", "IDM000123456"),
    ],
)
def test_numbers_of_papers_are_kept_tidy(kind: str, typed: str, kept: str) -> None:
    assert tidy_number(kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        (
            "halal",
            "KH-5561/2024",
            "Nomor ini tampak seperti nomor ketetapan (KH). Isi nomor sertifikat halal yang diawali ID",
        ),
        (
            "halal",
            "33110001234560921",
            "Nomor sertifikat halal harus diawali ID lalu angka, misalnya ID33110001234560921",
        ),
        ("nib", "912", "NIB harus 13 angka. Anda mengisi 3 angka"),
        ("nib", "NIB 9120001234567 A", "NIB harus 13 angka. Anda mengisi 13 angka"),
        ("pirt", "20633740101", "Nomor P-IRT harus paling sedikit 15 angka. Anda mengisi 11 angka"),
        ("bpom", "ML 224510001234", "Nomor izin edar BPOM harus diawali MD lalu 12 angka, misalnya MD 224510001234"),
    ],
)
def test_numbers_of_papers_that_cannot_be_are_refused_with_the_repair(kind: str, typed: str, words: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        tidy_number(kind, typed)

    assert refusal.value.messages == [words]


def paper(ikm: Ikm, kinds: list[str], files: Any = None, **values: Any) -> PermitForm:
    data = {
        "number": "ID33110001234560921",
        "issued_on_0": "",
        "issued_on_1": "",
        "issued_on_2": "",
        "valid_until_0": "",
        "valid_until_1": "",
        "valid_until_2": "",
    }
    return PermitForm(sent(**(data | values)), files, ikm=ikm, kinds=kinds, today=TODAY)


def test_a_paper_of_one_kind_asks_for_its_own_number(product: Product) -> None:
    form = PermitForm(ikm=product.ikm, kinds=["halal"], today=TODAY)

    assert (list(form.fields), form.fields["number"].label) == (
        ["number", "issued_on", "valid_until", "document", "dilihat", "kunci"],
        "Nomor sertifikat halal",
    )
    assert PermitForm(ikm=product.ikm, kinds=["nib"], today=TODAY)["number"].value() == product.ikm.nib


def test_a_paper_of_two_kinds_asks_which(product: Product) -> None:
    form = paper(product.ikm, ["pirt", "bpom"], number="MD 224510001234", kind="bpom")

    assert errors(form) == {"document": ["Unggah foto atau PDF dokumen"]}
    assert (form.chosen_kind, form.cleaned_data["number"]) == ("bpom", "MD224510001234")


def test_dates_of_a_paper_are_held_against_today_and_each_other(product: Product) -> None:
    ahead = paper(product.ikm, ["halal"], issued_on_0="2", issued_on_1="Juni", issued_on_2="2026")
    behind = paper(
        product.ikm,
        ["halal"],
        issued_on_0="1",
        issued_on_1="5",
        issued_on_2="2025",
        valid_until_0="1",
        valid_until_1="4",
        valid_until_2="2025",
    )

    assert errors(ahead)["issued_on"] == ["Tanggal terbit tidak boleh sesudah hari ini"]
    assert errors(behind)["valid_until"] == ["Tanggal berlaku sampai harus sesudah tanggal terbit"]


def test_the_copy_of_a_paper_that_is_there_may_stay(product: Product) -> None:
    permit = product.ikm.permits.get(kind=PermitKind.LAB)
    form = PermitForm(sent(number="LHU-1"), None, ikm=product.ikm, kinds=["lab"], today=TODAY, permit=permit)

    assert form.is_valid(), errors(form)
    assert form.answers["document"] is None


@pytest.mark.parametrize(
    ("typed", "kept"), [("80%", "80"), ("62,5", "62.5"), ("62.50 %", "62.5"), ("8０ persen", "80")]
)
def test_a_share_is_read_as_people_write_it_and_shown_again_as_it_was_meant(
    scene: Scene, product: Product, typed: str, kept: str
) -> None:
    form = MaterialForm(sent(**{**MATERIAL, "local_material_pct": typed}, versi=product.version), row=product)
    assert form.is_valid(), errors(form)

    form.save(form.values, by=scene.owner, now=NOW)

    product.refresh_from_db()
    assert product.local_material_pct == Decimal(kept)
    assert MaterialForm(None, row=product)["local_material_pct"].value() == kept.replace(".", ",")
    assert in_words(form.fields["local_material_pct"], product.local_material_pct) == kept.replace(".", ",") + "%"


def test_where_only_whole_numbers_are_read_the_hint_says_so_beforehand(product: Product) -> None:
    form = MaterialForm(sent(raw_material="Kapas", supply_years="2,5"), row=product)

    assert errors(form)["supply_years"] == ["Jaminan pasokan bahan harus berupa angka bulat, misalnya 12"]
    assert "angka bulat" in str(form.fields["supply_years"].help_text).lower()


def test_every_region_of_the_portal_may_begin_the_number_of_a_taxpayer() -> None:
    call_command("load_reference", verbosity=0, stdout=io.StringIO())
    codes = list(Regency.objects.current().values_list("code", flat=True))
    numbers = [f"{code.replace('.', '')}014708850001" for code in codes]

    assert len(codes) == 514
    assert [number for number in numbers if NpwpField().parse(number) != number] == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("01.312.166.0-091.000", "013121660091000"),
        ("01.312.166.0–091.000", "013121660091000"),
        ("NPWP: 01\u00a0312\u00a0166\u00a00 091 000", "013121660091000"),
        ("0013121660091000", "0013121660091000"),
        ("5107 0147 0885 0001", "5107014708850001"),
    ],
)
def test_a_tax_number_is_kept_as_its_digits(product: Product, typed: str, kept: str) -> None:
    form = LegalityForm(sent(nib="9120001234567", npwp=typed, siinas_account=""), row=product.ikm)

    assert (errors(form), form.cleaned_data["npwp"]) == ({}, kept)


@pytest.mark.parametrize(
    "typed",
    [
        "123",
        "01.312.166.1-091.000",
        "0013121661091000",
        "9907014708850001",
        "5107013213850001",
        "5107014708850000",
        "51070147088500012",
    ],
)
def test_a_tax_number_that_cannot_be_is_refused(product: Product, typed: str) -> None:
    form = LegalityForm(sent(nib="9120001234567", npwp=typed, siinas_account=""), row=product.ikm)

    assert errors(form) == {"npwp": ["NPWP harus 15 atau 16 angka seperti tertulis di kartu NPWP"]}


def photos(asked: str = "", **uploads: SimpleUploadedFile) -> PhotosForm:
    return PhotosForm(sent(), MultiValueDict({slot: [upload] for slot, upload in uploads.items()}), asked=asked)


def test_a_photo_is_a_photo_by_its_bytes() -> None:
    def said(data: bytes) -> dict[str, list[str]]:
        return errors(photos(utuh=SimpleUploadedFile("a.jpg", data, "image/jpeg")))

    assert said(a_photo()) == {}
    assert said(b"") == {"utuh": ["Berkas ini kosong. Pilih berkas lain"]}
    assert said(b"MZ\x90 program") == {"utuh": ["Isi berkas ini bukan foto JPG atau PNG. Pilih foto yang lain"]}
    assert said(b"%PDF-1.7 x") == {"utuh": ["Isi berkas ini bukan foto JPG atau PNG. Pilih foto yang lain"]}


def test_a_place_asks_for_a_photo_only_when_its_button_was_pressed_with_nothing_chosen() -> None:
    good = SimpleUploadedFile("a.jpg", a_photo(), "image/jpeg")

    assert errors(photos()) == {}
    assert errors(photos("utuh")) == {"utuh": ["Unggah foto produk utuh"]}
    assert errors(photos("utuh", detail=good)) == {}


def test_what_one_place_refuses_does_not_keep_the_others_out() -> None:
    form = photos(
        utuh=SimpleUploadedFile("a.jpg", a_photo(), "image/jpeg"), proses=SimpleUploadedFile("b.jpg", b"", "image/jpeg")
    )

    assert not form.is_valid()
    assert (list(form.chosen), list(form.errors)) == (["utuh"], ["proses"])
