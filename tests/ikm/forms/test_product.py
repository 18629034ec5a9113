"""A product, its story and its making as forms."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ikm.forms.parts import in_words
from ikm.forms.product import MaterialForm, ProductForm, StoryForm
from ikm.models import Product
from tests.ikm.sending import errors, sent
from tests.scene import NOW, Scene

pytestmark = pytest.mark.django_db


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
