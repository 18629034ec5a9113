"""A firm's profile, place and legality as forms."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import call_command

from ikm.forms.firm import LegalityForm, NpwpField, PlaceForm
from ikm.models import CommodityGroup, Ikm, Product, Sentra
from ovop_portal.ledger.models import Event
from regions.models import Regency
from tests.ikm.sending import errors, profile, sent
from tests.regions.factories import DistrictFactory
from tests.scene import NOW, Scene

pytestmark = pytest.mark.django_db


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
