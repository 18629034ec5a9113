"""The figures of a year as a form."""

from __future__ import annotations

from typing import Any

import pytest

from ikm.forms.figures import FiguresForm
from ikm.forms.product import MaterialForm
from ikm.models import Ikm, Product
from tests.ikm.sending import errors, sent
from tests.scene import Scene

pytestmark = pytest.mark.django_db


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


def test_where_only_whole_numbers_are_read_the_hint_says_so_beforehand(product: Product) -> None:
    form = MaterialForm(sent(raw_material="Kapas", supply_years="2,5"), row=product)

    assert errors(form)["supply_years"] == ["Jaminan pasokan bahan harus berupa angka bulat, misalnya 12"]
    assert "angka bulat" in str(form.fields["supply_years"].help_text).lower()
