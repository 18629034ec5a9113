"""Who wrote what since a page was read."""

from __future__ import annotations

import pytest

from ikm import operations as firms
from ikm.merging import figures_written, row_written_since
from ikm.models import Product, YearlyFigures
from ovop_portal.common.verbs import Stale
from tests.scene import NOW, Scene

pytestmark = pytest.mark.django_db
FIGURES: dict[str, int | None] = {
    "workers_male": 4, "workers_female": 9, "workers_local": 10, "investment": 250_000_000, "turnover": 900_000_000, "production_value": None,
}  # fmt: skip


def test_the_second_of_two_writers_is_told_and_learns_what_the_first_wrote(scene: Scene, product: Product) -> None:
    seen, mine = product.version, Product.objects.get(pk=product.pk)
    firms.write(product, {"story": "Dari dinas", "capacity": "50 helai"}, seen=seen, by=scene.dinas_operator, now=NOW)

    with pytest.raises(Stale):
        firms.write(mine, {"story": "Dari saya"}, seen=seen, by=scene.owner, now=NOW)

    writing = row_written_since(mine, seen)
    assert (mine.story, writing.fields, writing.by, writing.at) == (
        "Dari dinas",
        {"story", "capacity"},
        "I Made Operator",
        NOW,
    )
    assert row_written_since(mine, mine.version).fields == frozenset()


def test_what_is_written_on_another_product_of_the_firm_hides_no_clash(scene: Scene, product: Product) -> None:
    other, seen = scene.draft("Selendang Lain").product, product.version
    other.ikm = product.ikm
    Product.objects.filter(pk=other.pk).update(ikm=product.ikm)
    firms.write(product, {"story": "Dari dinas"}, seen=seen, by=scene.dinas_operator, now=NOW)
    firms.write(other, {"capacity": "50 helai"}, seen=other.version, by=scene.dinas_operator, now=NOW)

    assert row_written_since(Product.objects.get(pk=product.pk), seen).fields == {"story"}


def test_figures_are_kept_once_a_year_and_the_later_writer_is_told(scene: Scene, product: Product) -> None:
    ikm = product.ikm
    firms.record_figures(ikm, 2024, FIGURES, seen="", by=scene.owner, now=NOW)
    held = YearlyFigures.objects.get(ikm=ikm, year=2024)

    with pytest.raises(Stale):
        firms.record_figures(ikm, 2024, {**FIGURES, "turnover": 1}, seen="", by=scene.dinas_operator, now=NOW)
    firms.record_figures(ikm, 2024, {**FIGURES, "turnover": 2}, seen=held.fingerprint, by=scene.dinas_operator, now=NOW)

    held.refresh_from_db()
    assert (held.turnover, held.workers, figures_written(ikm, 2024).by) == (2, 13, "I Made Operator")
