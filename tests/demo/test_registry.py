"""The registry of fictional firms."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from ikm.models import Ikm, Product

pytestmark = pytest.mark.django_db


def fill(number: int) -> str:
    out = io.StringIO()
    call_command("demo_registry", str(number), stdout=out)
    return out.getvalue()


def test_the_registry_is_filled_to_the_number_asked_for(country):
    first, second, third = fill(300), fill(300), fill(500)

    assert [text.split(",")[0] for text in (first, second, third)] == [
        "300 usaha baru",
        "0 usaha baru",
        "200 usaha baru",
    ]
    assert (Ikm.objects.count(), Product.objects.count()) == (500, 500)


def test_its_firms_stand_in_real_districts_with_numbers_that_keep_every_promise(country):
    fill(400)

    firms = Ikm.objects.select_related("district", "regency").prefetch_related("products")
    assert all(firm.district.regency_id == firm.regency_id for firm in firms)
    assert len({firm.nib for firm in firms}) == 400
    for firm in firms:
        firm.clean_fields()
        firm.validate_constraints()
        [product] = firm.products.all()
        product.clean_fields()
        product.validate_constraints()
    assert firms.values("regency__province").distinct().count() > 30
